"""What the rules of early signs and what they find are called, on every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.calendar import written_date
from app.domain.early_signs import EarlySign, RowSource, SignKind, SignRow, SignRule
from app.domain.finding_words import STATUS_WORDS


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words: its name, what it looks for, and what stands around its numbers."""

    title: str
    sentence: str
    before_count: str
    after_count: str
    after_months: str = ""


RULE_WORDS = {
    SignKind.REPEATED_TAG: RuleWords(
        "同类问题重复", "同一单位、同一标签的问题", "满 ", " 件", " 个月里"
    ),
    SignKind.EXTENDED: RuleWords("一再延期", "还没有销号，延期", "满 ", " 次"),
    SignKind.LONG_OVERDUE: RuleWords("长期逾期", "还没有销号，逾期", "超过 ", " 天"),
    SignKind.PLAN_BEHIND: RuleWords("计划落后", "过了计划的月份还没有谈的", "满 ", " 人"),
    SignKind.FALLEN_PLACE: RuleWords("名次后退", "单位的考核、评价名次比上年后退", "满 ", " 位"),
    SignKind.FEWER_TALKS: RuleWords("谈话减少", "今年谈话人次比上年同期少", "", "% 以上"),
}
NO_UNIT, WHOLE_OFFICE = "没有写单位的", "本单位"


def rule_sentence(rule: SignRule) -> str:
    """The rule in one sentence: 同一单位、同一标签的问题，12 个月里满 3 件."""
    words = RULE_WORDS[rule.kind]
    months = f"，{rule.months}{words.after_months}" if rule.months else ""
    return f"{words.sentence}{months}{words.before_count}{rule.count}{words.after_count}"


def unit_of(sign: EarlySign) -> str:
    """Whose sign it is."""
    if sign.kind in (SignKind.PLAN_BEHIND, SignKind.FEWER_TALKS):
        return WHOLE_OFFICE
    return sign.unit_name or NO_UNIT


def sign_text(sign: EarlySign, rule: SignRule) -> str:
    """What was found, in a few words."""
    said = {
        SignKind.REPEATED_TAG: f"{sign.title}：{rule.months} 个月里 {sign.many} 件",
        SignKind.EXTENDED: f"{sign.many} 件延期满 {rule.count} 次",
        SignKind.LONG_OVERDUE: f"{sign.many} 件逾期超过 {rule.count} 天",
        SignKind.PLAN_BEHIND: f"年度计划落下 {sign.many} 人",
        SignKind.FALLEN_PLACE: f"{sign.title}：第 {sign.before} 位退到第 {sign.now} 位",
        SignKind.FEWER_TALKS: f"今年 {sign.now} 人次，上年同期 {sign.before} 人次",
    }
    return said[sign.kind]


def row_texts(row: SignRow, kind: SignKind) -> tuple[str, str, str]:
    """A row behind a sign: what it is, what it says, and what counts in it."""
    what, said, counts = _ROWS[row.source](row)
    return what, said, counts or _of_finding(row, kind)


def _of_finding(row: SignRow, kind: SignKind) -> str:
    if kind is SignKind.EXTENDED:
        return f"延期 {row.amount} 次"
    if row.amount:
        return f"⚠ 逾期{row.amount}天"
    if row.status is not None and not row.status.is_open:
        return STATUS_WORDS[row.status]
    return f"期限 {written_date(row.day)}"


_ROWS: dict[RowSource, Callable[[SignRow], tuple[str, str, str]]] = {
    RowSource.FINDING: lambda row: (row.title, row.text, ""),
    RowSource.PLAN_LINE: lambda row: (f"{row.day.year}年{row.amount}月", row.text, row.title),
    RowSource.FIGURE: lambda row: (
        f"{row.day.year}年",
        "，".join(filter(None, (row.title, row.text))),
        f"第 {row.amount} 位／共 {row.out_of}",
    ),
    RowSource.YEAR: lambda row: (
        f"{row.day.year}年",
        f"到{row.day.month}月{row.day.day}日的谈话",
        f"{row.amount} 人次",
    ),
}

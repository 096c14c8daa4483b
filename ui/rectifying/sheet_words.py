"""The words of one finding's panel: what can be done with it, and what was."""

from __future__ import annotations

from datetime import date

from app.domain.calendar import written_date
from app.domain.finding import Finding, FindingNature
from app.domain.finding_history import (
    Closing,
    ClosingOutcome,
    Extension,
    ExtensionOutcome,
    FindingAct,
    FindingHistory,
    FindingStep,
    LookBack,
)
from app.domain.finding_words import METHOD_WORDS, STATUS_WORDS, Urgency, days_words, urgency_of
from app.domain.five_fixes import Fix
from ui.finding_messages import ACT_WORDS

BUTTON = {
    FindingAct.COMPLETE: "补全…",
    FindingAct.FAN_OUT: "分解到单位…",
    FindingAct.ISSUE: "下达…",
    FindingAct.CLAIM: "签收…",
    FindingAct.BEGIN: "开始整改",
    FindingAct.REPORT: "记整改情况…",
    FindingAct.SUBMIT: "申请销号…",
    FindingAct.DECIDE: "审批…",
    FindingAct.ASK_MORE_TIME: "申请延期…",
    FindingAct.DECIDE_MORE_TIME: "审批延期…",
    FindingAct.LOOK_BACK: "回头看…",
    FindingAct.TRANSFER: "转线索…",
    FindingAct.CALL_TO_ACCOUNT: "提请问责…",
    FindingAct.DECIDE_ACCOUNTABILITY: "问责批复…",
    FindingAct.ARCHIVE: "归档",
}
FIX = {
    Fix.LEADER: "定领导",
    Fix.RESPONSIBLE: "定人员",
    Fix.MEASURE: "定任务",
    Fix.DEADLINE: "定时间",
    Fix.EFFECT: "定效果",
}
NOT_YET = "（还没有写）"
_LEFT = {
    Urgency.CLOSED: "",
    Urgency.LATE: "⚠ {}",
    Urgency.SOON: "⚠ {}",
    Urgency.RUNNING: "{}",
}
_EXTENSION = {
    ExtensionOutcome.WAITING: "等审批",
    ExtensionOutcome.GRANTED: "批准",
    ExtensionOutcome.REFUSED: "不批准",
}


def left_text(finding: Finding, today: date) -> str:
    """How much time is left, with a sign when it is short; nothing once it is done."""
    if finding.nature is FindingNature.ADVICE:
        return ""
    urgency = urgency_of(finding.status, finding.deadline, today)
    return _LEFT[urgency].format(days_words(finding.deadline, today))


def left_tone(finding: Finding, today: date) -> str:
    """The tone of it: brick for what is overdue."""
    is_late = urgency_of(finding.status, finding.deadline, today) is Urgency.LATE
    return "brick" if is_late else "ink"


def counts_text(finding: Finding) -> str:
    """How often it was extended, sent back, and came up again; empty when never."""
    counts = (
        ("延期", finding.extensions),
        ("退回", finding.returns),
        ("反弹", finding.relapses),
    )
    return "　".join(f"{word} {count} 次" for word, count in counts if count)


def lacking_text(lacking: tuple[Fix, ...]) -> str:
    """What of 五定 is lacking, or nothing."""
    return f"⚠ 五定还缺：{'、'.join(FIX[fix] for fix in lacking)}" if lacking else ""


def step_title(step: FindingStep) -> str:
    """What a step was, and the change of status that it brought."""
    moved = ""
    if step.before is not step.after:
        moved = f"{STATUS_WORDS[step.before]} → {STATUS_WORDS[step.after]}"
    who = f"{step.who}登记" if step.who else ""
    return "　".join(filter(None, (ACT_WORDS[step.act], moved, who)))


def extension_text(extension: Extension) -> str:
    """An application for more time in a line, both days in it."""
    asked = (
        f"{written_date(extension.old_deadline)} → {written_date(extension.wanted)}，"
        f"{extension.reason}"
    )
    said = _EXTENSION[extension.outcome]
    if extension.decided_on is not None:
        said = f"{extension.decided_by}{written_date(extension.decided_on)}{said}"
    return "；".join(filter(None, (asked, said, extension.opinion)))


def approvals_text(closing: Closing) -> str:
    """What each place of the chain decided, line by line; who is asked next stands last."""
    lines = [f"结果：{closing.result}"]
    for approval in closing.approvals:
        word = "✓ 同意" if approval.is_granted else "✕ 退回补正"
        act = closing.chain[approval.place].act_word if approval.place < len(closing.chain) else ""
        opinion = f"意见：{approval.opinion}" if approval.opinion else ""
        day = written_date(approval.decided_on)
        said = (word, f"{approval.title}{act}", approval.who, day, opinion)
        lines.append("　".join(filter(None, said)))
    if closing.outcome is ClosingOutcome.WAITING:
        ahead = closing.chain[closing.place :]
        lines += [f"○ 还没有办　{place.title}{place.act_word}" for place in ahead]
    return "\n".join(lines)


def look_back_words(look_back: LookBack, today: date) -> tuple[str, str]:
    """How a look-back stands, in a word, and what was seen."""
    after = f"销号后 {look_back.days} 天"
    if look_back.is_dropped:
        return f"－ {after}　反弹重开，不再进行", ""
    if look_back.done_on is None:
        return f"{'⚠ 到期未看' if look_back.due_on < today else '○ 还没到'}　{after}", ""
    outcome = "✕ 反弹" if look_back.is_relapse else "✓ 没有反弹"
    method = METHOD_WORDS[look_back.method]
    said = (f"{written_date(look_back.done_on)}{method}", look_back.who, look_back.result)
    return f"{outcome}　{after}", "　".join(filter(None, said))


def waiting_text(history: FindingHistory) -> str:
    """Who decides next, such as 监督检查室初审; empty when nobody is asked."""
    closing = history.waiting_closing
    place = closing.waits_for if closing else None
    return f"{place.title}{place.act_word}" if place else ""

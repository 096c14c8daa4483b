"""How stored facts are put into the words of a portrait, part by part, and what they suggest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.domain.calendar import months_later, written_date
from app.domain.facts import FactCategory, FigureChange, SourceFact, UnitFigure
from app.domain.finding import Finding
from app.domain.people import Post, UnitKind
from app.domain.portrait import PortraitGround, PortraitPart, Section

FEWEST_POINTS, MOST_POINTS = 3, 5
RECENT_MONTHS = 24  # older facts are left to the archive
MOST_TALKS = 5
_MOST_OF_A_SOURCE = 6
_LONG_AGO_MONTHS = 12
CATEGORY_WORDS = {
    FactCategory.SUPERVISION: "日常监督",
    FactCategory.INSPECTION: "巡察",
    FactCategory.AUDIT: "审计",
    FactCategory.PETITION: "信访",
    FactCategory.ASSESSMENT: "考核",
    FactCategory.CASE: "案件",
}
_UNIT_KINDS = {
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.ENTERPRISE: "国企",
    UnitKind.OTHER: "其他",
}
# what is worth raising, the weightiest first
_BY_WEIGHT = (
    FactCategory.CASE,
    FactCategory.AUDIT,
    FactCategory.INSPECTION,
    FactCategory.PETITION,
    FactCategory.SUPERVISION,
)
_COMMON_POINTS = (
    "履行第一责任人责任：今年亲自抓了哪几件事，各有什么结果。",
    "“三重一大”和末位表态：最近一次会议怎么议、怎么定，记录在哪里。",
    "班子成员“一岗双责”：最近一次听汇报、谈话提醒是什么时间，解决了什么。",
)


def parts_of(ground: PortraitGround) -> tuple[PortraitPart, ...]:
    """Every part of the portrait as stored facts write it."""
    writers: dict[Section, Callable[[PortraitGround], list[str]]] = {
        Section.WHO: _who,
        Section.POSTS: _posts,
        Section.FIGURES: _figures,
        Section.SOURCES: _sources,
        Section.TALKS: _talks,
        Section.UNIT_FINDINGS: lambda g: _findings(g.unit_findings, g.day),
        Section.OWN_FINDINGS: lambda g: _findings(g.own_findings, g.day),
        Section.POINTS: _points,
    }
    return tuple(PortraitPart(s, "\n".join(write(ground))) for s, write in writers.items())


def _who(ground: PortraitGround) -> list[str]:
    person, who = ground.person, ground.who
    lines = ["，".join(filter(None, (who.name, who.unit_name + who.title)))]
    if person is not None:
        born = f"{person.born.written()}生" if person.born else ""
        about = (person.gender, person.ethnicity, born, person.political_status)
        lines.append("，".join(filter(None, about)))
    if ground.unit is not None:
        lines.append(f"单位：{ground.unit.name}（{_UNIT_KINDS[ground.unit.kind]}）")
    if person is not None and person.note:
        lines.append(person.note)
    return [line for line in lines if line]


def _posts(ground: PortraitGround) -> list[str]:
    return [f"{_span(v.post)}　{v.unit_name}{v.post.title}" for v in ground.posts]


def _span(post: Post) -> str:
    since = post.since.written() if post.since else "起始时间不详"
    return f"{since}—{post.until.written()}" if post.until else f"{since}至今"


def _figures(ground: PortraitGround) -> list[str]:
    return [f"{one.name}：{_compared(one)}" for one in ground.figures]


def _compared(one: FigureChange) -> str:
    sides = [_figure(side) for side in (one.now, one.before) if side is not None]
    told = "；".join(sides)
    change = one.difference
    if change == "0":
        return f"{told}（持平）"
    if change:
        word = "增加" if change.startswith("+") else "减少"
        return f"{told}（{word} {change[1:]}）"
    return told


def _figure(figure: UnitFigure) -> str:
    rank = f"第 {figure.place} 位，共 {figure.out_of} 个" if figure.place else ""
    value = "，".join(filter(None, (figure.value, rank)))
    return f"{figure.year}年 {value or '没有数'}"


def _sources(ground: PortraitGround) -> list[str]:
    since = months_later(ground.day, -RECENT_MONTHS)
    lines = []
    for category, word in CATEGORY_WORDS.items():
        mine = [f for f in ground.facts if f.category is category and f.day >= since]
        shown = [f"{_month(f.day)}{_flat(f.text)}" for f in mine[:_MOST_OF_A_SOURCE]]
        if shown:
            more = f"；另有 {len(mine) - len(shown)} 条" if len(mine) > len(shown) else ""
            lines.append(f"{word}：{'；'.join(shown)}{more}")
    return lines


def _talks(ground: PortraitGround) -> list[str]:
    lines = []
    for talk in ground.talks[:MOST_TALKS]:
        said = f"：{_flat(talk.summary)}" if talk.summary else ""
        subject = f"（{talk.subject}）" if talk.subject else ""
        lines.append(f"{written_date(talk.day)}　{talk.kind}{subject}{said}")
    if len(ground.talks) > MOST_TALKS:
        lines.append(f"更早还有 {len(ground.talks) - MOST_TALKS} 次")
    return lines


def _findings(findings: Iterable[Finding], day: date) -> list[str]:
    return [f"{f.number}　{_flat(f.manifestation)}（{_due(f, day)}）" for f in findings]


def _due(finding: Finding, day: date) -> str:
    if not finding.status.is_open:
        seen_on = finding.look_back_on or finding.deadline
        return f"已销号，{written_date(seen_on)}待回头看"
    written = written_date(finding.deadline)
    return f"{written}到期，已逾期" if finding.deadline < day else f"{written}前"


def _points(ground: PortraitGround) -> list[str]:
    found = list(
        dict.fromkeys([*_from_findings(ground), *_from_facts(ground), *_from_past(ground)])
    )
    for common in _COMMON_POINTS:
        if len(found) < FEWEST_POINTS:
            found.append(common)
    return [f"{number}．{text}" for number, text in enumerate(found[:MOST_POINTS], 1)]


def _from_findings(ground: PortraitGround) -> Iterable[str]:
    all_left = [*ground.unit_findings, *ground.own_findings]
    both = [one for one in all_left if one.status.is_open]
    closed = [one for one in all_left if not one.status.is_open]
    late = sorted((f for f in both if f.deadline < ground.day), key=lambda f: f.deadline)
    rest = [f for f in both if f not in late]
    for finding in late[:2]:
        yield f"逾期没有销号：{_flat(finding.manifestation)}，卡在哪里，什么时间办结。"
    if rest and not late:
        yield f"正在整改：{_flat(rest[0].manifestation)}，到今天做到哪一步。"
    if closed:
        yield f"回头看：{_flat(closed[0].manifestation)}，销号以后有没有反弹。"
    for finding in ground.own_findings:
        if finding.is_personal and finding in rest:
            yield f"本人承诺：{_flat(finding.manifestation)}，兑现得怎么样。"
            break


def _from_facts(ground: PortraitGround) -> Iterable[str]:
    since = months_later(ground.day, -_LONG_AGO_MONTHS)
    for category in _BY_WEIGHT:
        recent = [f for f in ground.facts if f.category is category and f.day >= since]
        if recent:
            yield f"{CATEGORY_WORDS[category]}反映的情况：{_flat(recent[0].text)}。".replace(
                "。。", "。"
            )
    behind = [f for f in ground.figures if f.now and (f.now.is_at_bottom or f.is_rank_lower)]
    for one in sorted(behind, key=lambda f: not (f.now and f.now.is_at_bottom))[:1]:
        yield f"{one.name}{_rank_words(one)}，原因在哪里，自己打算怎么办。"


def _rank_words(one: FigureChange) -> str:
    now = one.now
    place = f"列第 {now.place} 位（共 {now.out_of} 个）" if now and now.place else ""
    before = f"，上年第 {one.before.place} 位" if one.before and one.before.place else ""
    return place + before


def _from_past(ground: PortraitGround) -> Iterable[str]:
    if ground.is_newly_appointed:
        yield "任现职不满一年：交接清单、分工和作出的承诺落实到哪一步。"
    left = [one for one in ground.last_asked if not one.is_answered]
    if left:
        yield f"上次谈话没有答上的：{_flat(left[0].question)}"
    newest = ground.talks[0].day if ground.talks else None
    if newest is None:
        yield "此前没有谈过：先听本人讲清到任以来的责任落实情况。"
    elif newest < months_later(ground.day, -_LONG_AGO_MONTHS):
        yield f"上次谈话在{written_date(newest)}，一年多来的变化和当时要求的落实。"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _flat(text: str) -> str:
    """The text on one line, without the full stop that more words would follow."""
    return " ".join(text.split()).rstrip("。；;. ")


def count_by_source(facts: Iterable[SourceFact]) -> dict[FactCategory, int]:
    """How many facts come from each source, in the order of the sources."""
    counts = dict.fromkeys(FactCategory, 0)
    for fact in facts:
        counts[fact.category] += 1
    return {category: count for category, count in counts.items() if count}

"""谈话情况报告: what a talk was about, what it brought up and what follows, with its 版记."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.documents import letter
from app.documents.archive import archived
from app.documents.closing import with_closing
from app.documents.colophon import closed_by, colophon
from app.documents.numbering import Level, heading, label, points
from app.documents.page_frame import (
    LEADING,
    LEFT,
    PAGE,
    TEXT_TOP,
    WIDTH,
    draw_page_number,
)
from app.documents.sheet import Imprint, Sheet
from app.documents.titles import title
from app.documents.typesetting import Piece, Space, flow
from app.domain.calendar import written_date, written_time
from app.domain.finding import FindingNature
from app.domain.papers import FindingLine, TalkReportPaper
from app.domain.people import Role
from app.domain.talk import Participant, Talk

TITLE = "谈话情况报告"
_NOTHING = "这次谈话没有登记问题。"


def talk_report(data: TalkReportPaper, office: str, local: datetime) -> bytes:
    """The report as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    pages = flow(_pieces(data, office, local), letter.ROOM, LEADING)
    pages = closed_by(pages, colophon(office, local.date(), data.copies_to), letter.ROOM)
    sheet = Sheet(PAGE)
    for number, page in enumerate(pages, 1):
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, LEFT, TEXT_TOP - placed.down)
        draw_page_number(sheet, number)
    # the file's own title is shown by readers in their windows: it names nobody
    return archived(sheet.pdf(Imprint(f"{TITLE} {data.talk.number}", TITLE, local)))


def _pieces(data: TalkReportPaper, office: str, local: datetime) -> Iterator[Piece]:
    yield title(_title(data), letter.TITLE, WIDTH, "谈话对象")
    yield Space(LEADING)
    if data.addressee.strip():
        yield letter.to(data.addressee.strip().rstrip("：:"), "主送")
    yield from letter.said(("现将谈话的有关情况报告如下。", ""))
    text: list[Piece] = []
    for number, (name, pieces) in enumerate(filter(lambda s: s[1], _sections(data)), 1):
        text += [heading(Level.FIRST, number, name), *pieces]
    yield from with_closing(text, letter.closing(office, local.date()))


def _title(data: TalkReportPaper) -> str:
    people = data.talk.in_role(Role.INTERVIEWEE)
    whom = f"同{people[0].name}同志" if len(people) == 1 else ""
    return f"关于{whom}{data.kind_title}情况的报告"


def _sections(data: TalkReportPaper) -> Iterable[tuple[str, list[Piece]]]:
    talk = data.talk
    problems = [line for line in data.lines if line.nature is FindingNature.PROBLEM]
    advice = [line for line in data.lines if line.nature is FindingNature.ADVICE]
    return (
        ("基本情况", _basics(data)),
        ("谈话情况", _course(data)),
        ("谈出的问题", _found(problems) or letter.said((_NOTHING, ""))),
        ("意见建议", list(points(Level.THIRD, (f"{_flat(a.manifestation)}。" for a in advice)))),
        ("整改要求", letter.said((talk.requirement.strip(), "整改要求"))),
        ("本人表态", letter.said((talk.statement.strip(), "表态"))),
        ("下一步工作", _next(problems)),
    )


def _basics(data: TalkReportPaper) -> list[Piece]:
    talk = data.talk
    leaders = "、".join(map(_named, talk.in_role(Role.INTERVIEWER)))
    behalf = f"（{talk.delegation}）" if talk.delegation else ""
    place = f"在{talk.place}，" if talk.place else ""
    held = f"{_span(talk)}，{place}{leaders}{behalf}{_with(talk)}进行了{data.kind_title}。"
    recorders = "、".join(p.name for p in talk.in_role(Role.RECORDER))
    others = "、".join(map(_named, talk.in_role(Role.COMPANION) + talk.in_role(Role.OBSERVER)))
    more = [f"谈话编号{talk.number}"]
    if talk.subject:
        more.append(f"事由是{talk.subject}")
    if recorders:
        more.append(f"记录人{recorders}")
    if others:
        more.append(f"陪同、列席{others}")
    return letter.said((held, "谈话对象"), ("，".join(more) + "。", "谈话事由"), (_away(talk), ""))


def _with(talk: Talk) -> str:
    people = talk.in_role(Role.INTERVIEWEE)
    if len(people) == 1:
        return f"同{_named(people[0])}"
    present = sum(p.is_present for p in people)
    return f"同应到{len(people)}人中的{present}人"


def _away(talk: Talk) -> str:
    absent = [p for p in talk.in_role(Role.INTERVIEWEE) if not p.is_present]
    names = "、".join(f"{p.name}（{p.absence_reason or '原因未写明'}）" for p in absent)
    return f"缺席：{names}。缺席的另行补谈。" if names else ""


def _span(talk: Talk) -> str:
    if talk.began_at is None:
        return written_date(talk.planned_at.date())
    began = written_time(talk.began_at)
    if talk.ended_at is None:
        return f"{began}起"
    if talk.ended_at.date() == talk.began_at.date():
        return f"{began}至{talk.ended_at.hour}时{talk.ended_at.minute:02}分"
    return f"{began}至{written_time(talk.ended_at)}"


def _course(data: TalkReportPaper) -> list[Piece]:
    asked = "；".join(f"{area}问{count}个、答{done}个" for area, done, count in data.areas if count)
    return letter.said(
        (f"按提纲谈了：{asked}。" if asked else "", "聚焦"),
        (data.talk.summary.strip(), "谈话小结"),
    )


def _found(problems: list[FindingLine]) -> list[Piece]:
    found: list[Piece] = []
    for number, line in enumerate(problems, 1):
        whose = line.person_name if line.is_personal else line.unit_name
        about = "，".join(filter(None, (whose, line.area, line.tag)))
        text = f"{label(Level.THIRD, number)}{_flat(line.manifestation)}。"
        text += f"（{line.number}{'，' + about if about else ''}）"
        if line.measure.strip():
            text += f"整改举措：{_flat(line.measure)}。"
        text += f"时限：{written_date(line.deadline)}。"
        found += letter.said((text, "问题"))
    return found


def _next(problems: list[FindingLine]) -> list[Piece]:
    if not problems:
        return []
    first, last = (one(p.deadline for p in problems) for one in (min, max))
    until = f"最早{written_date(first)}、最晚{written_date(last)}到期"
    if first == last:
        until = f"都在{written_date(first)}到期"
    text = (
        f"以上{len(problems)}项已经列入整改台账，{until}。"
        "到期前督促报告进展，逾期的发催办单；销号以后回头看，防止反弹。"
    )
    return letter.said((text, ""))


def _named(who: Participant) -> str:
    return f"{who.unit_name}{who.title}{who.name}"


def _flat(text: str) -> str:
    return " ".join(text.split()).rstrip("。；;. ")

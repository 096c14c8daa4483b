"""The outline of a talk in large type, to lie on the table: what is asked, area by area.

It is made from the talk alone; what the interviewee is known for and private notes are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.documents.archive import archived
from app.documents.fonts import FontRole, chain_of
from app.documents.page_frame import MM, PAGE
from app.documents.sheet import Imprint, Sheet
from app.documents.typesetting import Piece, Space, Style, flow, paragraph
from app.domain.calendar import written_time
from app.domain.people import Role
from app.domain.talk import Answer, Participant, Talk

TITLE = "谈话提纲"
LEFT = 22 * MM
WIDTH = PAGE[0] - 2 * LEFT
TOP = PAGE[1] - 18 * MM
HEIGHT = TOP - 20 * MM
OTHER_AREA = "其他"
_GRID = 1.0
_MARK = Style(FontRole.HEADING, 14, 22)
_TITLE = Style(FontRole.TITLE, 26, 42, align=0.5)
_FACT = Style(FontRole.BODY, 15, 25, fills=False)
_AREA = Style(FontRole.HEADING, 22, 38, keeps_next=True)
_QUESTION = Style(FontRole.BODY, 20, 33, keeps_next=True)
_ALONE = Style(FontRole.BODY, 20, 33)
_MORE = Style(FontRole.NOTE, 16, 26, indent=2)
_NAMES_SHOWN = 12
_SMALL = 10.0


@dataclass(frozen=True, slots=True)
class OutlineFacts:
    """What stands around the questions: whose paper, the kind of talk, the areas by their keys.

    minutes are planned for each area; made_at is a local time.
    """

    office: str
    kind: str
    areas: Mapping[str, str]
    made_at: datetime
    minutes: Mapping[str, int] = field(default_factory=dict)


def typeset(talk: Talk, facts: OutlineFacts) -> bytes:
    """The outline of a talk whose times are local, as a PDF.

    Raises MissingGlyphError naming what cannot be printed.
    """
    pages = flow(list(_pieces(talk, facts)), HEIGHT, _GRID)
    sheet = Sheet(PAGE)
    for number, page in enumerate(pages, 1):
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, LEFT, TOP - placed.down)
        _foot(sheet, talk.number, f"第 {number} 页，共 {len(pages)} 页")
    imprint = Imprint(TITLE, f"{TITLE} {talk.number}", facts.made_at)
    return archived(sheet.pdf(imprint))


def _pieces(talk: Talk, facts: OutlineFacts) -> Iterator[Piece]:
    yield paragraph("内部", _MARK, WIDTH)
    yield paragraph(TITLE, _TITLE, WIDTH)
    for name, value in _facts(talk, facts):
        yield paragraph(f"{name}：{value}", _FACT, WIDTH, name)
    asked = [a for a in talk.answers if not a.skipped_reason.strip()]
    number = 0
    for area in _areas(asked, facts.areas):
        yield Space(4 * MM)
        yield paragraph(_area_line(area, facts), _AREA, WIDTH)
        for answer in (a for a in asked if a.area == area):
            number += 1
            yield from _question(number, answer)


def _facts(talk: Talk, facts: OutlineFacts) -> Iterator[tuple[str, str]]:
    yield "单位", facts.office
    for role, name in (
        (Role.INTERVIEWEE, "谈话对象"),
        (Role.INTERVIEWER, "主谈人"),
        (Role.RECORDER, "记录人"),
    ):
        if there := talk.in_role(role):
            yield name, _names(there)
    yield "时间地点", "　".join(filter(None, (written_time(talk.planned_at), talk.place)))
    yield "类型事由", "　".join(filter(None, (facts.kind, talk.subject)))
    if total := sum(facts.minutes.values()):
        yield "计划用时", f"{total} 分钟"


def _names(people: tuple[Participant, ...]) -> str:
    shown = "、".join(
        f"{p.name}（{p.unit_name}{p.title}）" if p.unit_name or p.title else p.name
        for p in people[:_NAMES_SHOWN]
    )
    return f"{shown}等 {len(people)} 人" if len(people) > _NAMES_SHOWN else shown


def _areas(asked: list[Answer], areas: Mapping[str, str]) -> list[str]:
    """The areas that are asked about: in the order of the set, then any other."""
    present = {answer.area for answer in asked}
    return [area for area in areas if area in present] + sorted(present - set(areas))


def _area_line(area: str, facts: OutlineFacts) -> str:
    title = facts.areas.get(area, area or OTHER_AREA)
    minutes = facts.minutes.get(area, 0)
    return f"{title}（{minutes} 分钟）" if minutes else title


def _question(number: int, answer: Answer) -> Iterator[Piece]:
    more = [f"要问到：{'；'.join(answer.concrete)}"] if answer.concrete else []
    more += [f"追问：{text}" for text in answer.follow_ups]
    field_name = f"第{number}问"
    style = _QUESTION if more else _ALONE
    yield paragraph(f"{number}．{answer.question}", style, WIDTH, field_name)
    for text in more:
        yield paragraph(text, _MORE, WIDTH, field_name)
    yield Space(3 * MM)


def _foot(sheet: Sheet, number: str, pages: str) -> None:
    body = chain_of(FontRole.BODY)
    sheet.write_words("只供主谈人使用，用后收回。", body, _SMALL, (LEFT, 11 * MM))
    sheet.write_words(f"{number}　{pages}", body, _SMALL, (LEFT + WIDTH, 11 * MM), 1)

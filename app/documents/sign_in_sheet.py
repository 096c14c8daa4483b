"""签到表: everybody who is expected at a talk, a line each, signed by hand on coming in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.documents.archive import archived
from app.documents.colophon import blank_below
from app.documents.fonts import FontRole
from app.documents.form_page import COLUMNS, heading
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import FOOT, HEIGHT, LEADING, LEFT, MM, PAGE, TEXT_TOP, WIDTH
from app.documents.sheet import Imprint, Sheet
from app.documents.typesetting import Piece, Space, Style, flow, paragraph
from app.domain.calendar import written_time
from app.domain.people import Role
from app.domain.talk import Participant, Talk

TITLE = "签到表"
_WIDTHS = (14 * MM, 30 * MM, 58 * MM, 32 * MM, WIDTH - 134 * MM)
_HEADINGS = ("序号", "姓名", "单位及职务", "签名", "到场时间")
_LABEL = Style(FontRole.HEADING, 12, 18, align=0.5)
_KEY = Style(FontRole.HEADING, 12, 18, fills=False)
_CELL = Style(FontRole.BODY, 12, 18)
_CENTRED = Style(FontRole.BODY, 12, 18, align=0.5)
_GROUP = Style(FontRole.HEADING, 14, LEADING, keeps_next=True)
_NUMBER = Style(FontRole.BODY, 10.5, 16)
_LINE = 30.0
_OUR_SIDE = (Role.INTERVIEWER, Role.COMPANION, Role.OBSERVER, Role.RECORDER)


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """What the sheet says: the talk in local times, its kind's title and the office."""

    talk: Talk
    kind_title: str
    office: str
    made_at: datetime


def sign_in_sheet(facts: SignInFacts) -> bytes:
    """The sheet as a PDF. Raises MissingGlyphError."""
    pages = flow(_pieces(facts), HEIGHT, LEADING)
    sheet = Sheet(PAGE)
    for number, page in enumerate(pages, 1):
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, LEFT, TEXT_TOP - placed.down)
        said = f"编号 {facts.talk.number}　　第{number}页　共{len(pages)}页"
        paragraph(said, _NUMBER, WIDTH).draw(sheet, LEFT, FOOT - 6 * MM)
    made = Imprint(f"{TITLE} {facts.talk.number}", TITLE, facts.made_at)
    return archived(sheet.pdf(made))


def _pieces(facts: SignInFacts) -> list[Piece]:
    talk = facts.talk
    expected = talk.in_role(Role.INTERVIEWEE)
    ours = [one for role in _OUR_SIDE for one in talk.in_role(role)]
    parts: list[Piece] = [
        *heading(f"{facts.kind_title}{TITLE}", facts.office),
        Space(4 * MM),
        FormTable(COLUMNS, tuple(_fact(*pair) for pair in _facts(facts) if pair[1])),
        paragraph(f"谈话对象（应到{len(expected)}人，实到＿＿人）", _GROUP, WIDTH),
        _table(expected),
    ]
    if ours:
        parts += [paragraph("我方人员", _GROUP, WIDTH), _table(ours)]
    return [*parts, blank_below()]


def _facts(facts: SignInFacts) -> tuple[tuple[str, str], ...]:
    return (
        ("时间", written_time(facts.talk.planned_at)),
        ("地点", facts.talk.place),
        ("事由", facts.talk.subject),
    )


def _fact(name: str, value: str) -> Row:
    key = paragraph(name, _KEY, column_measure(COLUMNS[0]))
    return Row((key, paragraph(value, _CELL, column_measure(COLUMNS[1]), name)), least_height=26)


def _table(people: Iterable[Participant]) -> FormTable:
    measures = [column_measure(width) for width in _WIDTHS]
    head = Row(
        tuple(paragraph(t, _LABEL, m) for t, m in zip(_HEADINGS, measures, strict=True)),
        least_height=26,
    )
    rows = []
    for number, person in enumerate(people, 1):
        texts = (str(number), person.name, person.unit_name + person.title, "", "")
        styles = (_CENTRED, _CENTRED, _CELL, _CELL, _CELL)
        cells = tuple(
            paragraph(text, style, measure, f"名单第{number}行")
            for text, style, measure in zip(texts, styles, measures, strict=True)
        )
        rows.append(Row(cells, least_height=_LINE))
    return FormTable(_WIDTHS, tuple(rows), head)

"""调阅情况函: one page for each office that is asked what it knows of the interviewees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents import letter
from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.notice import contact_line
from app.documents.page_frame import LEADING, MM, WIDTH
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space, Style, paragraph
from app.domain.calendar import written_date
from app.domain.people import Role
from app.domain.talk import Participant, Talk
from app.domain.talk_papers import Organ, RequestWish

TITLE = "关于征求谈话对象有关情况的函"
_SUBJECT = "调阅情况函"
_COLUMNS = (12 * MM, 26 * MM, 58 * MM, WIDTH - 96 * MM)
_HEADINGS = ("序号", "姓名", "单位及职务", "有关情况（可另附页）")
_LABEL = Style(FontRole.HEADING, 12, 18, align=0.5)
_CELL = Style(FontRole.BODY, 12, 18)
_CENTRED = Style(FontRole.BODY, 12, 18, align=0.5)
_FOOT = Style(FontRole.BODY, 12, 22, align=1)
_NOTE = Style(FontRole.NOTE, 12, 20)
_ROOM = {1: 44 * MM, 2: 26 * MM}  # so that a letter about one or two stays on its page
_LEAST_ROOM = 18 * MM


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the letters say: the talk in local times, its kind's title, the office, the wish."""

    talk: Talk
    kind_title: str
    office: str
    wish: RequestWish
    made_at: datetime


def request_slips(facts: RequestFacts) -> bytes:
    """One letter for each office of the wish, as one PDF. Raises MissingGlyphError."""
    imprint = Imprint(f"{_SUBJECT} {facts.talk.number}", _SUBJECT, facts.made_at)
    return letter.letters(imprint, [_slip(facts, organ) for organ in facts.wish.chosen()])


def _slip(facts: RequestFacts, organ: Organ) -> list[Piece]:
    talk, wish = facts.talk, facts.wish
    month = f"{talk.planned_at.year}年{talk.planned_at.month}月"
    asking = (
        f"我单位拟于{month}对下列同志进行{facts.kind_title}。请提供所掌握的有关情况，"
        f"于{written_date(wish.answer_by)}前反馈。{contact_line(wish.contact)}"
    )
    return [
        *letter.opening(TITLE, f"谈话编号：{talk.number}"),
        letter.to(organ.title, "收函单位"),
        *letter.said((asking, "联系人"), (f"需要了解：{organ.asked_for}", "需要了解")),
        *letter.closing(facts.office, facts.made_at.date()),
        Space(LEADING / 2),
        _table(talk.in_role(Role.INTERVIEWEE)),
        Space(LEADING / 2),
        paragraph("反馈单位（盖章）：　　　　　　　　　　　年　　月　　日", _FOOT, WIDTH),
        paragraph("本函和反馈材料由专人递送，不得复制、外传，用后交回。", _NOTE, WIDTH),
    ]


def _table(people: tuple[Participant, ...]) -> FormTable:
    measures = [column_measure(width) for width in _COLUMNS]
    head = Row(
        tuple(paragraph(t, _LABEL, m) for t, m in zip(_HEADINGS, measures, strict=True)),
        least_height=26,
    )
    room = _ROOM.get(len(people), _LEAST_ROOM)
    rows = []
    for number, person in enumerate(people, 1):
        texts = (str(number), person.name, person.unit_name + person.title, "")
        styles = (_CENTRED, _CENTRED, _CELL, _CELL)
        cells = tuple(
            paragraph(text, style, measure, "谈话对象")
            for text, style, measure in zip(texts, styles, measures, strict=True)
        )
        rows.append(Row(cells, least_height=room))
    return FormTable(_COLUMNS, tuple(rows), head)

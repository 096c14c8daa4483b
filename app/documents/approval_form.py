"""Sheets about one finding (审批表): what is known in labelled cells, then who signs what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.documents.fonts import FontRole
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.listing import UPRIGHT, Part, listing, noted, titled
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Style, paragraph
from app.domain.calendar import written_date
from app.domain.finding_words import (
    MEASURE_KIND_WORDS,
    nature_words,
    regulation_words,
    source_words,
)
from app.domain.papers import FindingLine

INK = "手写签名为准。已经登记的意见和日期照登记印出，空着的手工填写。"
BLANK_DAY = "　　年　　月　　日"
_LABEL = Style(FontRole.HEADING, 11, 16, align=0.5)
_TEXT = Style(FontRole.BODY, 11, 16, fills=False)
_NARROW = 25 * MM
_PAIRED = (_NARROW, UPRIGHT.width / 2 - _NARROW) * 2
_WIDE = (_NARROW, UPRIGHT.width - _NARROW)
_SIGNED = (40 * MM, UPRIGHT.width - 86 * MM, 46 * MM)
_LEAST = 23.0
_FILLED, _TO_FILL = 30.0, 62.0  # what is to be written by hand needs room
_HAND = 54.0


@dataclass(frozen=True, slots=True)
class Place:
    """Who signs: the place's name, the opinion and the day as far as they are entered."""

    title: str
    opinion: str = ""
    day: date | None = None


def form(title: str, office: str, under: str, pieces: Iterable[Piece], local: datetime) -> bytes:
    """The sheet as a PDF, under its title and the office's name.

    Raises MissingGlyphError, ArchiveRuleError.
    """
    whole = (*titled(title, f"{office}　　{under}", UPRIGHT), *pieces, *noted(INK, UPRIGHT))
    return listing([Part(title, whole)], Imprint(title, title, local), UPRIGHT)


def about(line: FindingLine) -> list[Piece]:
    """What the finding is, the same on every sheet."""
    deadline = written_date(line.deadline)
    if line.extensions and line.first_deadline:
        deadline += f"\n（原时限{written_date(line.first_deadline)}）"
    measure = "\n".join(filter(None, (line.measure, _kind(line), _rule(line))))
    return [
        pairs(
            ("编号", line.number, "谈话编号", line.talk_number),
            ("责任单位", line.unit_name, "责任领导", line.leader),
            ("责任人", line.responsible or line.person_name, "督办人", line.supervisor),
            ("性质", _nature(line), "来源", source_words(line.source, line.is_repeated)),
            ("整改时限", deadline, "下达签收", _signed(line)),
        ),
        labelled(("问题和具体表现", line.manifestation), ("整改举措", measure)),
    ]


def pairs(*rows: tuple[str, str, str, str]) -> FormTable:
    """Two labels and two values in each row."""
    styles = (_LABEL, _TEXT) * 2
    return FormTable(
        _PAIRED,
        tuple(_row(row, styles, _PAIRED, (row[0], row[0], row[2], row[2]), _LEAST) for row in rows),
    )


def labelled(*rows: tuple[str, str], least: float = _TO_FILL) -> FormTable:
    """A label and a text that has the rest of the line; an empty one has that least height."""
    styles = (_LABEL, _TEXT)
    heights = (min(_FILLED, least) if text else least for _, text in rows)
    made = (
        _row(row, styles, _WIDE, (row[0],) * 2, height)
        for row, height in zip(rows, heights, strict=True)
    )
    return FormTable(_WIDE, tuple(made))


def places(who: Sequence[Place]) -> FormTable:
    """Who signs, one below the other: the opinion, and room for the hand."""
    headings = ("审批环节", "意见", "签名和日期")
    head = _row(headings, (_LABEL,) * 3, _SIGNED, headings, _LEAST)
    styles = (_LABEL, _TEXT, _TEXT)
    rows = tuple(
        _row(
            (
                one.title,
                one.opinion,
                f"签名：\n\n{written_date(one.day) if one.day else BLANK_DAY}",
            ),
            styles,
            _SIGNED,
            headings,
            _HAND,
        )
        for one in who
    )
    return FormTable(_SIGNED, rows, head)


def said_by(who: str, opinion: str) -> str:
    """An opinion and the name it was entered under."""
    return f"{opinion}\n（{who}）" if who else opinion


def _kind(line: FindingLine) -> str:
    words = MEASURE_KIND_WORDS[line.measure_kind]
    return f"整改类型：{words}" if words else ""


def _rule(line: FindingLine) -> str:
    words = regulation_words(line.regulation, line.is_regulation_new)
    return f"建章立制：{words}" if words else ""


def _nature(line: FindingLine) -> str:
    return nature_words(line.nature, line.is_common, line.is_personal)


def _signed(line: FindingLine) -> str:
    if line.signed_on is None:
        return ""
    return f"{line.signed_by}，{written_date(line.signed_on)}"


def _row(
    texts: Sequence[str],
    styles: Sequence[Style],
    widths: Sequence[float],
    fields: Sequence[str],
    least: float,
) -> Row:
    cells = tuple(
        paragraph(text, style, column_measure(width), field)
        for text, style, width, field in zip(texts, styles, widths, fields, strict=True)
    )
    return Row(cells, least_height=least)

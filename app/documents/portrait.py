"""The portrait of whoever is talked to (精准画像): one A4 page, whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.documents.archive import archived
from app.documents.fonts import FontRole, chain_of
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.page_frame import MM, PAGE
from app.documents.sheet import Imprint, Sheet
from app.documents.typesetting import Paragraph, Piece, Space, Style, paragraph
from app.domain.calendar import written_date
from app.domain.portrait import Portrait, Section

TITLE = "谈话对象画像"
LABELS = {
    Section.WHO: "基本情况",
    Section.POSTS: "任职经历",
    Section.FIGURES: "数据对比",
    Section.SOURCES: "各方情况",
    Section.TALKS: "历次谈话",
    Section.UNIT_FINDINGS: "单位未销号的问题",
    Section.OWN_FINDINGS: "本人承诺和问题",
    Section.POINTS: "拟谈重点",
}
LEFT = 22 * MM
WIDTH = PAGE[0] - 2 * LEFT
TOP = PAGE[1] - 16 * MM
FOOT = 23 * MM
WIDTHS = (26 * MM, WIDTH - 26 * MM)
SIZES = ((12.0, 18.5), (11.0, 16.5), (10.0, 15.0), (9.0, 13.5))
NOTHING = "没有登记"
_KEPT_LONGEST = (Section.POINTS, Section.WHO)
_MARK = Style(FontRole.HEADING, 12, 18)
_TITLE = Style(FontRole.TITLE, 20, 30, align=0.5)
_UNDER = Style(FontRole.NOTE, 11, 18, align=0.5)
_SMALL = 9.0
_LEFT_OFF = Style(FontRole.BODY, _SMALL, 13, fills=False)


@dataclass(frozen=True, slots=True)
class PortraitFacts:
    """What stands around the portrait; made_at is a local time."""

    office: str
    number: str
    made_at: datetime


def typeset(portrait: Portrait, facts: PortraitFacts) -> tuple[bytes, tuple[Section, ...]]:
    """The page as a PDF, and the parts of which it could not hold every line.

    The type gets smaller first; then the longest parts lose their last lines, and the page says so.
    Raises MissingGlyphError naming the part.
    """
    head = _head(facts)
    room = TOP - FOOT - sum(piece.height for piece in head)
    for size, leading in SIZES:
        rows = _rows(portrait, Style(FontRole.BODY, size, leading, fills=False))
        if _height(rows) <= room:
            break
    cut = _cut_to(rows, room)
    left_off = tuple(s for s in rows if len(cut[s].lines) < len(rows[s].lines))
    sheet = Sheet(PAGE)
    sheet.begin_page()
    _draw(sheet, [*head, _table(cut)])
    _foot(sheet, facts, left_off)
    imprint = Imprint(TITLE, f"{TITLE} {facts.number}", facts.made_at)
    return archived(sheet.pdf(imprint)), left_off


def _head(facts: PortraitFacts) -> list[Piece]:
    under = "　".join((facts.office, facts.number, written_date(facts.made_at.date())))
    return [
        paragraph("内部", _MARK, WIDTH),
        paragraph(TITLE, _TITLE, WIDTH),
        paragraph(under, _UNDER, WIDTH, "单位"),
        Space(3 * MM),
    ]


def _rows(portrait: Portrait, style: Style) -> dict[Section, Paragraph]:
    measure = column_measure(WIDTHS[1])
    return {
        section: paragraph(_lines(portrait.text(section)) or NOTHING, style, measure, label)
        for section, label in LABELS.items()
    }


def _lines(text: str) -> str:
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def _table(rows: dict[Section, Paragraph]) -> FormTable:
    size = rows[Section.WHO].style.size
    label = Style(FontRole.HEADING, size, rows[Section.WHO].style.leading, fills=False)
    measure = column_measure(WIDTHS[0])
    return FormTable(
        WIDTHS,
        tuple(Row((paragraph(LABELS[s], label, measure), text)) for s, text in rows.items()),
    )


def _height(rows: dict[Section, Paragraph]) -> float:
    return _table(rows).height


def _cut_to(rows: dict[Section, Paragraph], room: float) -> dict[Section, Paragraph]:
    """The rows with lines taken from the longest until they fit; the points lose theirs last."""
    cut = dict(rows)
    while _height(cut) > room:
        longer = [s for s in cut if len(cut[s].lines) > 1]
        if not longer:
            break
        easy = [s for s in longer if s not in _KEPT_LONGEST] or longer
        longest = max(easy, key=lambda s: len(cut[s].lines))
        cut[longest] = replace(cut[longest], lines=cut[longest].lines[:-1])
    return cut


def _draw(sheet: Sheet, pieces: list[Piece]) -> None:
    top = TOP
    for piece in pieces:
        piece.draw(sheet, LEFT, top)
        top -= piece.height


def _foot(sheet: Sheet, facts: PortraitFacts, left_off: tuple[Section, ...]) -> None:
    body = chain_of(FontRole.BODY)
    if left_off:
        names = "、".join(LABELS[section] for section in left_off)
        told = f"一页放不下，没有印全的有：{names}。全文在谈心簿里。"
        paragraph(told, _LEFT_OFF, WIDTH).draw(sheet, LEFT, FOOT + 2 * MM)
    sheet.write_words("只供主谈人谈话前使用，用后收回。", body, _SMALL, (LEFT, 10 * MM))
    right = LEFT + WIDTH
    sheet.write_words(f"{facts.number}　共 1 页", body, _SMALL, (right, 10 * MM), 1)

"""The manual on paper: contents, chapters by parts, pictures, bookmarks; and one page alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pikepdf import OutlineItem, Pdf

from app.documents.archive import archived
from app.documents.fonts import FontRole, chain_of
from app.documents.manual_blocks import blocks_of
from app.documents.manual_pieces import (
    BOX,
    CHAPTER_GAP,
    LEFT,
    PART_GAP,
    TOP,
    WIDTH,
    Setter,
    chapter_head,
    contents_line,
    cover,
    part_head,
)
from app.documents.page_frame import MM, PAGE
from app.documents.sheet import Imprint, Sheet
from app.documents.typesetting import Paragraph, Piece, Placed, Space, flow
from app.domain.manual import Topic
from app.domain.progress import Progress

TITLE = "谈心簿说明书"
Parts = Sequence[tuple[str, Sequence[Topic]]]
About = tuple[str, datetime]
_GRID = 1.0
_SMALL = 9.0
_STEPS_AFTER = 2  # drawing, and asking the validators


@dataclass(frozen=True, slots=True)
class _Marked:
    """A heading that has a line in the contents and a bookmark."""

    title: str
    level: int
    piece: Paragraph


def manual(parts: Parts, folder: Path, about: About, progress: Progress) -> bytes:
    """The whole manual; folder is where its pictures lie.

    Raises MissingGlyphError, FontMissingError, CancelledError.
    """
    total = sum(len(topics) for _, topics in parts) + _STEPS_AFTER
    numbers = _numbers(parts)
    pieces: list[Piece] = []
    marked: list[_Marked] = []
    for title, topics in parts:
        head = _Marked(title, 0, part_head(title))
        marked.append(head)
        pieces += [Space(PART_GAP), head.piece]
        gap = Space(CHAPTER_GAP, keeps_next=True)  # a part's heading stands with its first chapter
        for topic in topics:
            progress.step(numbers[topic.name], total)
            chapter, *text = _chapter(topic, folder, numbers)
            said = f"{numbers[topic.name]}　{topic.title}"
            marked.append(_Marked(said, 1, chapter))
            pieces += [gap, chapter, *text]
            gap = Space(CHAPTER_GAP)
    pages = flow(pieces, BOX, _GRID)
    whole = [*_contents(marked, _page_of(pages), about), *pages]
    progress.step(total - 2, total)
    sheet = _drawn(whole, TITLE)
    pdf = sheet.pdf(Imprint(TITLE, TITLE, about[1]))
    _bookmark(pdf, marked, _page_of(whole))
    progress.step(total - 1, total)
    return archived(pdf)


def leaflet(topic: Topic, folder: Path, about: About) -> bytes:
    """One topic alone, without numbers of chapters. Raises MissingGlyphError, FontMissingError."""
    chapter, *text = _chapter(topic, folder, {})
    sheet = _drawn(flow([chapter, *text], BOX, _GRID), f"谈心簿　{about[0]}")
    return archived(sheet.pdf(Imprint(f"谈心簿　{topic.title}", TITLE, about[1])))


def _numbers(parts: Parts) -> dict[str, int]:
    names = [topic.name for _, topics in parts for topic in topics]
    return {name: number for number, name in enumerate(names, 1)}


def _chapter(
    topic: Topic, folder: Path, numbers: Mapping[str, int]
) -> tuple[Paragraph, *tuple[Piece, ...]]:
    seen = {topic.name}

    def named(words: str, target: str) -> str:
        name = Path(target).stem
        if name in seen or name not in numbers:
            return words
        seen.add(name)
        return f"{words}（第 {numbers[name]} 章）"

    blocks = blocks_of(topic.text, named)
    number = numbers.get(topic.name)
    setter = Setter(folder, topic.title, 0 if number is None else 1)
    head = chapter_head(topic.title, number)
    return (head, *(piece for block in blocks[1:] for piece in setter.pieces(block)))


def _page_of(pages: Sequence[Sequence[Placed]]) -> dict[int, int]:
    """The first page, counted from 0, of each piece, by its mark."""
    found: dict[int, int] = {}
    for number, page in enumerate(pages):
        for placed in page:
            if isinstance(placed.piece, Paragraph):
                found.setdefault(id(placed.piece.mark), number)
    return found


def _contents(marked: Sequence[_Marked], at: Mapping[int, int], about: About) -> list[list[Placed]]:
    """The first pages; they count themselves, then tell where all else is."""
    before = 0
    while True:
        lines: list[Piece] = [
            contents_line(one.title, one.level, at[id(one.piece.mark)] + before + 1)
            for one in marked
        ]
        pages = flow([*cover(TITLE, about[0]), *lines], BOX, _GRID)
        if len(pages) == before:
            return pages
        before = len(pages)


def _drawn(pages: Sequence[Sequence[Placed]], said: str) -> Sheet:
    sheet = Sheet(PAGE, is_tagged=True)
    for number, page in enumerate(pages, 1):
        sheet.begin_page()
        for placed in page:
            placed.piece.draw(sheet, LEFT, TOP - placed.down)
        with sheet.ornament():
            _foot(sheet, said, f"第 {number} 页，共 {len(pages)} 页")
    return sheet


def _foot(sheet: Sheet, said: str, page: str) -> None:
    base = TOP - BOX - 9 * MM
    note = chain_of(FontRole.HEADING)
    sheet.rule((LEFT, base + 11), (LEFT + WIDTH, base + 11), 0.4)
    sheet.write_words(said, note, _SMALL, (LEFT, base))
    sheet.write_words(page, note, _SMALL, (LEFT + WIDTH, base), 1)


def _bookmark(pdf: Pdf, marked: Sequence[_Marked], at: Mapping[int, int]) -> None:
    """The parts with their chapters, as readers show them beside the pages."""
    with pdf.open_outline() as outline:
        for one in marked:
            item = OutlineItem(one.title, at[id(one.piece.mark)])
            if one.level:
                outline.root[-1].children.append(item)
            else:
                outline.root.append(item)

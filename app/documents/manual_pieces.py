"""How the blocks of the manual are set: type, measures, lists, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents.flat_picture import PictureOnPage, flat_picture
from app.documents.fonts import FontRole, chain_of
from app.documents.form_table import FormTable, Row, column_measure
from app.documents.manual_blocks import (
    Block,
    Coded,
    Grid,
    Heading,
    Items,
    Said,
    Shown,
    Words,
)
from app.documents.page_frame import MM, PAGE
from app.documents.sheet import CENTRE, Sheet
from app.documents.strong_words import Hanging, Inset, strong_paragraph
from app.documents.strong_words import Path as TagPath
from app.documents.tagging import Tag
from app.documents.typesetting import Paragraph, Piece, Space, Style, paragraph

LEFT = 24 * MM
WIDTH = PAGE[0] - 2 * LEFT
TOP = PAGE[1] - 22 * MM
BOX = TOP - 24 * MM  # how tall the text of a page is
_PART = Style(FontRole.TITLE, 20, 34, keeps_next=True, tag=Tag.TITLE)
_CHAPTER = Style(FontRole.HEADING, 15, 30, keeps_next=True, tag=Tag.HEADING)
_SECTION = Style(FontRole.HEADING, 12, 24, keeps_next=True, tag=Tag.SECTION)
_SUBSECTION = Style(FontRole.HEADING, 10.5, 20, keeps_next=True, tag=Tag.SUBSECTION)
_TEXT = Style(FontRole.BODY, 10.5, 17)
_CODE = Style(FontRole.NOTE, 9.5, 14, fills=False)
_MARK = Style(FontRole.BODY, 10.5, 17, fills=False, tag=Tag.LABEL)
_CELL = Style(FontRole.BODY, 9.5, 14, fills=False)
_LABEL = Style(FontRole.HEADING, 9.5, 14, fills=False)
_COVER = Style(FontRole.TITLE, 26, 46, tag=Tag.TITLE)
_UNDER = Style(FontRole.NOTE, 11, 20)
_LISTED = (
    Style(FontRole.HEADING, 10.5, 24, fills=False, keeps_next=True),
    Style(FontRole.BODY, 10.5, 16.5, fills=False),
)
PART_GAP, CHAPTER_GAP, _GAP = 26.0, 10.0, 4.0
_INSET = 18.0
_PICTURE_WIDE, _PICTURE_TALL = 132 * MM, 96 * MM
_CODE_INSET = 12.0
_LEAST_COLUMN, _MOST_COLUMN = 0.12, 0.62  # of the width
_BULLET = "•"
_LEVELS = (Tag.TITLE, Tag.HEADING, Tag.SECTION, Tag.SUBSECTION)
_TWINS = str.maketrans("✕", "×")  # a sign of the screen that the fonts of paper do not have


def part_head(title: str) -> Paragraph:
    """The heading of a part."""
    return paragraph(title, _PART, WIDTH, title)


def chapter_head(title: str, number: int | None) -> Paragraph:
    """The heading of a chapter, with its number where it has one."""
    if number is None:
        return paragraph(title, replace(_CHAPTER, tag=Tag.TITLE), WIDTH, title)
    return paragraph(f"{number}　{title}", _CHAPTER, WIDTH, title)


def cover(title: str, version: str) -> list[Piece]:
    """What stands above the contents."""
    said = f"版本 {version}　　与程序里“帮助”的文字相同" if version else "与程序里“帮助”的文字相同"
    return [
        paragraph(title, _COVER, WIDTH),
        paragraph(said, _UNDER, WIDTH),
        Space(16),
    ]


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: what, dots, on which page."""

    title: Paragraph
    page: str
    keeps_next: bool
    inset: float
    snaps: bool = False
    vanishes: bool = False

    @property
    def height(self) -> float:
        """One line."""
        return self.title.height

    @property
    def least(self) -> float:
        """One line."""
        return self.title.height

    def split(self, room: float) -> tuple[Piece | None, Piece | None]:
        """All of it or nothing."""
        return (self, None) if self.height <= room + 0.01 else (None, self)

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the title, the dots as ornament, the page at the right edge."""
        style, line = self.title.style, self.title.lines[0]
        chain = self.title.chain or chain_of(style.role)
        base = top - style.leading / 2 - style.size * CENTRE
        with sheet.element(Tag.PARAGRAPH, self.title.mark):
            sheet.write(line, chain, style.size, (left + self.inset, base))
            sheet.write_words(self.page, chain, style.size, (left + WIDTH, base), 1)
        if self.inset:
            start = left + self.inset + line.width + 4
            end = left + WIDTH - len(self.page) * style.size * 0.6 - 6
            sheet.put(
                f"q 0.6 G 0.7 w [0.7 3] 0 d {start:.2f} {base:.2f} m {end:.2f} {base:.2f} l S Q"
            )


def contents_line(title: str, level: int, page: int) -> ContentsLine:
    """A line of the contents; level 0 is a part, 1 a chapter."""
    inset = 14.0 if level else 0.0
    set_title = paragraph(title, _LISTED[level], WIDTH - inset, title)
    return ContentsLine(set_title, str(page), not level, inset)


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets the blocks of one chapter; folder is where its pictures lie.

    top tells how many headings stand above the chapter's own: PDF/UA lets no level be left out.
    """

    folder: Path
    chapter: str
    top: int = 1

    def pieces(self, block: Block, measure: float = WIDTH) -> Iterator[Piece]:
        """The pieces of one block. Raises MissingGlyphError naming the chapter."""
        if isinstance(block, Heading):
            style = _SECTION if block.level == 2 else _SUBSECTION
            yield Space(5, keeps_next=True)
            tag = _LEVELS[self.top + block.level - 1]
            yield self._text(block.words, replace(style, tag=tag), measure)
        elif isinstance(block, Said):
            yield self._text(block.words, _TEXT, measure)
            yield Space(_GAP)
        elif isinstance(block, Coded):
            yield from self._code(block, measure)
        elif isinstance(block, Shown):
            picture = flat_picture(self.folder / block.file)
            room = min(measure, _PICTURE_TALL * picture.width / picture.height)
            yield PictureOnPage(picture, block.said, min(_PICTURE_WIDE, room))
            yield Space(_GAP)
        elif isinstance(block, Grid):
            yield self._table(block, measure)
            yield Space(_GAP * 2)
        else:
            yield from self._list(block, measure, ())

    def _text(self, words: Words, style: Style, measure: float) -> Paragraph:
        text = words.text.translate(_TWINS)
        return strong_paragraph(text, words.strong, style, measure, self.chapter)

    def _code(self, block: Coded, measure: float) -> Iterator[Piece]:
        text = paragraph(block.text, _CODE, measure - _CODE_INSET, self.chapter)
        yield Inset(text, _CODE_INSET)
        yield Space(_GAP)

    def _list(self, block: Items, measure: float, path: TagPath) -> Iterator[Piece]:
        whole = (*path, (Tag.LIST, object()))
        for number, item in enumerate(block.items, block.first):
            label = f"{number}." if block.first else _BULLET
            yield from self._item(item, label, measure, (*whole, (Tag.ITEM, object())))
        yield Space(_GAP)

    def _item(
        self, item: Sequence[Block], label: str, measure: float, path: TagPath
    ) -> Iterator[Piece]:
        mark: Paragraph | None = paragraph(label, _MARK, _INSET, self.chapter)
        body = (*path, (Tag.BODY, object()))
        for block in item:
            if isinstance(block, Items):
                for piece in self._list(block, measure - _INSET, body):
                    yield Inset(piece, _INSET)
                continue
            for piece in self.pieces(block, measure - _INSET):
                if isinstance(piece, Space):
                    continue
                yield Hanging(piece, _INSET, body, mark)
                mark = None

    def _table(self, grid: Grid, measure: float) -> FormTable:
        widths = _widths((grid.head, *grid.rows), measure)
        rows = tuple(Row(self._cells(row, widths, _CELL)) for row in grid.rows)
        return FormTable(widths, rows, Row(self._cells(grid.head, widths, _LABEL)))

    def _cells(
        self, row: Sequence[Words], widths: Sequence[float], style: Style
    ) -> tuple[Paragraph, ...]:
        pairs = zip(row, widths, strict=True)
        return tuple(self._text(words, style, column_measure(width)) for words, width in pairs)


def _widths(rows: Sequence[Sequence[Words]], measure: float) -> tuple[float, ...]:
    """Columns as wide as their longest words ask for, none too narrow and none too wide."""
    width_of, size = chain_of(_CELL.role).width, _CELL.size
    asked = []
    for column in zip(*rows, strict=True):
        longest = max(sum(map(width_of, words.text)) * size for words in column)
        asked.append(min(max(longest + 12, _LEAST_COLUMN * measure), _MOST_COLUMN * measure))
    scale = measure / sum(asked)
    return tuple(width * scale for width in asked)

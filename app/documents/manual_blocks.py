"""What a topic of the manual consists of, read from its Markdown (CommonMark with tables)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

Named = Callable[[str, str], str]
"""What stands on paper for a link: its words and its target in, words out."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text, and where in it the strong words stand: from, up to."""

    text: str
    strong: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the topic's own."""

    level: int
    words: Words


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph."""

    words: Words


@dataclass(frozen=True, slots=True)
class Coded:
    """Lines that are typed or read letter for letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture by the name of its file, and what it shows in words."""

    file: str
    said: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head and its rows."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; the first is numbered so, or none is (0)."""

    first: int
    items: tuple[tuple[Block, ...], ...]


Block = Heading | Said | Coded | Shown | Grid | Items


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def blocks_of(text: str, named: Named) -> tuple[Block, ...]:
    """The blocks of a topic. Raises ValueError for what the manual does not use, such as HTML."""
    tokens = iter(_reader().parse(text))
    return tuple(_blocks(tokens, named, ""))


def _blocks(tokens: Iterator[Token], named: Named, end: str) -> Iterator[Block]:
    """The blocks up to that closing token, or to the end of all."""
    for token in tokens:
        if token.type == end:
            return
        yield from _block(token, tokens, named)


def _block(token: Token, tokens: Iterator[Token], named: Named) -> Iterator[Block]:
    kind = token.type
    if kind == "heading_open":
        yield Heading(int(token.tag[1:]), _words(_inside(tokens, "heading_close"), named))
    elif kind == "paragraph_open":
        yield _paragraph(_inside(tokens, "paragraph_close"), named)
    elif kind in ("fence", "code_block"):
        yield Coded(token.content.rstrip("\n"))
    elif kind in ("bullet_list_open", "ordered_list_open"):
        is_numbered = kind.startswith("ordered")
        first = int(token.attrGet("start") or 1) if is_numbered else 0
        yield Items(first, tuple(_items(tokens, named, kind.replace("open", "close"))))
    elif kind == "table_open":
        head, *rows = _rows(tokens, named)
        yield Grid(head, tuple(rows))
    else:
        raise ValueError(kind)


def _items(tokens: Iterator[Token], named: Named, end: str) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.type == end:
            return
        yield tuple(_blocks(tokens, named, "list_item_close"))


def _rows(tokens: Iterator[Token], named: Named) -> Iterator[tuple[Words, ...]]:
    cells: list[Words] = []
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "inline":
            cells.append(_words(token, named))
        elif token.type == "tr_close":
            yield tuple(cells)
            cells = []


def _inside(tokens: Iterator[Token], end: str) -> Token:
    inline = next(tokens)
    if next(tokens).type != end:
        raise ValueError(end)
    return inline


def _paragraph(inline: Token, named: Named) -> Block:
    children = inline.children or []
    if len(children) == 1 and children[0].type == "image":
        image = children[0]
        return Shown(str(image.attrGet("src")), image.content)
    return Said(_words(inline, named))


class _Writer:
    """Puts the words of one line together."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._text = ""
        self._strong: list[tuple[int, int]] = []
        self._begun = 0
        self._link: tuple[int, str] | None = None

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "code_inline"):
            self._text += token.content
        elif kind == "softbreak":
            self._text += _joint(self._text)
        elif kind == "strong_open":
            self._begun = len(self._text)
        elif kind == "strong_close":
            self._strong.append((self._begun, len(self._text)))
        elif kind == "link_open":
            self._link = (len(self._text), str(token.attrGet("href")))
        elif kind == "link_close" and self._link is not None:
            at, target = self._link
            self._text = self._text[:at] + self._named(self._text[at:], target)
        else:
            raise ValueError(kind)

    def words(self) -> Words:
        return Words(self._text, tuple(self._strong))


def _joint(before: str) -> str:
    """What a line's end in the source becomes: nothing between Chinese characters."""
    return "" if before and ord(before[-1]) >= 0x2E80 else " "


def _words(inline: Token, named: Named) -> Words:
    writer = _Writer(named)
    for child in inline.children or []:
        writer.take(child)
    return writer.words()

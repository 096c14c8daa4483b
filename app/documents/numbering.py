"""Numbered paragraphs of official documents: 一、（一）1.（1）, each level in its type.

GB/T 9704-2012, 7.3.3: the first level is set in 黑体, the second in 楷体, the third and the fourth
in 仿宋.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from app.documents.fonts import FontRole
from app.documents.page_frame import LEADING, PITCH, SIZE, WIDTH
from app.documents.typesetting import Paragraph, Style, paragraph

_DIGITS = "〇一二三四五六七八九"
_LARGEST = 999


class Level(IntEnum):
    """How deep a numbered paragraph stands."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4


_ROLES = {Level.FIRST: FontRole.HEADING, Level.SECOND: FontRole.NOTE}
LEVEL_STYLES = {
    level: Style(_ROLES.get(level, FontRole.BODY), SIZE, LEADING, PITCH, indent=2)
    for level in Level
}
# a heading of its own, which never ends a page
HEADING_STYLES = {
    level: Style(_ROLES.get(level, FontRole.BODY), SIZE, LEADING, PITCH, indent=2, keeps_next=True)
    for level in Level
}


def chinese_number(number: int) -> str:
    """A count from 1 to 999 in Chinese, as 二十一 or 一百零五. Raises ValueError beyond."""
    if not 1 <= number <= _LARGEST:
        raise ValueError(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones else "")


def label(level: Level, number: int) -> str:
    """What stands before the paragraph of that number, such as （三）."""
    if level is Level.FIRST:
        return f"{chinese_number(number)}、"
    if level is Level.SECOND:
        return f"（{chinese_number(number)}）"
    return f"{number}." if level is Level.THIRD else f"（{number}）"


def heading(level: Level, number: int, text: str, field: str = "") -> Paragraph:
    """A numbered heading, which stays with what it heads. Raises MissingGlyphError."""
    return paragraph(label(level, number) + text, HEADING_STYLES[level], WIDTH, field)


def points(level: Level, texts: Iterable[str], field: str = "") -> list[Paragraph]:
    """Paragraphs numbered from 1 in the type of running text. Raises MissingGlyphError."""
    style = LEVEL_STYLES[Level.FOURTH]
    return [
        paragraph(label(level, number) + text, style, WIDTH, field)
        for number, text in enumerate(texts, 1)
    ]

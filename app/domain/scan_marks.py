"""What the QR codes on paper say, and whether the pages of a scan are those that are awaited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.copies import PaperCopy
from app.domain.copy_errors import (
    ScanOfOtherRecordError,
    ScanOfOtherTextError,
    ScanOrderError,
    ScanPageTwiceError,
)

DIGEST_WRITTEN = 16  # hex digits: a short code has large squares, which a poor scan still shows
_FRAME = re.compile(r"(?P<number>[^|]{1,60})\|(?P<digest>[0-9a-f]{64})")
_COPY = re.compile(
    r"(?P<number>[^|]{1,60}):(?P<digest>[0-9A-F]{16}):(?P<copy>[0-9]{1,9}):(?P<page>[0-9]{1,5})"
)


@dataclass(frozen=True, slots=True)
class PageMark:
    """What a page of paper says of itself: of which document it is, of which text.

    copy is its 份号 and page its number, both 0 where the code does not tell, as on a file that was
    printed by another program. digest may be only the beginning of one.
    """

    number: str
    digest: str
    copy: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class ScanMatch:
    """A scan that holds nothing but what was awaited: which pages (from 1) showed no code at all.

    copies are the 份号 found; more than one when pages of several prints were put together.
    """

    pages: int
    unread: tuple[int, ...] = ()
    copies: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanFinding:
    """Pages of a scan (from 1) with the same origin, and what the register knows of it.

    mark is None for pages without a code of ours; copy is None when the code tells no 份号, or the
    register has none of it.
    """

    pages: tuple[int, ...]
    mark: PageMark | None
    copy: PaperCopy | None = None


def origins(
    pages: Sequence[PageMark | None],
) -> tuple[tuple[PageMark | None, tuple[int, ...]], ...]:
    """The documents and copies a scan holds pages of, in the order they come, with those pages."""
    found: dict[PageMark | None, list[int]] = {}
    for place, mark in enumerate(pages, 1):
        origin = replace(mark, page=0) if mark else None
        found.setdefault(origin, []).append(place)
    return tuple((origin, tuple(places)) for origin, places in found.items())


def copy_code(mark: PageMark) -> str:
    """What the code on a page of a copy says."""
    return f"{mark.number}:{mark.digest[:DIGEST_WRITTEN].upper()}:{mark.copy}:{mark.page}"


def frame_code(number: str, digest: str) -> str:
    """What the code at the foot of every page of a document says."""
    return f"{number}|{digest}"


def read_code(text: str) -> PageMark | None:
    """The mark that a code holds, or None when it is none of ours."""
    if found := _COPY.fullmatch(text):
        number, digest = found["number"], found["digest"].lower()
        return PageMark(number, digest, int(found["copy"]), int(found["page"]))
    if found := _FRAME.fullmatch(text):
        return PageMark(found["number"], found["digest"])
    return None


def fullest(marks: Sequence[PageMark]) -> PageMark | None:
    """Of the codes on one page the one that tells most."""
    return max(marks, key=lambda mark: (mark.page, mark.copy), default=None)


def matched(pages: Sequence[PageMark | None], awaited: PageMark) -> ScanMatch:
    """Hold the pages of a scan, one mark or none for each, against the document that is awaited.

    A page without a code is told of, not refused: stamps and fingers lie over codes. Raises
    ScanOfOtherRecordError, ScanOfOtherTextError, ScanOrderError, ScanPageTwiceError.
    """
    for place, mark in enumerate(pages, 1):
        if mark is not None:
            _refuse_other(place, mark, awaited)
    _refuse_disorder(pages)
    unread = tuple(place for place, mark in enumerate(pages, 1) if mark is None)
    copies = sorted({mark.copy for mark in pages if mark is not None and mark.copy})
    return ScanMatch(len(pages), unread, tuple(copies))


def _refuse_other(place: int, mark: PageMark, awaited: PageMark) -> None:
    if mark.number != awaited.number:
        raise ScanOfOtherRecordError(place, mark.number, awaited.number)
    if not awaited.digest.startswith(mark.digest):
        raise ScanOfOtherTextError(place, mark.number)


def _refuse_disorder(pages: Sequence[PageMark | None]) -> None:
    told = [(place, mark.page) for place, mark in enumerate(pages, 1) if mark and mark.page]
    seen = {page for _, page in told}
    for place, page in told:
        if page == place:
            continue
        if any(other == page for at, other in told if at != place):
            missing = next((n for n in range(1, len(pages) + 1) if n not in seen), place)
            raise ScanPageTwiceError(page, missing)
        raise ScanOrderError(place, page)

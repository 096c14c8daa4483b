"""A year's signed papers carried out of the vault as files: which, under what names, how each went.

File names are the numbers of the papers alone: no person and no unit is named outside the vault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.domain.copies import CopyWay, CopyWish
from app.domain.ids import AttachmentId, TalkId


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to go out: the papers of talks numbered in that year, as signed files or as copies.

    way is EXPORT or ORIGINAL; without is_sealed_only minutes that still wait for ink go along.
    """

    year: int
    way: CopyWay = CopyWay.ORIGINAL
    wish: CopyWish = field(default_factory=CopyWish)
    is_sealed_only: bool = True

    @property
    def folder_name(self) -> str:
        """What the folder is called; signed files and marked copies never share one."""
        marked = "（副本）" if self.way is CopyWay.EXPORT else ""
        return f"{self.year}年谈话记录{marked}"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One paper: minutes, or the amendment of that serial; number is the one printed on it."""

    talk_id: TalkId
    serial: int
    number: str
    day: datetime
    attachment_id: AttachmentId
    owner_id: str
    size: int
    sha256: str
    pages: int

    @property
    def is_amendment(self) -> bool:
        """Whether it is a 补正记录."""
        return self.serial > 0

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return f"{self.number}.pdf"


@dataclass(frozen=True, slots=True)
class ExportList:
    """Everything an order comes to, in the order of the numbers."""

    order: ExportOrder
    files: tuple[ExportFile, ...]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def talks(self) -> int:
        """How many talks they belong to."""
        return len({file.talk_id for file in self.files})


class LineState(Enum):
    """How it went: written now, found there as it should be, something else found, unreadable."""

    WRITTEN = "written"
    THERE = "there"
    DIFFERS = "differs"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ExportLine:
    """How one file went; copy_number is its 份号, sha256 that of the file outside."""

    file: ExportFile
    state: LineState
    copy_number: int = 0
    sha256: str = ""

    @property
    def is_out(self) -> bool:
        """Whether the file stands there, whole."""
        return self.state in _OUT


_OUT = frozenset({LineState.WRITTEN, LineState.THERE})


@dataclass(frozen=True, slots=True)
class ExportRoom:
    """What was seen of a place before anything is written: the room it needs and has in bytes.

    there counts the files whose names stand there already.
    """

    needed_bytes: int
    free_bytes: int
    there: int


@dataclass(frozen=True, slots=True)
class ExportLeg:
    """A part of the way: the lines that were dealt with, and where to go on."""

    lines: tuple[ExportLine, ...]
    next: int


@dataclass(frozen=True, slots=True)
class YearExported:
    """What came of it: the folder, the file that lists everything, and every line."""

    folder: str
    index_name: str
    lines: tuple[ExportLine, ...]

    def of(self, state: LineState) -> tuple[ExportLine, ...]:
        """The lines that went so."""
        return tuple(line for line in self.lines if line.state is state)

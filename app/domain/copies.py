"""The register of copies: every print and export of a document, followed to its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.ids import CopyId

MINUTES = "minutes"  # the kinds of documents that are kept signed, as the register names them
AMENDMENT = "amendment"
LONGEST_LINE = 100


class CopyWay(Enum):
    """How a copy left the vault: on paper, as a marked file, as the signed file itself."""

    PRINT = "print"
    EXPORT = "export"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """One copy; document is the kind of document, owner_id what it is about, such as a talk.

    sha256 is that of the document it was made from; number is its 份号 among the copies of it.
    """

    id: CopyId
    document: str
    owner_id: str
    title: str
    number: int
    sha256: str
    way: CopyWay
    pages: int
    taken_at: datetime
    taken_by: str
    holder: str = ""
    purpose: str = ""
    returned_at: datetime | None = None
    destroyed_at: datetime | None = None
    end_note: str = ""

    @property
    def is_out(self) -> bool:
        """Whether somebody still has it."""
        return self.returned_at is None and self.destroyed_at is None


def written_number(number: int) -> str:
    """The 份号 as it is printed: six digits (GB/T 9704-2012, 7.2.1)."""
    return f"{number:06d}"


@dataclass(frozen=True, slots=True)
class Original:
    """A document of which copies are taken: what the register calls it, and the file itself.

    number and digest are what its own QR code says: the document's number and the SHA-256 of its
    text; both empty when it has no such code.
    """

    document: str
    owner_id: str
    title: str
    pdf: bytes
    number: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class CopyWish:
    """Who is to hold a copy and what for; both may be left for later."""

    holder: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class PreparedCopy:
    """A copy that is ready to go out and stands in no register yet, with the bytes that go out."""

    copy: PaperCopy
    content: bytes


@dataclass(frozen=True, slots=True)
class CopyFilter:
    """Which copies are wanted: those still out, or those that some words belong to.

    Words are looked for in title, holder and purpose; digits are a 份号 too, and eight and more hex
    digits the beginning of a digest.
    """

    is_out: bool = False
    words: str = ""


def next_number(taken: Iterable[int]) -> int:
    """The 份号 after those that were taken: counted from 1, none ever given twice."""
    return max(taken, default=0) + 1

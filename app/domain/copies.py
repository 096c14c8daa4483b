"""The register of copies: every print and export of a document, followed to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.ids import CopyId


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

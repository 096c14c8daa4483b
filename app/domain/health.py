"""How whole a vault is: what a check found, what of a damaged one can be read, what was saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path


class Part(Enum):
    """A part of the vault that can be damaged."""

    PAGE = "page"  # a page of the database fails its seal
    STRUCTURE = "structure"  # pages are whole, yet do not fit together
    REFERENCE = "reference"  # a row names another that is not there
    ATTACHMENT_MISSING = "attachment_missing"
    ATTACHMENT_DAMAGED = "attachment_damaged"
    CHAIN = "chain"  # an entry of the audit trail does not follow from the one before
    CHECKPOINT = "checkpoint"  # a signed head of the trail is not this vault's own
    KEY_FILE = "key_file"  # one of the two copies cannot be read, or differs
    HEAD = "head"  # the note beside the vault knows a later head, or is not this vault's


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage at one place: a table, a file's name, or empty; ids and numbers in which.

    count is how many there are; which names the first of them.
    """

    part: Part
    count: int
    place: str = ""
    which: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What a check of the whole vault looked at, and what it found damaged."""

    checked_at: datetime
    pages: int
    rows: int
    attachments: int
    entries: int
    damages: tuple[Damage, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all is amiss."""
        return not self.damages


@dataclass(frozen=True, slots=True)
class HealthState:
    """When the vault was last checked as a whole, and whether a month has passed since."""

    checked_at: datetime | None
    is_due: bool


class Kept(Enum):
    """Kinds of things a vault keeps, as a rescue counts them."""

    UNIT = "unit"
    PERSON = "person"
    PROMPT_SET = "prompt_set"
    TALK = "talk"
    ANSWER = "answer"
    FINDING = "finding"
    ATTACHMENT = "attachment"
    PACKAGE = "package"
    RECEIPT = "receipt"
    AUDIT_ENTRY = "audit_entry"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Readable:
    """How many rows of one kind can be read; missing is how many are known to be lost."""

    kind: Kept
    rows: int
    missing: int


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What a look at a damaged vault found. Nothing was changed by looking.

    Of lost_pages nobody knows what stood on them; is_behind: the note beside the vault knows a
    later head of the trail, so the latest entries are lost; is_proven is false when the seals of
    the pages themselves cannot be checked any more. last_entry_at is the time of the newest entry.
    """

    readable: tuple[Readable, ...]
    pages: int
    lost_pages: int
    damaged_attachments: tuple[str, ...]
    missing_attachments: tuple[str, ...]
    whole_entries: int
    last_entry_at: datetime | None
    is_behind: bool
    is_proven: bool

    @property
    def is_whole(self) -> bool:
        """Whether everything that was ever noted can be read."""
        is_lost = self.lost_pages or any(kind.missing for kind in self.readable)
        is_lacking = self.damaged_attachments or self.missing_attachments
        return self.is_proven and not (is_lost or is_lacking or self.is_behind)


@dataclass(frozen=True, slots=True)
class Stray:
    """A readable row that lost the row it belongs to: kept beside the others, listed here.

    table and which are names of the store and ids; lacks is the table of the lost row.
    """

    table: str
    which: str
    lacks: str


@dataclass(frozen=True, slots=True)
class PutAside:
    """A row that a rescue kept without its place, with the words that somebody wrote in it.

    lacks is the kind of what it belonged to; OTHER when that is not known.
    """

    kind: Kept
    lacks: Kept
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """A lost row that was made anew from what stands elsewhere: its table and its id.

    A talk that lost its head, say, is there again with its words, under a title that says so.
    """

    table: str
    which: str


@dataclass(frozen=True, slots=True)
class RescueReport:
    """What was saved into the new vault in folder; the damaged one stands where it stood.

    renewed_keys names the purposes of keys of the office that were lost and made anew.
    """

    folder: Path
    found: SalvageReport
    saved_rows: int
    saved_attachments: int
    strays: tuple[Stray, ...]
    mended: tuple[Mended, ...]
    renewed_keys: tuple[str, ...]

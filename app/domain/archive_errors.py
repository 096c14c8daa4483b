"""How archives (一人一档) refuse; that no reason was given stands in paper_errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.errors import RefusedError


class ArchiveClosedError(RefusedError):
    """The archive was not taken out with a reason since the vault was unlocked."""


@dataclass(eq=False)
class ArchiveReasonTooLongError(RefusedError):
    """The reason an archive is taken out for is longer than a cover has room for."""

    length: int
    longest: int


@dataclass(eq=False)
class LeafWordMissingError(RefusedError):
    """A leaf without a title, or a 建议书 without its number: field is title or number."""

    field: str


@dataclass(eq=False)
class LeafWordTooLongError(RefusedError):
    """A text of a leaf longer than its place: field is title, number or text."""

    field: str
    length: int
    longest: int


@dataclass(eq=False)
class LeafReplyDueMissingError(RefusedError):
    """A 建议书 that does not say until when it is to be answered."""

    number: str


@dataclass(eq=False)
class LeafDatesError(RefusedError):
    """A reply that would be due, or came, before the leaf's own day: field says which."""

    field: str
    day: date
    earlier: date


@dataclass(eq=False)
class LeafGoneError(RefusedError):
    """The leaf was taken out of the archive and takes no further change."""

    title: str

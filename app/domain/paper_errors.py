"""Why a document cannot be made."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError


@dataclass(eq=False)
class PaperEmptyError(RefusedError):
    """Nothing would stand in the document; kind is its key."""

    kind: str


class ArchiveReasonMissingError(RefusedError):
    """An archive is to be taken out without saying why."""


@dataclass(eq=False)
class PaperTooLongError(RefusedError):
    """More findings than one document can hold; it must be narrowed to a unit or a year."""

    found: int
    most: int

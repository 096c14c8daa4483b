"""What the registry's desk knows: offices, how far each has come, and how a reception ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.package import OfficeCard


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office in the desk's list.

    gaps are the numbers known to exist and not received; refused counts what lies in quarantine.
    """

    card: OfficeCard
    trusted_at: datetime
    packages: int
    talks: int
    last_sequence: int
    gaps: tuple[int, ...]
    refused: int


@dataclass(frozen=True, slots=True)
class Reception:
    """How one package fared. reason is empty when it was taken, else a Rejection's value.

    receipt is where the answer was written; a duplicate is answered with its first receipt again.
    """

    package: str
    reason: str
    detail: str
    talks: int
    receipt: str
    quarantine: str

    @property
    def is_taken(self) -> bool:
        """Whether the package lies with the registry now."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """A package in quarantine."""

    id: str
    at: datetime
    office_code: str
    sequence: int | None
    reason: str
    detail: str
    folder: str

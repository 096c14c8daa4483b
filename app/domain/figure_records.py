"""What stands behind a figure, a line for each finding and for each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.finding import FindingNature, FindingStatus
from app.domain.ids import FindingId, PersonId


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding that was counted; whose is the unit's name, or that of who gave the promise."""

    id: FindingId
    number: str
    manifestation: str
    whose: str
    nature: FindingNature
    status: FindingStatus
    is_common: bool
    is_personal: bool
    deadline: date
    closed_on: date | None
    regulation: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person of a plan that was counted, with the post held last."""

    id: PersonId
    name: str
    unit_name: str
    title: str

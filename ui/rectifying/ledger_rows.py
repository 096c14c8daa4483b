"""What chosen rows of the ledger are good for: to whom they go, which can be issued or urged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.finding import FindingNature, FindingStatus, MeasureKind
from app.domain.finding_views import FindingRow
from app.domain.ids import PersonId, UnitId


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out to one unit, or to one person, together: one 签收单."""

    to: tuple[UnitId | None, PersonId | None]
    name: str
    rows: tuple[FindingRow, ...]


def parcels(rows: Iterable[FindingRow]) -> tuple[Parcel, ...]:
    """The rows that wait to be issued, by unit or person in the order they stand."""
    gathered: dict[tuple[UnitId | None, PersonId | None], list[FindingRow]] = {}
    for row in rows:
        if is_to_issue(row):
            gathered.setdefault(_addressee(row), []).append(row)
    return tuple(Parcel(to, those[0].whose, tuple(those)) for to, those in gathered.items())


def is_to_issue(row: FindingRow) -> bool:
    """Whether it was registered and not issued yet, and belongs to somebody."""
    is_problem = row.nature is FindingNature.PROBLEM
    belongs = row.unit_id is not None or row.person_id is not None
    return is_problem and belongs and row.status is FindingStatus.REGISTERED


def is_to_urge(row: FindingRow) -> bool:
    """Whether it is still open, so that it can be urged."""
    return row.nature is FindingNature.PROBLEM and row.status.is_open


def is_lacking(row: FindingRow) -> bool:
    """Whether something of 五定 is not said yet."""
    fixed = row.leader and row.responsible and row.measure and row.effect
    return not fixed or row.measure_kind is MeasureKind.UNSAID


def _addressee(row: FindingRow) -> tuple[UnitId | None, PersonId | None]:
    if row.person_id is not None and (row.is_personal or row.unit_id is None):
        return None, row.person_id
    return row.unit_id, None

"""What becomes of packages that are refused: kept with the reason, answered, tried again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.domain.registry import Arrival, Reception, Refusal, SettledHow
from app.handover.credentials import DeskKeys
from app.handover.index import SignedIndex
from app.services import desk_answers, examining
from app.services.examining import PASSING, Examined
from app.services.ledger import Ledger
from app.services.trail import Trail

_MOST = 10_000
_GAP, _FORK, _DUPLICATE = (
    Rejection.GAP.value,
    Rejection.FORK.value,
    Rejection.DUPLICATE.value,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What refusing needs of a desk: its ledger, its hand, and the keys that sign its answers."""

    ledger: Ledger = field(repr=False)
    trail: Trail = field(repr=False)
    name: str
    keys: DeskKeys = field(repr=False)


def refused(desk: Desk, examined: Examined, error: PackageRejectedError) -> Reception:
    """Keep that a package was refused, and what it is answered."""
    arrival = examined.arrival
    why = Reception(arrival.name, error.reason, error.detail, 0, "", _place_of(examined))
    if error.reason in PASSING and not arrival.name:
        return why
    if error.reason == _DUPLICATE:
        return _duplicate(desk, examined, why)
    if error.reason == _GAP:
        why = replace(why, missing=missing_before(desk.ledger, arrival))
    why = _kept(desk, examined, why)
    if examined.signed is None:
        return why
    now = desk.trail.clock.now()
    answer = desk_answers.refused(examined.signed, desk.name, desk.keys, why, now)
    return replace(why, answer=answer)


def missing_before(ledger: Ledger, arrival: Arrival) -> tuple[int, ...]:
    """The numbers that must come before a package's turn, but those that lie here and wait."""
    standing = ledger.standing(arrival.code, arrival.sequence)
    if standing is None:
        return ()
    here = {one.sequence for one in _waiting(ledger) if one.office_code == arrival.code}
    between = range(standing.last_sequence + 1, arrival.sequence)
    return tuple(number for number in between if number not in here)


def copies_of(ledger: Ledger, code: str, sequence: int) -> tuple[str, ...]:
    """Copies in quarantine that are of no use once a package of that number is taken."""
    return tuple(
        one.folder
        for one in ledger.refusals(open_only=True, limit=_MOST)
        if (one.office_code, one.sequence) == (code, sequence)
        and one.is_believed
        and one.folder
        and one.reason != _FORK
    )


def next_in_quarantine(ledger: Ledger) -> list[Arrival]:
    """Packages that waited for another, and whose turn it is now."""
    due: dict[str, Arrival] = {}
    next_of: dict[str, int] = {}  # asked once for each office: hundreds may wait behind one number
    for one in _waiting(ledger):
        if one.office_code not in next_of:
            standing = ledger.standing(one.office_code, one.sequence or 0)
            next_of[one.office_code] = standing.last_sequence + 1 if standing else 0
        if one.sequence != next_of[one.office_code]:
            continue
        if Path(one.folder).is_dir():
            due[one.package] = examining.arrival_in(Path(one.folder), one.id)
    return [due[name] for name in sorted(due)]


def _waiting(ledger: Ledger) -> list[Refusal]:
    refusals = ledger.refusals(open_only=True, limit=_MOST)
    return [one for one in refusals if one.reason == _GAP and one.is_believed and one.folder]


def _duplicate(desk: Desk, examined: Examined, why: Reception) -> Reception:
    """What lies here is answered with its first receipt again; how often it came is counted."""
    arrival = examined.arrival
    now = desk.trail.clock.now()
    if arrival.quarantine_id:
        desk.ledger.settle(arrival.quarantine_id, SettledHow.TAKEN.value, now)
        why = replace(why, obsolete=(str(arrival.folder),), quarantine="")
    else:
        refusal = replace(
            _refusal(desk, examined, why), settled_at=now, settled_how=SettledHow.ANSWERED.value
        )
        desk.ledger.refuse(refusal)
    file = desk.ledger.receipt_file(arrival.code, arrival.sequence)
    return replace(why, answer=desk_answers.received(arrival.name, file, desk.keys))


def _kept(desk: Desk, examined: Examined, why: Reception) -> Reception:
    arrival = examined.arrival
    if why.reason in PASSING:
        return why  # it lies on its stick as before
    if known := _known(desk.ledger, examined, why):
        obsolete = (str(examined.set_aside),) if examined.set_aside else ()
        return replace(why, quarantine=known.folder, obsolete=obsolete)
    desk.ledger.refuse(_refusal(desk, examined, why))
    if arrival.quarantine_id:
        now = desk.trail.clock.now()
        desk.ledger.settle(arrival.quarantine_id, SettledHow.EXAMINED.value, now)
    return why


def _known(ledger: Ledger, examined: Examined, why: Reception) -> Refusal | None:
    """An open refusal of the very same package for the same reason: one is enough."""
    arrival = examined.arrival
    for one in ledger.refusals(open_only=True, limit=_MOST):
        if (one.package, one.reason) != (arrival.name, why.reason) or not one.folder:
            continue
        if one.id == arrival.quarantine_id or _is_same(Path(one.folder), examined.signed):
            return one
    return None


def _is_same(folder: Path, signed: SignedIndex | None) -> bool:
    if signed is None:
        return False
    try:
        return (folder / signed.index.file_name).read_bytes() == signed.file
    except OSError:
        return False


def _refusal(desk: Desk, examined: Examined, why: Reception) -> Refusal:
    arrival = examined.arrival
    return Refusal(
        id=examined.id,
        at=desk.trail.clock.now(),
        office_code=arrival.code,
        sequence=arrival.sequence or None,
        reason=why.reason,
        detail=why.detail,
        folder=why.quarantine,
        is_believed=examined.signed is not None,
    )


def _place_of(examined: Examined) -> str:
    if examined.arrival.quarantine_id:
        return str(examined.arrival.folder)
    return str(examined.set_aside or "")

"""What each chip of the ledger of findings shows, each read from an index of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding import FindingNature, FindingStatus
from app.domain.finding_views import FindingChip
from app.domain.finding_words import SOON
from app.store.findings import OPEN, PUT_RIGHT_ITSELF

BY_STATUS = "finding_by_status"
# the words of the partial indexes stand in the queries, or the indexes would not be used
_IS_OPEN = f"nature = 'problem' AND {OPEN} AND {PUT_RIGHT_ITSELF}"
_LACKS = "(leader = '' OR responsible = '' OR measure = '' OR measure_kind = '' OR effect = '')"
# chips that are not told by status and nature alone: their index and its words
_INDEXED = {
    FindingChip.UNDER_WAY: ("finding_open", _IS_OPEN),
    FindingChip.SOON: (
        "finding_open",
        f"{_IS_OPEN} AND deadline >= :today AND deadline <= :soon",
    ),
    FindingChip.OVERDUE: ("finding_open", f"{_IS_OPEN} AND deadline < :today"),
    FindingChip.LACKING: ("finding_lacking", f"{_IS_OPEN} AND {_LACKS}"),
    FindingChip.LOOK_BACK: (
        "finding_to_look_back",
        "look_back_on IS NOT NULL AND look_back_on <= :today",
    ),
}
_AT = {
    FindingChip.TO_CLOSE: (FindingStatus.SUBMITTED,),
    FindingChip.TO_ISSUE: (FindingStatus.REGISTERED,),
    FindingChip.TO_SIGN_FOR: (FindingStatus.ISSUED,),
}


def nature_of(chip: FindingChip) -> FindingNature:
    """Advice has a chip of its own, all others show problems."""
    return FindingNature.ADVICE if chip is FindingChip.ADVICE else FindingNature.PROBLEM


def statuses_of(chip: FindingChip) -> tuple[FindingStatus, ...]:
    """The statuses what it shows may have."""
    if chip in _AT:
        return _AT[chip]
    is_open = chip in _INDEXED and chip is not FindingChip.LOOK_BACK
    return tuple(status for status in FindingStatus if status.is_open or not is_open)


def index_of(chip: FindingChip) -> str:
    """The index that names what it shows."""
    return _INDEXED[chip][0] if chip in _INDEXED else BY_STATUS


def words_of(chip: FindingChip) -> str:
    """What is asked of the index; by status, what is asked besides status and nature."""
    return _INDEXED[chip][1] if chip in _INDEXED else "TRUE"


def of_chip(chip: FindingChip, field: str = "id") -> str:
    """The query of everything a chip shows."""
    words = words_of(chip)
    if chip not in _INDEXED:
        named = ", ".join(f"'{status.value}'" for status in statuses_of(chip))
        words = f"status IN ({named}) AND nature = '{nature_of(chip).value}'"
    return f"SELECT {field} FROM finding INDEXED BY {index_of(chip)} WHERE {words}"  # noqa: S608


def counts(
    connection: sqlite.Connection, today: date, chips: Iterable[FindingChip] = FindingChip
) -> dict[FindingChip, int]:
    """How many findings each of these chips shows that day."""
    values = days(today)
    return {
        chip: int(connection.execute(of_chip(chip, "count(*)"), values).fetchone()[0])
        for chip in chips
    }


def days(today: date) -> dict[str, str]:
    """The values of the days in these queries."""
    return {"today": today.isoformat(), "soon": (today + SOON).isoformat()}

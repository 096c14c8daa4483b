"""What of the ledger of findings waits this week, and what it can be narrowed to."""

from __future__ import annotations

from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding_words import SOON
from app.domain.ids import FindingId, UnitId
from app.store import finding_chips
from app.store.findings import OPEN, PUT_RIGHT_ITSELF

_URGED = f"""
SELECT id FROM finding INDEXED BY finding_open
WHERE nature = 'problem' AND {OPEN} AND {PUT_RIGHT_ITSELF} AND deadline <= :soon
ORDER BY deadline, id LIMIT :limit
"""  # noqa: S608 — a constant
_COUNT_URGED = f"""
SELECT count(*) FROM finding INDEXED BY finding_open
WHERE nature = 'problem' AND {OPEN} AND {PUT_RIGHT_ITSELF} AND deadline <= :soon
"""  # noqa: S608 — a constant
_LOOK_BACKS = """
SELECT id FROM finding INDEXED BY finding_to_look_back
WHERE look_back_on IS NOT NULL AND look_back_on <= :soon ORDER BY look_back_on, id LIMIT :limit
"""
_CLOSINGS = """
SELECT id FROM finding INDEXED BY finding_by_status
WHERE status = 'submitted' AND nature = 'problem' ORDER BY deadline, id LIMIT :limit
"""
_EXTENSIONS = f"""
SELECT f.id FROM finding_extension e INDEXED BY finding_extension_waiting
CROSS JOIN finding f ON f.id = e.finding_id
WHERE e.outcome = '' AND {OPEN} ORDER BY f.deadline, f.id LIMIT :limit
"""  # noqa: S608 — a constant
_UNITS = """
SELECT id, name FROM unit
WHERE EXISTS (SELECT 1 FROM finding INDEXED BY finding_by_unit WHERE unit_id = unit.id)
ORDER BY sort_key, id
"""


def urged(connection: sqlite.Connection, today: date, limit: int) -> list[FindingId]:
    """What is overdue or falls due within seven days, the oldest deadline first."""
    return _ids(connection, _URGED, today, limit)


def count_urged(connection: sqlite.Connection, today: date) -> int:
    """How many are overdue or fall due within seven days."""
    values = finding_chips.days(today)
    return int(connection.execute(_COUNT_URGED, values).fetchone()[0])


def look_backs(connection: sqlite.Connection, today: date, limit: int) -> list[FindingId]:
    """What is to be looked back at within seven days, or should have been."""
    return _ids(connection, _LOOK_BACKS, today, limit)


def closings(connection: sqlite.Connection, today: date, limit: int) -> list[FindingId]:
    """What is to be closed and waits for a decision."""
    return _ids(connection, _CLOSINGS, today, limit)


def extensions(connection: sqlite.Connection, today: date, limit: int) -> list[FindingId]:
    """What more time was asked for, and nobody has decided yet."""
    return _ids(connection, _EXTENSIONS, today, limit)


def units(connection: sqlite.Connection) -> list[tuple[UnitId, str]]:
    """The units something was found in, in the order of their names."""
    return [(UnitId(one), name) for one, name in connection.execute(_UNITS)]


def _ids(connection: sqlite.Connection, sql: str, today: date, limit: int) -> list[FindingId]:
    values = {"soon": (today + SOON).isoformat(), "limit": limit}
    return [FindingId(row[0]) for row in connection.execute(sql, values)]

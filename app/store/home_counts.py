"""What the first page counts of findings: each count walks one small index and nothing else."""

from __future__ import annotations

from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.store.findings import OPEN, PUT_RIGHT_ITSELF

_OPEN_FROM = f"""
SELECT count(*), min(deadline) FROM finding INDEXED BY finding_open
WHERE nature = 'problem' AND {OPEN} AND {PUT_RIGHT_ITSELF}
    AND deadline >= ? AND deadline < ?
"""  # noqa: S608 — constants
_LOOK_BACKS = """
SELECT count(*) FROM finding INDEXED BY finding_to_look_back
WHERE look_back_on IS NOT NULL AND look_back_on < ?
"""
_BEGINNING = date(1900, 1, 1)


def due_before(
    connection: sqlite.Connection, before: date, first: date = _BEGINNING
) -> tuple[int, date | None]:
    """How many open findings fall due in these days, before not among them; and the first."""
    values = (first.isoformat(), before.isoformat())
    count, earliest = connection.execute(_OPEN_FROM, values).fetchone()
    return int(count), date.fromisoformat(earliest) if earliest else None


def look_backs_before(connection: sqlite.Connection, before: date) -> int:
    """How many findings are to be looked back at before that day."""
    return int(connection.execute(_LOOK_BACKS, (before.isoformat(),)).fetchone()[0])

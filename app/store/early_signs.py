"""What early signs are read from: all the SQL about them is here.

Counting is done from indexes alone (finding_tagged, finding_extended, finding_open); the rows
behind one sign are read only when somebody looks at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.early_signs import EarlySign, RowSource, SignKind, SignRow
from app.domain.facts import UnitFigure
from app.domain.finding import FindingStatus
from app.domain.ids import UnitId
from app.store.faults import whole
from app.store.findings import OPEN, PUT_RIGHT_ITSELF
from app.store.moments import kept

_TAGGED = """nature = 'problem' AND tag <> '' AND unit_id IS NOT NULL AND is_personal = 0
    AND found_at >= :since"""
_TAGS = f"""
SELECT unit_id, tag FROM finding INDEXED BY finding_tagged WHERE {_TAGGED}
"""  # noqa: S608 — constants
# what was fanned out counts in its parts: few, so they are taken off instead of asked of every row
_FANNED_OUT = f"""
SELECT unit_id, tag FROM finding
WHERE id IN (SELECT common_id FROM finding WHERE common_id IS NOT NULL) AND {_TAGGED}
"""  # noqa: S608 — constants
_UNITS = "SELECT id, name, sort_key FROM unit"
_EXTENDED = f"""
SELECT g.unit_id, u.name, '', g.many FROM (
    SELECT unit_id, count(*) AS many FROM finding INDEXED BY finding_extended
    WHERE nature = 'problem' AND {OPEN} AND extensions > 1 AND extensions >= :count
    GROUP BY unit_id) g
LEFT JOIN unit u ON u.id = g.unit_id
ORDER BY g.many DESC, u.sort_key
"""  # noqa: S608 — constants
_OVERDUE = f"""
SELECT g.unit_id, u.name, '', g.many FROM (
    SELECT unit_id, count(*) AS many FROM finding INDEXED BY finding_open
    WHERE nature = 'problem' AND {OPEN} AND {PUT_RIGHT_ITSELF} AND deadline < :before
    GROUP BY unit_id) g
LEFT JOIN unit u ON u.id = g.unit_id
ORDER BY g.many DESC, u.sort_key
"""  # noqa: S608 — constants
_ROW = "id, number, manifestation, deadline, extensions, status"
_OF_UNIT = "unit_id IS :unit"
_REPEATED_ROWS = f"""
SELECT {_ROW} FROM finding INDEXED BY finding_tagged
WHERE {_TAGGED} AND {PUT_RIGHT_ITSELF} AND {_OF_UNIT} AND tag = :tag
ORDER BY found_at DESC LIMIT :limit
"""  # noqa: S608 — constants
_EXTENDED_ROWS = f"""
SELECT {_ROW} FROM finding INDEXED BY finding_extended
WHERE nature = 'problem' AND {OPEN} AND extensions > 1 AND extensions >= :count AND {_OF_UNIT}
ORDER BY extensions DESC, deadline LIMIT :limit
"""  # noqa: S608 — constants
_OVERDUE_ROWS = f"""
SELECT {_ROW} FROM finding INDEXED BY finding_open
WHERE nature = 'problem' AND {OPEN} AND {PUT_RIGHT_ITSELF} AND deadline < :before AND {_OF_UNIT}
ORDER BY deadline, id LIMIT :limit
"""  # noqa: S608 — constants
_FIGURES = """
SELECT u.name, f.unit_id, f.year, f.name, f.value, f.place, f.out_of
FROM unit_figure f JOIN unit u ON u.id = f.unit_id
WHERE f.place IS NOT NULL AND f.year BETWEEN :first AND :last
"""


def repeated(connection: sqlite.Connection, since: datetime, count: int) -> tuple[EarlySign, ...]:
    """Units in which one tag was given so often since then, the most often first."""
    # counted here: SQLite would sort them all first, which takes three times as long
    counted = Counter(connection.execute(_TAGS, {"since": kept(since)}).fetchall())
    counted.subtract(connection.execute(_FANNED_OUT, {"since": kept(since)}).fetchall())
    often = [(unit, tag, many) for (unit, tag), many in counted.items() if many >= count]
    units = {unit: (name, order) for unit, name, order in connection.execute(_UNITS)}
    often.sort(key=lambda one: (-one[2], units[one[0]][1], one[1]))
    return tuple(
        EarlySign(SignKind.REPEATED_TAG, many, UnitId(unit), units[unit][0], tag)
        for unit, tag, many in often
    )


def extended(connection: sqlite.Connection, count: int) -> tuple[EarlySign, ...]:
    """Units with open findings that were given more time so often."""
    return _signs(SignKind.EXTENDED, connection.execute(_EXTENDED, {"count": count}))


def overdue(connection: sqlite.Connection, before: date) -> tuple[EarlySign, ...]:
    """Units with open findings whose deadline lies before that day."""
    values = {"before": before.isoformat()}
    return _signs(SignKind.LONG_OVERDUE, connection.execute(_OVERDUE, values))


def repeated_rows(
    connection: sqlite.Connection, sign: EarlySign, since: datetime, limit: int
) -> Iterator[tuple[Any, ...]]:
    """The newest findings of the unit with that tag, as rows for told_rows."""
    values = {"since": kept(since), "unit": sign.unit_id, "tag": sign.name, "limit": limit}
    return iter(connection.execute(_REPEATED_ROWS, values))


def extended_rows(
    connection: sqlite.Connection, sign: EarlySign, count: int, limit: int
) -> Iterator[tuple[Any, ...]]:
    """The unit's findings that were given more time most often."""
    values = {"count": count, "unit": sign.unit_id, "limit": limit}
    return iter(connection.execute(_EXTENDED_ROWS, values))


def overdue_rows(
    connection: sqlite.Connection, sign: EarlySign, before: date, limit: int
) -> Iterator[tuple[Any, ...]]:
    """The unit's findings that are overdue longest."""
    values = {"before": before.isoformat(), "unit": sign.unit_id, "limit": limit}
    return iter(connection.execute(_OVERDUE_ROWS, values))


def told_rows(
    sign: EarlySign, found: Iterator[tuple[Any, ...]], today: date
) -> tuple[SignRow, ...]:
    """Findings as the rows of a sign: how often they were given more time, or how long overdue."""
    return tuple(_told_row(sign, row, today) for row in found)


def ranked(connection: sqlite.Connection, first: int, last: int) -> list[tuple[str, UnitFigure]]:
    """The figures of those years that have a place in a ranking, each with its unit's name."""
    values = {"first": first, "last": last}
    return [
        (unit_name, UnitFigure(UnitId(unit_id), year, name, value, place, out_of))
        for unit_name, unit_id, year, name, value, place, out_of in connection.execute(
            _FIGURES, values
        )
    ]


def _told_row(sign: EarlySign, found: tuple[Any, ...], today: date) -> SignRow:
    finding_id, number, manifestation, deadline, extensions, kept_status = found
    day, status = date.fromisoformat(deadline), FindingStatus(kept_status)
    late = max(0, (today - day).days) if status.is_open else 0
    amount = extensions if sign.kind is SignKind.EXTENDED else late
    said = whole(manifestation)
    return SignRow(RowSource.FINDING, finding_id, number, said, day, amount, status=status)


def _signs(kind: SignKind, found: Iterator[tuple[Any, ...]]) -> tuple[EarlySign, ...]:
    return tuple(
        EarlySign(kind, many, UnitId(unit_id) if unit_id else None, unit_name or "", tag)
        for unit_id, unit_name, tag, many in found
    )

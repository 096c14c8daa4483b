"""Look-backs at closed findings in the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding_history import LookBack, LookBackMethod
from app.domain.ids import FindingId
from app.store.faults import whole

_OF = """
SELECT serial, days, due_on, done_on, method, result, who, is_relapse, is_dropped FROM look_back
WHERE finding_id = ? ORDER BY serial
"""
_KEEP = """
INSERT INTO look_back (finding_id, serial, days, due_on, done_on, method, result, who, is_relapse,
    is_dropped)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (finding_id, serial) DO UPDATE SET done_on = excluded.done_on,
    method = excluded.method, result = excluded.result, who = excluded.who,
    is_relapse = excluded.is_relapse, is_dropped = excluded.is_dropped
"""


def of(connection: sqlite.Connection, finding_id: FindingId) -> tuple[LookBack, ...]:
    """All look-backs of a finding in the order they are due. Raises VaultDamagedError."""
    return tuple(
        LookBack(
            serial,
            days,
            date.fromisoformat(due_on),
            date.fromisoformat(done_on) if done_on else None,
            LookBackMethod(method),
            whole(result),
            who,
            bool(is_relapse),
            bool(is_dropped),
        )
        for serial, days, due_on, done_on, method, result, who, is_relapse, is_dropped in (
            connection.execute(_OF, (finding_id,))
        )
    )


def keep(connection: sqlite.Connection, finding_id: FindingId, looks: Iterable[LookBack]) -> None:
    """Keep look-backs that were planned, done or dropped."""
    keep_many(connection, ((finding_id, one) for one in looks))


def keep_many(connection: sqlite.Connection, looks: Iterable[tuple[FindingId, LookBack]]) -> None:
    """Keep look-backs of many findings."""
    connection.executemany(_KEEP, [_values(finding_id, one) for finding_id, one in looks])


def _values(finding_id: FindingId, one: LookBack) -> tuple[object, ...]:
    done = one.done_on.isoformat() if one.done_on else None
    head = (finding_id, one.serial, one.days, one.due_on.isoformat(), done)
    return (*head, one.method.value, one.result, one.who, int(one.is_relapse), int(one.is_dropped))

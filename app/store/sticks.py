"""The register of sticks: all the SQL about sticks and their custodians is here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import StickId
from app.domain.sticks import Custody, RegisteredStick, StickState
from app.store.faults import whole
from app.store.moments import kept, told, told_if

_COLUMNS = "id, serial, label, model, size_bytes, custodian, registered_at, state, state_at, note"
_EVERY = f"SELECT {_COLUMNS} FROM stick ORDER BY state <> 'active', label, registered_at"  # noqa: S608
_GET = f"SELECT {_COLUMNS} FROM stick WHERE id = ?"  # noqa: S608 — constants
_BY_SERIAL = f"SELECT {_COLUMNS} FROM stick WHERE serial = ?"  # noqa: S608 — constants
_BY_LABEL = f"SELECT {_COLUMNS} FROM stick WHERE label = ? AND state = 'active'"  # noqa: S608
_ANY = "SELECT EXISTS (SELECT 1 FROM stick)"
_ADD = """
INSERT INTO stick (id, serial, label, model, size_bytes, custodian, registered_at, state)
VALUES (?, ?, ?, ?, ?, ?, ?, 'active')
"""
_ADD_CUSTODY = """
INSERT INTO stick_custody (stick_id, place, since, custodian)
VALUES (?, (SELECT count(*) + 1 FROM stick_custody WHERE stick_id = ?), ?, ?)
"""
_HAND = "UPDATE stick SET custodian = ? WHERE id = ?"
_STATE = "UPDATE stick SET state = ?, state_at = ?, note = ? WHERE id = ?"
_CUSTODY = "SELECT since, custodian FROM stick_custody WHERE stick_id = ? ORDER BY place DESC"
_LIES = """
SELECT c.stick_id, c.number, p.state <> 'received' FROM package_copy c
JOIN package p ON p.number = c.number
WHERE c.stick_id IS NOT NULL AND c.verified_at IS NOT NULL
GROUP BY c.stick_id, c.number ORDER BY c.stick_id, c.number
"""


def every(connection: sqlite.Connection) -> list[RegisteredStick]:
    """Every stick, those in use first by label, each with the packages that went to it."""
    lying: dict[str, tuple[list[int], list[int]]] = {}
    for stick_id, number, is_open in connection.execute(_LIES):
        packages, unreceipted = lying.setdefault(stick_id, ([], []))
        packages.append(number)
        if is_open:
            unreceipted.append(number)
    return [_stick(row, lying.get(row[0], ([], []))) for row in connection.execute(_EVERY)]


def get(connection: sqlite.Connection, stick_id: StickId) -> RegisteredStick:
    """The stick with that id, without its packages; KeyError when there is none."""
    row = connection.execute(_GET, (stick_id,)).fetchone()
    if row is None:
        raise KeyError(stick_id)
    return _stick(row)


def by_serial(connection: sqlite.Connection, serial: str) -> RegisteredStick | None:
    """The stick known by this identity, or None."""
    row = connection.execute(_BY_SERIAL, (serial,)).fetchone()
    return _stick(row) if row else None


def in_use(connection: sqlite.Connection, label: str) -> RegisteredStick | None:
    """The stick in use that bears this label, or None."""
    row = connection.execute(_BY_LABEL, (label,)).fetchone()
    return _stick(row) if row else None


def is_any(connection: sqlite.Connection) -> bool:
    """Whether any stick was ever registered."""
    return bool(connection.execute(_ANY).fetchone()[0])


def add(connection: sqlite.Connection, stick: RegisteredStick) -> None:
    """Keep a new stick and its first custodian."""
    connection.execute(
        _ADD,
        (
            stick.id,
            stick.serial,
            stick.label,
            stick.model,
            stick.size_bytes,
            stick.custodian,
            kept(stick.registered_at),
        ),
    )
    _add_custody(connection, stick.id, stick.custodian, stick.registered_at)


def hand_to(
    connection: sqlite.Connection, stick_id: StickId, custodian: str, since: datetime
) -> None:
    """Let somebody else hold the stick from now on; who held it before stays known."""
    connection.execute(_HAND, (custodian, stick_id))
    _add_custody(connection, stick_id, custodian, since)


def set_state(
    connection: sqlite.Connection, stick_id: StickId, state: StickState, at: datetime, note: str
) -> None:
    """Note what became of the stick."""
    connection.execute(_STATE, (state.value, kept(at), note, stick_id))


def custody(connection: sqlite.Connection, stick_id: StickId) -> tuple[Custody, ...]:
    """Who has held the stick, the newest first."""
    rows = connection.execute(_CUSTODY, (stick_id,))
    return tuple(Custody(told(since), whole(name)) for since, name in rows)


def _add_custody(
    connection: sqlite.Connection, stick_id: StickId, custodian: str, since: datetime
) -> None:
    connection.execute(_ADD_CUSTODY, (stick_id, stick_id, kept(since), custodian))


def _stick(row: tuple[Any, ...], lying: tuple[list[int], list[int]] = ([], [])) -> RegisteredStick:
    stick_id, serial, label, model, size, custodian, registered_at, state, state_at, note = row
    return RegisteredStick(
        id=StickId(stick_id),
        serial=serial,
        label=whole(label),
        model=whole(model),
        size_bytes=size,
        custodian=whole(custodian),
        registered_at=told(registered_at),
        state=StickState(state),
        state_at=told_if(state_at),
        note=whole(note),
        packages=tuple(lying[0]),
        unreceipted=tuple(lying[1]),
    )

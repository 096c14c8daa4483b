"""The fields of minutes that are signed electronically: all the SQL about them is here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId
from app.domain.signer import FieldState, SignatureField
from app.store.faults import whole
from app.store.moments import kept_if, told_if

_OF = """
SELECT field, who, signed_at, fingerprint, has_ink, waived FROM talk_signature
WHERE talk_id = ? ORDER BY place
"""
_ADD = "INSERT INTO talk_signature (talk_id, field, place, who) VALUES (?, ?, ?, ?)"
_KEEP = """
UPDATE talk_signature SET signed_at = ?, fingerprint = ?, has_ink = ?, waived = ?
WHERE talk_id = ? AND field = ?
"""


def of(connection: sqlite.Connection, talk_id: TalkId) -> tuple[FieldState, ...]:
    """The fields of a talk's minutes in the order they are signed; none for paper alone."""
    return tuple(_state(row) for row in connection.execute(_OF, (talk_id,)))


def add(connection: sqlite.Connection, talk_id: TalkId, fields: Iterable[FieldState]) -> None:
    """Keep which fields wait for a signature, in the order they are signed."""
    for place, state in enumerate(fields):
        connection.execute(_ADD, (talk_id, state.field.value, place, state.who))


def keep(connection: sqlite.Connection, talk_id: TalkId, state: FieldState) -> None:
    """Keep that a field was signed or waived; who signs in it never changes."""
    connection.execute(
        _KEEP,
        (
            kept_if(state.signed_at),
            state.fingerprint,
            int(state.has_ink),
            state.waived,
            talk_id,
            state.field.value,
        ),
    )


def _state(row: tuple[Any, ...]) -> FieldState:
    field, who, signed_at, fingerprint, has_ink, waived = row
    return FieldState(
        field=SignatureField(field),
        who=whole(who),
        signed_at=told_if(signed_at),
        fingerprint=fingerprint,
        has_ink=bool(has_ink),
        waived=whole(waived),
    )

"""Who signs with which key: all the SQL about signers is here; keys of the vault lie elsewhere."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import SignerId
from app.domain.signer import KeyKind, Signer
from app.store.faults import whole
from app.store.moments import kept, told

_COLUMNS = "id, name, kind, certificate, fingerprint, not_after, place, retired_at"
_ALL = f"SELECT {_COLUMNS} FROM signer ORDER BY retired_at IS NOT NULL, added_at, id"  # noqa: S608
_GET = f"SELECT {_COLUMNS} FROM signer WHERE id = ?"  # noqa: S608 — constants
_BY_FINGERPRINT = f"SELECT {_COLUMNS} FROM signer WHERE fingerprint = ? ORDER BY added_at DESC"  # noqa: S608
_ADD = """
INSERT INTO signer (id, name, kind, certificate, fingerprint, not_after, place, added_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_RETIRE = "UPDATE signer SET retired_at = ? WHERE id = ? AND retired_at IS NULL"


def everybody(connection: sqlite.Connection) -> tuple[Signer, ...]:
    """All signers, those still in use first, in the order they were added."""
    return tuple(_signer(row) for row in connection.execute(_ALL))


def get(connection: sqlite.Connection, signer_id: SignerId) -> Signer:
    """The signer with that id; KeyError when there is none."""
    row = connection.execute(_GET, (signer_id,)).fetchone()
    if row is None:
        raise KeyError(signer_id)
    return _signer(row)


def by_fingerprint(connection: sqlite.Connection, fingerprint: str) -> Signer | None:
    """The signer whose certificate that is, or None."""
    row = connection.execute(_BY_FINGERPRINT, (fingerprint,)).fetchone()
    return _signer(row) if row else None


def add(connection: sqlite.Connection, signer: Signer, now: datetime) -> None:
    """Keep a new signer."""
    place = {"path": signer.path, "serial": signer.serial}
    connection.execute(
        _ADD,
        (
            signer.id,
            signer.name,
            signer.kind.value,
            signer.certificate,
            signer.fingerprint,
            kept(signer.not_after),
            json.dumps({k: v for k, v in place.items() if v}, ensure_ascii=False),
            kept(now),
        ),
    )


def retire(connection: sqlite.Connection, signer_id: SignerId, now: datetime) -> None:
    """Let nothing be signed with that key any more; what was signed with it stays good."""
    connection.execute(_RETIRE, (kept(now), signer_id))


def _signer(row: tuple[Any, ...]) -> Signer:
    signer_id, name, kind, certificate, fingerprint, not_after, place, retired_at = row
    where = json.loads(whole(place))
    return Signer(
        id=SignerId(signer_id),
        name=whole(name),
        kind=KeyKind(kind),
        certificate=bytes(certificate),
        fingerprint=fingerprint,
        not_after=told(not_after),
        path=where.get("path", ""),
        serial=where.get("serial", ""),
        is_retired=retired_at is not None,
    )

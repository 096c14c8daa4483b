"""The audit trail in the vault: entries are added and read, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import EVERY_ENTRY, Act, AuditEntry, AuditFilter, AuditHead, chained

_COLUMNS = "sequence, at, who, what, which, content, previous, digest"
_INSERT = f"INSERT INTO audit_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 — fixed names
_HEAD = "SELECT sequence, digest FROM audit_entry ORDER BY sequence DESC LIMIT 1"
_AT = "SELECT sequence, digest FROM audit_entry WHERE sequence = ?"
# pages are cut by key: the sequence is the primary key, so no page costs more than another
_PAGE = f"SELECT {_COLUMNS} FROM audit_entry WHERE sequence > ? ORDER BY sequence LIMIT ?"  # noqa: S608 — fixed names
# No index on who, what or at: each would cost every save more than the entry itself, and walking
# down the primary key past what is not wanted reads 200,000 entries within a second.
_NEWEST = f"""
SELECT {_COLUMNS} FROM audit_entry
WHERE sequence < :before
  AND (:since = '' OR at >= :since) AND (:until = '' OR at < :until)
  AND (:who = '' OR who = :who)
  AND (%s)
ORDER BY sequence DESC LIMIT :limit
"""  # noqa: S608 — fixed names
# an index by thing would cost every save a page
_ABOUT = f"""
SELECT {_COLUMNS} FROM audit_entry
WHERE sequence > ? AND sequence <= ? AND which IN (SELECT value FROM json_each(?))
ORDER BY sequence
"""  # noqa: S608 — fixed names
_OF_KIND = "what >= :kind{0} AND what < :after{0}"
_LATEST = f"SELECT {_COLUMNS} FROM audit_entry WHERE what = ? ORDER BY sequence DESC LIMIT 1"  # noqa: S608 — fixed names
_BEGINNING_SO = "SELECT sequence FROM audit_entry WHERE digest >= ? AND digest < ? LIMIT 1"
_NEXT_PERSON = "SELECT min(who) FROM audit_entry WHERE who > ?"
_ADD_CHECKPOINT = "INSERT INTO audit_checkpoint (sequence, digest, signature) VALUES (?, ?, ?)"
_CHECKPOINTS = "SELECT sequence, digest, signature FROM audit_checkpoint ORDER BY sequence"
_AFTER_EVERYTHING = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head of the trail, signed with the office's own key."""

    head: AuditHead
    signature: bytes


def add(connection: sqlite.Connection, act: Act) -> AuditEntry:
    """Write the act as the next entry of the chain."""
    entry = chained(head(connection), act)
    connection.execute(
        _INSERT,
        (
            entry.sequence,
            entry.at.isoformat(),
            entry.who,
            entry.what,
            entry.which,
            entry.content,
            entry.previous,
            entry.digest,
        ),
    )
    return entry


def head(connection: sqlite.Connection) -> AuditHead:
    """Where the chain ends now."""
    row = connection.execute(_HEAD).fetchone()
    return AuditHead(*row) if row else AuditHead()


def head_at(connection: sqlite.Connection, sequence: int) -> AuditHead | None:
    """Where the chain ended when it had that many entries, or None when it never had."""
    if sequence == 0:
        return AuditHead()
    row = connection.execute(_AT, (sequence,)).fetchone()
    return AuditHead(*row) if row else None


def entries(connection: sqlite.Connection, after: int = 0, limit: int = 100) -> list[AuditEntry]:
    """The next entries after that number, oldest first."""
    return [_entry(row) for row in connection.execute(_PAGE, (after, limit))]


def about(
    connection: sqlite.Connection, things: Iterable[str], after: int, until: int
) -> list[AuditEntry]:
    """The entries about these things after one number up to another, oldest first."""
    values = (after, until, json.dumps(list(things)))
    return [_entry(row) for row in connection.execute(_ABOUT, values)]


def newest(
    connection: sqlite.Connection,
    before: int | None = None,
    limit: int = 100,
    wanted: AuditFilter = EVERY_ENTRY,
) -> list[AuditEntry]:
    """The wanted entries before that number, newest first; the newest of all without one."""
    values = {
        "before": _AFTER_EVERYTHING if before is None else before,
        "since": _written(wanted.since),
        "until": _written(wanted.until),
        "who": wanted.who,
        "limit": limit,
    }
    for number, kind in enumerate(wanted.kinds):
        values |= {f"kind{number}": f"{kind}.", f"after{number}": f"{kind}/"}  # / follows the dot
    of_kind = " OR ".join(_OF_KIND.format(number) for number in range(len(wanted.kinds)))
    return [_entry(row) for row in connection.execute(_NEWEST % (of_kind or "1"), values)]


def latest(connection: sqlite.Connection, what: str) -> AuditEntry | None:
    """The last entry of that act, or None when it was never done."""
    row = connection.execute(_LATEST, (what,)).fetchone()
    return _entry(row) if row else None


def with_digest(connection: sqlite.Connection, beginning: str) -> int | None:
    """The number of the entry whose digest begins so, as it stands on paper; None without one."""
    row = connection.execute(_BEGINNING_SO, (beginning, f"{beginning}g")).fetchone()
    return int(row[0]) if row else None


def people(connection: sqlite.Connection) -> list[str]:
    """Everybody who has an entry in the trail, by name."""
    found, name = list[str](), ""
    while True:  # few people, many entries: one pass for each costs less than sorting them all
        (name,) = connection.execute(_NEXT_PERSON, (name,)).fetchone()
        if name is None:
            return found
        found.append(name)


def every(connection: sqlite.Connection) -> Iterator[AuditEntry]:
    """All entries from the first on, one at a time."""
    for row in connection.execute(_PAGE, (0, _AFTER_EVERYTHING)):
        yield _entry(row)


def add_checkpoint(connection: sqlite.Connection, checkpoint: Checkpoint) -> None:
    """Keep a signed head."""
    kept = checkpoint.head
    connection.execute(_ADD_CHECKPOINT, (kept.sequence, kept.digest, checkpoint.signature))


def checkpoints(connection: sqlite.Connection) -> list[Checkpoint]:
    """All signed heads, oldest first."""
    return [
        Checkpoint(AuditHead(sequence, digest), bytes(signature))
        for sequence, digest, signature in connection.execute(_CHECKPOINTS)
    ]


def _written(moment: datetime | None) -> str:
    # entries are kept in UTC, so that their times compare as texts
    return moment.astimezone(UTC).isoformat() if moment else ""


def _entry(row: tuple[Any, ...]) -> AuditEntry:
    sequence, at, *rest = row
    return AuditEntry(sequence, datetime.fromisoformat(at), *rest)

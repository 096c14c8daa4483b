"""Packages in the vault: what was reserved under which number, what went in, what was answered."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.audit import AuditHead
from app.domain.handover import PackageRow, ReadyRow
from app.domain.ids import TalkId
from app.domain.package import (
    NO_PACKAGE_BEFORE,
    PackageLevel,
    PackageSeal,
    PackageState,
    package_id,
)
from app.store import kinds, registries
from app.store.moments import kept, told, told_if

_LAST = "SELECT number, bag_root, state FROM package ORDER BY number DESC LIMIT 1"
_ADD = """
INSERT INTO package (number, registry_id, office_code, level, reason, archive, previous, bag_root,
    head_sequence, head_digest, created_at, state, talks)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved', ?)
"""
_ADD_TALK = "INSERT INTO package_talk (number, talk_id) VALUES (?, ?)"
_ADD_PART = """
INSERT INTO package_part (number, place, name, size, sha256, content, attachment_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_RESERVED = "SELECT number FROM package WHERE state = 'reserved' ORDER BY number"
_GET = """
SELECT number, registry_id, office_code, level, reason, archive, previous, bag_root,
    head_sequence, head_digest, created_at, state
FROM package WHERE number = ?
"""
_TALKS = "SELECT talk_id FROM package_talk WHERE number = ? ORDER BY talk_id"
_WENT_IN = """
SELECT coalesce(max(k.number), 0) FROM package_talk k JOIN package p ON p.number = k.number
WHERE k.talk_id = ? AND p.state <> 'reserved'
"""
_TALK_NUMBERS = """
SELECT t.number FROM package_talk k JOIN talk t ON t.id = k.talk_id WHERE k.number = ?
"""
_PARTS = """
SELECT place, name, size, sha256, attachment_id FROM package_part WHERE number = ? ORDER BY place
"""
_CONTENT = "SELECT content FROM package_part WHERE number = ? AND place = ?"
_BEGUN = "SELECT EXISTS (SELECT 1 FROM package_copy WHERE number = ?)"
_DROP = (
    "DELETE FROM package_part WHERE number = ?",
    "DELETE FROM package_talk WHERE number = ?",
    "DELETE FROM package WHERE number = ?",
)
_ADD_COPY = "INSERT INTO package_copy (index_digest, number, begun_at) VALUES (?, ?, ?)"
_VERIFIED = "UPDATE package_copy SET verified_at = ? WHERE index_digest = ?"
_HAS_COPY = "SELECT EXISTS (SELECT 1 FROM package_copy WHERE number = ? AND index_digest = ?)"
_COPIES = """
SELECT index_digest, begun_at, verified_at FROM package_copy WHERE number = ? ORDER BY begun_at
"""
_WRITTEN = "UPDATE package SET state = 'written' WHERE number = ? AND state = 'reserved'"
_ROWS = """
SELECT p.number, p.office_code, p.level, p.state, p.talks, p.created_at, i.name,
    (SELECT count(*) FROM package_copy c WHERE c.number = p.number AND c.verified_at IS NOT NULL),
    (SELECT max(c.verified_at) FROM package_copy c WHERE c.number = p.number),
    (SELECT r.received_at FROM receipt r WHERE r.number = p.number),
    p.bag_root
FROM package p JOIN registry_identity i ON i.id = p.registry_id
ORDER BY p.number DESC LIMIT ?
"""
_READY = """
SELECT t.id, t.number, t.kind, t.day, t.interviewees, t.unit_names, t.subject, p.number, p.state
FROM talk t INDEXED BY talk_not_received
LEFT JOIN package p ON p.number = (SELECT max(k.number) FROM package_talk k WHERE k.talk_id = t.id)
WHERE t.status = 'sealed' AND t.received_at IS NULL
ORDER BY t.day DESC, t.id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class KeptPackage:
    """A package as the vault keeps it, without its parts."""

    number: int
    registry_id: int
    level: PackageLevel
    reason: str
    seal: PackageSeal
    bag_root: str
    state: PackageState


@dataclass(frozen=True, slots=True)
class KeptPart:
    """One payload file: kept with the package, or an attachment of the vault."""

    place: int
    name: str
    size: int
    sha256: str
    attachment_id: str | None


def next_number(connection: sqlite.Connection) -> tuple[int, str]:
    """The next package's number, and the root of the package before it."""
    row = connection.execute(_LAST).fetchone()
    return (row[0] + 1, row[1]) if row else (1, NO_PACKAGE_BEFORE)


def reserved(connection: sqlite.Connection) -> list[KeptPackage]:
    """The packages whose writing never came to its end."""
    numbers = [row[0] for row in connection.execute(_RESERVED)]
    return [get(connection, number) for number in numbers]


def is_begun(connection: sqlite.Connection, number: int) -> bool:
    """Whether an index of this package may be on some stick."""
    return bool(connection.execute(_BEGUN, (number,)).fetchone()[0])


def drop(connection: sqlite.Connection, number: int) -> None:
    """Give back the number of a package of which no index was ever written."""
    for sql in _DROP:
        connection.execute(sql, (number,))


def add(connection: sqlite.Connection, package: KeptPackage, talks: Iterable[TalkId]) -> None:
    """Keep a package that was put together; its parts are kept already."""
    seal, head = package.seal, package.seal.audit_head
    numbered = [(package.number, talk_id) for talk_id in talks]
    connection.execute(
        _ADD,
        (
            package.number,
            package.registry_id,
            seal.office_code,
            package.level.value,
            package.reason,
            seal.archive,
            seal.previous,
            package.bag_root,
            head.sequence,
            head.digest,
            kept(seal.created_at),
            len(numbered),
        ),
    )
    connection.executemany(_ADD_TALK, numbered)


def add_part(
    connection: sqlite.Connection, number: int, part: KeptPart, content: bytes | None
) -> None:
    """Keep a payload file: its content, or which attachment it is."""
    packed = None if content is None else zlib.compress(content)
    values = (number, part.place, part.name, part.size, part.sha256, packed, part.attachment_id)
    connection.execute(_ADD_PART, values)


def get(connection: sqlite.Connection, number: int) -> KeptPackage:
    """The package with that number; KeyError when there is none."""
    row = connection.execute(_GET, (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    return _package(connection, row)


def talks_in(connection: sqlite.Connection, number: int) -> list[TalkId]:
    """The talks of a package."""
    return [TalkId(row[0]) for row in connection.execute(_TALKS, (number,))]


def went_in(connection: sqlite.Connection, talk_id: TalkId) -> int:
    """The newest package that was written with this talk, 0 when none was."""
    return int(connection.execute(_WENT_IN, (talk_id,)).fetchone()[0])


def talk_numbers(connection: sqlite.Connection, number: int) -> list[str]:
    """The numbers of the talks of a package."""
    return [row[0] for row in connection.execute(_TALK_NUMBERS, (number,))]


def parts_of(connection: sqlite.Connection, number: int) -> list[KeptPart]:
    """The payload files of a package in their order."""
    return [KeptPart(*row) for row in connection.execute(_PARTS, (number,))]


def part_content(connection: sqlite.Connection, number: int, place: int) -> bytes:
    """The content of a payload file that is kept with the package."""
    return zlib.decompress(connection.execute(_CONTENT, (number, place)).fetchone()[0])


def add_copy(connection: sqlite.Connection, number: int, index_digest: str, at: datetime) -> None:
    """Note that an index of the package is about to be written to a stick."""
    connection.execute(_ADD_COPY, (index_digest, number, kept(at)))


def mark_written(
    connection: sqlite.Connection, number: int, index_digest: str, at: datetime
) -> None:
    """Note that a copy was read back whole; the package counts as written from now on."""
    connection.execute(_VERIFIED, (kept(at), index_digest))
    connection.execute(_WRITTEN, (number,))


def has_copy(connection: sqlite.Connection, number: int, index_digest: str) -> bool:
    """Whether the package was written, or begun, under this index."""
    return bool(connection.execute(_HAS_COPY, (number, index_digest)).fetchone()[0])


def copies_of(
    connection: sqlite.Connection, number: int
) -> list[tuple[str, datetime, datetime | None]]:
    """Every writing of a package: digest of its index, when it began, when it was read back."""
    return [
        (digest, told(begun), told_if(verified))
        for digest, begun, verified in connection.execute(_COPIES, (number,))
    ]


def ready(connection: sqlite.Connection, limit: int) -> list[ReadyRow]:
    """Sealed talks that the registry has not acknowledged, newest first."""
    titles = kinds.titles(connection)
    return [_ready(row, titles) for row in connection.execute(_READY, (limit,))]


def rows(connection: sqlite.Connection, limit: int) -> list[PackageRow]:
    """The packages, newest first."""
    return [_row(row) for row in connection.execute(_ROWS, (limit,))]


def _package(connection: sqlite.Connection, row: tuple[Any, ...]) -> KeptPackage:
    number, registry_id, code, level, reason, archive, previous, bag_root = row[:8]
    head_sequence, head_digest, created_at, state = row[8:]
    seal = PackageSeal(
        office_code=code,
        sequence=number,
        previous=previous,
        recipients=(registries.by_id(connection, registry_id).recipient,),
        archive=archive,
        created_at=told(created_at),
        audit_head=AuditHead(head_sequence, head_digest),
    )
    return KeptPackage(
        number, registry_id, PackageLevel(level), reason, seal, bag_root, PackageState(state)
    )


def _ready(row: tuple[Any, ...], titles: dict[str, str]) -> ReadyRow:
    talk_id, number, kind, day, interviewees, unit_names, subject, package, state = row
    return ReadyRow(
        id=TalkId(talk_id),
        number=number,
        kind=kind,
        day=told(day),
        interviewees=interviewees,
        unit_names=unit_names,
        subject=subject,
        package_number=package,
        package_state=PackageState(state) if state else None,
        kind_title=titles.get(kind, kind),
    )


def _row(row: tuple[Any, ...]) -> PackageRow:
    number, code, level, state, talks, created_at, registry_name, copies = row[:8]
    written_at, received_at, bag_root = row[8:]
    return PackageRow(
        number=number,
        id=package_id(code, number),
        level=PackageLevel(level),
        state=PackageState(state),
        talks=talks,
        created_at=told(created_at),
        registry_name=registry_name,
        copies=copies,
        written_at=told_if(written_at),
        received_at=told_if(received_at),
        bag_root=bag_root,
    )

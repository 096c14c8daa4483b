"""Packages in the vault: what was reserved under which number, what went in, what was answered."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
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

# a package whose root is noughts is only being put together, and no package yet
_UNFINISHED = "0" * 64
_LAST = "SELECT number, bag_root FROM package WHERE bag_root <> ? ORDER BY number DESC LIMIT 1"
_BEGUN_ONES = "SELECT number FROM package WHERE bag_root = ?"
_IS_OURS = "SELECT EXISTS (SELECT 1 FROM package WHERE number = ? AND archive = ? AND bag_root = ?)"
_COMPLETE = """
UPDATE package SET archive = ?, previous = ?, bag_root = ?, head_sequence = ?, head_digest = ?,
    created_at = ?, talks = ? WHERE number = ?
"""
_CLEAR_PARTS = """
DELETE FROM package_part WHERE number = ? AND place IN
    (SELECT place FROM package_part WHERE number = ? ORDER BY place LIMIT ?)
"""
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
_RESERVED = """
SELECT number FROM package WHERE state = 'reserved' AND bag_root <> ? ORDER BY number
"""
_GET = """
SELECT number, registry_id, office_code, level, reason, archive, previous, bag_root,
    head_sequence, head_digest, created_at, state
FROM package WHERE number = ? AND bag_root <> ?
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
SELECT place, name, size, sha256, attachment_id FROM package_part
WHERE number = ? AND place > ? ORDER BY place LIMIT ?
"""
_IS_EMPTIED = """
SELECT NOT EXISTS (SELECT 1 FROM package_part WHERE number = :number) AND EXISTS (
    SELECT 1 FROM package_talk p JOIN destroyed_record g ON g.id = p.talk_id
    WHERE p.number = :number)
"""
_CONTENTS = """
SELECT place, content FROM package_part
WHERE number = ? AND place > ? AND content IS NOT NULL ORDER BY place LIMIT ?
"""
_DROP_TALKS = "DELETE FROM package_talk WHERE number = ?"
_DROP = "DELETE FROM package WHERE number = ?"
_WRITTEN = "UPDATE package SET state = 'written' WHERE number = ? AND state = 'reserved'"
_ROWS = """
SELECT p.number, p.office_code, p.level, p.state, p.talks, p.created_at, i.name,
    (SELECT count(*) FROM package_copy c WHERE c.number = p.number AND c.verified_at IS NOT NULL),
    (SELECT max(c.verified_at) FROM package_copy c WHERE c.number = p.number),
    (SELECT r.received_at FROM receipt r WHERE r.number = p.number),
    p.bag_root
FROM package p JOIN registry_identity i ON i.id = p.registry_id
WHERE p.bag_root <> ?
ORDER BY p.number DESC LIMIT ?
"""
_GOES = """
SELECT t.id, t.number, t.kind, t.day, t.interviewees, t.unit_names, t.subject, p.number, p.state,
    p.level, t.received_at IS NOT NULL
"""
_NEWEST_PACKAGE = """
LEFT JOIN package p ON p.number = (SELECT max(k.number) FROM package_talk k WHERE k.talk_id = t.id)
"""
_READY = f"""
{_GOES} FROM talk t INDEXED BY talk_not_received {_NEWEST_PACKAGE}
WHERE t.status = 'sealed' AND t.received_at IS NULL ORDER BY t.day DESC, t.id DESC LIMIT ?
"""
_RECEIVED = f"""
{_GOES} FROM talk t {_NEWEST_PACKAGE}
WHERE t.status = 'sealed' AND t.received_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM destroyed_record g WHERE g.id = t.id)
ORDER BY t.day DESC, t.id DESC LIMIT ?
"""  # noqa: S608 — constants


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
    row = connection.execute(_LAST, (_UNFINISHED,)).fetchone()
    return (row[0] + 1, row[1]) if row else (1, NO_PACKAGE_BEFORE)


def reserved(connection: sqlite.Connection) -> list[KeptPackage]:
    """The packages whose writing never came to its end."""
    numbers = [row[0] for row in connection.execute(_RESERVED, (_UNFINISHED,))]
    return [get(connection, number) for number in numbers]


def begin(connection: sqlite.Connection, package: KeptPackage, token: str) -> None:
    """Keep the beginning of a package that is put together in many short steps.

    Until it is completed it has neither root nor talks, and nobody sees it; token tells whose
    beginning it is.
    """
    begun = replace(package, seal=replace(package.seal, archive=token), bag_root=_UNFINISHED)
    connection.execute(_ADD, (*_values(begun), 0))


def is_still(connection: sqlite.Connection, number: int, token: str) -> bool:
    """Whether that number is still what was begun with this token."""
    return bool(connection.execute(_IS_OURS, (number, token, _UNFINISHED)).fetchone()[0])


def complete(connection: sqlite.Connection, package: KeptPackage, talks: Iterable[TalkId]) -> None:
    """Make a package of what was begun; its parts are kept already."""
    seal, head = package.seal, package.seal.audit_head
    numbered = [(package.number, talk_id) for talk_id in talks]
    values = (seal.archive, seal.previous, package.bag_root, head.sequence, head.digest)
    at = kept(seal.created_at)
    connection.execute(_COMPLETE, (*values, at, len(numbered), package.number))
    connection.executemany(_ADD_TALK, numbered)


def unmake(connection: sqlite.Connection, package: KeptPackage) -> None:
    """Give back the number of a package of which no index was ever written.

    It is a mere beginning again, to be cleared away.
    """
    connection.execute(_DROP_TALKS, (package.number,))
    connection.execute(_DROP, (package.number,))
    begin(connection, package, "")


def clear_some(connection: sqlite.Connection, most: int) -> bool:
    """Clear away some files of what was begun and never completed; whether there may be more."""
    row = connection.execute(_BEGUN_ONES, (_UNFINISHED,)).fetchone()
    if row is None:
        return False
    (number,) = row
    if connection.execute(_CLEAR_PARTS, (number, number, most)).rowcount < most:
        connection.execute(_DROP, (number,))
    return True


def _values(package: KeptPackage) -> tuple[object, ...]:
    seal, head = package.seal, package.seal.audit_head
    return (
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
    )


def add_part(
    connection: sqlite.Connection, number: int, part: KeptPart, content: bytes | None
) -> None:
    """Keep a payload file: its content as packed gave it, or which attachment it is."""
    values = (number, part.place, part.name, part.size, part.sha256, content, part.attachment_id)
    connection.execute(_ADD_PART, values)


def get(connection: sqlite.Connection, number: int) -> KeptPackage:
    """The package with that number; KeyError when there is none."""
    row = connection.execute(_GET, (number, _UNFINISHED)).fetchone()
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


def parts_of(
    connection: sqlite.Connection, number: int, after: int = -1, most: int = -1
) -> list[KeptPart]:
    """The payload files of a package in their order: all, or so many after that place."""
    return [KeptPart(*row) for row in connection.execute(_PARTS, (number, after, most))]


def is_emptied(connection: sqlite.Connection, number: int) -> bool:
    """Whether nothing is left to write again, because a record in it was destroyed."""
    return bool(connection.execute(_IS_EMPTIED, {"number": number}).fetchone()[0])


def packed_contents(
    connection: sqlite.Connection, number: int, after: int, most: int
) -> list[tuple[int, bytes]]:
    """The next files that are kept with a package, after that place; each as it was packed."""
    return list(connection.execute(_CONTENTS, (number, after, most)))


def packed(content: bytes) -> bytes:
    """The content of a payload file as it is kept; long ones take a while."""
    return zlib.compress(content)


def unpacked(content: bytes) -> bytes:
    """The content of a payload file out of what is kept."""
    return zlib.decompress(content)


def mark_written(connection: sqlite.Connection, number: int) -> None:
    """Note that a copy of the package was read back whole; it counts as written from now on."""
    connection.execute(_WRITTEN, (number,))


def ready(connection: sqlite.Connection, limit: int) -> list[ReadyRow]:
    """Sealed talks that the registry has not acknowledged, newest first."""
    titles = kinds.titles(connection)
    return [_ready(row, titles) for row in connection.execute(_READY, (limit,))]


def received(connection: sqlite.Connection, limit: int) -> list[ReadyRow]:
    """Sealed talks that the registry has acknowledged, newest first."""
    titles = kinds.titles(connection)
    return [_ready(row, titles) for row in connection.execute(_RECEIVED, (limit,))]


def rows(connection: sqlite.Connection, limit: int) -> list[PackageRow]:
    """The packages, newest first."""
    return [_row(row) for row in connection.execute(_ROWS, (_UNFINISHED, limit))]


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
    talk_id, number, kind, day, interviewees, unit_names, subject, package, state = row[:9]
    level, is_received = row[9:]
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
        package_level=PackageLevel(level) if level else None,
        is_received=bool(is_received),
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

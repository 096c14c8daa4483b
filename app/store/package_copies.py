"""The writings of packages: on which stick, in which volumes, read back when; and what would go."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.handover import CopyRow, GoingFile, GoingTalk, Place
from app.domain.ids import TalkId
from app.domain.package import Volume
from app.store.moments import kept, told, told_if

_BEGUN = "SELECT EXISTS (SELECT 1 FROM package_copy WHERE number = ?)"
_ADD = """
INSERT INTO package_copy (index_digest, number, begun_at, stick_id, folder)
VALUES (?, ?, ?, (SELECT id FROM stick WHERE serial = ?), ?)
"""
_ADD_VOLUME = """
INSERT INTO package_volume (index_digest, place, name, size, sha256) VALUES (?, ?, ?, ?, ?)
"""
_VERIFIED = "UPDATE package_copy SET verified_at = ? WHERE index_digest = ?"
_EJECTED = "UPDATE package_copy SET ejected_at = ? WHERE index_digest = ?"
_HAS = "SELECT EXISTS (SELECT 1 FROM package_copy WHERE number = ? AND index_digest = ?)"
_OF = """
SELECT c.index_digest, c.begun_at, c.verified_at, c.ejected_at, c.folder, coalesce(s.label, ''),
    coalesce(s.serial, ''), coalesce(s.custodian, '')
FROM package_copy c LEFT JOIN stick s ON s.id = c.stick_id
WHERE c.number = ? ORDER BY c.begun_at, c.index_digest
"""
_VOLUMES = "SELECT name, size, sha256 FROM package_volume WHERE index_digest = ? ORDER BY place"
_GOING = """
SELECT id, number, interviewees, unit_names, subject, status FROM talk
WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number
"""
_GOING_FILES = """
SELECT talk_id, purpose, size, sha256 FROM attachment
WHERE talk_id IN (SELECT value FROM json_each(?)) ORDER BY talk_id, made_at, id
"""
_TALKS = "SELECT count(*) FROM talk"


@dataclass(frozen=True, slots=True)
class BegunCopy:
    """A writing of a package that is about to be made to count, and where it lies."""

    number: int
    index_digest: str
    at: datetime
    place: Place
    volumes: tuple[Volume, ...] = ()


def is_begun(connection: sqlite.Connection, number: int) -> bool:
    """Whether an index of this package may be on some stick."""
    return bool(connection.execute(_BEGUN, (number,)).fetchone()[0])


def add(connection: sqlite.Connection, copy: BegunCopy) -> None:
    """Note that an index of the package is about to be written to a stick or folder."""
    stick, folder = copy.place.stick_serial, str(copy.place.folder)
    connection.execute(_ADD, (copy.index_digest, copy.number, kept(copy.at), stick, folder))
    listed = [
        (copy.index_digest, place, volume.name, volume.size, volume.sha256)
        for place, volume in enumerate(copy.volumes, 1)
    ]
    connection.executemany(_ADD_VOLUME, listed)


def mark_verified(connection: sqlite.Connection, index_digest: str, at: datetime) -> None:
    """Note that this writing was read back whole."""
    connection.execute(_VERIFIED, (kept(at), index_digest))


def mark_ejected(connection: sqlite.Connection, index_digest: str, at: datetime) -> None:
    """Note that the system let go of the stick of this writing."""
    connection.execute(_EJECTED, (kept(at), index_digest))


def has(connection: sqlite.Connection, number: int, index_digest: str) -> bool:
    """Whether the package was written, or begun, under this index."""
    return bool(connection.execute(_HAS, (number, index_digest)).fetchone()[0])


def of(connection: sqlite.Connection, number: int) -> list[CopyRow]:
    """Every writing of a package with its stick and volumes, oldest first."""
    return [_copy(connection, row) for row in connection.execute(_OF, (number,)).fetchall()]


def going(connection: sqlite.Connection, talks: Iterable[TalkId]) -> list[tuple[GoingTalk, str]]:
    """Who and what these talks are about, and how far each of them has come."""
    found = connection.execute(_GOING, (json.dumps(list(talks)),))
    return [(GoingTalk(TalkId(talk_id), *rest), status) for talk_id, *rest, status in found]


def going_files(connection: sqlite.Connection, talks: Iterable[TalkId]) -> list[GoingFile]:
    """Every file that belongs to these talks."""
    found = connection.execute(_GOING_FILES, (json.dumps(list(talks)),))
    return [GoingFile(TalkId(talk_id), *rest) for talk_id, *rest in found]


def talks_of_the_vault(connection: sqlite.Connection) -> int:
    """How many talks there are."""
    return int(connection.execute(_TALKS).fetchone()[0])


def _copy(connection: sqlite.Connection, row: tuple[Any, ...]) -> CopyRow:
    digest, begun, verified, ejected, folder, label, serial, custodian = row
    return CopyRow(
        index_digest=digest,
        begun_at=told(begun),
        verified_at=told_if(verified),
        ejected_at=told_if(ejected),
        folder=folder,
        stick_label=label,
        stick_serial=serial,
        custodian=custodian,
        volumes=tuple(Volume(*volume) for volume in connection.execute(_VOLUMES, (digest,))),
    )

"""Packages the registry has taken: talks, findings and files of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.registry import Member, PackageRow, TakenPackage, TakenTalk, TalkVersion
from app.store.faults import whole
from app.store.moments import kept, told

_ADD = """
INSERT INTO package (office_code, sequence, index_digest, bag_root, previous, level, reason, talks,
    head_sequence, head_digest, created_at, received_at, index_file, receipt_file, statistics)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ADD_TALK = """
INSERT INTO talk (office_code, sequence, talk_id, number, kind, day, interviewees, unit_names,
    document, process)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ADD_FINDING = """
INSERT INTO finding (office_code, sequence, finding_id, talk_id, number, deadline, status, document)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_ADD_MEMBER = """
INSERT INTO member (id, office_code, sequence, talk_id, name, size, sha256)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_RECEIPT = "SELECT receipt_file FROM package WHERE office_code = ? AND sequence = ?"
_MEMBERS = "SELECT id FROM member"
_MEMBERS_OF = """
SELECT id, talk_id, name, size, sha256 FROM member WHERE office_code = ? AND sequence = ?
ORDER BY talk_id, name
"""
_OUT = """
INSERT INTO member_out (id, at, who, office_code, sequence, name, sha256, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_IS_NAMED = "SELECT 1 FROM member WHERE id = ?"
_DROP_MEMBERS = "DELETE FROM member WHERE office_code = ? AND sequence = ?"
_ROWS = """
SELECT office_code, sequence, level, talks, created_at, received_at, bag_root FROM package
WHERE office_code = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?
"""
_DOCUMENTS = """
SELECT document, process FROM talk WHERE office_code = ? AND sequence = ? AND talk_id = ?
"""
_FINDINGS = """
SELECT document FROM finding WHERE office_code = ? AND sequence = ? AND talk_id = ?
ORDER BY number, finding_id
"""
_VERSIONS = """
SELECT t.sequence, p.level, p.received_at FROM package p CROSS JOIN talk t
WHERE p.office_code = :code AND t.office_code = p.office_code AND t.sequence = p.sequence
    AND t.talk_id = :talk
ORDER BY t.sequence DESC
"""


def add(connection: sqlite.Connection, package: TakenPackage) -> None:
    """Keep a package."""
    seal = package.index.seal
    connection.execute(
        _ADD,
        (
            seal.office_code,
            seal.sequence,
            package.index_digest,
            package.index.bag_root,
            seal.previous,
            package.level,
            package.reason,
            package.talks,
            seal.audit_head.sequence,
            seal.audit_head.digest,
            kept(seal.created_at),
            kept(package.received_at),
            package.index_file,
            package.receipt_file,
            _text(package.statistics),
        ),
    )


def add_talk(connection: sqlite.Connection, talk: TakenTalk) -> None:
    """Keep a talk of a package with its findings."""
    key = (talk.office_code, talk.sequence)
    connection.execute(
        _ADD_TALK,
        (
            *key,
            talk.talk_id,
            talk.number,
            talk.kind,
            talk.day,
            talk.interviewees,
            talk.unit_names,
            talk.document,
            talk.process,
        ),
    )
    connection.executemany(
        _ADD_FINDING,
        (
            (*key, f.id, talk.talk_id, f.number, f.deadline, f.status, f.document)
            for f in talk.findings
        ),
    )


def add_member(
    connection: sqlite.Connection, office_code: str, sequence: int, member: Member
) -> None:
    """Keep what is known of a file that is on the disk already."""
    values = (member.id, office_code, sequence, member.talk_id)
    connection.execute(_ADD_MEMBER, (*values, member.name, member.size, member.sha256))


def members_of(connection: sqlite.Connection, office_code: str, sequence: int) -> list[Member]:
    """The files of a package."""
    return [Member(*row) for row in connection.execute(_MEMBERS_OF, (office_code, sequence))]


def known_files(connection: sqlite.Connection) -> frozenset[str]:
    """The ids of every file that belongs to the vault."""
    return frozenset(row[0] for row in connection.execute(_MEMBERS))


def receipt_file(connection: sqlite.Connection, office_code: str, sequence: int) -> bytes:
    """The receipt that was given for a package; KeyError when it never came."""
    row = connection.execute(_RECEIPT, (office_code, sequence)).fetchone()
    if row is None:
        raise KeyError(sequence)
    return bytes(row[0])


def add_member_out(
    connection: sqlite.Connection,
    which: tuple[str, int, Member],
    out: tuple[str, datetime, str, str],
) -> None:
    """Keep that a file of a package of that office went out: an id, when, by whom, and why."""
    code, sequence, member = which
    out_id, at, who, reason = out
    values = (out_id, kept(at), who, code, sequence, member.name, member.sha256, reason)
    connection.execute(_OUT, values)


def unnamed(connection: sqlite.Connection, ids: Iterable[str]) -> list[str]:
    """Those of the ids that no row names."""
    return [one for one in ids if connection.execute(_IS_NAMED, (one,)).fetchone() is None]


def drop_members(connection: sqlite.Connection, office_code: str, sequence: int) -> None:
    """Forget files of a package that was not taken after all."""
    connection.execute(_DROP_MEMBERS, (office_code, sequence))


def rows(
    connection: sqlite.Connection, office_code: str, before: int, limit: int
) -> list[PackageRow]:
    """Packages of an office below a number, the newest first."""
    found = connection.execute(_ROWS, (office_code, before, limit))
    return [
        PackageRow(code, sequence, level, talks, told(created_at), told(received_at), root)
        for code, sequence, level, talks, created_at, received_at, root in found
    ]


def documents(
    connection: sqlite.Connection, office_code: str, sequence: int, talk_id: str
) -> tuple[dict[str, Any], tuple[dict[str, Any], ...], dict[str, Any]]:
    """A talk, its findings and its process record as a package brought them. Raises KeyError."""
    key = (office_code, sequence, talk_id)
    row = connection.execute(_DOCUMENTS, key).fetchone()
    if row is None:
        raise KeyError(talk_id)
    findings = tuple(json.loads(whole(found[0])) for found in connection.execute(_FINDINGS, key))
    return json.loads(whole(row[0])), findings, json.loads(whole(row[1]))


def versions(connection: sqlite.Connection, office_code: str, talk_id: str) -> list[TalkVersion]:
    """Every coming of a talk, the newest first."""
    values = {"code": office_code, "talk": talk_id}
    return [
        TalkVersion(sequence, level, told(received_at))
        for sequence, level, received_at in connection.execute(_VERSIONS, values)
    ]


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

"""Packages the registry has taken: talks, findings and files of each; and what was refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.package import PackageIndex
from app.domain.registry import Refusal
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
_REFUSE = """
INSERT INTO quarantine (id, at, office_code, sequence, reason, detail, folder)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_REFUSALS = """
SELECT id, at, office_code, sequence, reason, detail, folder FROM quarantine ORDER BY at, id
"""


@dataclass(frozen=True, slots=True)
class TakenPackage:
    """A package as the registry keeps it."""

    index: PackageIndex
    index_digest: str
    index_file: bytes
    receipt_file: bytes
    level: str
    reason: str
    talks: int
    received_at: datetime
    statistics: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TakenTalk:
    """A talk as it came: its place in the lists, and the documents themselves."""

    office_code: str
    sequence: int
    day: str
    document: dict[str, Any]
    findings: dict[str, Any]
    process: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package, kept encrypted beside the vault; talk_id is empty for the ledger."""

    id: str
    talk_id: str
    name: str
    size: int
    sha256: str


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
    document = talk.document
    key = (talk.office_code, talk.sequence)
    interviewees = [p for p in document["participants"] if p["role"] == "interviewee"]
    connection.execute(
        _ADD_TALK,
        (
            *key,
            document["talk_id"],
            document["number"],
            document["kind"],
            talk.day,
            "、".join(p["name"] for p in interviewees),
            "、".join(dict.fromkeys(p["unit_name"] for p in interviewees if p["unit_name"])),
            _text(document),
            _text(talk.process),
        ),
    )
    connection.executemany(
        _ADD_FINDING,
        (
            (*key, f["id"], document["talk_id"], f["number"], f["deadline"], f["status"], _text(f))
            for f in talk.findings["findings"]
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


def refuse(connection: sqlite.Connection, refusal: Refusal) -> None:
    """Keep that a package was refused, and why."""
    connection.execute(
        _REFUSE,
        (
            refusal.id,
            kept(refusal.at),
            refusal.office_code,
            refusal.sequence,
            refusal.reason,
            refusal.detail,
            refusal.folder,
        ),
    )


def refusals(connection: sqlite.Connection) -> list[Refusal]:
    """What was refused, oldest first."""
    return [
        Refusal(row[0], told(row[1]), row[2], row[3], row[4], row[5], row[6])
        for row in connection.execute(_REFUSALS)
    ]


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

"""Packages in a province's ledger: each with all its talks and findings, copied in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from app.domain.registry import PackageRow, TakenPackage, TakenTalk
from app.store.moments import kept, told
from app.store.province import newest
from app.store.province.bulk import copy
from app.store.province.tables import FINDING, PACKAGE, TALK
from app.store.province.words import clean

_BATCH = 250  # of talks; memory stays the same however many a package has


def add(connection: Connection, package: TakenPackage) -> None:
    """Keep a package."""
    seal = package.index.seal
    statistics = json.dumps(package.statistics, ensure_ascii=False, separators=(",", ":"))
    values = {
        "office_code": seal.office_code,
        "sequence": seal.sequence,
        "index_digest": package.index_digest,
        "bag_root": package.index.bag_root,
        "previous": seal.previous,
        "level": package.level,
        "reason": clean(package.reason),
        "talks": package.talks,
        "head_sequence": seal.audit_head.sequence,
        "head_digest": seal.audit_head.digest,
        "created_at": kept(seal.created_at),
        "received_at": kept(package.received_at),
        "index_file": package.index_file,
        "receipt_file": package.receipt_file,
        "statistics": statistics,
    }
    connection.execute(PACKAGE.insert().values(values))


def add_talks(connection: Connection, talks: Iterable[TakenTalk]) -> int:
    """Keep the talks of a package, each its newest version; how many never came before."""
    coming, first_time = iter(talks), 0
    while batch := list(islice(coming, _BATCH)):
        copy(connection, TALK, map(_talk, batch))
        copy(connection, FINDING, (row for talk in batch for row in _findings(talk)))
        first_time += newest.take(connection, batch)
    return first_time


def _talk(talk: TakenTalk) -> tuple[object, ...]:
    return (
        talk.office_code, talk.sequence, talk.talk_id, clean(talk.number), talk.kind, talk.day,
        clean(talk.interviewees), clean(talk.unit_names), talk.document, talk.process,
    )  # fmt: skip


def _findings(talk: TakenTalk) -> Iterator[tuple[object, ...]]:
    for f in talk.findings:
        key = (talk.office_code, talk.sequence, f.id, talk.talk_id)
        yield (*key, clean(f.number), f.deadline, f.status, f.document)


def receipt_file(connection: Connection, code: str, sequence: int) -> bytes:
    """The receipt that was given for a package; KeyError when it never came."""
    of = PACKAGE.c
    asked = select(of.receipt_file).where(of.office_code == code, of.sequence == sequence)
    row = connection.execute(asked).first()
    if row is None:
        raise KeyError(sequence)
    return bytes(row.receipt_file)


def rows(connection: Connection, code: str, before: int, limit: int) -> list[PackageRow]:
    """Packages of an office, the newest first, below the number before."""
    of = PACKAGE.c
    asked = select(
        of.office_code, of.sequence, of.level, of.talks, of.created_at, of.received_at, of.bag_root
    ).where(of.office_code == code, of.sequence < before)
    found = connection.execute(asked.order_by(of.sequence.desc()).limit(limit))
    return [_row(row) for row in found]


def _row(row: Any) -> PackageRow:  # noqa: ANN401 — SQLAlchemy's row, whose columns are known above
    return PackageRow(
        office_code=row.office_code,
        sequence=row.sequence,
        level=row.level,
        talks=row.talks,
        created_at=told(row.created_at),
        received_at=told(row.received_at),
        bag_root=row.bag_root,
    )

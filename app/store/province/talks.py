"""Talks in a province's ledger: found by words, names and units, and read as they came."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    cast,
    false,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.domain.registry import DeskSearch, DeskTalk, FoundTalk, Member, TalkVersion
from app.store.moments import told
from app.store.province import words
from app.store.province.tables import FINDING, KIND_SEEN, NEWEST_TALK, OFFICE, PACKAGE, TALK
from app.store.search_words import Term, terms_of

_Wanted = Select[*tuple[Any, ...]]
_OF = NEWEST_TALK.c
_BETWEEN = "\n"  # the parts of a mark; no day, code or id of a talk has it
_SHOWN = (
    _OF.office_code, _OF.sequence, _OF.full_sequence, _OF.talk_id, _OF.number, _OF.kind_title,
    _OF.day, _OF.subject, _OF.interviewees, _OF.unit_names, _OF.findings,
)  # fmt: skip


def search(connection: Connection, asked: DeskSearch) -> list[FoundTalk]:
    """The talks that have every word and fit, each in its newest version, newest day first."""
    wanted: _Wanted = select(*_SHOWN, OFFICE.c.name.label("office_name"))
    wanted = wanted.join(OFFICE, OFFICE.c.code == _OF.office_code)
    wanted = _after(_said(_within(wanted, asked), asked), asked.after)
    wanted = wanted.order_by(_OF.day.desc(), _OF.office_code, _OF.talk_id).limit(asked.limit)
    return [_found(row) for row in connection.execute(wanted)]


def _within(wanted: _Wanted, asked: DeskSearch) -> _Wanted:
    """Of these offices, of these kinds, in these days."""
    if asked.codes:
        wanted = wanted.where(_OF.office_code.in_(asked.codes))
    if asked.kinds:
        wanted = wanted.where(_OF.kind_title.in_(asked.kinds))
    if asked.first:
        wanted = wanted.where(_OF.day >= asked.first.isoformat())
    if asked.last:
        wanted = wanted.where(_OF.day <= asked.last.isoformat())
    return wanted


def _said(wanted: _Wanted, asked: DeskSearch) -> _Wanted:
    """The index names candidates; their texts decide."""
    texts = (asked.words, asked.name, asked.unit)
    terms, names, units = (terms_of(text) for text in texts)
    if any(
        text.strip() and not found for text, found in zip(texts, (terms, names, units), strict=True)
    ):
        return wanted.where(false())  # marks alone: nothing has them as words
    if question := words.question(terms, names, units):
        wanted = wanted.where(_OF.words.op("@@")(cast(question, TSQUERY)))
    for term in terms:
        wanted = wanted.where(or_(_has(_OF.texts, term), _has(_OF.full_texts, term)))
    for column, looked_for in ((_OF.name_texts, names), (_OF.unit_texts, units)):
        wanted = wanted.where(*(_has(column, term) for term in looked_for))
    return wanted


def _has(column: Column[Any], term: Term) -> ColumnElement[bool]:
    if term.text[0].isascii():
        return column.regexp_match(words.pattern(term))
    return column.like(words.piece(term))


def _after(wanted: _Wanted, mark: str) -> _Wanted:
    if not mark:
        return wanted
    day, code, talk_id = mark.split(_BETWEEN, 2)
    later = tuple_(_OF.office_code, _OF.talk_id) > tuple_(code, talk_id)
    return wanted.where(_OF.day <= day, or_(_OF.day < day, and_(_OF.day == day, later)))


def _found(row: Row[Any]) -> FoundTalk:
    return FoundTalk(
        office_code=row.office_code,
        office_name=row.office_name,
        sequence=row.sequence,
        full_sequence=row.full_sequence,
        talk_id=row.talk_id,
        number=row.number,
        kind_title=row.kind_title,
        day=date.fromisoformat(row.day),
        subject=row.subject,
        interviewees=row.interviewees,
        unit_names=row.unit_names,
        findings=row.findings,
        mark=_BETWEEN.join((row.day, row.office_code, row.talk_id)),
    )


def kinds(connection: Connection) -> list[str]:
    """The titles of all kinds of talk that came."""
    return list(connection.execute(select(KIND_SEEN.c.title).order_by(KIND_SEEN.c.title)).scalars())


def talk(
    connection: Connection, key: tuple[str, int, str], members: tuple[Member, ...]
) -> DeskTalk:
    """A talk as a package brought it: office, number of the package, id. Raises KeyError."""
    code, sequence, talk_id = key
    at = and_(TALK.c.office_code == code, TALK.c.talk_id == talk_id)
    asked = select(TALK.c.document, TALK.c.process, OFFICE.c.name)
    asked = asked.join(OFFICE, OFFICE.c.code == TALK.c.office_code)
    row = connection.execute(asked.where(at, TALK.c.sequence == sequence)).first()
    if row is None:
        raise KeyError(talk_id)
    return DeskTalk(
        office_code=code,
        office_name=row.name,
        sequence=sequence,
        talk_id=talk_id,
        document=json.loads(row.document),
        findings=tuple(_findings(connection, key)),
        process=json.loads(row.process),
        members=members,
        versions=tuple(_versions(connection, code, talk_id)),
    )


def _findings(connection: Connection, key: tuple[str, int, str]) -> list[dict[str, Any]]:
    code, sequence, talk_id = key
    of = FINDING.c
    asked = select(of.document).where(
        of.office_code == code, of.sequence == sequence, of.talk_id == talk_id
    )
    found = connection.execute(asked.order_by(of.number, of.finding_id)).scalars()
    return [json.loads(document) for document in found]


def _versions(connection: Connection, code: str, talk_id: str) -> list[TalkVersion]:
    asked = (
        select(PACKAGE.c.sequence, PACKAGE.c.level, PACKAGE.c.received_at)
        .join(
            TALK,
            and_(
                TALK.c.office_code == PACKAGE.c.office_code, TALK.c.sequence == PACKAGE.c.sequence
            ),
        )
        .where(TALK.c.office_code == code, TALK.c.talk_id == talk_id)
        .order_by(PACKAGE.c.sequence.desc())
    )
    return [TalkVersion(s, level, told(at)) for s, level, at in connection.execute(asked)]

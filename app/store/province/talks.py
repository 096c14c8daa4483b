"""Talks in a province's ledger: found by words, names and units, and read as they came."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from typing import cast as cast_type

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    cast,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.domain.registry import DeskSearch, DeskTalk, FoundTalk, Member, TalkVersion
from app.store.moments import told
from app.store.province import words
from app.store.province.line import driver
from app.store.province.tables import FINDING, KIND_SEEN, NEWEST_TALK, OFFICE, PACKAGE, TALK
from app.store.search_words import Term, terms_of

_Wanted = Select[*tuple[Any, ...]]
_OF = NEWEST_TALK.c
# The server takes long texts for as quick to look at as short ones; so it is told which way to go.
_WALK = text("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
_BY_WORDS = text(
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = on;"
    " SET LOCAL enable_indexscan = off"
)
_FREQUENT, _NEWEST = 0.02, 5000  # of so many talks a page of fifty stands in the newest 2,500
_BETWEEN = "\n"  # the parts of a mark; no day, code or id of a talk has it
_SHOWN = (
    _OF.office_code, _OF.sequence, _OF.full_sequence, _OF.talk_id, _OF.number, _OF.kind_title,
    _OF.day, _OF.subject, _OF.interviewees, _OF.unit_names, _OF.findings,
)  # fmt: skip


def search(connection: Connection, asked: DeskSearch) -> list[FoundTalk]:
    """The talks that have every word and fit, each in its newest version, newest day first."""
    question = _Question.of(asked)
    if question is None:
        return []
    wanted: _Wanted = select(*_SHOWN, _OF.texts, _OF.full_texts, _OF.name_texts, _OF.unit_texts)
    wanted = _within(wanted, asked).order_by(_OF.day.desc(), _OF.office_code, _OF.talk_id)
    if not question.index:
        return _those_that_fit(connection, _after(wanted, asked.after), question, asked.limit)
    if _is_frequent(connection, asked, question):
        return _newest_first(connection, wanted, question, asked)
    return _by_words(connection, wanted, question, asked)


def _newest_first(
    connection: Connection, wanted: _Wanted, question: _Question, asked: DeskSearch
) -> list[FoundTalk]:
    """The newest talks are looked at as they come; when they do not do, the index is asked.

    Two words that stand in many talks may stand in none together.
    """
    connection.execute(_WALK)
    newest = _after(wanted, asked.after)
    near = select(newest.limit(_NEWEST).subquery())
    found = _those_that_fit(connection, near, question, asked.limit)
    if len(found) == asked.limit:
        return found
    last = connection.execute(newest.offset(_NEWEST - 1).limit(1)).first()
    if last is None:
        return found
    rest = replace(asked, after=_mark(last), limit=asked.limit - len(found))
    return found + _by_words(connection, wanted, question, rest)


def _by_words(
    connection: Connection, wanted: _Wanted, question: _Question, asked: DeskSearch
) -> list[FoundTalk]:
    """Candidates of the index in the order of days, each looked at until there are enough."""
    connection.execute(_BY_WORDS)
    wanted = wanted.where(question.match)
    found: list[FoundTalk] = []
    mark, many = asked.after, asked.limit * 2
    while len(found) < asked.limit:
        candidates = _after(wanted, mark).limit(many).subquery()
        looked = select(candidates, question.fits(candidates.c).label("fits"))
        rows = connection.execute(_with_office(looked, candidates)).all()
        found += [_found(row) for row in rows if row.fits]
        if len(rows) < many:
            break
        mark, many = _mark(rows[-1]), many * 4
    return found[: asked.limit]


def _those_that_fit(
    connection: Connection, wanted: _Wanted, question: _Question, limit: int
) -> list[FoundTalk]:
    """The talks of days, one after the other, until enough of them fit."""
    talks = wanted.subquery()
    looked = _with_office(select(talks).where(question.fits(talks.c)), talks)
    return [_found(row) for row in connection.execute(looked.limit(limit))]


def _with_office(wanted: _Wanted, talks: Subquery) -> _Wanted:
    of = talks.c
    named = wanted.add_columns(OFFICE.c.name.label("office_name"))
    named = named.join_from(talks, OFFICE, OFFICE.c.code == of.office_code)
    return named.order_by(of.day.desc(), of.office_code, of.talk_id)


def _is_frequent(connection: Connection, asked: DeskSearch, question: _Question) -> bool:
    """Whether so many talks have it that the newest days hold a page of them.

    The server's own estimate, which knows the frequent words; looking at every talk that has one of
    those would take longer than walking back through the days.
    """
    every = _within(select(_OF.talk_id), asked)
    rows = [_estimate(connection, one) for one in (every.where(question.match), every)]
    return rows[0] > _FREQUENT * rows[1]


def _estimate(connection: Connection, wanted: _Wanted) -> float:
    compiled = wanted.compile(connection, compile_kwargs={"render_postcompile": True})
    values = compiled.construct_params()
    plan = driver(connection).execute(f"EXPLAIN (FORMAT JSON) {compiled}".encode(), values)
    ((told,),) = cast_type("list[tuple[Any]]", plan.fetchall())
    return float(told[0]["Plan"]["Plan Rows"])


@dataclass(frozen=True, slots=True)
class _Question:
    """What is looked for in texts: the index names candidates, their texts decide."""

    words: tuple[Term, ...]
    names: tuple[Term, ...]
    units: tuple[Term, ...]

    @classmethod
    def of(cls, asked: DeskSearch) -> _Question | None:
        """None for marks alone: nothing has them as words."""
        texts = (asked.words, asked.name, asked.unit)
        terms = [terms_of(text) for text in texts]
        if any(text.strip() and not found for text, found in zip(texts, terms, strict=True)):
            return None
        return cls(*terms)

    @property
    def index(self) -> str:
        """What the index is asked, or nothing."""
        return words.question(self.words, self.names, self.units)

    @property
    def match(self) -> ColumnElement[bool]:
        """The index has it."""
        return _OF.words.op("@@")(cast(self.index, TSQUERY))

    def fits(self, of: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[bool]:
        """The texts have it."""
        said = [or_(_has(of.texts, term), _has(of.full_texts, term)) for term in self.words]
        named = [_has(of.name_texts, term) for term in self.names]
        units = [_has(of.unit_texts, term) for term in self.units]
        return and_(true(), *said, *named, *units)


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


def _has(column: ColumnElement[Any], term: Term) -> ColumnElement[bool]:
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
        mark=_mark(row),
    )


def _mark(row: Row[Any]) -> str:
    return _BETWEEN.join((row.day, row.office_code, row.talk_id))


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

"""Finds records by words: the index names candidates, each is looked at before it is called a hit.

A few candidates are gathered and put in the order of their days. Of many the newest taken in are
read first, for records are taken in as they come about; the order is then that of the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from sqlcipher3 import dbapi2 as sqlite

from app.domain.search import FoundKind, SearchMark
from app.store import search_bodies, search_index
from app.store.search_bodies import Body, Owner
from app.store.search_snippets import Looked
from app.store.search_words import Term, facet, terms_of

FEW = 200
MOST_LOOKED_THROUGH = 100  # of what waits; a longer queue is told of instead
_BATCH = 100
_NEWEST = -(1 << 62)
# CROSS JOIN keeps the order: the index first, walked upwards, where the newest come first
_CANDIDATES = """
SELECT e.number, e.kind, e.owner_id, e.day
FROM search_index f CROSS JOIN search_entry e ON e.number = f.rowid
WHERE search_index MATCH :match AND f.rowid > :after_number{days}
ORDER BY f.rowid LIMIT :limit
"""
_WITHIN = " AND e.day >= :first_day AND e.day < :before_day"
_WAITING = """
SELECT 0, kind, owner_id, day FROM search_waiting WHERE is_open = :is_open LIMIT :limit
"""
_INITIALS = """
SELECT DISTINCT person_id FROM person_initials WHERE initials >= ? AND initials < ? LIMIT 300
"""
_SUB_TAGS = "SELECT key FROM problem_tag WHERE parent = ?"


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: terms, of each group of facets at least one, and the days.

    Days are moments as the vault keeps them, from first until before; both empty for all.
    """

    terms: tuple[Term, ...]
    groups: tuple[frozenset[str], ...] = ()
    first: str = ""
    before: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.terms and not self.groups

    @property
    def match(self) -> str:
        """What the index is asked."""
        groups = [" OR ".join(f'"{word}"' for word in sorted(group)) for group in self.groups]
        return " AND ".join([*(term.clause for term in self.terms), *(f"({g})" for g in groups)])

    def fitting(self, body: Body) -> Looked | None:
        """The record when it is what is looked for, by its own texts."""
        if any(body.facets.isdisjoint(group) for group in self.groups):
            return None
        if self.first and not self.first <= body.day < self.before:
            return None
        return self.saying(body)

    def saying(self, body: Body) -> Looked | None:
        """The record when its texts have every term, whatever else it is."""
        looked = Looked.at(body)
        return looked if looked.has(self.terms) else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record the index has for a question; number is nought for one that waits."""

    number: int
    owner: Owner
    day: str

    @property
    def mark(self) -> SearchMark:
        """The place of this record in the order of days."""
        return SearchMark(self.day, self.owner.id)


@dataclass(frozen=True, slots=True)
class Found:
    """Records that fit, where the next begin, and how many candidates there are."""

    records: tuple[Looked, ...]
    next: SearchMark | None
    about: int
    is_exact: bool
    at_least: bool
    last: int = 0


def named(connection: sqlite.Connection, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms, each that may be initials with the registered persons who have them."""
    return tuple(
        Term(term.text, frozenset(_persons(connection, term.text))) if term.is_initials else term
        for term in terms
    )


def tags_under(connection: sqlite.Connection, tag: str) -> frozenset[str]:
    """The facets of a tag and of those under it."""
    below = connection.execute(_SUB_TAGS, (tag,)).fetchall()
    return frozenset(facet("g", key) for key in (tag, *(row[0] for row in below)))


def asked_of(connection: sqlite.Connection, kind: FoundKind, text: str) -> Question | None:
    """What is typed as a question to records of one sort; None when there is no word in it."""
    terms = named(connection, terms_of(text))
    return Question(terms, (frozenset({facet("t", kind.value)}),)) if terms else None


def owners(
    connection: sqlite.Connection, question: Question, kind: FoundKind, most: int
) -> list[str]:
    """The ids of the records of that sort that may fit, the newest first, at most so many."""
    held = candidates(connection, question, most)
    waiting = (one for one in _waiting(connection) if one.owner.kind is kind)
    return list(dict.fromkeys(one.owner.id for one in (*waiting, *held)))[:most]


def is_hit(connection: sqlite.Connection, question: Question, owner: Owner) -> bool:
    """Whether the record really fits, by its own texts. Raises VaultDamagedError."""
    body = search_bodies.read(connection, owner)
    return body is not None and question.fitting(body) is not None


def find(
    connection: sqlite.Connection,
    question: Question,
    after: SearchMark | None,
    limit: int,
    between: Callable[[], None],
) -> Found:
    """The next records that fit; between is called now and then, and may raise to stop.

    Raises VaultDamagedError.
    """
    waiting = _waiting(connection)
    if after is not None and not after.day:
        walked = _walked(connection, question, after.number)
        return _walk(connection, question, _without(walked, waiting), limit, between)
    few = candidates(connection, question, FEW + 1)
    if after is not None or len(few) <= FEW:
        listed = _in_order([*waiting, *_without(few, waiting)], after)
        return _read(connection, question, listed, limit, between)
    looked = _read(connection, question, waiting, MOST_LOOKED_THROUGH, between)
    walked = chain(few, _walked(connection, question, few[-1].number))
    found = _walk(connection, question, _without(walked, waiting), limit, between)
    return replace(found, records=(*looked.records, *found.records))


def _walk(
    connection: sqlite.Connection,
    question: Question,
    walked: Iterable[Candidate],
    limit: int,
    between: Callable[[], None],
) -> Found:
    """The first of very many that fit, in the order of the index."""
    found = _read(connection, question, walked, limit, between)
    mark = SearchMark(number=found.last) if found.next else None
    return replace(found, next=mark, about=FEW, is_exact=False, at_least=True)


def _read(
    connection: sqlite.Connection,
    question: Question,
    candidates: Iterable[Candidate],
    limit: int,
    between: Callable[[], None],
) -> Found:
    """The first candidates that fit, and where the next would begin."""
    records: list[Looked] = []
    last: Candidate | None = None
    for candidate in candidates:
        between()
        looked = _looked_at(connection, question, candidate)
        if looked is None:
            continue
        if last is not None and len(records) == limit:
            about = len(candidates) if isinstance(candidates, list) else 0
            return Found(tuple(records), last.mark, about, False, False, last.number)
        records.append(looked)
        last = candidate
    return Found(tuple(records), None, len(records), True, False)


def _looked_at(
    connection: sqlite.Connection, question: Question, candidate: Candidate
) -> Looked | None:
    """The record behind a candidate, when it fits; what it is the index knows of what it holds."""
    if candidate.number and candidate.owner.kind is FoundKind.TALK:
        body = search_bodies.brief(connection, candidate.owner)
        if body and (looked := question.saying(body)):
            return looked
    body = search_bodies.read(connection, candidate.owner)
    return question.fitting(body) if body else None


def _walked(connection: sqlite.Connection, question: Question, after: int) -> Iterator[Candidate]:
    """All candidates after a number, from the newest taken in; asked for in batches."""
    while batch := candidates(connection, question, _BATCH, after):
        yield from batch
        after = batch[-1].number


def candidates(
    connection: sqlite.Connection, question: Question, limit: int, after: int = _NEWEST
) -> list[Candidate]:
    """What the index has for a question, the newest taken in first, from after a number."""
    if question.is_empty:
        return []
    values = {
        "match": question.match,
        "after_number": after,
        "first_day": question.first,
        "before_day": question.before,
        "limit": limit,
    }
    sql = _CANDIDATES.format(days=_WITHIN if question.first else "")
    return [_candidate(row) for row in connection.execute(sql, values)]


def _waiting(connection: sqlite.Connection) -> list[Candidate]:
    """What is looked through as it stands: open talks, and a queue that is short."""
    rows = connection.execute(_WAITING, {"is_open": 1, "limit": MOST_LOOKED_THROUGH}).fetchall()
    if search_index.count_waiting(connection, MOST_LOOKED_THROUGH + 1) <= MOST_LOOKED_THROUGH:
        limits = {"is_open": 0, "limit": MOST_LOOKED_THROUGH}
        rows += connection.execute(_WAITING, limits).fetchall()
    return [_candidate(row) for row in rows]


def _without(found: Iterable[Candidate], others: Iterable[Candidate]) -> Iterator[Candidate]:
    owners = {other.owner for other in others}
    return (candidate for candidate in found if candidate.owner not in owners)


def _in_order(listed: list[Candidate], after: SearchMark | None) -> list[Candidate]:
    """The newest day first, and after the mark."""
    listed.sort(key=_place, reverse=True)
    if after is None:
        return listed
    return [c for c in listed if _place(c) < (after.day, after.owner)]


def _place(candidate: Candidate) -> tuple[str, str]:
    return candidate.day, candidate.owner.id


def _candidate(row: tuple[int, str, str, str]) -> Candidate:
    number, kind, owner_id, day = row
    return Candidate(number, Owner(FoundKind(kind), owner_id), day)


def _persons(connection: sqlite.Connection, text: str) -> list[str]:
    """The facets of registered persons whose initials begin so."""
    rows = connection.execute(_INITIALS, (text, text + "\U0010ffff"))
    return [search_bodies.person_facet(row[0]) for row in rows]

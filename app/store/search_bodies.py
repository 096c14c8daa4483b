"""What of a record can be found: its texts, what it is, and when; no SQL of search reads more.

Private notes, portraits and facts are not among it: whatever is read here may be shown as a hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.search import FoundKind
from app.store.faults import whole
from app.store.moments import told
from app.store.pinyin import initials
from app.store.search_words import INITIALS, facet

_TALK = """
SELECT t.number, t.kind, t.status, t.day, t.subject, t.interviewees, t.unit_names, k.title,
    b.place, b.summary, b.requirement, b.statement, b.delegation
FROM talk t JOIN talk_body b ON b.talk_id = t.id LEFT JOIN talk_kind k ON k.key = t.kind
WHERE t.id = ?
"""
_PARTICIPANTS = """
SELECT role, name, unit_name, title, person_id, unit_id FROM participant
WHERE talk_id = ? ORDER BY position
"""
# the words of a prompt stand in its set, the same in every talk: only what was asked on the spot
_ANSWERS = """
SELECT a.id, coalesce(a.area, p.area), coalesce(a.question, ''), a.text, a.skipped_reason
FROM answer a LEFT JOIN prompt p
    ON p.prompt_set_id = a.prompt_set_id AND p.number = a.prompt_number
WHERE a.talk_id = ? ORDER BY a.place
"""
_SAID = """
SELECT id, coalesce(question, ''), text, skipped_reason FROM answer WHERE talk_id = ?
ORDER BY place
"""
_FINDINGS_OF = "SELECT area, tag FROM finding WHERE talk_id = ?"
_FINDING = """
SELECT f.number, f.area, f.tag, f.status, f.found_at, f.manifestation, f.measure, f.regulation,
    f.unit_id, f.person_id, f.talk_id, t.kind, coalesce(f.answer_id, '')
FROM finding f JOIN talk t ON t.id = f.talk_id WHERE f.id = ?
"""
_WHOSE = """
SELECT name, unit_name, person_id, unit_id FROM participant
WHERE talk_id = ? AND role = 'interviewee' ORDER BY position
"""
_ATTACHMENT = """
SELECT a.title, a.made_at, a.talk_id, t.kind, t.status, t.interviewees, t.unit_names, t.number
FROM attachment a JOIN talk t ON t.id = a.talk_id
WHERE a.id = ? AND (a.purpose = 'evidence' OR a.purpose = 'audio' OR a.purpose = 'other')
"""
_UNITS_OF = "SELECT unit_id FROM participant WHERE talk_id = ? AND unit_id IS NOT NULL"
_PERSON = "SELECT name, name_key, note FROM person WHERE id = ?"
_POSTS = """
SELECT u.name, o.title, o.rank, o.unit_id FROM post o JOIN unit u ON u.id = o.unit_id
WHERE o.person_id = ? ORDER BY o.until_day DESC, o.is_principal DESC, o.since_day DESC, o.id
"""
_FORMER = "SELECT name_key FROM person_former_name WHERE person_id = ?"
_INITIALS = "SELECT initials FROM person_initials WHERE person_id = ?"
NO_DAY = "9999"  # who has none stands before everything that has
_TIME_ZONES = timedelta(hours=14)  # a year by the clock on the wall may be another by UTC


@dataclass(frozen=True, slots=True)
class Owner:
    """Which record: its sort and its id."""

    kind: FoundKind
    id: str


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a record; place names the answer it belongs to, or is empty."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What is looked through of one record. facets are words for what it is, and initials.

    status is the talk's or the finding's own; is_open says that it is being typed just now.
    """

    owner: Owner
    talk_id: str
    day: str
    title: str
    subtitle: str
    status: str
    fields: tuple[Field, ...]
    facets: frozenset[str]
    is_open: bool = False


def read(connection: sqlite.Connection, owner: Owner) -> Body | None:
    """What can be found of a record, or None when it is not there or must not be found.

    Raises VaultDamagedError.
    """
    return _READERS[owner.kind](connection, owner)


def brief(connection: sqlite.Connection, owner: Owner) -> Body | None:
    """What was said in a talk, without its people and facets: most words are found in that.

    None for what is no talk. Raises VaultDamagedError.
    """
    row = connection.execute(_TALK, (owner.id,)).fetchone()
    if row is None or owner.kind is not FoundKind.TALK:
        return None
    rows = connection.execute(_SAID, (owner.id,)).fetchall()
    fields = (*_said(rows), *_closing(row))
    return _body_of_talk(owner, row, fields, frozenset())


def person_facet(person_id: str) -> str:
    """The word that stands in each record about this person."""
    return facet("p", person_id)


def _talk(connection: sqlite.Connection, owner: Owner) -> Body | None:
    row = connection.execute(_TALK, (owner.id,)).fetchone()
    if row is None:
        return None
    number, kind, status, day = row[:4]
    answers = connection.execute(_ANSWERS, (owner.id,)).fetchall()
    people = connection.execute(_PARTICIPANTS, (owner.id,)).fetchall()
    said = _said([(answer, *texts) for answer, _, *texts in answers])
    about = (Field(" ".join(filter(None, person[1:4]))) for person in people)
    marks = {facet("k", kind), facet("s", status), *_years(day), *_who(people)}
    for area, tag in connection.execute(_FINDINGS_OF, (owner.id,)):
        marks |= _area_and_tag(area, tag)
    marks.update(facet("a", area) for _, area, _, text, _ in answers if area and text)
    fields = (*said, *_closing(row), *about, Field(number))
    return _body_of_talk(owner, row, fields, frozenset({_sort(owner), *marks}))


def _said(answers: list[tuple[Any, ...]]) -> tuple[Field, ...]:
    """What was asked on the spot and answered; each row an answer's id and its texts."""
    return tuple(Field(whole(text), a) for a, *texts in answers for text in texts if text)


def _closing(row: tuple[Any, ...]) -> tuple[Field, ...]:
    subject, place = row[4], row[8]
    return tuple(Field(whole(text)) for text in (*row[9:], subject, place) if text)


def _body_of_talk(
    owner: Owner, row: tuple[Any, ...], fields: tuple[Field, ...], facets: frozenset[str]
) -> Body:
    number, kind, status, day, subject, interviewees, unit_names, kind_title = row[:8]
    return Body(
        owner=owner,
        talk_id=owner.id,
        day=day,
        title=_joined("　", interviewees, unit_names),
        subtitle=_joined(" · ", number, kind_title or kind, subject),
        status=status,
        fields=fields,
        facets=facets,
        is_open=status == "under_way",
    )


def _finding(connection: sqlite.Connection, owner: Owner) -> Body | None:
    row = connection.execute(_FINDING, (owner.id,)).fetchone()
    if row is None:
        return None
    number, area, tag, status, day, manifestation, measure, regulation, *rest = row
    unit_id, person_id, talk_id, kind, answer_id = rest
    people = connection.execute(_WHOSE, (talk_id,)).fetchall()
    whose = [p for p in people if _is_whose(p, person_id, unit_id)]
    marks = {facet("k", kind), facet("s", status), *_years(day), *_area_and_tag(area, tag)}
    marks |= {facet("u", p[3]) for p in whose if p[3]} | {person_facet(p[2]) for p in whose if p[2]}
    marks |= {facet("u", unit_id)} if unit_id else set()
    words = [Field(whole(text), answer_id) for text in (manifestation, measure, regulation) if text]
    named = [Field(_joined(" ", p[0], p[1])) for p in whose]
    return Body(
        owner=owner,
        talk_id=talk_id,
        day=day,
        title=_joined(
            "　", "、".join(p[0] for p in whose[:3]), *dict.fromkeys(p[1] for p in whose[:1])
        ),
        subtitle=number,
        status=status,
        fields=(*words, *named, Field(number)),
        facets=frozenset({_sort(owner), *marks}),
    )


def _attachment(connection: sqlite.Connection, owner: Owner) -> Body | None:
    row = connection.execute(_ATTACHMENT, (owner.id,)).fetchone()
    if row is None:
        return None
    title, day, talk_id, kind, status, interviewees, unit_names, number = row
    marks = {facet("k", kind), *_years(day)}
    marks |= {facet("u", unit) for (unit,) in connection.execute(_UNITS_OF, (talk_id,))}
    return Body(
        owner=owner,
        talk_id=talk_id,
        day=day,
        title=title,
        subtitle=_joined(" · ", number, interviewees, unit_names),
        status=status,
        fields=(Field(whole(title)),),
        facets=frozenset({_sort(owner), *marks}),
    )


def _person(connection: sqlite.Connection, owner: Owner) -> Body | None:
    row = connection.execute(_PERSON, (owner.id,)).fetchone()
    if row is None:
        return None
    name, name_key, note = row
    posts = connection.execute(_POSTS, (owner.id,)).fetchall()
    former = [r[0] for r in connection.execute(_FORMER, (owner.id,))]
    letters = [INITIALS + r[0] for r in connection.execute(_INITIALS, (owner.id,))]
    marks = {facet("u", post[3]) for post in posts} | {person_facet(owner.id)}
    held = [_joined(" ", *post[:3]) for post in posts]
    return Body(
        owner=owner,
        talk_id="",
        day=NO_DAY,
        title=name,
        subtitle=_joined(" ", *posts[0][:2]) if posts else "",
        status="",
        fields=(*_texts(whole(note), *held, name, name_key), *map(Field, former)),
        facets=frozenset({_sort(owner), *marks, *letters}),
    )


def _who(people: list[tuple[Any, ...]]) -> Iterator[str]:
    """Whose talk it is: units of those talked to, registered persons, initials of the others."""
    for role, name, _, _, person_id, unit_id in people:
        if role != "interviewee":
            continue
        if unit_id:
            yield facet("u", unit_id)
        if person_id:
            yield person_facet(person_id)
        else:
            yield from _guest_initials(name)


@lru_cache(maxsize=4096)
def _guest_initials(name: str) -> tuple[str, ...]:
    return tuple(INITIALS + letters for letters in sorted(initials(name)))


def _is_whose(person: tuple[Any, ...], person_id: str | None, unit_id: str | None) -> bool:
    if person_id:
        return bool(person[2] == person_id)
    return unit_id is None or bool(person[3] == unit_id)


def _area_and_tag(area: str, tag: str) -> set[str]:
    return {facet("a", area)} | ({facet("g", tag)} if tag else set())


def _years(day: str) -> set[str]:
    moment = told(day)
    return {facet("y", str((moment + by).year)) for by in (-_TIME_ZONES, _TIME_ZONES)}


def _sort(owner: Owner) -> str:
    return facet("t", owner.kind.value)


def _texts(*texts: str) -> tuple[Field, ...]:
    return tuple(Field(text) for text in texts if text)


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


_READERS: dict[FoundKind, Callable[[sqlite.Connection, Owner], Body | None]] = {
    FoundKind.TALK: _talk,
    FoundKind.FINDING: _finding,
    FoundKind.ATTACHMENT: _attachment,
    FoundKind.PERSON: _person,
}

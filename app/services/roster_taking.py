"""Writes what the user decided about a roster; all of it belongs to one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.calendar import PartialDate
from app.domain.canonical import digest_of, plain
from app.domain.errors import RowsUndecidedError
from app.domain.ids import PersonId, PostId, UnitId
from app.domain.people import Person, Post, Unit
from app.domain.roster import Choice, Decision, PreviewRow, RosterEntry, RosterPost
from app.services.roster_matching import is_within, post_in
from app.services.trail import Trail
from app.store import people
from app.store.connection import Connection


@dataclass(slots=True)
class RosterWriter:
    """Takes row after row into the register; made remembers who a row became."""

    connection: Connection
    trail: Trail
    today: date
    made: dict[int, PersonId] = field(default_factory=dict)

    def take(self, row: PreviewRow, decision: Decision) -> None:
        """Write one row as it was decided. Raises RowsUndecidedError for a row that waits."""
        if decision.choice is Choice.ADD:
            self.made[row.number] = self._add(row.entry)
        elif decision.choice is Choice.JOIN:
            person_id = decision.person_id or self.made.get(decision.row or 0)
            if person_id is None:
                raise RowsUndecidedError(1)
            self._join(person_id, row.entry, ends_former=decision.ends_former)
            self.made[row.number] = person_id

    def _add(self, entry: RosterEntry) -> PersonId:
        person = Person(
            id=PersonId(self.trail.new_id()),
            name=entry.name,
            gender=entry.gender,
            ethnicity=entry.ethnicity,
            political_status=entry.political_status,
            born=entry.born,
            note=entry.note,
        ).checked()
        people.add_person(self.connection, person)
        self.trail.write(self.connection, "person.add", person.id, digest_of(plain(person)))
        for post in entry.posts:
            self._add_post(person.id, post)
        return person.id

    def _join(self, person_id: PersonId, entry: RosterEntry, *, ends_former: bool) -> None:
        card = people.card(self.connection, person_id)
        person = _with_news(card.person, entry)
        if person != card.person:
            people.keep_person(self.connection, person)
            self.trail.write(self.connection, "person.change", person_id, digest_of(plain(person)))
        named: set[PostId] = set()
        for post in entry.posts:
            view = post_in(card.posts, post)
            if view is None:
                self._add_post(person_id, post)
            else:
                named.add(view.post.id)
                self._keep_post(view.post, _with_post_news(view.post, post))
        if ends_former:
            since = next((post.since for post in entry.posts if post.until is None), None)
            for view in card.posts:
                if view.post.until is None and view.post.id not in named:
                    self._keep_post(view.post, self._ended(view.post, since))

    def _add_post(self, person_id: PersonId, told: RosterPost) -> None:
        post = Post(
            id=PostId(self.trail.new_id()),
            person_id=person_id,
            unit_id=self._unit_id(told),
            title=told.title,
            rank=told.rank,
            is_principal=told.is_principal,
            since=told.since,
            until=told.until,
        ).checked()
        people.add_post(self.connection, post)
        self.trail.write(self.connection, "post.add", post.id, digest_of(plain(post)))

    def _keep_post(self, old: Post, new: Post) -> None:
        if new != old:
            checked = new.checked()
            people.keep_post(self.connection, checked)
            self.trail.write(self.connection, "post.change", old.id, digest_of(plain(checked)))

    def _ended(self, post: Post, since: PartialDate | None) -> Post:
        """The post ended when the new one began, or today when that is not known."""
        until = since
        if until is None or (post.since and until.last_day() < post.since.first_day()):
            until = PartialDate(self.today.year, self.today.month, self.today.day)
        return replace(post, until=until)

    def _unit_id(self, told: RosterPost) -> UnitId:
        unit = Unit(UnitId(self.trail.new_id()), told.unit_name, told.unit_kind).checked()
        known = people.unit_named(self.connection, unit.name)
        if known:
            return known.id
        people.add_unit(self.connection, unit)
        self.trail.write(self.connection, "unit.add", unit.id, digest_of(plain(unit)))
        return unit.id


def _with_news(person: Person, entry: RosterEntry) -> Person:
    """The person with all that the entry tells; what it does not tell stays."""
    born = person.born
    if entry.born and not (born and is_within(born, entry.born)):
        born = entry.born
    notes = [person.note] if person.note else []
    notes += [entry.note] if entry.note and entry.note not in person.note else []
    return replace(
        person,
        gender=entry.gender or person.gender,
        ethnicity=entry.ethnicity or person.ethnicity,
        political_status=entry.political_status or person.political_status,
        born=born,
        note="\n".join(notes),
    )


def _with_post_news(post: Post, told: RosterPost) -> Post:
    since, until = post.since, post.until
    if told.since and not (since and is_within(since, told.since)):
        since = told.since
    if told.until and not (until and is_within(until, told.until)):
        until = told.until
    return replace(
        post,
        rank=told.rank or post.rank,
        is_principal=told.is_principal if told.tells_principal else post.is_principal,
        since=since,
        until=until,
    )

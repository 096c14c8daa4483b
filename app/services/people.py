"""What users do with units, persons and posts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import PartialDate
from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import PersonId, PostId, UnitId
from app.domain.people import (
    Person,
    PersonCard,
    PersonFilter,
    PersonRow,
    Post,
    Unit,
    UnitKind,
)
from app.domain.planning import Principal
from app.domain.refusals import TitleMissingError, UnitExistsError
from app.domain.talk_list import TalkRow
from app.services.trail import Trail
from app.store import people, person_lists, plans, talk_lists
from app.store.connection import Connection
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class PostEntry:
    """A post as it is typed in; the unit is chosen, or named anew with its kind."""

    unit_id: UnitId | None = None
    new_unit_name: str = ""
    new_unit_kind: UnitKind = UnitKind.OTHER
    title: str = ""
    rank: str = ""
    is_principal: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a post was typed in."""
        return not (self.unit_id or self.new_unit_name.strip() or self.title.strip())


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person with the present post as they are typed in; a person may have no post yet."""

    name: str
    gender: str = ""
    ethnicity: str = ""
    political_status: str = ""
    born: PartialDate | None = None
    note: str = ""
    unit_id: UnitId | None = None
    new_unit_name: str = ""
    new_unit_kind: UnitKind = UnitKind.OTHER
    title: str = ""
    rank: str = ""
    is_principal: bool = False
    since: PartialDate | None = None

    def person(self, person_id: PersonId) -> Person:
        """The person of this entry, checked; what Person.checked raises."""
        return Person(
            id=person_id,
            name=self.name,
            gender=self.gender.strip(),
            ethnicity=self.ethnicity.strip(),
            political_status=self.political_status.strip(),
            born=self.born,
            note=self.note.strip(),
        ).checked()

    def post(self) -> PostEntry:
        """The post of this entry."""
        return PostEntry(
            unit_id=self.unit_id,
            new_unit_name=self.new_unit_name,
            new_unit_kind=self.new_unit_kind,
            title=self.title,
            rank=self.rank,
            is_principal=self.is_principal,
            since=self.since,
        )


@dataclass(frozen=True, slots=True)
class People:
    """The commands and queries about units, persons and posts."""

    vault: Vault
    trail: Trail

    # ── units ────────────────────────────────────────────────────────────────────────────────────

    def units(self) -> list[Unit]:
        """All units in the order of their names."""
        with self.vault.reading() as connection:
            return people.units(connection)

    def add_unit(self, name: str, kind: UnitKind) -> tuple[UnitId, Changes]:
        """Enter a unit into the register.

        Raises NameMissingError, NameTooLongError, NameUnprintableError, UnitExistsError.
        """
        with self.vault.transaction() as connection:
            return self._new_unit(connection, name, kind), Changes.PEOPLE

    def change_unit(self, unit: Unit) -> Changes:
        """Rename a unit or change its kind; talks keep the name of their day.

        Raises NameMissingError, NameTooLongError, NameUnprintableError, UnitExistsError.
        """
        checked = unit.checked()
        with self.vault.transaction() as connection:
            other = people.unit_named(connection, checked.name)
            if other and other.id != checked.id:
                raise UnitExistsError(checked.name)
            people.keep_unit(connection, checked)
            self.trail.write(connection, "unit.change", checked.id, digest_of(plain(checked)))
        return Changes.PEOPLE

    # ── persons ──────────────────────────────────────────────────────────────────────────────────

    def page(
        self,
        text: str = "",
        unit_id: UnitId | None = None,
        after: PersonRow | None = None,
        limit: int = 100,
    ) -> list[PersonRow]:
        """The next persons in the order of their names; text is a name, a unit or initials."""
        wanted = PersonFilter(text, unit_id)
        with self.vault.reading() as connection:
            return person_lists.page(connection, wanted, after, limit, self._today())

    def principals(self, kind: UnitKind) -> list[Principal]:
        """Who leads the units of that kind today, in the order of the units."""
        with self.vault.reading() as connection:
            everybody = plans.principals(connection, self._today())
            return [one for one in everybody if one.unit_kind is kind]

    def card(self, person_id: PersonId) -> PersonCard:
        """All that is known of one person."""
        with self.vault.reading() as connection:
            return people.card(connection, person_id)

    def talks(self, person_id: PersonId, limit: int = 50) -> list[TalkRow]:
        """The newest talks the person was talked to in."""
        with self.vault.reading() as connection:
            return talk_lists.of_person(connection, person_id, limit)

    def namesakes(self, name: str) -> list[PersonCard]:
        """Everybody in the register whose name is written like this one."""
        with self.vault.reading() as connection:
            found = people.persons_named(connection, name)
            return [people.card(connection, person.id) for person in found]

    def add_person(self, entry: PersonEntry) -> tuple[PersonId, Changes]:
        """Enter a person, with the present post if one was typed in.

        Raises NameMissingError, NameTooLongError, NameUnprintableError, TitleMissingError.
        """
        person = entry.person(PersonId(self.trail.new_id()))
        with self.vault.transaction() as connection:
            people.add_person(connection, person)
            self.trail.write(connection, "person.add", person.id, digest_of(plain(person)))
            if not entry.post().is_empty:
                self._new_post(connection, person, entry.post())
        return person.id, Changes.PEOPLE

    def change_person(self, person: Person) -> Changes:
        """Keep what was changed about a person; talks keep the name of their day.

        Raises NameMissingError, NameTooLongError, NameUnprintableError.
        """
        checked = person.checked()
        with self.vault.transaction() as connection:
            people.keep_person(connection, checked)
            self.trail.write(connection, "person.change", checked.id, digest_of(plain(checked)))
        return Changes.PEOPLE

    # ── posts ────────────────────────────────────────────────────────────────────────────────────

    def add_post(self, person_id: PersonId, entry: PostEntry) -> tuple[PostId, Changes]:
        """Enter one more post of a person.

        Raises NameMissingError, NameTooLongError, NameUnprintableError, TitleMissingError,
        PostDatesError.
        """
        with self.vault.transaction() as connection:
            person = people.person(connection, person_id)
            return self._new_post(connection, person, entry), Changes.PEOPLE

    def change_post(self, post: Post) -> Changes:
        """Keep what was changed about a post. Raises TitleMissingError, PostDatesError."""
        with self.vault.transaction() as connection:
            self._keep_post(connection, post)
        return Changes.PEOPLE

    def end_post(self, post_id: PostId, until: PartialDate) -> Changes:
        """Note that a person left a post. Raises PostDatesError."""
        with self.vault.transaction() as connection:
            post = people.post(connection, post_id)
            self._keep_post(connection, replace(post, until=until))
        return Changes.PEOPLE

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _today(self) -> date:
        return self.trail.clock.local(self.trail.clock.now()).date()

    def _new_unit(self, connection: Connection, name: str, kind: UnitKind) -> UnitId:
        unit = Unit(UnitId(self.trail.new_id()), name, kind).checked()
        if people.unit_named(connection, unit.name):
            raise UnitExistsError(unit.name)
        people.add_unit(connection, unit)
        self.trail.write(connection, "unit.add", unit.id, digest_of(plain(unit)))
        return unit.id

    def _new_post(self, connection: Connection, person: Person, entry: PostEntry) -> PostId:
        if not entry.title.strip():
            raise TitleMissingError(person.name)
        post = Post(
            id=PostId(self.trail.new_id()),
            person_id=person.id,
            unit_id=entry.unit_id or self._unit_named(connection, entry),
            title=entry.title.strip(),
            rank=entry.rank.strip(),
            is_principal=entry.is_principal,
            since=entry.since,
            until=entry.until,
        ).checked()
        people.add_post(connection, post)
        self.trail.write(connection, "post.add", post.id, digest_of(plain(post)))
        return post.id

    def _unit_named(self, connection: Connection, entry: PostEntry) -> UnitId:
        """The unit of that name, entered now if it is new."""
        name = Unit(UnitId(""), entry.new_unit_name, entry.new_unit_kind).checked().name
        known = people.unit_named(connection, name)
        return known.id if known else self._new_unit(connection, name, entry.new_unit_kind)

    def _keep_post(self, connection: Connection, post: Post) -> None:
        if not post.title.strip():
            raise TitleMissingError(people.person(connection, post.person_id).name)
        checked = replace(post, title=post.title.strip()).checked()
        people.keep_post(connection, checked)
        self.trail.write(connection, "post.change", checked.id, digest_of(plain(checked)))

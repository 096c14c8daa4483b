"""Made-up sealed talks in any number, to see how the program behaves after decades."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.ids import AnswerId, PersonId, PostId, TalkId, UnitId
from app.domain.kinds import KINDS
from app.domain.people import Person, Post, Role, Unit, UnitKind
from app.domain.progress import Progress
from app.domain.prompts import PromptSet
from app.domain.talk import Answer, Participant, Talk, TalkStatus, answers_to_ask
from app.services import made_up
from app.services.made_up_findings import MadeUpFindings, Whence
from app.services.trail import Trail
from app.store import people, prompts, tags, talks
from app.store.connection import Connection
from app.store.vault import Vault

BATCH = 500
TALKS_OF_ONE_PERSON = 20  # over the years; the register grows as the talks do
FEWEST_PEOPLE, MOST_PEOPLE = 40, 12_000
OUR_PEOPLE = 6
DAYS = 20 * 365
QUESTIONS = 4
_KINDS = tuple(kind.key for kind in KINDS if not kind.is_collective)


@dataclass(frozen=True, slots=True)
class Cast:
    """The made-up people: whom one talks to, and who talks."""

    leaders: tuple[Participant, ...]
    ours: tuple[Participant, ...]

    def of_a_talk(self, dice: Random) -> tuple[Participant, ...]:
        """One of the leaders, and two of ours."""
        leads, records = dice.sample(self.ours, 2)
        leads, records = replace(leads, role=Role.INTERVIEWER), replace(records, role=Role.RECORDER)
        return (dice.choice(self.leaders), leads, records)


@dataclass(frozen=True, slots=True)
class Seeding:
    """Fills a vault with made-up talks; one seed makes the same talks again."""

    vault: Vault
    trail: Trail

    def grow(
        self, count: int, seed: int, progress: Progress, *, has_findings: bool = False
    ) -> Changes:
        """Add so many sealed talks with their people, some hundred in each transaction.

        has_findings adds what they brought up, one to each talk on the average, with its way.

        The vault needs a prompt set. Raises CancelledError between two transactions, DiskFullError.
        """
        dice = Random(seed)  # noqa: S311 — made-up people, nothing secret
        with self.vault.transaction() as connection:
            cast = self._engage(connection, dice, count)
            whence = self._whence(connection)
            # dice of their own: the talks of a seed are the same with and without them
            found = MadeUpFindings(self.trail, Random(seed), whence) if has_findings else None  # noqa: S311
            self.trail.write(connection, "demo.people", content=digest_of([seed, count]))
        # in the order of their days, as numbers are given in life
        moments = sorted(self._moment(dice) for _ in range(count))
        for done in range(0, count, BATCH):
            progress.step(done, count)
            self._add(dice, cast, found, moments[done : done + BATCH])
        progress.step(count, count)
        return Changes.PEOPLE | Changes.TALKS | Changes.ANSWERS | Changes.FINDINGS

    def _whence(self, connection: Connection) -> Whence:
        """What findings may be about here."""
        prompt_set = prompts.newest(connection)
        areas = tuple(area.key for area in prompt_set.areas) if prompt_set else ()
        return Whence(areas, tuple(tag.key for tag in tags.book(connection).offered))

    def _add(
        self, dice: Random, cast: Cast, found: MadeUpFindings | None, moments: list[datetime]
    ) -> None:
        with self.vault.transaction() as connection:
            prompt_set = prompts.newest(connection)
            if prompt_set is None:
                raise KeyError
            made = [self._talk(dice, cast, prompt_set, moment) for moment in moments]
            local = self.trail.clock.local
            numbers = talks.next_numbers(connection, (local(t.planned_at).year for t in made))
            numbered = [replace(t, number=n) for t, n in zip(made, numbers, strict=True)]
            if found is not None:
                found.find(connection, numbered)
            talks.add_many(connection, numbered)
            self.trail.write(connection, "demo.talks", content=digest_of(numbers))

    def _talk(self, dice: Random, cast: Cast, prompt_set: PromptSet, began: datetime) -> Talk:
        ended = began + timedelta(minutes=dice.randrange(25, 110))
        return Talk(
            id=TalkId(self.trail.new_id()),
            number="",
            kind=dice.choice(_KINDS),
            subject=dice.choice(made_up.SUBJECTS),
            planned_at=began,
            place="谈话室",
            status=TalkStatus.SEALED,
            participants=cast.of_a_talk(dice),
            prompt_set_id=prompt_set.id,
            answers=self._answers(dice, prompt_set),
            began_at=began,
            ended_at=ended,
            summary=made_up.said(dice, 1),
            requirement="按时报送整改情况。",
            statement="完全接受，认真整改。",
            text_digest=f"{dice.getrandbits(256):064x}",
            minutes_pages=2,
            refusal_note="试验用的谈话，没有纸面",
            sealed_at=ended + timedelta(hours=3),
            received_at=ended + timedelta(hours=20),
        )

    def _moment(self, dice: Random) -> datetime:
        day = self.trail.clock.local(self.trail.clock.now()) - timedelta(
            days=dice.randrange(2, DAYS)
        )
        return day.replace(hour=dice.randrange(8, 17), minute=dice.randrange(60), second=0)

    def _answers(self, dice: Random, prompt_set: PromptSet) -> tuple[Answer, ...]:
        chosen = dice.sample(prompt_set.prompts, min(QUESTIONS, len(prompt_set.prompts)))
        ids = tuple(AnswerId(self.trail.new_id()) for _ in chosen)
        asked = answers_to_ask(tuple(chosen), ids)
        return tuple(replace(answer, text=made_up.said(dice, 3)) for answer in asked)

    # ── the people ───────────────────────────────────────────────────────────────────────────────

    def _engage(self, connection: Connection, dice: Random, talks_wanted: int) -> Cast:
        """Enter the people for so many talks into the register."""
        towns = self._units(connection, made_up.towns(), UnitKind.TOWNSHIP)
        offices = self._units(connection, made_up.offices(), UnitKind.DEPARTMENT)
        own = self._units(connection, ["县纪委监委"], UnitKind.DEPARTMENT)
        count = min(max(talks_wanted // TALKS_OF_ONE_PERSON, FEWEST_PEOPLE), MOST_PEOPLE)
        posts = [(unit, title) for unit in towns for title in made_up.TOWN_TITLES]
        posts += [(unit, title) for unit in offices for title in made_up.OFFICE_TITLES]
        names = list(islice(made_up.names(dice), count + OUR_PEOPLE))
        return Cast(
            leaders=tuple(self._person(connection, n, *dice.choice(posts)) for n in names[:count]),
            ours=tuple(self._person(connection, n, own[0], "干部") for n in names[count:]),
        )

    def _units(self, connection: Connection, names: list[str], kind: UnitKind) -> list[Unit]:
        units = []
        for name in names:
            unit = people.unit_named(connection, name)
            if unit is None:
                unit = Unit(UnitId(self.trail.new_id()), name, kind)
                people.add_unit(connection, unit)
            units.append(unit)
        return units

    def _person(self, connection: Connection, name: str, unit: Unit, title: str) -> Participant:
        person = Person(PersonId(self.trail.new_id()), name)
        people.add_person(connection, person)
        post = Post(PostId(self.trail.new_id()), person.id, unit.id, title, is_principal=True)
        people.add_post(connection, post)
        return Participant(Role.INTERVIEWEE, name, unit.name, title, person.id, unit.id)

"""What the page 人员档案 works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.ids import PersonId
from app.domain.progress import Progress
from app.services.application import Application
from app.services.archives import Archives
from app.services.attaching import Attaching
from app.services.facts import Facts
from app.services.people import People
from app.services.recusals import Recusals
from app.services.rosters import Rosters
from ui.people.person_view import WholePerson
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """The services and the lanes; local gives the machine's own time."""

    tasks: Tasks
    people: People
    rosters: Rosters
    facts: Facts
    recusals: Recusals
    archives: Archives
    attaching: Attaching
    now: Callable[[], datetime]
    local: Callable[[datetime], datetime]

    def today(self) -> date:
        """The day it is."""
        return self.local(self.now()).date()

    def whole(self, person_id: PersonId, _: Progress) -> WholePerson:
        """A person, with the archive when it was taken out; on the vault lane."""
        is_open = self.archives.opened(person_id)
        return WholePerson(
            self.people.card(person_id),
            self.facts.of_person(person_id),
            self.recusals.of(person_id),
            self.archives.view(person_id) if is_open else None,
        )


def people_desk_of(application: Application, tasks: Tasks) -> PeopleDesk:
    """The desk in an unlocked vault."""
    clock = application.talks.trail.clock
    return PeopleDesk(
        tasks=tasks,
        people=application.people,
        rosters=application.rosters,
        facts=application.facts,
        recusals=application.recusals,
        archives=application.archives,
        attaching=application.attaching,
        now=clock.now,
        local=clock.local,
    )

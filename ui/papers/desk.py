"""What the page of documents works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.finding import FindingNature
from app.domain.finding_views import FindingFilter, FindingKey, FindingOrder
from app.domain.handover import PackageRow
from app.domain.holders import HolderRole, may
from app.domain.ids import FindingId, IssueId, PersonId, TalkId
from app.domain.papers import PaperKind
from app.domain.people import PersonRow, Unit
from app.domain.progress import Progress
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from app.services.application import Application
from app.services.copies import Copies
from app.services.finding_ledger import FindingLedger
from app.services.handover import Handover
from app.services.minutes import MinutesPapers
from app.services.papers import Papers, UsualWords
from app.services.people import People
from app.services.rectifying import Rectifying
from app.services.talks import Talks
from ui.papers.words import finding_line, issue_line, package_line, person_line, talk_line
from ui.tasks import Tasks

MOST_FOUND = 40
_NOT_CANCELLED = tuple(status for status in TalkStatus if status is not TalkStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """What the fields offer and begin with."""

    units: tuple[Unit, ...]
    packages: tuple[tuple[str, str], ...]
    usual: UsualWords


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """The services, the lanes, and who sits here; local gives the machine's own time."""

    tasks: Tasks
    papers: Papers
    pictures: MinutesPapers
    copies: Copies
    people: People
    talks: Talks
    handover: Handover
    rectifying: Rectifying
    finding_ledger: FindingLedger
    now: Callable[[], datetime]
    local: Callable[[datetime], datetime]
    role: HolderRole = HolderRole.ADMINISTRATOR

    def kinds(self) -> list[PaperKind]:
        """The documents that who sits here may make."""
        return [kind for kind in PaperKind if may(self.role, kind.act)]

    def today(self) -> date:
        """The day it is."""
        return self.local(self.now()).date()

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def choices(self, _: Progress) -> PaperChoices:
        """Read what the fields offer."""
        packages: list[PackageRow] = []
        if may(self.role, PaperKind.HANDOVER_SLIP.act):
            packages = self.handover.packages()
        return PaperChoices(
            units=tuple(self.people.units()),
            packages=tuple((package_line(p, self.local), str(p.number)) for p in packages),
            usual=self.papers.usual(),
        )

    def find_talks(self, text: str, _: Progress) -> list[tuple[str, str]]:
        """Talks to choose from, newest first: words and id."""
        rows = self.talks.page(TalkFilter(text=text, statuses=_NOT_CANCELLED), None, MOST_FOUND)
        return [(self._talk(row), row.id) for row in rows]

    def find_persons(self, text: str, _: Progress) -> list[tuple[str, str]]:
        """Persons to choose from in the order of their names: words and id."""
        rows = self.people.page(text, limit=MOST_FOUND)
        return [(person_line(row), row.id) for row in rows]

    def one_talk(self, talk_id: str, _: Progress) -> list[tuple[str, str]]:
        """One talk that is known by its id."""
        number = self.talks.get(TalkId(talk_id)).number
        rows = self.talks.page(TalkFilter(text=number), None, 1)
        return [(self._talk(row), row.id) for row in rows]

    def one_person(self, person_id: str, _: Progress) -> list[tuple[str, str]]:
        """One person who is known by the id."""
        card = self.people.card(PersonId(person_id))
        present = next(iter(card.posts), None)
        unit, title = (present.unit_name, present.post.title) if present else ("", "")
        row = PersonRow(card.person.id, card.person.name, "", None, unit, None, title, False)
        return [(person_line(row), row.id)]

    def find_findings(self, text: str, _: Progress) -> list[tuple[str, str]]:
        """Problems to choose from, the newest first: words and id."""
        order = FindingOrder(FindingKey.NUMBER, is_descending=True)
        rows = self.finding_ledger.page(FindingFilter(text=text), order, None, MOST_FOUND)
        return [(finding_line(r), r.id) for r in rows if r.nature is FindingNature.PROBLEM]

    def one_finding(self, finding_id: str, _: Progress) -> list[tuple[str, str]]:
        """One finding that is known by its id."""
        row = self.finding_ledger.row(FindingId(finding_id))
        return [(finding_line(row), row.id)] if row else []

    def find_issues(self, text: str, _: Progress) -> list[tuple[str, str]]:
        """Issues to choose from, the newest first, by whom they went to: words and id."""
        found = [one for one in self.rectifying.issues() if text in one.to_name]
        return [(issue_line(one), one.id) for one in found[:MOST_FOUND]]

    def one_issue(self, issue_id: str, _: Progress) -> list[tuple[str, str]]:
        """One issue that is known by its id."""
        issue = self.rectifying.one_issue(IssueId(issue_id))
        return [(issue_line(issue), issue.id)]

    def _talk(self, row: TalkRow) -> str:
        return talk_line(row, self.local)


def paper_desk_of(application: Application, tasks: Tasks) -> PaperDesk:
    """The desk in an unlocked vault."""
    clock = application.talks.trail.clock
    return PaperDesk(
        tasks=tasks,
        papers=application.papers,
        pictures=application.minutes,
        copies=application.copies,
        people=application.people,
        talks=application.talks,
        handover=application.handover,
        rectifying=application.rectifying,
        finding_ledger=application.finding_ledger,
        now=clock.now,
        local=clock.local,
        role=application.session.holder.role,
    )

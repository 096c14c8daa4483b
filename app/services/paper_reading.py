"""What documents are made of, read from the vault inside a transaction of the caller's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.calendar import days_of
from app.domain.copies import CopyFilter, PaperCopy
from app.domain.finding_history import Issue
from app.domain.handover import CopyRow
from app.domain.ids import FindingId, IssueId, PersonId, TalkId, UnitId
from app.domain.package import spoken_fingerprint
from app.domain.papers import (
    ArchivedTalk,
    DestructionPaper,
    FindingSheetPaper,
    HandoverSlipPaper,
    PaperWish,
    PersonArchivePaper,
    SlipCopy,
    TalkReportPaper,
    UndertakingPaper,
)
from app.domain.people import Role
from app.domain.retention_errors import RecordDestroyedError
from app.domain.talk import BEFORE_TALK, Participant, Talk, TalkStatus
from app.services.archive_reading import ArchiveReading
from app.services.finding_reading import FindingReading
from app.services.local_talk import in_local_time
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY
from app.services.rectifying_work import rules_of
from app.store import (
    archive_contents,
    copies,
    credentials,
    destructions,
    facts,
    finding_history,
    finding_issues,
    kinds,
    package_copies,
    packages,
    people,
    registries,
    talk_lists,
    talks,
)
from app.store.connection import Connection
from app.store.finding_lists import Range
from app.system.clock import Clock

MOST_TALKS = 500
_PAGE = 500


@dataclass(frozen=True, slots=True)
class PaperReading:
    """Reads for one document; every moment it gives is the wall clock's."""

    connection: Connection
    clock: Clock

    # ── one talk, one person ─────────────────────────────────────────────────────────────────────

    def talk(self, talk_id: str) -> tuple[Talk, str]:
        """A talk in local times, and what its kind is called. Raises RecordDestroyedError."""
        talk = talks.get(self.connection, TalkId(talk_id))
        if destructions.is_destroyed(self.connection, talk.id):
            raise RecordDestroyedError(talk.number)
        return in_local_time(talk, self.clock), kinds.of(self.connection, talk.kind).title

    def report(self, wish: PaperWish) -> TalkReportPaper:
        """What a report on a talk says."""
        talk, kind_title = self.talk(wish.subject)
        found = FindingReading(self.connection, self.clock)
        areas = found.areas(talk.prompt_set_id)
        return TalkReportPaper(
            talk=talk,
            kind_title=kind_title,
            areas=tuple((title, *talk.coverage(key)) for key, title in areas.items()),
            lines=found.lines(found.ids(Range(talk_id=talk.id, is_as_found=True))),
            addressee=wish.addressee.strip(),
            copies_to=wish.copies_to.strip(),
        )

    def archive(self, wish: PaperWish, taken_by: str) -> PersonArchivePaper:
        """What is known of one person, without talks and findings; figures are today's unit's."""
        person_id = PersonId(wish.subject)
        unit_id = self._unit_of(person_id)
        return PersonArchivePaper(
            card=people.card(self.connection, person_id),
            talks=(),
            lines=(),
            facts=facts.known(self.connection, unit_id, person_id),
            figures=facts.figures(self.connection, unit_id) if unit_id else (),
            reason=wish.reason.strip(),
            taken_by=taken_by,
            leaves=ArchiveReading(self.connection, self.clock).leaves(person_id)[::-1],
        )

    def archived_findings(self, person_id: PersonId) -> tuple[FindingId, ...]:
        """Which findings belong into somebody's archive."""
        unit_id = self._unit_of(person_id)
        found = archive_contents.found_in(self.connection, person_id, unit_id, self.clock.local)
        return tuple(one.id for one in found)

    def archived_talks(self, person_id: PersonId) -> tuple[TalkId, ...]:
        """Which talks do, the oldest first."""
        rows = talk_lists.of_person(self.connection, person_id, MOST_TALKS)
        left_out = (*BEFORE_TALK, TalkStatus.CANCELLED)
        return tuple(row.id for row in reversed(rows) if row.status not in left_out)

    def archived_talk(self, talk_id: TalkId, person_id: PersonId) -> ArchivedTalk:
        """One of these talks."""
        talk, kind_title = self.talk(talk_id)
        them = talk.in_role(Role.INTERVIEWEE)
        return _archived(talk, kind_title, next(p for p in them if p.person_id == person_id))

    def issue(self, issue_id: IssueId) -> Issue:
        """What went out in one issue. KeyError when there is none of that id."""
        return finding_issues.get(self.connection, issue_id)

    def finding(self, finding_id: FindingId) -> FindingSheetPaper:
        """One finding with all it went through. KeyError when there is none of that id."""
        history = finding_history.read(self.connection, finding_id)
        lines = FindingReading(self.connection, self.clock).lines((finding_id,))
        if not lines:
            raise KeyError(finding_id)
        return FindingSheetPaper(lines[0], history, rules_of(self.connection))

    def undertaking(self, wish: PaperWish) -> UndertakingPaper:
        """Who came to a talk, and what each of them undertakes."""
        talk, kind_title = self.talk(wish.subject)
        them = talk.in_role(Role.INTERVIEWEE)
        there = tuple((p.name, p.unit_name + p.title) for p in them if p.is_present)
        points = tuple(filter(None, (line.strip() for line in wish.text.splitlines())))
        return UndertakingPaper(talk.number, kind_title, there, points)

    def destroyed(self, wish: PaperWish) -> DestructionPaper:
        """The copies that were destroyed in the months of the wish."""
        first, last = days_of(wish.year, wish.months)
        local = self.clock.local
        found = [
            replace(copy, taken_at=local(copy.taken_at), destroyed_at=local(copy.destroyed_at))
            for copy in self._every_copy()
            if copy.destroyed_at and first <= local(copy.destroyed_at).date() <= last
        ]
        ordered = sorted(found, key=lambda copy: (copy.title, copy.number))
        return DestructionPaper(tuple(ordered), wish.reason.strip(), wish.method.strip())

    def _every_copy(self) -> list[PaperCopy]:
        found: list[PaperCopy] = []
        while True:
            after = found[-1] if found else None
            page = copies.page(self.connection, after, _PAGE, CopyFilter())
            found += page
            if len(page) < _PAGE:
                return found

    def _unit_of(self, person_id: PersonId) -> UnitId | None:
        view = people.post_on(self.connection, person_id, self.today())
        return view.post.unit_id if view else None

    # ── packages ─────────────────────────────────────────────────────────────────────────────────

    def package(self, number: int) -> HandoverSlipPaper:
        """What the slip of a package says. KeyError when there is none of that number."""
        package = packages.get(self.connection, number)
        parts = packages.parts_of(self.connection, number)
        registry = registries.by_id(self.connection, package.registry_id)
        local = self.clock.local
        return HandoverSlipPaper(
            package=package.seal.id,
            level=package.level,
            talks=len(packages.talks_in(self.connection, number)),
            files=len(parts),
            size=sum(part.size for part in parts),
            bag_root=package.bag_root,
            made_at=local(package.seal.created_at),
            copies=tuple(self._copy(one) for one in package_copies.of(self.connection, number)),
            registry_name=registry.name,
            fingerprint=registry.fingerprint,
            office_fingerprint=self._own_fingerprint(),
        )

    def _copy(self, copy: CopyRow) -> SlipCopy:
        local = self.clock.local
        return SlipCopy(
            index_digest=copy.index_digest,
            begun_at=local(copy.begun_at),
            verified_at=local(copy.verified_at) if copy.verified_at else None,
            stick=" ".join(filter(None, (copy.stick_label, copy.stick_serial))),
            custodian=copy.custodian,
            volumes=copy.volumes,
        )

    def _own_fingerprint(self) -> tuple[str, ...]:
        signing = credentials.get(self.connection, SIGNATURE_KEY)
        archive = credentials.get(self.connection, ARCHIVE_KEY)
        if signing is None or archive is None:
            return ()
        return spoken_fingerprint(signing.public, archive.public.decode())

    # ── the moment ───────────────────────────────────────────────────────────────────────────────

    def local_now(self) -> datetime:
        """The moment on the wall clock."""
        return self.clock.local(self.clock.now())

    def today(self) -> date:
        """The day it is."""
        return self.local_now().date()


def _archived(talk: Talk, kind_title: str, who: Participant) -> ArchivedTalk:
    return ArchivedTalk(
        day=talk.day(),
        number=talk.number,
        kind_title=kind_title,
        subject=talk.subject,
        interviewers="、".join(p.name for p in talk.in_role(Role.INTERVIEWER)),
        post=who.unit_name + who.title,
        is_present=who.is_present,
        summary=talk.summary,
        requirement=talk.requirement,
        statement=talk.statement,
    )

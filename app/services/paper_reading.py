"""What documents are made of, read from the vault inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from app.domain.calendar import days_of, written_period
from app.domain.finding import Finding
from app.domain.handover import CopyRow
from app.domain.ids import FindingId, IssueId, PersonId, TalkId
from app.domain.package import spoken_fingerprint
from app.domain.paper_errors import PaperTooLongError
from app.domain.papers import (
    ArchivedTalk,
    FindingLine,
    FindingSheetPaper,
    HandoverSlipPaper,
    IssueSlipPaper,
    PaperWish,
    PersonArchivePaper,
    SlipCopy,
    TalkReportPaper,
)
from app.domain.people import Role
from app.domain.talk import BEFORE_TALK, Participant, Talk, TalkStatus
from app.services.archive_reading import ArchiveReading
from app.services.local_talk import in_local_time
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY
from app.services.rectifying_work import rules_of
from app.store import (
    archive_contents,
    credentials,
    facts,
    finding_history,
    finding_issues,
    finding_line_parts,
    finding_lists,
    kinds,
    package_copies,
    packages,
    people,
    prompts,
    registries,
    tags,
    talk_lists,
    talks,
)
from app.store.connection import Connection
from app.store.finding_line_parts import LineParts
from app.store.finding_lists import ListedFinding, Range
from app.store.talk_lists import Days
from app.system.clock import Clock

MOST_LINES = 3000
MOST_TALKS = 500
WHOLE_COUNTY = "全县"
CHOSEN = "选出的问题"
_AS_KEPT = tuple(
    sorted(
        {f.name for f in fields(FindingLine)} & {f.name for f in fields(Finding)} - {"area", "tag"}
    )
)


@dataclass(frozen=True, slots=True)
class PaperReading:
    """Reads for one document; every moment it gives is the wall clock's."""

    connection: Connection
    clock: Clock
    _titles: dict[str, dict[str, str]] = field(default_factory=dict)

    # ── findings ─────────────────────────────────────────────────────────────────────────────────

    def wanted(self, wish: PaperWish) -> tuple[FindingLine, ...]:
        """The findings of a list or of the ledger. Raises PaperTooLongError."""
        return self._lines(
            Range(
                talk_id=TalkId(wish.subject) if wish.subject else None,
                unit_id=wish.unit_id,
                finding_ids=wish.finding_ids,
                days=self._days(wish),
                is_open_only=wish.is_open_only,
                has_advice=wish.has_advice,
            )
        )

    def about(self, wish: PaperWish) -> str:
        """What a list is narrowed to, in words."""
        if wish.subject:
            return f"谈话 {talks.get(self.connection, TalkId(wish.subject)).number}"
        if wish.finding_ids:
            return CHOSEN
        unit = people.unit(self.connection, wish.unit_id).name if wish.unit_id else WHOLE_COUNTY
        if not wish.year:
            return unit
        return f"{unit}，{written_period(wish.year, wish.months)}谈话谈出的"

    def urged(self, wish: PaperWish) -> tuple[tuple[str, tuple[FindingLine, ...]], ...]:
        """What is overdue or due soon, by unit, the most urgent first. Raises PaperTooLongError."""
        until = self.today() + timedelta(days=wish.days)
        wanted = Range(
            unit_id=wish.unit_id,
            finding_ids=wish.finding_ids,
            due_until=None if wish.finding_ids else until,
            is_open_only=True,
            has_advice=False,
        )
        urged: dict[tuple[bool, str], list[FindingLine]] = {}
        found = finding_lists.listed(self.connection, wanted, MOST_LINES + 1)
        for line in self._told(found):
            # an undertaking moves with the person, who is urged by name; two may share a name
            whose = line.person_id if line.is_personal else line.unit_name
            if whose:
                urged.setdefault((line.is_personal, whose), []).append(line)
        letters = [
            (lines[0].person_name if is_personal else whose, lines)
            for (is_personal, whose), lines in urged.items()
        ]
        return tuple(
            (whom, tuple(sorted(lines, key=lambda line: (line.deadline, line.number))))
            for whom, lines in sorted(letters, key=lambda one: (one[1][0].is_personal, one[0]))
        )

    def issue_slip(self, issue_id: IssueId) -> IssueSlipPaper:
        """What went out in one issue. KeyError when there is none of that id."""
        issue = finding_issues.get(self.connection, issue_id)
        return IssueSlipPaper(issue, self._lines(Range(finding_ids=issue.finding_ids)))

    def finding_sheet(self, finding_id: FindingId) -> FindingSheetPaper:
        """One finding with all it went through. KeyError when there is none of that id."""
        history = finding_history.read(self.connection, finding_id)
        lines = self._lines(Range(finding_ids=(finding_id,)))
        if not lines:
            raise KeyError(finding_id)
        return FindingSheetPaper(lines[0], history, rules_of(self.connection))

    def _lines(self, wanted: Range) -> tuple[FindingLine, ...]:
        found = finding_lists.listed(self.connection, wanted, MOST_LINES + 1)
        return self._told(found)

    def _told(self, found: list[ListedFinding]) -> tuple[FindingLine, ...]:
        if len(found) > MOST_LINES:
            raise PaperTooLongError(len(found), MOST_LINES)
        book = tags.book(self.connection)
        parts = finding_line_parts.of(self.connection, [one.finding.id for one in found])
        return tuple(
            self._line(one, book.title(one.finding.tag), parts[one.finding.id]) for one in found
        )

    def _line(self, one: ListedFinding, tag: str, parts: LineParts) -> FindingLine:
        kept = one.finding
        return FindingLine(
            **{name: getattr(kept, name) for name in _AS_KEPT},
            talk_number=one.talk_number,
            day=self.clock.local(one.day).date(),
            area=self._areas(one.prompt_set_id).get(kept.area, ""),
            tag=tag,
            unit_name=one.unit_name,
            person_name=one.person_name,
            evidence=tuple(parts.evidence),
            milestones=tuple(parts.milestones),
            look_backs=tuple(parts.look_backs),
            closed_by=parts.closed_by,
            signed_by=parts.signed_by,
            signed_on=parts.signed_on,
        )

    def _areas(self, prompt_set_id: str) -> dict[str, str]:
        if prompt_set_id not in self._titles:
            known = {}
            if prompt_set_id:
                prompt_set = prompts.get(self.connection, prompt_set_id)
                known = {area.key: area.title for area in prompt_set.areas}
            self._titles[prompt_set_id] = known
        return self._titles[prompt_set_id]

    def _days(self, wish: PaperWish) -> Days | None:
        if not wish.year:
            return None
        first, last = days_of(wish.year, wish.months)
        zone = self.local_now().tzinfo
        start = datetime(first.year, first.month, first.day, tzinfo=zone)
        end = last + timedelta(days=1)
        return Days(start, datetime(end.year, end.month, end.day, tzinfo=zone))

    # ── one talk, one person ─────────────────────────────────────────────────────────────────────

    def talk(self, talk_id: str) -> tuple[Talk, str]:
        """A talk in local times, and what its kind is called."""
        talk = talks.get(self.connection, TalkId(talk_id))
        return in_local_time(talk, self.clock), kinds.of(self.connection, talk.kind).title

    def report(self, wish: PaperWish) -> TalkReportPaper:
        """What a report on a talk says."""
        talk, kind_title = self.talk(wish.subject)
        areas = self._areas(talk.prompt_set_id)
        return TalkReportPaper(
            talk=talk,
            kind_title=kind_title,
            areas=tuple((title, *talk.coverage(key)) for key, title in areas.items()),
            lines=self._lines(Range(talk_id=talk.id)),
            addressee=wish.addressee.strip(),
            copies_to=wish.copies_to.strip(),
        )

    def archive(self, wish: PaperWish, taken_by: str) -> PersonArchivePaper:
        """Everything that is known of one person; facts and figures are those of today's unit."""
        person_id = PersonId(wish.subject)
        view = people.post_on(self.connection, person_id, self.today())
        unit_id = view.post.unit_id if view else None
        found = archive_contents.found_in(self.connection, person_id, unit_id)
        ids = tuple(one.finding.id for one in found)
        return PersonArchivePaper(
            card=people.card(self.connection, person_id),
            talks=tuple(self._talks_of(person_id)),
            lines=self._lines(Range(finding_ids=ids)) if ids else (),
            facts=facts.known(self.connection, unit_id, person_id),
            figures=facts.figures(self.connection, unit_id) if unit_id else (),
            reason=wish.reason.strip(),
            taken_by=taken_by,
            leaves=ArchiveReading(self.connection, self.clock).leaves(person_id)[::-1],
        )

    def _talks_of(self, person_id: PersonId) -> Iterable[ArchivedTalk]:
        rows = talk_lists.of_person(self.connection, person_id, MOST_TALKS)
        for row in reversed(rows):
            if row.status in (*BEFORE_TALK, TalkStatus.CANCELLED):
                continue
            talk, kind_title = self.talk(row.id)
            them = talk.in_role(Role.INTERVIEWEE)
            yield _archived(talk, kind_title, next(p for p in them if p.person_id == person_id))

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

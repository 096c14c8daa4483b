"""The four lists of a finding: completed, fanned out to units, issued and signed for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.finding import Finding, FindingStatus
from app.domain.finding_course import (
    Completion,
    Course,
    Hand,
    begun,
    claimed,
    completed,
    fanned_out,
    issued,
    reported,
    words,
)
from app.domain.finding_errors import AddresseeError, SignedForAlreadyError, UnitsOfCommonError
from app.domain.finding_history import CommonPart, FindingAct, FindingHistory, Issue
from app.domain.ids import FindingId, IssueId, PersonId, UnitId
from app.domain.refusals import NothingChosenError
from app.services.rectifying_work import RectifyingWork, course_of
from app.store import finding_history, finding_issues, findings, people
from app.store.connection import Connection

MOST_ISSUES = 500


class RectifyingLists(RectifyingWork):
    """The commands that bring a finding to those who put it right."""

    __slots__ = ()

    def complete(self, finding_id: FindingId, entry: Completion) -> Changes:
        """Say what is to be done, by whom and by when (补全).

        Raises FindingStepError, DeadlineStaysError, FindingDayError, FindingWordsError.
        """
        return self._take(
            finding_id, "finding.complete", lambda course, hand: completed(course, hand, entry)
        )

    def fan_out(
        self, finding_id: FindingId, units: tuple[UnitId, ...]
    ) -> tuple[tuple[FindingId, ...], Changes]:
        """Leave a common finding to units, one finding for each, under numbers of their own.

        Their ids come in the order of the units. A talk that was sealed does not hinder it.
        Raises NothingChosenError, FindingStepError, UnitsOfCommonError.
        """
        if not units:
            raise NothingChosenError
        with self.vault.transaction() as connection:
            before = course_of(connection, finding_id)
            before.refuse(FindingAct.FAN_OUT)
            made = [self._part(connection, before, unit_id) for unit_id in dict.fromkeys(units)]
            parts = tuple(part for _, part in made)
            after = fanned_out(before, self._hand(), parts)
            self._keep(connection, before, after, "finding.fan_out")
        return tuple(part.id for part in parts), Changes.FINDINGS

    def issue(
        self,
        to: tuple[UnitId | None, PersonId | None],
        finding_ids: tuple[FindingId, ...],
        day: date,
    ) -> tuple[IssueId, Changes]:
        """Send findings to the unit or the person they belong to (下达), with one 签收单.

        to names either the unit or the person. Raises NothingChosenError, AddresseeError,
        FindingStepError, FindingDayError.
        """
        chosen = tuple(dict.fromkeys(finding_ids))
        if not chosen:
            raise NothingChosenError
        unit_id, person_id = to
        with self.vault.transaction() as connection:
            name = _name(connection, unit_id, person_id)

            def sent(course: Course, hand: Hand) -> Course:
                course.refuse(FindingAct.ISSUE)
                if addressee(course.finding) != to:
                    raise AddresseeError(course.finding.number)
                return issued(course, hand, day, name)

            for finding_id in chosen:
                self._take_in(connection, finding_id, "finding.issue", sent)
            issue_id = IssueId(self.trail.new_id())
            finding_issues.add(connection, Issue(issue_id, unit_id, person_id, day, chosen))
        return issue_id, Changes.FINDINGS

    def sign_for(self, issue_id: IssueId, signed_by: str, signed_on: date) -> Changes:
        """Note that lists were signed for; those that still stand at 下达 become 认领签收.

        Raises SignedForAlreadyError, FindingWordsError, FindingDayError.
        """
        who = words(signed_by, "signed_by")
        with self.vault.transaction() as connection:
            issue = finding_issues.get(connection, issue_id)
            if issue.signed_on is not None:
                raise SignedForAlreadyError(issue.signed_on)
            day = self._hand().day("signed_on", signed_on, issue.issued_on)
            finding_issues.sign(connection, issue_id, day, who)
            for finding_id in issue.finding_ids:
                if findings.get(connection, finding_id).status is FindingStatus.ISSUED:
                    self._take_in(
                        connection,
                        finding_id,
                        "finding.claim",
                        lambda course, hand: claimed(course, hand, day, who),
                    )
            self.trail.write(connection, "finding.sign_for", issue_id)
        return Changes.FINDINGS

    def issues(
        self, unit_id: UnitId | None = None, *, is_open_only: bool = False
    ) -> tuple[Issue, ...]:
        """The newest lists that went out, of one unit or of all; open: not signed for yet."""
        with self.vault.reading() as connection:
            return finding_issues.page(
                connection, unit_id, is_open_only=is_open_only, most=MOST_ISSUES
            )

    def one_issue(self, issue_id: IssueId) -> Issue:
        """The lists of one 签收单; KeyError when there are none of that id."""
        with self.vault.reading() as connection:
            return finding_issues.get(connection, issue_id)

    def begin(self, finding_id: FindingId, day: date) -> Changes:
        """Note that it is being put right. Raises FindingStepError, FindingDayError."""
        return self._take(
            finding_id, "finding.begin", lambda course, hand: begun(course, hand, day)
        )

    def report(self, finding_id: FindingId, text: str, day: date) -> Changes:
        """Keep what the unit reports, who has begun thereby.

        Raises FindingStepError, FindingWordsError, FindingDayError.
        """
        return self._take(
            finding_id, "finding.report", lambda course, hand: reported(course, hand, text, day)
        )

    def urge(self, finding_ids: tuple[FindingId, ...]) -> Changes:
        """Note that findings were urged (催办). Raises NothingChosenError, FindingStepError."""
        chosen = tuple(dict.fromkeys(finding_ids))
        if not chosen:
            raise NothingChosenError
        with self.vault.transaction() as connection:
            for finding_id in chosen:
                self._note_in(connection, finding_id, FindingAct.URGE, ("", ()))
        return Changes.FINDINGS

    def _part(
        self, connection: Connection, origin: Course, unit_id: UnitId
    ) -> tuple[Finding, CommonPart]:
        """The finding of one unit, kept; found when the common one was, planned as that one is."""
        name = people.unit(connection, unit_id).name
        common = origin.finding
        if finding_history.has_part(connection, common.id, unit_id):
            raise UnitsOfCommonError(common.number, name)
        finding = replace(
            common,
            id=FindingId(self.trail.new_id()),
            number=findings.next_number(connection, self._today()),
            unit_id=unit_id,
            person_id=None,
            is_personal=False,
            common_id=common.id,
            status=FindingStatus.REGISTERED,
        )
        findings.add(connection, finding)
        planned = FindingHistory(milestones=origin.history.milestones)
        finding_history.keep(connection, finding.id, FindingHistory(), planned)
        self.trail.write(connection, "finding.add", finding.id, digest_of(plain(finding)))
        return finding, CommonPart(finding.id, finding.number, name, finding.status)


def addressee(finding: Finding) -> tuple[UnitId | None, PersonId | None]:
    """Where its lists go: an undertaking to the person, anything else to the unit if it has one."""
    if finding.person_id is not None and (finding.is_personal or finding.unit_id is None):
        return None, finding.person_id
    return finding.unit_id, None


def _name(connection: Connection, unit_id: UnitId | None, person_id: PersonId | None) -> str:
    if unit_id is not None:
        return people.unit(connection, unit_id).name
    if person_id is not None:
        return people.person(connection, person_id).name
    raise NothingChosenError

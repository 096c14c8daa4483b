"""Applications to close and to have more time, looking back, accountability, clues."""

from __future__ import annotations

from datetime import date

from app.domain.changes import Changes
from app.domain.finding_closing import (
    ClosingEntry,
    Decision,
    LookBackEntry,
    LookBackPlan,
    archived,
    decided,
    looked_back,
    submitted,
)
from app.domain.finding_course import transferred
from app.domain.finding_pleas import (
    AccountabilityEntry,
    asked_more_time,
    called_to_account,
    decided_accountability,
    decided_more_time,
)
from app.domain.ids import FindingId
from app.services.rectifying_work import RectifyingWork, rules_of
from app.services.workdays import table_of
from app.store import attachments


class RectifyingClosing(RectifyingWork):
    """The commands that bring a finding to its end, and back."""

    __slots__ = ()

    def submit(self, finding_id: FindingId, entry: ClosingEntry) -> Changes:
        """Apply for the closing (申请销号), with the chain in force.

        Raises FindingStepError, FindingWordsError, EvidenceMissingError, FindingDayError.
        """
        with self.vault.transaction() as connection:
            chain = rules_of(connection).chain
            papers = len(attachments.of_finding(connection, finding_id))
            self._take_in(
                connection,
                finding_id,
                "finding.submit",
                lambda course, hand: submitted(course, hand, entry, chain, papers),
            )
        return Changes.FINDINGS

    def decide(self, finding_id: FindingId, decision: Decision) -> Changes:
        """Enter what the next place of the chain decided: the last one closes, any sends back.

        Raises FindingStepError, FindingWordsError, FindingDayError.
        """
        with self.vault.transaction() as connection:
            days = rules_of(connection).look_back_days
            plan = LookBackPlan(days, table_of(connection).next_workday)
            self._take_in(
                connection,
                finding_id,
                "finding.decide",
                lambda course, hand: decided(course, hand, decision, plan),
            )
        return Changes.FINDINGS

    def ask_more_time(self, finding_id: FindingId, wanted: date, reason: str, day: date) -> Changes:
        """Keep an application for more time (申请延期).

        Raises FindingStepError, FindingWordsError, FindingDayError.
        """
        return self._take(
            finding_id,
            "finding.ask_more_time",
            lambda course, hand: asked_more_time(course, hand, wanted, reason, day),
        )

    def decide_more_time(self, finding_id: FindingId, decision: Decision) -> Changes:
        """Grant or refuse more time; the old deadline is kept either way.

        Raises FindingStepError, FindingWordsError, FindingDayError.
        """
        return self._take(
            finding_id,
            "finding.decide_more_time",
            lambda course, hand: decided_more_time(course, hand, decision),
        )

    def look_back(self, finding_id: FindingId, entry: LookBackEntry) -> Changes:
        """Enter the look-back that is next; the last one without relapse archives the finding.

        Raises FindingStepError, FindingWordsError, FindingDayError.
        """
        return self._take(
            finding_id, "finding.look_back", lambda course, hand: looked_back(course, hand, entry)
        )

    def transfer(self, finding_id: FindingId, reference: str) -> Changes:
        """Hand a finding on as a clue (转线索); nothing of it is kept but the reference number.

        Raises FindingStepError, FindingWordsError, ClueReferenceError.
        """
        return self._take(
            finding_id,
            "finding.transfer",
            lambda course, hand: transferred(course, hand, reference),
        )

    def call_to_account(
        self, finding_id: FindingId, entry: AccountabilityEntry, day: date
    ) -> Changes:
        """Propose that somebody is called to account (提请问责).

        Raises FindingStepError, FindingWordsError, FindingDayError.
        """
        return self._take(
            finding_id,
            "finding.call_to_account",
            lambda course, hand: called_to_account(course, hand, entry, day),
        )

    def decide_accountability(
        self, finding_id: FindingId, outcome: str, who: str, day: date
    ) -> Changes:
        """Keep what was decided about the proposal.

        Raises FindingStepError, FindingWordsError, FindingDayError.
        """
        return self._take(
            finding_id,
            "finding.decide_accountability",
            lambda course, hand: decided_accountability(course, hand, outcome, who, day),
        )

    def archive(self, finding_id: FindingId) -> Changes:
        """Lay a closed finding by that nobody looks back at any more. Raises FindingStepError."""
        return self._take(finding_id, "finding.archive", archived)

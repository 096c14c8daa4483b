"""What users do with talks, from the first plan to the sealed record.

Before a talk begins: TalkPlanning; while it goes on: TalkConduct; here is what comes after,
and what is read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.checks import Caution
from app.domain.finding import Finding, FindingStatus
from app.domain.finding_errors import FindingStepError, Hindrance
from app.domain.ids import FindingId, TalkId
from app.domain.people import Role
from app.domain.refusals import ManifestationMissingError, TalkSealedError, WrongStatusError
from app.domain.talk import BEFORE_TALK, Talk, TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from app.domain.terms_of_time import Term
from app.services.sign_fields import refuse_open_fields
from app.services.talk_cautions import cautions_of
from app.services.talk_collective import TalkCollective
from app.services.talk_conduct import TalkConduct
from app.services.talk_correcting import TalkCorrecting
from app.services.talk_entries import FindingEntry as FindingEntry
from app.services.talk_entries import ParticipantEntry as ParticipantEntry
from app.services.talk_entries import TalkEntry as TalkEntry
from app.services.talk_planning import TalkPlanning
from app.services.workdays import table_of
from app.store import findings, kinds, talk_lists, talks
from app.store.connection import Connection


class Talks(TalkPlanning, TalkConduct, TalkCollective, TalkCorrecting):
    """The commands and queries about talks."""

    __slots__ = ()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def page(
        self, wanted: TalkFilter | None = None, after: TalkRow | None = None, limit: int = 100
    ) -> list[TalkRow]:
        """The next talks, newest first; after is the last row of the page before."""
        wanted = wanted or TalkFilter()
        with self.vault.reading() as connection:
            return talk_lists.page(connection, wanted, self._year(wanted.year), after, limit)

    def get(self, talk_id: TalkId) -> Talk:
        """The talk with all that is in it; times are UTC."""
        with self.vault.reading() as connection:
            return talks.get(connection, talk_id)

    def warnings(self, talk_id: TalkId) -> tuple[Caution, ...]:
        """What should be looked at, though nothing forbids to go on."""
        with self.vault.reading() as connection:
            return cautions_of(connection, talks.get(connection, talk_id), self.trail.clock)

    # ── after the talk ───────────────────────────────────────────────────────────────────────────

    def note_refusal_and_sign(self, talk_id: TalkId, note: str) -> Changes:
        """Note that the interviewee would not sign, and who saw it; this stands for the scan.

        Raises WrongStatusError, TalkSealedError, ScanMissingError.
        """
        self._step(talk_id, "talk.refusal", lambda talk: talk.signed(0, note))
        return Changes.TALKS

    def seal(self, talk_id: TalkId) -> Changes:
        """Close a signed talk against every change, for ever.

        Raises WrongStatusError, TalkSealedError, FieldsOpenError.
        """
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id).sealed(self._now())
            refuse_open_fields(connection, talk)
            talks.keep(connection, talk)
            self._trace(connection, "talk.seal", talk)
        return Changes.TALKS

    # ── findings ─────────────────────────────────────────────────────────────────────────────────

    def add_finding(self, talk_id: TalkId, entry: FindingEntry) -> tuple[FindingId, Changes]:
        """Enter what must be put right (记为问题); it gets the next number of its quarter.

        Raises ManifestationMissingError, WrongStatusError, TalkSealedError.
        """
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id)
            now = self._now()
            day = self._day(now)
            blank = Finding(
                id=FindingId(self.trail.new_id()),
                number=findings.next_number(connection, day),
                talk_id=talk_id,
                area=entry.area,
                manifestation="",
                found_at=now,
                deadline=day,
            )
            usual = f"{kinds.of(connection, talk.kind).deadline_months}m"
            finding = _filled(blank, _timed(connection, entry, day, usual), talk)
            findings.add(connection, finding)
            self.trail.write(connection, "finding.add", finding.id, digest_of(plain(finding)))
        return finding.id, Changes.FINDINGS

    def change_finding(self, finding_id: FindingId, entry: FindingEntry) -> Changes:
        """Put a finding in other words while its talk is not sealed.

        Raises ManifestationMissingError, WrongStatusError, TalkSealedError, FindingStepError.
        """
        with self.vault.transaction() as connection:
            old = findings.get(connection, finding_id)
            timed = _timed(connection, entry, self._day(old.found_at))
            finding = _filled(old, timed, talks.get(connection, old.talk_id))
            findings.keep(connection, finding)
            self.trail.write(connection, "finding.change", finding.id, digest_of(plain(finding)))
        return Changes.FINDINGS

    def findings(self, talk_id: TalkId) -> list[Finding]:
        """The findings of a talk in the order of their numbers."""
        with self.vault.reading() as connection:
            return findings.of(connection, talk_id)

    def open_findings(self, talk_id: TalkId) -> list[Finding]:
        """What earlier talks found with these people and units and is not done with.

        Open ones come first, by deadline; then those that are closed and are to be looked back at
        (待回头看), by the day of that.
        """
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
            found = {
                finding.id: finding
                for who in talk.in_role(Role.INTERVIEWEE)
                for query in (findings.open_elsewhere, findings.to_look_back)
                for finding in query(connection, talk_id, who.unit_id, who.person_id)
            }
        return sorted(found.values(), key=_urgency)

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _year(self, year: int | None) -> talk_lists.Days | None:
        if year is None:
            return None
        zone = self.trail.clock.local(self._now()).tzinfo
        return talk_lists.Days(
            datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
        )


def _urgency(finding: Finding) -> tuple[bool, date, str]:
    day = finding.deadline if finding.status.is_open else finding.look_back_on
    return not finding.status.is_open, day or finding.deadline, finding.number


def _timed(connection: Connection, entry: FindingEntry, day: date, usual: str = "") -> FindingEntry:
    """The entry with the day its term comes to; one that tells neither takes the usual term."""
    told = entry.term or ("" if entry.deadline else usual)
    if not told:
        return entry
    deadline = table_of(connection).after(day, Term.parse(told))
    return replace(entry, term=told, deadline=deadline)


def _filled(finding: Finding, entry: FindingEntry, talk: Talk) -> Finding:
    """The finding as it was typed in, if the talk still takes findings.

    Once it was issued its words stay: the unit has them on paper.
    """
    if finding.status is not FindingStatus.REGISTERED:
        hindrance = Hindrance.WORDS_ISSUED
        raise FindingStepError(finding.number, finding.status.value, "change", hindrance)
    if talk.status is TalkStatus.SEALED:
        raise TalkSealedError(talk.number)
    if talk.status in (*BEFORE_TALK, TalkStatus.CANCELLED):
        raise WrongStatusError(talk.number, talk.status.value, "find")
    if not entry.manifestation.strip():
        raise ManifestationMissingError
    interviewees = talk.in_role(Role.INTERVIEWEE)
    only = interviewees[0] if len(interviewees) == 1 and not entry.is_common else None
    return replace(
        finding,
        area=entry.area,
        manifestation=entry.manifestation.strip(),
        measure=entry.measure.strip(),
        deadline=entry.deadline or finding.deadline,
        term=entry.term if entry.deadline else finding.term,
        is_repeated=entry.is_repeated,
        first_deadline=entry.deadline or finding.deadline,
        answer_id=entry.answer_id,
        is_common=entry.is_common,
        unit_id=entry.unit_id or (only.unit_id if only else None),
        person_id=entry.person_id or (only.person_id if only else None),
        tag=entry.tag,
        nature=entry.nature,
        is_personal=entry.is_personal,
        regulation=entry.regulation.strip(),
        is_regulation_new=entry.is_regulation_new,
    )

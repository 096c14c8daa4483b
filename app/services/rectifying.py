"""What users do with findings after the talk, from the four lists to the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.attachment import Attachment
from app.domain.changes import Changes
from app.domain.finding import Finding
from app.domain.finding_history import FindingAct, FindingHistory
from app.domain.finding_steps import allowed
from app.domain.five_fixes import Fix, five_fixes
from app.domain.ids import FindingId
from app.domain.rectifying_rules import RectifyingRules
from app.services.rectifying_closing import RectifyingClosing
from app.services.rectifying_evidence import RectifyingEvidence
from app.services.rectifying_lists import RectifyingLists
from app.services.rectifying_work import course_of, rules_of, with_keys, write_rules
from app.store import attachments, people, prompts, tags, talks
from app.store.connection import Connection


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """One finding whole, as a screen or a paper shows it.

    talk_day is the day by the clock on the wall; origin_number is that of the common finding it
    is a part of. allowed are the acts it takes now; lacking is what is missing of 五定.
    """

    finding: Finding
    talk_number: str
    talk_day: date
    unit_name: str
    person_name: str
    area_title: str
    tag_title: str
    question: str
    origin_number: str
    history: FindingHistory
    evidence: tuple[Attachment, ...]
    allowed: tuple[FindingAct, ...]
    lacking: tuple[Fix, ...]


class Rectifying(RectifyingLists, RectifyingClosing, RectifyingEvidence):
    """The commands and queries about findings on their way."""

    __slots__ = ()

    def sheet(self, finding_id: FindingId) -> FindingSheet:
        """One finding whole; KeyError when there is none."""
        with self.vault.reading() as connection:
            return self._sheet(connection, finding_id)

    def rules(self) -> RectifyingRules:
        """The rules in force."""
        with self.vault.reading() as connection:
            return rules_of(connection)

    def keep_rules(self, rules: RectifyingRules) -> Changes:
        """Keep other rules from now on; what is under way keeps the chain it was asked with.

        Raises ChainLengthError, TitleOfPlaceMissingError, LookBackDaysError, GroundsMissingError.
        """
        checked = with_keys(rules.checked(), self.trail.new_id)
        with self.vault.transaction() as connection:
            write_rules(connection, checked)
            self.trail.write(connection, "rectifying.rules")
        return Changes.SETTINGS

    def _sheet(self, connection: Connection, finding_id: FindingId) -> FindingSheet:
        course = course_of(connection, finding_id)
        finding = course.finding
        talk = talks.get(connection, finding.talk_id)
        unit_id, person_id = finding.unit_id, finding.person_id
        asked = next((a for a in talk.answers if a.id == finding.answer_id), None)
        origin = course_of(connection, finding.common_id).finding if finding.common_id else None
        return FindingSheet(
            finding=finding,
            talk_number=talk.number,
            talk_day=self.trail.clock.local(talk.began_at or talk.planned_at).date(),
            unit_name=people.unit(connection, unit_id).name if unit_id else "",
            person_name=people.person(connection, person_id).name if person_id else "",
            area_title=_area_title(connection, talk.prompt_set_id, finding.area),
            tag_title=tags.book(connection).title(finding.tag),
            question=asked.question if asked else "",
            origin_number=origin.number if origin else "",
            history=course.history,
            evidence=tuple(attachments.of_finding(connection, finding_id)),
            allowed=allowed(finding, course.history),
            lacking=five_fixes(finding),
        )


def _area_title(connection: Connection, prompt_set_id: str | None, area: str) -> str:
    used = prompts.get(connection, prompt_set_id) if prompt_set_id else prompts.newest(connection)
    found = next((a.title for a in used.areas if a.key == area), None) if used else None
    return found or area

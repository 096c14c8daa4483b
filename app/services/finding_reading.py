"""Findings as lists print them, read from the vault inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from app.domain.calendar import days_of, written_period
from app.domain.finding import Finding
from app.domain.ids import FindingId, TalkId
from app.domain.paper_errors import PaperTooLongError
from app.domain.papers import FindingLine, PaperWish
from app.store import finding_line_parts, finding_lists, people, prompts, tags, talks
from app.store.connection import Connection
from app.store.finding_line_parts import LineParts
from app.store.finding_lists import ListedFinding, Range
from app.store.talk_lists import Days
from app.system.clock import Clock

MOST_LINES = 3000
WHOLE_COUNTY = "全县"
CHOSEN = "选出的问题"
_AS_KEPT = tuple(
    sorted(
        {f.name for f in fields(FindingLine)} & {f.name for f in fields(Finding)} - {"area", "tag"}
    )
)


@dataclass(frozen=True, slots=True)
class FindingReading:
    """Reads findings with the words around them; every day it gives is the wall clock's."""

    connection: Connection
    clock: Clock
    _titles: dict[str, dict[str, str]] = field(default_factory=dict)

    def ids(self, wanted: Range) -> tuple[FindingId, ...]:
        """Which findings those are, in the order of their numbers. Raises PaperTooLongError."""
        found = finding_lists.ids(self.connection, wanted, MOST_LINES + 1)
        if len(found) > MOST_LINES:
            raise PaperTooLongError(len(found), MOST_LINES)
        return found

    def lines(self, ids: Sequence[FindingId]) -> tuple[FindingLine, ...]:
        """These findings, in the order of their numbers."""
        book = tags.book(self.connection)
        parts = finding_line_parts.of(self.connection, ids)
        return tuple(
            self._line(one, book.title(one.finding.tag), parts[one.finding.id])
            for one in finding_lists.listed(self.connection, ids)
        )

    def listed(self, wish: PaperWish) -> Range:
        """What a list or the ledger is narrowed to."""
        return Range(
            talk_id=TalkId(wish.subject) if wish.subject else None,
            unit_id=wish.unit_id,
            finding_ids=wish.finding_ids,
            days=self._days(wish),
            is_open_only=wish.is_open_only,
            has_advice=wish.has_advice,
        )

    def urged(self, wish: PaperWish) -> Range:
        """What is overdue or due soon; of chosen findings, those that are open."""
        until = self._local_now().date() + timedelta(days=wish.days)
        return Range(
            unit_id=wish.unit_id,
            finding_ids=wish.finding_ids,
            due_until=None if wish.finding_ids else until,
            is_open_only=True,
            has_advice=False,
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

    def areas(self, prompt_set_id: str) -> dict[str, str]:
        """The titles of the areas of a prompt set by their keys."""
        if prompt_set_id not in self._titles:
            known = {}
            if prompt_set_id:
                prompt_set = prompts.get(self.connection, prompt_set_id)
                known = {area.key: area.title for area in prompt_set.areas}
            self._titles[prompt_set_id] = known
        return self._titles[prompt_set_id]

    def _line(self, one: ListedFinding, tag: str, parts: LineParts) -> FindingLine:
        kept = one.finding
        return FindingLine(
            **{name: getattr(kept, name) for name in _AS_KEPT},
            talk_number=one.talk_number,
            day=self.clock.local(one.day).date(),
            area=self.areas(one.prompt_set_id).get(kept.area, ""),
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

    def _days(self, wish: PaperWish) -> Days | None:
        if not wish.year:
            return None
        first, last = days_of(wish.year, wish.months)
        zone = self._local_now().tzinfo
        start = datetime(first.year, first.month, first.day, tzinfo=zone)
        end = last + timedelta(days=1)
        return Days(start, datetime(end.year, end.month, end.day, tzinfo=zone))

    def _local_now(self) -> datetime:
        return self.clock.local(self.clock.now())


def letters(lines: Iterable[FindingLine]) -> tuple[tuple[str, tuple[FindingLine, ...]], ...]:
    """Whom to urge and for what: by unit, the most urgent first.

    An undertaking moves with the person, who is urged by name, and so is whoever has no unit; two
    may share a name.
    """
    urged: dict[tuple[bool, str], list[FindingLine]] = {}
    for line in lines:
        whose = line.person_id if line.is_persons else line.unit_name
        if whose:
            urged.setdefault((line.is_persons, whose), []).append(line)
    named = [
        (found[0].person_name if is_persons else whose, found)
        for (is_persons, whose), found in urged.items()
    ]
    return tuple(
        (whom, tuple(sorted(found, key=_by_deadline)))
        for whom, found in sorted(named, key=lambda one: (one[1][0].is_persons, one[0]))
    )


def _by_deadline(line: FindingLine) -> tuple[date, str]:
    return line.deadline, line.number

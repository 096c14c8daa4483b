"""What documents say, read in short steps: a long one holds the vault for a moment at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.figure_spans import Span
from app.domain.ids import FindingId, IssueId, PersonId
from app.domain.papers import (
    SHEETS,
    ArchivedTalk,
    FiguresPaper,
    FindingLine,
    FindingsPaper,
    IssueSlipPaper,
    PaperData,
    PaperKind,
    PaperWish,
    UrgingPaper,
)
from app.services.figures import Figures
from app.services.finding_reading import FindingReading, letters
from app.services.paper_reading import PaperReading
from app.services.trail import Trail
from app.store.connection import Connection
from app.store.finding_lists import Range
from app.store.vault import Vault

DAYS_TO_ANSWER = 10
LINES_AT_ONCE = 250
_TALKS_AT_ONCE = 10
Counted = Callable[[], PaperData]
Steps = Iterator[Counted | None]


@dataclass(frozen=True, slots=True)
class PaperSteps:
    """Steps are taken on the vault's lane, between them others may use the vault."""

    vault: Vault
    trail: Trail
    figures: Figures

    def of(self, wish: PaperWish) -> Steps:
        """Nothing for each step but the last; that gives what the document says when called.

        To call it needs no vault. Raises PaperTooLongError, VaultDamagedError; KeyError when there
        is nothing of the subject's id.
        """
        if wish.kind is PaperKind.FIGURES_REPORT:
            return self._figures(wish)
        makers: dict[PaperKind, Callable[[PaperWish], Generator[None, None, PaperData]]] = {
            PaperKind.FINDING_LISTS: self._findings,
            PaperKind.LEDGER: self._findings,
            PaperKind.URGING: self._urging,
            PaperKind.ISSUE_SLIP: self._issue,
            PaperKind.PERSON_ARCHIVE: self._archive,
        }
        return _told(makers.get(wish.kind, self._short)(wish))

    def _short(self, wish: PaperWish) -> Generator[None, None, PaperData]:
        """What is read in one step."""
        makers: dict[PaperKind, Callable[[PaperReading], PaperData]] = {
            PaperKind.UNDERTAKING: lambda reading: reading.undertaking(wish),
            PaperKind.TALK_REPORT: lambda reading: reading.report(wish),
            **dict.fromkeys(SHEETS, lambda reading: reading.finding(FindingId(wish.subject))),
            PaperKind.HANDOVER_SLIP: lambda reading: reading.package(int(wish.subject)),
            PaperKind.DESTRUCTION_NOTE: lambda reading: reading.destroyed(wish),
        }
        yield from ()
        with self.vault.reading() as connection:
            return makers[wish.kind](PaperReading(connection, self.trail.clock))

    def _figures(self, wish: PaperWish) -> Steps:
        reading = self.figures.reading(wish.span or Span.of_months(wish.year, wish.months))
        while not reading.step():
            yield None
        yield lambda: FiguresPaper(*reading.counted())

    def _findings(self, wish: PaperWish) -> Generator[None, None, PaperData]:
        with self.vault.reading() as connection:
            about = self._found_in(connection).about(wish)
        lines = yield from self._wanted(lambda reading: reading.listed(wish))
        return FindingsPaper(about, lines, wish.is_open_only, wish.lists)

    def _urging(self, wish: PaperWish) -> Generator[None, None, PaperData]:
        lines = yield from self._wanted(lambda reading: reading.urged(wish))
        today = self.trail.clock.local(self.trail.clock.now()).date()
        answer_by = wish.answer_by or today + timedelta(days=DAYS_TO_ANSWER)
        return UrgingPaper(letters(lines), answer_by)

    def _issue(self, wish: PaperWish) -> Generator[None, None, PaperData]:
        with self.vault.reading() as connection:
            issue = PaperReading(connection, self.trail.clock).issue(IssueId(wish.subject))
        lines = yield from self._lines(issue.finding_ids)
        return IssueSlipPaper(issue, lines)

    def _archive(self, wish: PaperWish) -> Generator[None, None, PaperData]:
        person_id = PersonId(wish.subject)
        with self.vault.reading() as connection:
            reading = PaperReading(connection, self.trail.clock)
            paper = reading.archive(wish, self.trail.who)
            found = reading.archived_findings(person_id)
            talk_ids = reading.archived_talks(person_id)
        lines = yield from self._lines(found)
        talks: list[ArchivedTalk] = []
        for start in range(0, len(talk_ids), _TALKS_AT_ONCE):
            yield
            with self.vault.reading() as connection:
                reading = PaperReading(connection, self.trail.clock)
                some = talk_ids[start : start + _TALKS_AT_ONCE]
                talks += [reading.archived_talk(talk_id, person_id) for talk_id in some]
        return replace(paper, talks=tuple(talks), lines=lines)

    def _wanted(
        self, narrowed: Callable[[FindingReading], Range]
    ) -> Generator[None, None, tuple[FindingLine, ...]]:
        with self.vault.reading() as connection:
            reading = self._found_in(connection)
            ids = reading.ids(narrowed(reading))
        return (yield from self._lines(ids))

    def _lines(self, ids: Sequence[FindingId]) -> Generator[None, None, tuple[FindingLine, ...]]:
        lines: list[FindingLine] = []
        for start in range(0, len(ids), LINES_AT_ONCE):
            yield
            with self.vault.reading() as connection:
                some = ids[start : start + LINES_AT_ONCE]
                lines += self._found_in(connection).lines(some)
        return tuple(sorted(lines, key=_in_order))

    def _found_in(self, connection: Connection) -> FindingReading:
        return FindingReading(connection, self.trail.clock)


def _told(steps: Generator[None, None, PaperData]) -> Steps:
    data = yield from steps
    yield lambda: data


def _in_order(line: FindingLine) -> tuple[int, ...]:
    """A number is 年份-季度-流水; the serial may have more than four digits."""
    return tuple(int(part) for part in line.number.split("-"))

"""What was done in a period, in figures; each knows the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.figure_counting import Period, counted
from app.domain.figure_records import FindingRecord, PersonRecord
from app.domain.figure_spans import Span
from app.domain.figures import Figure, PeriodFigures, Statistics
from app.domain.ids import FindingId
from app.domain.talk_list import TalkRow
from app.services.figure_reading import FigureReading
from app.services.kinds import counts_by_setting
from app.services.trail import Trail
from app.store import figure_records, figures, kinds, talk_lists
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Figures:
    """The queries about figures of a period."""

    vault: Vault
    trail: Trail

    def of(self, first: date, last: date) -> PeriodFigures:
        """The figures of the talks from the first to the last day, both counted, by their days."""
        days = (self._start(first), self._start(last + timedelta(days=1)))
        with self.vault.reading() as connection:
            return counted(
                Period(
                    held=figures.held(connection, *days),
                    heard=figures.heard(connection, *days),
                    found=figures.found(connection, *days, figures.AreaTitles.read(connection)),
                    book=kinds.book(connection),
                    by_setting=counts_by_setting(connection),
                )
            )

    def today(self) -> date:
        """The day it is."""
        return self.trail.clock.local(self.trail.clock.now()).date()

    def reading(self, span: Span) -> FigureReading:
        """Everything that is counted of a period, read in short steps."""
        return FigureReading(self.vault, self.trail.clock, span)

    def statistics(self, span: Span) -> Statistics:
        """Everything that is counted of a period, read at once: for papers and for tests."""
        reading = self.reading(span)
        while not reading.step():
            pass
        return reading.statistics()

    def compared(self, span: Span) -> tuple[Statistics, Statistics]:
        """A period and the time it is compared with (同比); what goes on is compared so far."""
        return self.statistics(span), self.statistics(span.so_far(self.today()).before)

    # ── the records behind ───────────────────────────────────────────────────────────────────────

    def behind(self, figure: Figure, limit: int) -> list[TalkRow]:
        """The talks a figure stands on, newest first, at most so many."""
        with self.vault.reading() as connection:
            return talk_lists.by_id(connection, figure.talks[-limit:])

    def findings_behind(self, figure: Figure, limit: int) -> list[FindingRecord]:
        """The findings a figure stands on, newest first, at most so many."""
        return self.findings(figure.findings[-limit:])[::-1]

    def persons_behind(self, figure: Figure, limit: int) -> list[PersonRecord]:
        """The persons a figure of the plan stands on, at most so many."""
        with self.vault.reading() as connection:
            return figure_records.persons(connection, figure.persons[:limit])

    def findings(self, ids: tuple[FindingId, ...]) -> list[FindingRecord]:
        """These findings, in their order."""
        with self.vault.reading() as connection:
            return figure_records.findings(connection, ids)

    def _start(self, day: date) -> datetime:
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone)

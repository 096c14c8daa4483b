"""What was done in a period, in figures; each knows the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app.domain.changes import Changes
from app.domain.errors import FolderUnusableError
from app.domain.figure_counting import Period, counted
from app.domain.figure_records import FindingRecord, PersonRecord
from app.domain.figure_spans import Span
from app.domain.figures import Figure, PeriodFigures, Statistics
from app.domain.ids import FindingId, PersonId, TalkId
from app.domain.talk_list import TalkRow
from app.services.figure_reading import ComparedReading, FigureReading
from app.services.kinds import counts_by_setting
from app.services.trail import Trail
from app.store import figure_records, figures, kinds, talk_lists
from app.store.vault import Vault
from app.system.files import write_safely

WORKBOOK_ACT = "talk.figures_workbook"


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

    def reading(self, span: Span) -> ComparedReading:
        """A period beside the time it is compared with (同比), to be read in short steps.

        What goes on is compared with as many days of the time before.
        """
        clock = self.trail.clock
        before = span.so_far(self.today()).before
        return ComparedReading(
            FigureReading(self.vault, clock, span), FigureReading(self.vault, clock, before)
        )

    def compared(self, span: Span) -> tuple[Statistics, Statistics]:
        """The same at once: for papers, and for programs without a window."""
        reading = self.reading(span)
        while not reading.step():
            pass
        return reading.counted()

    # ── the records behind ───────────────────────────────────────────────────────────────────────

    def talks(self, ids: tuple[TalkId, ...]) -> list[TalkRow]:
        """These talks, newest first."""
        with self.vault.reading() as connection:
            return talk_lists.by_id(connection, ids)

    def behind(self, figure: Figure, limit: int) -> list[TalkRow]:
        """The talks a figure stands on, newest first, at most so many."""
        return self.talks(figure.talks[-limit:])

    def findings_behind(self, figure: Figure, limit: int) -> list[FindingRecord]:
        """The findings a figure stands on, newest first, at most so many."""
        return self.findings(figure.findings[-limit:])[::-1]

    def persons_behind(self, figure: Figure, limit: int) -> list[PersonRecord]:
        """The persons a figure of the plan stands on, at most so many."""
        return self.persons(figure.persons[:limit])

    def persons(self, ids: tuple[PersonId, ...]) -> list[PersonRecord]:
        """These persons, in their order."""
        with self.vault.reading() as connection:
            return figure_records.persons(connection, ids)

    def findings(self, ids: tuple[FindingId, ...]) -> list[FindingRecord]:
        """These findings, in their order."""
        with self.vault.reading() as connection:
            return figure_records.findings(connection, ids)

    # ── out of the vault ─────────────────────────────────────────────────────────────────────────

    def write_workbook(self, content: bytes, span: Span, path: Path) -> Changes:
        """Write a workbook of figures to a file outside the vault.

        Raises FolderUnusableError, RoleRefusedError.
        """
        self.trail.refuse_early(WORKBOOK_ACT)
        try:
            write_safely(path, content)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        with self.vault.transaction() as connection:
            digest = sha256(content).hexdigest()
            self.trail.write(connection, WORKBOOK_ACT, str(span.last.year), digest)
        return Changes.NONE

    def _start(self, day: date) -> datetime:
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone)

"""What was done in a period, in figures; each knows the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.figure_counting import Period, counted
from app.domain.figures import Figure, PeriodFigures
from app.domain.talk_list import TalkRow
from app.services.kinds import counts_by_setting
from app.services.trail import Trail
from app.store import figures, kinds, talk_lists
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Figures:
    """The queries about figures of a period."""

    vault: Vault
    trail: Trail

    def of(self, first: date, last: date) -> PeriodFigures:
        """The figures from the first to the last day, both counted, by the days of the talks."""
        days = (self._start(first), self._start(last + timedelta(days=1)))
        with self.vault.reading() as connection:
            return counted(
                Period(
                    held=figures.held(connection, *days),
                    heard=figures.heard(connection, *days),
                    found=figures.found(connection, *days),
                    book=kinds.book(connection),
                    by_setting=counts_by_setting(connection),
                )
            )

    def behind(self, figure: Figure, limit: int) -> list[TalkRow]:
        """The talks a figure stands on, newest first, at most so many."""
        with self.vault.reading() as connection:
            return talk_lists.by_id(connection, figure.talks[-limit:])

    def _start(self, day: date) -> datetime:
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone)

"""What the machine's clock shows when a vault is opened, beside the last entry of its trail.

A wrong clock is told and written down, never refused: the work goes on, and entries are ordered by
their number, not by their time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

_ROUGHLY_NOW = timedelta(minutes=2)
_A_LEAP = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The time now, and the time of the last entry; None where there is none."""

    now: datetime | None = None
    latest: datetime | None = None

    @property
    def is_back(self) -> bool:
        """Whether the clock shows a time before the last entry by more than two minutes."""
        return bool(self.now and self.latest and self.latest - self.now > _ROUGHLY_NOW)

    @property
    def is_ahead(self) -> bool:
        """Whether more than a year has gone by since the last entry, as the clock has it."""
        return bool(self.now and self.latest and self.now - self.latest > _A_LEAP)

    @property
    def act(self) -> str:
        """How the trail calls it, or empty when the clock goes as it should."""
        if self.is_back:
            return "clock.back"
        return "clock.ahead" if self.is_ahead else ""

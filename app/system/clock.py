"""What time it is, from the machine or from a test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""

    def local(self, moment: datetime) -> datetime:
        """The moment as the clock on the wall shows it, aware."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)

    def local(self, moment: datetime) -> datetime:
        """The moment as the clock on the wall shows it, aware."""
        return moment.astimezone()

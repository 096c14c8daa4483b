"""The clock of the demo: the story takes a week, the demo less than a minute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.system.clock import SystemClock

_SATURDAY = 5


class StoryClock:
    """A clock that stands until the story moves it on."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment in the story, in UTC."""
        return self._moment

    def local(self, moment: datetime) -> datetime:
        """The moment on the wall of this machine, as the program itself will show it."""
        return SystemClock().local(moment)

    def move(self, **step: float) -> None:
        """Let time pass."""
        self._moment += timedelta(**step)

    def go_to(self, moment: datetime) -> None:
        """Let time pass until the moment; it never goes back."""
        self._moment = max(self._moment, moment)


def moment_on(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of day here, in UTC."""
    clock = SystemClock()
    zone = clock.now().tzinfo
    return datetime.combine(day, time(hour, minute)).astimezone().astimezone(zone)


def last_working_day(today: date) -> date:
    """The working day before today, so that all of the story lies in the past."""
    day = today - timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return day


def working_day_ago(day: date, days: int) -> date:
    """The day so many days before, or the working day before that when nobody works on it."""
    return last_working_day(day - timedelta(days=days - 1))

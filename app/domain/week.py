"""The week of an office: the day on which it begins."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.workdays import Workdays


def is_week_beginning(today: date, workdays: Workdays) -> bool:
    """Whether it is the first day of its week, Monday to Sunday, that is worked."""
    if not workdays.is_workday(today):
        return False
    earlier = (today - timedelta(days=n) for n in range(1, today.weekday() + 1))
    return not any(workdays.is_workday(day) for day in earlier)

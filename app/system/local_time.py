"""The machine's time zone, as far as its offset from UTC can be told and written."""

from __future__ import annotations

import os
import time

_DAY, _MINUTE = 86_400, 60  # seconds
_DAYS_OF_A_YEAR = 366
_UTC = "UTC0"


def settle_local_time() -> None:
    """Have local times told as UTC where the machine's own zone cannot be.

    TZ may hold anything (POSIX.1-2017, 8.3). Names, files and rules the C library reads, nonsense
    it takes for UTC; but a rule may put the local time days away from UTC, where no clock stands,
    or off by seconds, which a PDF cannot write (ISO 32000-1, 7.9.4).
    """
    if not _can_be_told():
        os.environ["TZ"] = _UTC  # also for the processes that are started from this one
        if hasattr(time, "tzset"):  # Windows keeps its zone elsewhere, and has none like these
            time.tzset()


def _can_be_told() -> bool:
    """Whether the offset is of whole minutes and less than a day, all the year round."""
    now = time.time()
    offsets = {time.localtime(now + day * _DAY).tm_gmtoff for day in range(_DAYS_OF_A_YEAR)}
    return all(abs(offset) < _DAY and offset % _MINUTE == 0 for offset in offsets)

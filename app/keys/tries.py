"""Waiting after wrong passphrases: three are free, then 1, 2, 4 … 60 seconds.

Against a copied vault this is worth nothing; there only the cost of each guess helps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

_FREE = 3
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passphrases since the last right one."""

    count: int = 0
    latest: datetime | None = None

    def failed(self, now: datetime) -> Tries:
        """One more."""
        return Tries(self.count + 1, now)

    def wait(self, now: datetime) -> int:
        """Whole seconds until the next try is heard; 0 when it is heard now."""
        if self.count < _FREE or self.latest is None:
            return 0
        pause = min(1 << min(self.count - _FREE, 16), _LONGEST)
        left = (self.latest + timedelta(seconds=pause) - now).total_seconds()
        # a clock set back must not close the door for longer than the pause itself
        return max(0, min(math.ceil(left), pause))

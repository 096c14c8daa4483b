"""How long a piece of work will still take, from how fast it has gone so far."""

from __future__ import annotations

import time
from collections.abc import Callable

_SURE_AFTER = 3.0  # seconds: before that the speed of a stick says little
_MINUTE, _HOUR = 60, 3600
_EXTRA_MINUTES = 50


class TimeLeft:
    """Reckons from the first step that was told; begins anew with each piece of work."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began: tuple[float, int] | None = None

    def begin(self) -> None:
        """Another piece of work begins."""
        self._began = None

    def words(self, done: int, total: int) -> str:
        """How long the rest will take, in words; empty while nobody can know."""
        at = self._now()
        if self._began is None:
            self._began = (at, done)
        began_at, done_before = self._began
        gone, moved = at - began_at, done - done_before
        if gone < _SURE_AFTER or moved <= 0 or done >= total:
            return ""
        return _written(gone * (total - done) / moved)


def _written(seconds: float) -> str:
    if seconds < _MINUTE:
        return "不到 1 分钟"
    if seconds < _EXTRA_MINUTES * _MINUTE:
        return f"约 {round(seconds / _MINUTE)} 分钟"
    hours = round(2 * seconds / _HOUR) / 2
    return f"约 {hours:g} 小时"

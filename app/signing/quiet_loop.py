"""Runs what pyHanko declares as coroutines without an event loop of the system.

The ordinary loop opens a pair of sockets to wake itself up; this program opens no socket, and
signing a file in memory never waits for anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _NothingToWaitFor:
    """Stands where the loop looks for files that became ready."""

    def select(self, timeout: float | None) -> list[object]:
        if timeout is None or timeout > 0:
            raise RuntimeError("the work waits for something")
        return []


class _QuietLoop(asyncio.BaseEventLoop):
    def __init__(self) -> None:
        super().__init__()
        self._selector = _NothingToWaitFor()

    def _process_events(self, event_list: list[object]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nobody sleeps, nobody need be woken."""


def completed(work: Coroutine[Any, Any, T]) -> T:
    """The result of the work, done at once on this thread."""
    loop = _QuietLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()

"""Children that are killed with kill -9: each forked off a process that has loaded the program.

That process has opened nothing, so a child is as fresh as a program that was just started, and
costs no half second of imports.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from typing import BinaryIO

_CONTEXT = multiprocessing.get_context("forkserver") if os.name != "nt" else None
_LOADED = (
    "pypinyin",
    "app.assembly",
    "app.services.access",
    "app.documents.minutes",
    "app.signing.sign",
)


@contextmanager
def working(work: Callable[..., None], *given: object) -> Iterator[tuple[BaseProcess, BinaryIO]]:
    """A child at work(*given, told), where told is the descriptor it tells by; and what it tells.

    When the block ends the child is killed, if it still lives.
    """
    assert _CONTEXT is not None, "kill -9 is a word of Unix"
    _CONTEXT.set_forkserver_preload([work.__module__, *_LOADED])
    reading, writing = os.pipe()
    child = _CONTEXT.Process(target=_begin, args=(_Told(writing), work, *given))
    child.start()
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        try:
            yield child, pipe
        finally:
            kill(child)


def kill(child: BaseProcess) -> None:
    """Kill -9, and wait until it is dead."""
    child.kill()
    child.join()


class _Told:
    """A descriptor on its way into the child."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __reduce__(self) -> tuple[object, tuple[object]]:
        return _arrived, (DupFd(self._descriptor),)


def _arrived(descriptor: object) -> int:
    return descriptor.detach()


def _begin(told: int, work: Callable[..., None], *given: object) -> None:
    work(*given, told)

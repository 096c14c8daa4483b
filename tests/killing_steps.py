"""A kill -9 at every single step: each time a child touches a file or a folder, once, in order.

The child is forked, counts what it asks of the file system, and dies before the n-th is done.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator

_TOUCHES = frozenset({"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.truncate"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def killed_at_each_step(
    act: Callable[[], object], first: Callable[[], object] = lambda: None, stride: int = 1
) -> Iterator[int]:
    """Run the act again and again, each time killed one step later, until it comes to its end.

    first is done in the child before its steps are counted; a longer stride leaves steps out. The
    caller puts everything back between two runs. Yields the number of the step at which the child
    died; raises RuntimeError when it failed by itself.
    """
    step = 1
    while is_killed(act, step, first):
        yield step
        step += stride


def is_killed(act: Callable[[], object], step: int, first: Callable[[], object]) -> bool:
    """Let a child do the act and die before its n-th touch; whether it had so many."""
    child = os.fork()
    if not child:
        try:
            first()
            _die_at(step)
            act()
        except BaseException:  # noqa: BLE001 — nothing of the child may run on in the parent's test
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if status:
        raise RuntimeError("the child failed by itself")
    return False


def _die_at(step: int) -> None:
    left = step

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        is_writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if event in _TOUCHES or is_writing:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)

"""Runs a program and writes down every kind of socket that it and its children ask the kernel for.

    python -m tests.journeys.socket_watch LOG PROGRAM [ARGUMENT …]

The kernel itself asks before each (seccomp_unotify(2)) and is told to go on. To trace the program
would slow it down: strace can come too late to a new thread, and then holds it at every call of the
system, of which the vault makes a million (mlock around each piece of its memory).
"""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pyseccomp

_GO_ON = 1  # SECCOMP_USER_NOTIF_FLAG_CONTINUE
_ASKED = ("socket", "socketpair")


def main(log: str, *program: str) -> int:
    """Run the program; give its exit code."""
    watch, is_on = pyseccomp.SyscallFilter(pyseccomp.ALLOW), Event()
    for call in _ASKED:
        watch.add_rule(pyseccomp.NOTIFY, call)
    # begun before, so that it need not ask itself: only this thread and the program have to
    Thread(target=_listen, args=(watch, is_on, Path(log)), daemon=True).start()
    watch.load()
    is_on.set()
    return subprocess.call(program)


def _listen(watch: pyseccomp.SyscallFilter, is_on: Event, log: Path) -> None:
    is_on.wait()
    with log.open("a", encoding="utf-8", buffering=1) as told:
        while True:
            try:
                asked = watch.receive_notify()
                told.write(f"{_family(asked.syscall_args[0])}\n")
                watch.respond_notify(pyseccomp.NotificationResponse(0, _GO_ON, asked.id, 0))
            except OSError:  # who asked was killed meanwhile; the library says ECANCELED
                continue


def _family(number: int) -> str:
    known = {family.value: family.name for family in socket.AddressFamily}
    return known.get(number, str(number))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

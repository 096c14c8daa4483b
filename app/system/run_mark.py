"""A mark that this program runs with a vault open; only a run that took no leave leaves it behind.

The mark is held by a lock that the system gives back whatever becomes of the process: a mark nobody
holds is of a run that was killed, that failed in a library written in C, or that lost its power.
What Python can still tell of such a failure, the places in the code and nothing of their values,
is written into the mark by the dying process itself.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import re
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import IO

from app.domain.unexpected_end import UnexpectedEnd

_MARKS, _REPORTS = "running-*.txt", "crash-*.txt"
_OPEN = "vault open\n"
_MOST_REPORTS = 20
_LONGEST_REPORT = 200_000
_LOCK_AT = 1 << 30  # beyond all that is written: Windows lets nobody write where a lock lies
_PLACE = re.compile(r'^  File "(?P<path>.*)", line (?P<line>\d+) in (?P<name>.*)$')
_SHIPPED = Path(__file__).resolve().parents[2]
_CAUSELESS = "no reason left behind: ended from outside, or the power went\n"


class RunMark:
    """The mark of this run in a folder of the user's own, and a look at those of others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None

    def begin(self) -> UnexpectedEnd | None:
        """Set the mark; tell of the newest run that left one behind with a vault open.

        A disk that refuses costs the mark, never the start.
        """
        found: UnexpectedEnd | None = None
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            found = self._look()
            self._set()
        return found

    def note_open(self, is_open: bool) -> None:
        """Note that a vault is open now, or that none is: then nobody has to hear of an end."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._file.fileno(), 0)
            self._file.seek(0)
            if is_open:
                self._file.write(_OPEN.encode())
            self._file.flush()

    def end(self) -> None:
        """Take the mark away: this run takes its leave."""
        if self._file is None:
            return
        faulthandler.disable()
        file, self._file = self._file, None
        with contextlib.suppress(OSError):
            file.close()  # first: Windows removes no file that is open
            Path(file.name).unlink()

    def _set(self) -> None:
        path = self._folder / f"running-{os.getpid()}-{time.monotonic_ns():x}.txt"
        self._file = path.open("w+b")
        _is_locked(self._file)
        faulthandler.enable(self._file, all_threads=True)

    def _look(self) -> UnexpectedEnd | None:
        marks = sorted(self._folder.glob(_MARKS), key=lambda path: path.stat().st_mtime)
        ends = [end for path in marks if (end := self._reported(path)) is not None]
        for old in sorted(self._folder.glob(_REPORTS))[:-_MOST_REPORTS]:
            old.unlink()
        return ends[-1] if ends else None

    def _reported(self, path: Path) -> UnexpectedEnd | None:
        """What the mark tells, kept as a report; None when its run goes on or had nothing open."""
        try:
            with path.open("r+b") as file:
                if not _is_locked(file):
                    return None
                told = file.read(_LONGEST_REPORT).decode("utf-8", "replace")
                ended = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            path.unlink()
            if not told:
                return None
            trace = told.removeprefix(_OPEN)
            report = self._folder / f"crash-{ended:%Y%m%d-%H%M%S}-run.txt"
            report.write_text(_head() + (_discreet(trace) or _CAUSELESS), "utf-8")
            return UnexpectedEnd(report, is_failure=bool(trace))
        except OSError:
            return None


def _head() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    return f"python {python}  {sys.platform}\n"


def _discreet(trace: str) -> str:
    """The trace with places as they stand in the program: the user's folders have their name."""
    lines = []
    for line in trace.splitlines():
        found = _PLACE.match(line)
        if found:
            lines.append(f"  {_place(found['path'])}:{found['line']} {found['name']}")
        elif "/" not in line and "\\" not in line:
            lines.append(line)
    return "".join(f"{line}\n" for line in lines)


def _place(file_name: str) -> str:
    path = Path(file_name)
    if path.is_relative_to(_SHIPPED):
        return path.relative_to(_SHIPPED).as_posix()
    return path.name


def _is_locked(file: IO[bytes]) -> bool:
    """Lock the file for this process; False when another holds it."""
    try:
        if sys.platform == "win32":
            # starts faster, and Linux has no such module
            import msvcrt

            file.seek(_LOCK_AT)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            # starts faster, and Windows has no such module
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

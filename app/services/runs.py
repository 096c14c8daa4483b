"""The runs of the program on this machine: how the last one ended, and how the next one begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.unexpected_end import UnexpectedEnd
from app.system.run_mark import RunMark


class Run:
    """This run, from the start of its window to the end; reports is where failures are noted."""

    def __init__(self, reports: Path) -> None:
        self._mark = RunMark(reports)

    def begin(self) -> UnexpectedEnd | None:
        """Begin; tells of an earlier run that did not take its leave while a vault was open."""
        return self._mark.begin()

    def note_open(self, is_open: bool) -> None:
        """Note whether a vault is open."""
        self._mark.note_open(is_open)

    def end(self) -> None:
        """Take leave."""
        self._mark.end()

    def begin_another(self, program: Path | None = None, leave_out: Sequence[str] = ()) -> None:
        """Open the program anew, after end(), as this run was; program is another file of it.

        Raises OSError.
        """
        # to start faster: most runs are followed by none
        from app.system.relaunch import relaunch

        relaunch(program, leave_out)

"""The last head of each vault that was opened on this machine, kept apart from the vault itself.

Somebody who puts back an older copy of a vault's whole folder puts back its older note as well;
this one stays. It is the same signed note, so whoever can write here still cannot make one up.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from app.keys.head_note import HeadNote, parsed
from app.system.files import write_safely

FOLDER = "heads"
_ANCHOR = ".anchor"
_DATABASE = re.compile(r"[0-9a-f]{32}")
_LARGEST = 4097


@dataclass(frozen=True, slots=True)
class KnownHeads:
    """The notes in the folder of the user's choices, each named after its database's number."""

    folder: Path

    def keep(self, note: HeadNote) -> None:
        """Know this head from now on; a disk that refuses costs this convenience alone."""
        path = self._path(note.database)
        if path is None:
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_safely(path, note.written())

    def content(self, database: str) -> bytes | None:
        """The note as it was kept, not yet believed."""
        path = self._path(database)
        return content_of(path) if path else None

    def keep_anchor(self, note: HeadNote) -> None:
        """Know this head as one that a registry has countersigned; a restore leaves it as it is."""
        path = self._path(note.database, _ANCHOR)
        if path is None:
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_safely(path, note.written())

    def anchor(self, database: str) -> bytes | None:
        """The countersigned head as it was kept, not yet believed."""
        path = self._path(database, _ANCHOR)
        return content_of(path) if path else None

    def note(self, database: str) -> HeadNote | None:
        """The note of that vault, signed by the key it names; None when none is known."""
        note = parsed(self.content(database) or b"")
        return note if note and note.is_signed and note.database == database else None

    def _path(self, database: str, ending: str = "") -> Path | None:
        # the number comes out of files that others may have written
        known = _DATABASE.fullmatch(database)
        return self.folder / FOLDER / f"{database}{ending}.json" if known else None


def content_of(path: Path) -> bytes | None:
    """The bytes of a note, or so many of a file that it is seen to be none; None without it."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        return None

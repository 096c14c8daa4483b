"""Exchanges the files of a vault for new ones, so that a crash leaves the old vault or the new.

The new files are built in a folder `next` inside the vault's. A marker in it, written last, is the
moment from which the new ones count. From then on the old files go into a folder `previous` and
the new ones take their places, name by name, in an order that can be taken up again after a crash
at any step. `previous` goes once the new vault was opened.
"""

from __future__ import annotations

from pathlib import Path

NEXT, PREVIOUS, MARKER = "next", "previous", "ready"


def is_under_way(folder: Path) -> bool:
    """Whether new files count already and have not all taken their places."""
    raise NotImplementedError


def begin(folder: Path) -> Path:
    """An empty private folder to build the new files in.

    Raises DiskFullError, FolderUnusableError.
    """
    raise NotImplementedError


def commit(folder: Path) -> None:
    """Have the new files on the disk and write the marker: from here on they count.

    Raises DiskFullError, FolderUnusableError; then the old files count as before.
    """
    raise NotImplementedError


def finish(folder: Path) -> bool:
    """Bring what a crash or a rotation left to its end; whether new files took their places.

    Without the marker the new files are thrown away. Called with the instance lock held, before
    anything of the vault is read.
    Raises DiskFullError, FolderUnusableError; calling it again goes on where it stopped.
    """
    raise NotImplementedError


def forget_previous(folder: Path) -> None:
    """Remove the old files; called once the new vault was opened."""
    raise NotImplementedError

"""Exchanges the files of a vault for new ones, so that a crash leaves the old vault or the new.

The new files are built in a folder `next` inside the vault's. A marker in it, written last, is the
moment from which the new ones count. From then on the old files go into a folder `previous` and
the new ones take their places, name by name, in an order that can be taken up again after a crash
at any step. `previous` goes once the new vault was opened.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path

from app.store.disk import disk_faults_named, new_file, sync_file, sync_folder

NEXT, PREVIOUS, MARKER = "next", "previous", "ready"
DATABASE = "vault.db"
# The log of the old database would be played into the new one, were it left beside it.
LOGS = ("vault.db-wal", "vault.db-shm")
# What may be exchanged, in this order; whatever else lies in `next` takes nobody's place.
_EXCHANGED = ("attachments", "keys.json", "keys.json.1", "head.json", DATABASE)


def is_under_way(folder: Path) -> bool:
    """Whether new files count already and have not all taken their places."""
    return _is_folder(folder / NEXT) and (folder / NEXT / MARKER).is_file()


def begin(folder: Path) -> Path:
    """An empty private folder to build the new files in.

    Raises DiskFullError, FolderUnusableError.
    """
    fresh = folder / NEXT
    with disk_faults_named(folder):
        discard(folder)
        fresh.mkdir(mode=0o700)
    return fresh


def discard(folder: Path) -> None:
    """Throw away new files that do not count yet; a medium that refuses is asked again later."""
    if not is_under_way(folder):
        _remove(folder / NEXT)
        with contextlib.suppress(OSError):
            (folder / PREVIOUS).rmdir()  # empty, when it was made for these


def commit(folder: Path) -> None:
    """Have the new files on the disk and write the marker: from here on they count.

    The old database must be closed before finish is called, and not be written any more.
    Raises DiskFullError, FolderUnusableError; then the old files count as before.
    """
    with disk_faults_named(folder):
        try:
            _make_ready(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                (folder / NEXT / MARKER).unlink()
            # a marker that cannot be taken back counts: whoever calls must not use the old files
            if not is_under_way(folder):
                raise


def finish(folder: Path) -> bool:
    """Bring what a crash or a rotation left to its end; whether new files took their places.

    Without the marker the new files are thrown away. Called with the instance lock held, before
    anything of the vault is read.
    Raises DiskFullError, FolderUnusableError; calling it again goes on where it stopped.
    """
    if not is_under_way(folder):
        discard(folder)
        return False
    with disk_faults_named(folder):
        _exchange(folder)
    return True


def forget_previous(folder: Path) -> None:
    """Remove the old files; called once the new vault was opened."""
    _remove(folder / PREVIOUS)


def _make_ready(folder: Path) -> None:
    fresh = folder / NEXT
    if not (fresh / DATABASE).is_file() or any((fresh / log).exists() for log in LOGS):
        raise FileNotFoundError(errno.ENOENT, "the new database is not whole")
    forget_previous(folder)  # of an earlier exchange: the vault is open, so it is not needed
    # made while failing is still harmless: the exchange itself takes no room
    (folder / PREVIOUS).mkdir(mode=0o700, exist_ok=True)
    _sync_tree(fresh)
    sync_folder(folder)
    _write_marker(fresh)


def _exchange(folder: Path) -> None:
    fresh, previous = folder / NEXT, folder / PREVIOUS
    previous.mkdir(mode=0o700, exist_ok=True)
    for name in _EXCHANGED:
        if not (fresh / name).exists():
            continue  # not part of this exchange, or in its place already
        for old in (*LOGS, DATABASE) if name == DATABASE else (name,):
            if (folder / old).exists():
                (folder / old).rename(_free(previous / old))
        (fresh / name).rename(folder / name)
    for place in (previous, fresh, folder):
        sync_folder(place)
    (fresh / MARKER).unlink()
    _remove(fresh)
    sync_folder(folder)


def _free(path: Path) -> Path:
    """The name, or one beside it: nothing of an older exchange is ever written over."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free


def _write_marker(fresh: Path) -> None:
    part = fresh / (MARKER + ".part")
    with new_file(part) as file:
        file.write(b"1\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(fresh / MARKER)
    sync_folder(fresh)


def _sync_tree(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            _sync_tree(path)
        else:
            sync_file(path)
    sync_folder(folder)


def _is_folder(path: Path) -> bool:
    # a link would lead the exchange, or the removing, out of the vault's folder
    return path.is_dir() and not path.is_symlink()


def _remove(folder: Path) -> None:
    if _is_folder(folder):
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.is_symlink() or folder.exists():
        with contextlib.suppress(OSError):
            folder.unlink()

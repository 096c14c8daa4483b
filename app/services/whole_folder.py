"""A vault's folder that is whole or not there: built beside its place, moved there at the end."""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import (
    DiskFullError,
    FolderNotEmptyError,
    FolderUnusableError,
    VaultExistsError,
)
from app.services import key_files
from app.store import vault
from app.store.disk import sync_folder
from app.system.files import make_private_folder

_MARK_BYTES = 4


@contextmanager
def whole_folder(folder: Path, needed_bytes: int) -> Iterator[Path]:
    """Build in the folder this gives; it takes its place when the block ends without a failure.

    A failure leaves nothing; what a kill left is removed the next time.
    Raises VaultExistsError, FolderNotEmptyError, FolderUnusableError, DiskFullError.
    """
    refuse_taken(folder)
    _clear(folder)
    work = folder.with_name(f".{folder.name}.{secrets.token_hex(_MARK_BYTES)}")
    try:
        _make(work, needed_bytes)
        yield work
        _move(work, folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def refuse_taken(folder: Path) -> None:
    """See that a vault may be made in the folder.

    Raises VaultExistsError, FolderNotEmptyError, FolderUnusableError.
    """
    if not folder.exists():
        return
    try:
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise FolderUnusableError(folder=str(folder)) from error
    if names & {vault.FILE_NAME, *key_files.NAMES}:
        raise VaultExistsError(folder=str(folder))
    if names:
        raise FolderNotEmptyError(folder=str(folder))


def _clear(folder: Path) -> None:
    left = re.compile(re.escape(f".{folder.name}.") + f"[0-9a-f]{{{2 * _MARK_BYTES}}}")
    with contextlib.suppress(OSError):
        for path in folder.parent.iterdir():
            if left.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)


def _make(work: Path, needed_bytes: int) -> None:
    try:
        make_private_folder(work)
        free = shutil.disk_usage(work).free
    except OSError as error:
        raise FolderUnusableError(folder=str(work.parent)) from error
    if free < needed_bytes:
        raise DiskFullError(free_bytes=free)


def _move(work: Path, folder: Path) -> None:
    try:
        sync_folder(work)
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()  # empty, as seen before; a folder that was filled since refuses
        work.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise FolderUnusableError(folder=str(folder)) from error

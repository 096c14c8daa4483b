"""One instance for one vault: a lock the operating system gives back even after a crash."""

from __future__ import annotations

import contextlib
from pathlib import Path

from app.domain.errors import FolderUnusableError, VaultInUseError

FILE_NAME = "vault.lock"
_LONGEST_TIME = 64
# Windows forbids others to read the locked first byte; the time of opening stands behind it.
_TIME_AT = 1


class InstanceLock:
    """The lock on a vault's folder, held from unlocking to locking."""

    def __init__(self, folder: Path, since: str) -> None:
        """Take the lock; since is the local time that a second instance will be told.

        Raises VaultInUseError, FolderUnusableError.
        """
        # to start faster: it loads asyncio, and the closed door needs no lock
        from filelock import FileLock, Timeout

        path = folder / FILE_NAME
        self._lock = FileLock(path, timeout=0, mode=0o600, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise VaultInUseError(since=_time_in(path)) from error
        except OSError as error:
            raise FolderUnusableError(folder=str(folder)) from error
        # the time is a courtesy to the second instance; the lock holds without it
        with contextlib.suppress(OSError):
            _write_time(path, since)

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        self._lock.release(force=True)


def _write_time(path: Path, since: str) -> None:
    with path.open("r+b") as file:
        file.truncate(0)
        file.seek(_TIME_AT)
        file.write(since.encode())


def _time_in(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(_TIME_AT)
            return file.read(_LONGEST_TIME).decode(errors="replace")
    except OSError:
        return ""

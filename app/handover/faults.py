"""What a stick's refusal means: an errno on one side, the closed list of outcomes on the other."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import (
    NameTakenError,
    StickFullError,
    StickReadOnlyError,
    StickRemovedError,
    SurroundingsError,
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
# Windows reports a stick that went away as "access denied"; its own numbers tell them apart:
# NOT_READY, GEN_FAILURE, DEV_NOT_EXIST, IO_DEVICE, DEVICE_NOT_CONNECTED
_GONE_ON_WINDOWS = {21, 31, 55, 1117, 1167}


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far a writing had come when it failed."""

    needed_bytes: int
    free_bytes: int
    written_bytes: int

    @property
    def ran_out(self) -> bool:
        """Whether there was too little room to begin with, and it went well for a while."""
        return self.written_bytes > 0 and self.free_bytes < self.needed_bytes


def stick_fault(error: OSError, attempt: Attempt) -> SurroundingsError:
    """The outcome that a failed write stands for."""
    if getattr(error, "winerror", None) in _GONE_ON_WINDOWS:
        return StickRemovedError(attempt.written_bytes)
    if isinstance(error, FileExistsError):
        return NameTakenError(Path(str(error.filename or "")).name)
    # some drivers of FAT say "not permitted" where there is no room left
    is_full = error.errno == errno.EPERM and attempt.ran_out
    if error.errno in _FULL or is_full:
        return StickFullError(attempt.needed_bytes, attempt.free_bytes)
    if error.errno in _READ_ONLY:
        return StickReadOnlyError()
    return StickRemovedError(attempt.written_bytes)

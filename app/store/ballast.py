"""Room that is held back beside the vault, to be given up on a full disk."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.store.disk import new_file

FILE_NAME = "ballast"
SIZE = 64 << 20
_AMPLE = 1 << 30
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Ballast:
    """The held-back room in a vault's folder. It holds no content, only zeros."""

    folder: Path

    @property
    def is_there(self) -> bool:
        """Whether there is room to give up."""
        with contextlib.suppress(OSError):
            return self._path.stat().st_size == SIZE
        return False

    def keep(self) -> bool:
        """Hold room back when at least a gibibyte is free; whether it is there afterwards.

        A disk that refuses is left alone: the vault works without.
        """
        if self.is_there:
            return True
        try:
            if shutil.disk_usage(self.folder).free < _AMPLE:
                return False
            self._make()
        except OSError:
            return False
        return True

    def release(self) -> int:
        """Give the room up; how many bytes that were, nought when there were none."""
        freed = 0
        for path in (self._path, self._part):
            with contextlib.suppress(OSError):
                size = path.stat().st_size
                path.unlink()
                freed += size
        return freed

    @property
    def _path(self) -> Path:
        return self.folder / FILE_NAME

    @property
    def _part(self) -> Path:
        return self.folder / (FILE_NAME + ".part")

    def _make(self) -> None:
        part = self._part
        part.unlink(missing_ok=True)
        try:
            with new_file(part) as file:
                _allocate(file.fileno())
                os.fsync(file.fileno())
            part.replace(self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise


def _allocate(descriptor: int) -> None:
    """Take the blocks for good: a file of holes would give nothing back."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, SIZE)
        return
    piece = bytes(_PIECE)
    for _ in range(SIZE // _PIECE):
        os.write(descriptor, piece)

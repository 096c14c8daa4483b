"""Attachments taken along as they are, still encrypted, each file once: they never change."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.store.attachment_files import StoredFile, sealed_size
from app.store.disk import new_file

_CHUNK = 1 << 20
_PART = ".part"


@dataclass(frozen=True, slots=True)
class AttachmentCopies:
    """The way of encrypted files from one folder into another."""

    source: Path
    target: Path

    def missing(self, files: list[StoredFile]) -> list[StoredFile]:
        """Those that are not whole in the target yet, by their size."""
        return [file for file in files if not _is_whole(self.target / file.id, file)]

    def bring(self, file: StoredFile) -> bool:
        """Have the file whole in the target, on its medium; False when the source lacks it.

        Raises OSError.
        """
        original, copy = self.source / file.id, self.target / file.id
        if _is_whole(copy, file):
            return True
        if not _is_whole(original, file):
            return False
        part = copy.with_name(copy.name + _PART)
        try:
            part.unlink(missing_ok=True)
            with original.open("rb") as content, new_file(part) as target:
                shutil.copyfileobj(content, target, _CHUNK)
                target.flush()
                os.fsync(target.fileno())
            part.replace(copy)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        return True


def bytes_of(files: list[StoredFile]) -> int:
    """How much room the encrypted files take."""
    return sum(sealed_size(file.size) for file in files)


def _is_whole(path: Path, file: StoredFile) -> bool:
    try:
        return path.is_file() and path.stat().st_size == sealed_size(file.size)
    except OSError:
        return False

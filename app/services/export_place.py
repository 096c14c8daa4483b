"""A folder outside the vault that files are carried to: whole under their names, or not there."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.domain.errors import AppError, FolderUnusableError, ReadBackError
from app.domain.export_errors import (
    ExportPlaceFullError,
    ExportPlaceGoneError,
    ExportPlaceReadOnlyError,
)
from app.handover.page_cache import digest_from_medium
from app.services.backup_sets import sync, write_new
from app.store import disk

PART = ".part"
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE})
_LEAST_ROOM = 1 << 20


@dataclass(frozen=True, slots=True)
class ExportPlace:
    """A folder in one that was chosen, and the medium that one is on.

    When a stick is pulled out, its folder may stay behind, empty, on the machine's own disk: so
    each time the medium is looked at before anything is written in clear.
    """

    chosen: Path
    folder: Path
    medium: int

    @classmethod
    def at(cls, chosen: Path, name: str) -> ExportPlace:
        """The folder of that name in the chosen one, which may be that folder itself.

        Raises ExportPlaceGoneError, ExportPlaceReadOnlyError.
        """
        folder = chosen if chosen.name == name else chosen / name
        try:
            medium = chosen.stat().st_dev
        except OSError as error:
            raise ExportPlaceGoneError(0, 0) from error
        there = folder if folder.is_dir() else chosen
        if not there.is_dir() or not os.access(there, os.W_OK):
            raise ExportPlaceReadOnlyError(str(there))
        return cls(chosen, folder, medium)

    @property
    def is_here(self) -> bool:
        """Whether the chosen folder is still there, and on the same medium."""
        try:
            return self.chosen.stat().st_dev == self.medium
        except OSError:
            return False

    def free(self) -> int:
        """The bytes that can still be written. Raises ExportPlaceGoneError."""
        try:
            return shutil.disk_usage(self.chosen).free
        except OSError as error:
            raise ExportPlaceGoneError(0, 0) from error

    def make(self) -> None:
        """Make the folder, unless it is there. Raises what faults_named raises."""
        with self.faults_named(0, 0):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            sync(self.chosen)

    def digest(self, name: str) -> str:
        """SHA-256 of the file of that name, empty when there is none. Raises OSError."""
        path, found = self.folder / name, sha256()
        try:
            with path.open("rb") as file:
                while piece := file.read(_LEAST_ROOM):
                    found.update(piece)
        except FileNotFoundError:
            return ""
        return found.hexdigest()

    def write(self, name: str, content: bytes) -> None:
        """Write a file that is not there yet, and read it back from its medium.

        Nothing ever stands under the name but the whole content, and nothing there is replaced.
        Raises OSError, ReadBackError.
        """
        path, part = self.folder / name, self.folder / (name + PART)
        if not self.is_here:
            raise OSError(errno.ENODEV, name)
        part.unlink(missing_ok=True)  # what an earlier time left half done
        try:
            write_new(part, content)
            _see_written(part, content)
            _rename(part, path)
            sync(self.folder)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise

    def remove(self, name: str) -> None:
        """Take back a file that was written just now, if that can still be done."""
        with contextlib.suppress(OSError):
            (self.folder / name).unlink()

    @contextmanager
    def faults_named(self, done: int, total: int, needed: int = 0) -> Iterator[None]:
        """Run the block; what the medium refuses comes out by its name.

        Raises ExportPlaceGoneError, ExportPlaceFullError, ExportPlaceReadOnlyError,
        FolderUnusableError.
        """
        try:
            yield
        except OSError as error:
            raise self._named(error, done, total, needed) from error

    def _named(self, error: OSError, done: int, total: int, needed: int) -> AppError:
        if not self.is_here or error.errno in _GONE:
            return ExportPlaceGoneError(done, total)
        if disk.lacks_room(error):
            free = self.free()
            return ExportPlaceFullError(max(needed, free + _LEAST_ROOM), free, done)
        if error.errno in _READ_ONLY:
            return ExportPlaceReadOnlyError(str(self.folder))
        return FolderUnusableError(str(self.folder))


def _see_written(part: Path, content: bytes) -> None:
    read, size, _ = digest_from_medium(part, _count_nothing)
    if size != len(content) or read != sha256(content).hexdigest():
        raise ReadBackError(part.name.removesuffix(PART))


def _rename(part: Path, path: Path) -> None:
    if path.exists():  # on Linux a rename would replace it without a word
        raise FileExistsError(errno.EEXIST, path.name)
    part.rename(path)


def _count_nothing(_: int) -> None:
    """Hear how much was read back; a paper is small."""

"""Ciphertext cut into volumes on the stick, each flushed, hashed and under a name of its own."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.domain.package import LONGEST_VOLUME, Volume
from app.handover.index import volume_name

FLUSH_EVERY = 32 * 1024 * 1024
_BUFFER = 1 << 20


class Opener(Protocol):
    """Makes a new file to write; a test gives one that fails where it wants."""

    def __call__(self, path: Path) -> io.FileIO:
        """The new file. Raises FileExistsError when the name is taken, OSError otherwise."""


def new_file(path: Path) -> io.FileIO:
    """A new file on a real medium."""
    return io.FileIO(path, "xb")


@dataclass(frozen=True, slots=True)
class VolumeRules:
    """How volumes are cut and how often they are flushed to the medium."""

    longest: int = LONGEST_VOLUME
    flush_every: int = FLUSH_EVERY


@dataclass(slots=True)
class VolumeWriter:
    """What the encryption writes to. failure keeps what the medium answered, as in TarSource."""

    folder: Path
    package_id: str
    opener: Opener = new_file
    rules: VolumeRules = field(default_factory=VolumeRules)
    opened: Callable[[Path], None] = lambda path: None
    failure: BaseException | None = None
    volumes: list[Volume] = field(default_factory=list)
    written: int = 0
    _buffer: bytearray = field(default_factory=bytearray)
    _file: io.FileIO | None = None
    _size: int = 0
    _dirty: int = 0
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, content: bytes) -> int:
        """Take ciphertext. Raises OSError."""
        if self.failure is not None:
            raise self.failure  # the encryption flushes once more on its way out
        try:
            self._buffer += content
            if len(self._buffer) >= _BUFFER:
                self._drain()
        except BaseException as error:
            self.failure = error
            raise
        return len(content)

    def flush(self) -> None:
        """Nothing: what is flushed, and when, is decided here, not by the encryption."""

    def finish(self) -> tuple[Volume, ...]:
        """Every volume, once the last byte is on the medium. Raises OSError."""
        self._drain()
        self._close_volume()
        return tuple(self.volumes)

    def abandon(self) -> None:
        """Let go of the open file; what it holds is worthless."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError:
                return  # the medium is gone; there is nothing left to close

    def _drain(self) -> None:
        left = memoryview(bytes(self._buffer))
        self._buffer.clear()
        while left:
            if self._file is None:
                self._file = self._open_volume()
            count = self._file.write(left[: self.rules.longest - self._size]) or 0
            self._digest.update(left[:count])
            self._count(self._file, count)
            left = left[count:]

    def _count(self, file: io.FileIO, count: int) -> None:
        self._size += count
        self._dirty += count
        self.written += count
        if self._size == self.rules.longest:
            self._close_volume()
        elif self._dirty >= self.rules.flush_every:
            to_medium(file)
            self._dirty = 0

    def _open_volume(self) -> io.FileIO:
        self._digest, self._size, self._dirty = hashlib.sha256(), 0, 0
        path = self.folder / volume_name(self.package_id, len(self.volumes) + 1)
        file = self.opener(path)
        self.opened(path)
        return file

    def _close_volume(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        with file:
            os.fsync(file.fileno())
        name = volume_name(self.package_id, len(self.volumes) + 1)
        self.volumes.append(Volume(name, self._size, self._digest.hexdigest()))


def to_medium(file: io.FileIO) -> None:
    """Have the written bytes on the medium, so that progress is true and stopping is quick."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(file.fileno())
    else:
        os.fsync(file.fileno())

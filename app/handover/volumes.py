"""Ciphertext cut into volumes on the stick, each flushed, hashed and under a name of its own."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.domain.package import LONGEST_VOLUME, Volume
from app.handover.index import volume_name
from app.handover.relay import PIECE, Hand, Relay

FLUSH_EVERY = 64 * 1024 * 1024
_FIRST_FLUSH = 1024 * 1024
_FLUSH_SECONDS = 0.5  # so long somebody who stops waits at most, and so far progress is ahead


class Opener(Protocol):
    """Makes a new file to write; a test gives one that fails where it wants."""

    def __call__(self, path: Path) -> io.FileIO:
        """The new file. Raises FileExistsError when the name is taken, OSError otherwise."""


def new_file(path: Path) -> io.FileIO:
    """A new file on a real medium."""
    return io.FileIO(path, "xb")


@dataclass(frozen=True, slots=True)
class VolumeRules:
    """How long a volume is at most, and how many bytes wait at most to be flushed."""

    longest: int = LONGEST_VOLUME
    flush_every: int = FLUSH_EVERY


class VolumeWriter:
    """What the encryption writes to; hashing and writing have a thread of their own.

    pulse is called with every mebibyte and while the medium is waited for, and may raise.
    """

    def __init__(
        self,
        target: VolumeTarget,
        pulse: Callable[[], None],
    ) -> None:
        self._target, self._pulse = target, pulse
        self._relay = Relay(pulse)
        self._held: list[bytes] = []
        self._size = 0
        self._hand = Hand(self._relay, self._write_all, "package-volumes")

    @property
    def failure(self) -> BaseException | None:
        """What the medium answered, if it failed."""
        return self._relay.failure

    def write(self, content: bytes) -> int:
        """Take ciphertext. Raises RelayBrokenError, and what pulse raises."""
        self._held.append(content)
        self._size += len(content)
        if self._size >= PIECE:
            self._hand_over()
            self._pulse()
        return len(content)

    def flush(self) -> None:
        """Nothing: what is flushed, and when, is decided here, not by the encryption."""

    def finish(self) -> tuple[Volume, ...]:
        """Every volume, once the last byte is on the medium.

        Raises RelayBrokenError, and what pulse raises.
        """
        self._hand_over()
        self._relay.end()
        while not self._hand.is_through(0.1):
            self._pulse()
        if self.failure is not None:
            raise self.failure
        return tuple(self._target.volumes)

    def abandon(self) -> None:
        """Let go of the thread and of the open file; what it holds is worthless."""
        self._relay.break_off()
        self._hand.join()
        self._target.abandon()

    def _hand_over(self) -> None:
        if self._size:
            self._relay.put(b"".join(self._held))
            self._held, self._size = [], 0

    def _write_all(self) -> None:
        while piece := self._relay.take():
            self._target.write(piece)
        self._target.finish()


@dataclass(slots=True)
class VolumeTarget:
    """The volumes as they come into being; opened hears of each new file."""

    folder: Path
    package_id: str
    opener: Opener = new_file
    rules: VolumeRules = field(default_factory=VolumeRules)
    opened: Callable[[Path], None] = lambda path: None
    volumes: list[Volume] = field(default_factory=list)
    written: int = 0
    _file: io.FileIO | None = None
    _size: int = 0
    _flushing: _Flushing = field(init=False)
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def __post_init__(self) -> None:
        self._flushing = _Flushing(self.rules.flush_every)

    def write(self, content: bytes) -> None:
        """Write ciphertext, into the next volume when one is full. Raises OSError."""
        left = memoryview(content)
        while left:
            if self._file is None:
                self._file = self._open_volume()
            count = self._file.write(left[: self.rules.longest - self._size]) or 0
            self._digest.update(left[:count])
            self._count(self._file, count)
            left = left[count:]

    def finish(self) -> None:
        """Have the last volume on the medium. Raises OSError."""
        self._close_volume()

    def abandon(self) -> None:
        """Let go of the open file."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError:
                return  # the medium is gone; there is nothing left to close

    def _count(self, file: io.FileIO, count: int) -> None:
        self._size += count
        self.written += count
        if self._size == self.rules.longest:
            self._close_volume()
        else:
            self._flushing.count(file, count)

    def _open_volume(self) -> io.FileIO:
        self._digest, self._size = hashlib.sha256(), 0
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
        self._flushing.forget()
        name = volume_name(self.package_id, len(self.volumes) + 1)
        self.volumes.append(Volume(name, self._size, self._digest.hexdigest()))


@dataclass(slots=True)
class _Flushing:
    """Flushes as often as the medium is slow: a few mebibytes of an old stick, 64 of a disk."""

    most: int
    _wanted: int = _FIRST_FLUSH
    _waiting: int = 0

    def count(self, file: io.FileIO, count: int) -> None:
        """So many bytes more were written; have them on the medium when it is time."""
        self._waiting += count
        if self._waiting < min(self._wanted, self.most):
            return
        began = time.monotonic()
        to_medium(file)
        seconds = max(time.monotonic() - began, 0.001)
        # never much more than went well before: what a stick takes at once its cache may have taken
        fitting = min(int(self._waiting * _FLUSH_SECONDS / seconds), 4 * self._wanted)
        self._wanted = max(_FIRST_FLUSH, min(fitting, self.most))
        self._waiting = 0

    def forget(self) -> None:
        """All is on the medium."""
        self._waiting = 0


def to_medium(file: io.FileIO) -> None:
    """Have the written bytes on the medium, so that progress is true and stopping is quick."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(file.fileno())
    else:
        os.fsync(file.fileno())

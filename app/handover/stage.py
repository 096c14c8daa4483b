"""Where members of a package wait until the package is believed: hashed names, sealed content."""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A member as it waits: where, how long, and the digest of its plain content."""

    path: Path
    size: int
    sha256: str
    nonce: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder for one reception.

    The key lives in memory alone: what a power cut leaves in the folder nobody can read. The digest
    in the manifest, not the cipher, tells whether a file is whole.
    """

    folder: Path
    _key: bytes = field(default_factory=lambda: os.urandom(32), repr=False)

    def new(self, name: str) -> StageWriter:
        """A new waiting place for a member; the sender's name never becomes a path."""
        return StageWriter(self.folder / _hashed(name), self._key)

    def open(self, staged: StagedFile) -> BinaryIO:
        """The member's plain bytes from the start."""
        return io.BufferedReader(_StageReader(staged, self._key), 1 << 16)

    def clear(self) -> None:
        """Take away what waits here; files that are not ours are left, and so is their folder.

        A disk that refuses costs room alone: nobody can read what is left.
        """
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.suffix == ".member":
                    path.unlink(missing_ok=True)
            self.folder.rmdir()


class StageWriter:
    """Takes one member's content, seals and hashes it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._nonce = os.urandom(16)
        self._cipher: CipherContext = Cipher(AES(key), CTR(self._nonce)).encryptor()
        self._digest = hashlib.sha256()
        self._size = 0
        self._file = path.open("xb")

    def write(self, content: bytes | memoryview) -> None:
        """Take the next bytes."""
        self._digest.update(content)
        self._size += len(content)
        self._file.write(self._cipher.update(content))

    def close(self) -> StagedFile:
        """The member, complete."""
        self._file.close()
        return StagedFile(self._path, self._size, self._digest.hexdigest(), self._nonce)

    def abandon(self) -> None:
        """Let go of the file."""
        self._file.close()


class _StageReader(io.RawIOBase):
    def __init__(self, staged: StagedFile, key: bytes) -> None:
        super().__init__()
        self._file = staged.path.open("rb", buffering=0)
        self._cipher: CipherContext = Cipher(AES(key), CTR(staged.nonce)).decryptor()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as io calls it
        sealed = self._file.read(len(buffer)) or b""
        buffer[: len(sealed)] = self._cipher.update(sealed)
        return len(sealed)

    def close(self) -> None:
        self._file.close()
        super().close()


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32] + ".member"

"""Where documents of a package wait to be written, so that nobody holds the vault meanwhile."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Laid:
    """A document on the shelf: where it begins, and how long it is as it lies there."""

    place: int
    length: int


class Shelf:
    """One file without a name, sealed with a key that lives in memory alone.

    The system takes it away by itself when the program ends, however it ends; and whoever finds its
    blocks on the disk cannot read them.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        # without a buffer: a full disk must be told here, not when something else is read
        self._file = tempfile.TemporaryFile(dir=folder, prefix="handover-", buffering=0)  # noqa: SIM115 — closed by close
        self._cipher = AESGCM(os.urandom(32))
        self._end = 0
        self._at_it = Lock()

    def lay(self, content: bytes) -> Laid:
        """Put a document there. Raises OSError."""
        with self._at_it:
            laid = Laid(self._end, len(content) + 16)
            self._file.seek(laid.place)
            left = memoryview(self._cipher.encrypt(_nonce(laid), content, None))
            while left:
                left = left[self._file.write(left) :]
            self._end += laid.length
        return laid

    def take(self, laid: Laid) -> bytes:
        """The document as it was laid there. Raises OSError."""
        with self._at_it:
            self._file.seek(laid.place)
            sealed = self._file.read(laid.length)
        return self._cipher.decrypt(_nonce(laid), sealed, None)

    def close(self) -> None:
        """Take everything away."""
        self._file.close()


def _nonce(laid: Laid) -> bytes:
    return laid.place.to_bytes(_NONCE, "big")

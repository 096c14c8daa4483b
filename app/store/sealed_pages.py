"""The pages of a vault's file read one by one, each checked by its own seal; nothing is written.

SQLCipher's library gives up a whole query at the first page whose seal is broken. A rescue wants
every other page, so this module knows the form of a page: 4016 bytes of AES-256-CBC, then 16 of
initialisation vector, then 64 of HMAC-SHA512 over both and the page's number. The first page
begins with 16 bytes of salt, in the clear, from which the key of the seals is made.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.store import wal

PAGE = 4096
USABLE = 4016
_VECTOR = 16
_SALT = 16
_SALT_MASK = 0x3A
_SEAL_ROUNDS = 2
_MAGIC = b"SQLite format 3\0"
_COUNT_AT = slice(28, 32)
_PAGES_KEPT = 1024  # 4 MiB: a tree is gone through more than once
_PAGES_TRIED = 64  # so many pages must all be damaged before a salt is held to be the wrong one


class SealedPages:
    """The pages of vault.db, with what its log holds laid over them."""

    def __init__(self, path: Path, key: bytearray) -> None:
        """Open the file for reading; key is the raw key of the database, and stays the caller's.

        Raises OSError.
        """
        self._key = key
        self._files = contextlib.ExitStack()
        self._main = self._files.enter_context(path.open("rb"))
        self._log: BinaryIO | None = None
        self._over: dict[int, int] = {}
        self._seal_key: bytes | None = None
        self._recent = lru_cache(_PAGES_KEPT)(self._read)
        try:
            self.count = self._measured(path)
        except BaseException:
            self._files.close()
            raise

    @property
    def is_proven(self) -> bool:
        """Whether the seals of pages can be checked: the salt they need is still there."""
        return self._seal_key is not None

    def close(self) -> None:
        """Close the files."""
        self._files.close()

    def page(self, number: int) -> bytes | None:
        """The readable content of a page, counted from one; None when its seal is broken."""
        return self._recent(number)

    def _read(self, number: int) -> bytes | None:
        raw = self._raw(number)
        if raw is None or (self._seal_key and not _is_sealed(raw, number, self._seal_key)):
            return None
        return self._decrypted(raw, number)

    def _measured(self, path: Path) -> int:
        """Find the log and the salt; how many pages there are, as far as anybody knows."""
        with contextlib.suppress(OSError):
            self._log = self._files.enter_context(path.with_name(path.name + "-wal").open("rb"))
        in_file = -(-path.stat().st_size // PAGE)
        frames = wal.committed(self._log) if self._log else wal.NOTHING
        self._over = frames.places
        self._seal_key = self._seal_key_found(max(in_file, frames.pages))
        if frames.pages:
            return frames.pages
        first = self.page(1) if self.is_proven else None
        return int.from_bytes(first[_COUNT_AT], "big") if first else in_file

    def _seal_key_found(self, count: int) -> bytes | None:
        for salt in self._salts():
            masked = bytes(byte ^ _SALT_MASK for byte in salt)
            key = hashlib.pbkdf2_hmac("sha512", bytes(self._key), masked, _SEAL_ROUNDS, 32)
            if any(
                _is_sealed(raw, number, key)
                for number in range(1, min(count, _PAGES_TRIED) + 1)
                if (raw := self._raw(number))
            ):
                return key
        return None

    def _salts(self) -> Iterator[bytes]:
        if raw := self._raw(1):
            yield raw[:_SALT]
        with contextlib.suppress(OSError):
            self._main.seek(0)
            yield self._main.read(_SALT)

    def _raw(self, number: int) -> bytes | None:
        """The page as it lies on the disk; a disk that cannot read it has lost it."""
        place = self._over.get(number)
        source = self._main if place is None or self._log is None else self._log
        try:
            source.seek((number - 1) * PAGE if place is None else place)
            raw = source.read(PAGE)
        except OSError:
            return None
        return raw if len(raw) == PAGE and any(raw) else None

    def _decrypted(self, raw: bytes, number: int) -> bytes:
        start = _SALT if number == 1 else 0
        vector = raw[USABLE : USABLE + _VECTOR]
        decryptor = Cipher(algorithms.AES(bytes(self._key)), modes.CBC(vector)).decryptor()
        plain = decryptor.update(raw[start:USABLE]) + decryptor.finalize()
        return _MAGIC + plain if start else plain


def _is_sealed(raw: bytes, number: int, key: bytes) -> bool:
    start = _SALT if number == 1 else 0
    body, seal = raw[start : USABLE + _VECTOR], raw[USABLE + _VECTOR :]
    found = hmac.new(key, body + struct.pack("<I", number), hashlib.sha512)
    return hmac.compare_digest(found.digest(), seal)

"""Reads an encrypted attachment at any place, with one chunk of it in memory."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.errors import AttachmentDamagedError

HEADER = b"TXBA\x01\x00\x00\x00"
CHUNK = 1 << 20
TAG = 16


def nonce(number: int, *, is_last: bool) -> bytes:
    """The nonce of a chunk: its number, and whether it is the last of its file."""
    return number.to_bytes(11, "big") + bytes([is_last])


def chunks_of(size: int) -> int:
    """How many chunks a content of that size has; an empty one has one, empty."""
    return max(1, -(-size // CHUNK))


def sealed_size(size: int) -> int:
    """How many bytes the encrypted file of a content of that size has."""
    return len(HEADER) + size + chunks_of(size) * TAG


class AttachmentReader(io.RawIOBase):
    """A content as a file to read and seek in; each chunk is proven before a byte of it is given.

    A file that was cut, or has another size than its row says, is found at once. Closing this
    closes the file. Raises AttachmentDamagedError.
    """

    def __init__(self, path: Path, cipher: AESGCM, size: int) -> None:
        super().__init__()
        self._name, self._cipher, self._size = path.name, cipher, size
        self._at = 0
        self._number, self._chunk = -1, b""
        self._source = self._opened(path)

    def _opened(self, path: Path) -> BinaryIO:
        try:
            if path.stat().st_size != sealed_size(self._size):
                raise AttachmentDamagedError(title=self._name)
            source = path.open("rb")
        except OSError as error:
            raise AttachmentDamagedError(title=self._name) from error
        if source.read(len(HEADER)) != HEADER:
            source.close()
            raise AttachmentDamagedError(title=self._name)
        return source

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place; beyond the end nothing is read."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError(offset)
        self._at = start + offset
        return self._at

    def readinto(self, buffer: object, /) -> int:
        """Fill the buffer as far as the chunk at this place reaches; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type] # typeshed's buffer has no name
        if self._at >= self._size or not view:
            return 0
        number, within = divmod(self._at, CHUNK)
        piece = self._read_chunk(number)[within : within + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        """Close the file and forget what was read."""
        if not self.closed:
            self._chunk = b""
            self._source.close()
        super().close()

    def _read_chunk(self, number: int) -> bytes:
        if number != self._number:
            is_last = number == chunks_of(self._size) - 1
            try:
                self._source.seek(len(HEADER) + number * (CHUNK + TAG))
                sealed = self._source.read(CHUNK + TAG)
                self._chunk = self._cipher.decrypt(nonce(number, is_last=is_last), sealed, HEADER)
            except (OSError, InvalidTag, ValueError) as error:
                raise AttachmentDamagedError(title=self._name) from error
            self._number = number
        return self._chunk

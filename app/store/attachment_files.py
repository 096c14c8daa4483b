"""Attachments beside the vault's database: each one an encrypted file that is never changed.

A file is on the disk, whole and synced, before the row that names it is committed; a file no row
names is swept away at the next unlocking. Format: the header, then AES-256-GCM chunks of 1 MiB
under a key of the file's own, the nonce made of the chunk's number and whether it is the last.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import AttachmentDamagedError
from app.store.attachment_reader import CHUNK, HEADER, TAG, AttachmentReader, nonce
from app.store.attachment_reader import sealed_size as sealed_size
from app.store.disk import fault_of, new_file, sync_folder

_NAME = re.compile(r"[0-9a-f]{32}")
_LABEL = b"tanxinbu attachment 1 "


class Readable(Protocol):
    """Whatever gives its bytes piece by piece."""

    def read(self, wanted: int, /) -> bytes:
        """At most so much; nothing at the end."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What the vault's row keeps of an attachment: its name, its size and its digest."""

    id: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class AttachmentFiles:
    """The folder of encrypted attachments and the key they hang on."""

    folder: Path
    key: bytes | bytearray = field(repr=False)

    def write(self, content: bytes | Readable) -> StoredFile:
        """Encrypt the content into a new file, synced to the disk before this returns.

        Raises DiskFullError, FolderUnusableError.
        """
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        return self._write(secrets.token_hex(16), source)

    def take_over(self, other: AttachmentFiles, file_id: str) -> StoredFile:
        """Write a file of another folder here under the same name and this folder's key.

        What was written is read back. Raises AttachmentDamagedError, DiskFullError,
        FolderUnusableError.
        """
        stored = self._write(file_id, _Pieces(other._pieces(file_id)))
        for _ in self.open_stream(file_id, stored.sha256):
            pass
        return stored

    def take_stray(self, other: AttachmentFiles, file_id: str) -> None:
        """Take over a file that no row names; as it is, when it does not hang on the other's key.

        Raises DiskFullError, FolderUnusableError.
        """
        try:
            self.take_over(other, file_id)
        except AttachmentDamagedError:
            try:
                shutil.copyfile(other._path(file_id), self._path(file_id))
            except OSError as error:
                raise fault_of(error, self.folder) from error

    def names(self) -> list[str]:
        """The names of all files here, whether a row names them or not."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if _NAME.fullmatch(path.name))

    def _write(self, name: str, source: Readable) -> StoredFile:
        part = self.folder / (name + ".part")
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with new_file(part) as target:
                size, digest = self._encrypt(name, source, target)
            part.replace(self.folder / name)
            sync_folder(self.folder)
        except BaseException as error:
            with contextlib.suppress(OSError):
                part.unlink()
            if isinstance(error, OSError):
                raise fault_of(error, self.folder) from error
            raise
        return StoredFile(name, size, digest)

    def read(self, file_id: str, sha256: str) -> bytes:
        """The whole content, checked against its digest.

        Raises AttachmentDamagedError.
        """
        return b"".join(self.open_stream(file_id, sha256))

    def open_stream(self, file_id: str, sha256: str) -> Iterator[bytes]:
        """The content piece by piece; the last piece comes only when the whole digest is right.

        Raises AttachmentDamagedError.
        """
        digest = hashlib.sha256()
        held: bytes | None = None
        for piece in self._pieces(file_id):
            if held is not None:
                yield held
            digest.update(piece)
            held = piece
        if digest.hexdigest() != sha256:
            raise AttachmentDamagedError(title=file_id)
        if held:
            yield held

    def open(self, file_id: str, size: int) -> BinaryIO:
        """The content of that size as a file to seek in, decrypted chunk by chunk as it is read.

        Raises AttachmentDamagedError, also while it is read.
        """
        reader = AttachmentReader(self._path(file_id), self._cipher(file_id), size)
        return io.BufferedReader(reader, 1 << 16)

    def remove(self, file_id: str) -> None:
        """Remove a file whose row was not kept after all."""
        with contextlib.suppress(FileNotFoundError):
            self._path(file_id).unlink()

    def sweep(self, known_ids: Collection[str]) -> int:
        """Remove files that no row names; how many they were."""
        if not self.folder.is_dir():
            return 0
        known = frozenset(known_ids)
        # names alone, known ones first: a vault of decades has some hundred thousand of them
        strays = [
            self.folder / name
            for name in os.listdir(self.folder)  # noqa: PTH208 — iterdir takes five times as long
            if name not in known and _NAME.fullmatch(name.removesuffix(".part"))
        ]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)

    def missing(self, known_ids: Collection[str]) -> list[str]:
        """The ids that rows name and the folder lacks."""
        return [name for name in known_ids if not self._path(name).is_file()]

    def _path(self, file_id: str) -> Path:
        if not _NAME.fullmatch(file_id):
            raise AttachmentDamagedError(title=file_id)
        return self.folder / file_id

    def _cipher(self, file_id: str) -> AESGCM:
        info = _LABEL + bytes.fromhex(file_id)
        return AESGCM(HKDF(hashes.SHA256(), 32, None, info).derive(bytes(self.key)))

    def _encrypt(self, file_id: str, source: Readable, target: BinaryIO) -> tuple[int, str]:
        cipher = self._cipher(file_id)
        digest = hashlib.sha256()
        size = number = 0
        target.write(HEADER)
        piece = _full_read(source, CHUNK)
        is_last = False
        while not is_last:
            following = _full_read(source, CHUNK) if len(piece) == CHUNK else b""
            is_last = not following
            target.write(cipher.encrypt(nonce(number, is_last=is_last), piece, HEADER))
            digest.update(piece)
            size += len(piece)
            number += 1
            piece = following
        target.flush()
        os.fsync(target.fileno())
        return size, digest.hexdigest()

    def _pieces(self, file_id: str) -> Iterator[bytes]:
        path = self._path(file_id)
        cipher = self._cipher(file_id)
        try:
            with path.open("rb") as source:
                if source.read(len(HEADER)) != HEADER:
                    raise AttachmentDamagedError(title=file_id)
                yield from _decrypted(cipher, source)
        except (OSError, InvalidTag) as error:
            raise AttachmentDamagedError(title=file_id) from error


class _Pieces:
    """Pieces in a row, read as a file is."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, wanted: int) -> bytes:
        """At most so much; nothing at the end."""
        piece = self._rest or next(self._pieces, b"")
        self._rest = piece[wanted:]
        return piece[:wanted]


def _decrypted(cipher: AESGCM, source: BinaryIO) -> Iterator[bytes]:
    number = 0
    sealed = _full_read(source, CHUNK + TAG)
    is_last = False
    while not is_last:
        following = _full_read(source, CHUNK + TAG)
        is_last = not following
        yield cipher.decrypt(nonce(number, is_last=is_last), sealed, HEADER)
        number += 1
        sealed = following


def _full_read(source: Readable, wanted: int) -> bytes:
    """Read until so much is there or the source ends; a pipe may give less at a time."""
    pieces: list[bytes] = []
    missing = wanted
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)

"""The files of a package as they arrive on a stick, before anything in them is believed."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.domain.errors import PackageRejectedError
from app.domain.package import PackageIndex, Rejection
from app.handover.index import MINISIG, SignedIndex, read_index
from app.handover.minisign import LONGEST_FILE as LONGEST_MINISIG
from app.handover.schemas import Schemas
from app.handover.signed_json import LONGEST_FILE

INDEX_NAME = re.compile(r"[0-9]{6}-[0-9]{6}\.json\Z")
_STANZA_LIMIT, _HEADER_LIMIT = 16, 8192
_AGE_BEGIN, _AGE_STANZA, _AGE_END = b"age-encryption.org/v1\n", b"\n-> ", b"\n--- "
_CHUNK = 1 << 20


def packages_below(folder: Path) -> list[Path]:
    """The folders that hold an index: this one or those right below it, by the package's name."""
    with suppress(OSError):
        folders = [folder, *(path for path in folder.iterdir() if path.is_dir())]
        found = [(_index_names(one), one) for one in folders]
        return [one for names, one in sorted(found) if names]
    return []


def find_index(folder: Path, schemas: Schemas) -> SignedIndex:
    """The one index in the folder, its signature not yet checked.

    Raises PackageRejectedError(NO_INDEX, SEVERAL_INDEXES, NOT_AN_INDEX, NEWER_FORMAT, JSON).
    """
    names = _index_names(folder)
    if not names:
        raise PackageRejectedError(Rejection.NO_INDEX.value, "")
    if len(names) > 1:
        raise PackageRejectedError(Rejection.SEVERAL_INDEXES.value, str(len(names)))
    signed = read_index(small_file(folder / names[0], LONGEST_FILE), schemas)
    if signed.index.file_name != names[0]:
        raise PackageRejectedError(Rejection.NOT_AN_INDEX.value, "file name")
    return signed


def minisig_of(folder: Path, signed: SignedIndex) -> bytes:
    """The signature beside the index, not yet checked. Raises PackageRejectedError(SIGNATURE)."""
    try:
        return small_file(folder / (signed.index.file_name + MINISIG), LONGEST_MINISIG)
    except PackageRejectedError as error:
        raise PackageRejectedError(Rejection.SIGNATURE.value, "minisig") from error


def check_volumes(folder: Path, index: PackageIndex, moved: Callable[[int], None]) -> None:
    """Whether every volume is there, whole.

    Raises PackageRejectedError(VOLUME_MISSING, VOLUME_SIZE, VOLUME_DIGEST).
    """
    for volume in index.volumes:
        with _opened(folder / volume.name) as file:
            if os.fstat(file.fileno()).st_size != volume.size:
                raise PackageRejectedError(Rejection.VOLUME_SIZE.value, volume.name)
            digest = hashlib.sha256()
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                moved(len(chunk))
        if digest.hexdigest() != volume.sha256:
            raise PackageRejectedError(Rejection.VOLUME_DIGEST.value, volume.name)


def check_age_header(folder: Path, index: PackageIndex) -> None:
    """Whether the encryption's header is small: thousands of stanzas would cost seconds each.

    Raises PackageRejectedError(AGE_HEADER).
    """
    with CiphertextReader(folder, index) as source:
        head = source.read_up_to(_HEADER_LIMIT)
    end = head.find(_AGE_END)
    if not head.startswith(_AGE_BEGIN) or end < 0:
        raise PackageRejectedError(Rejection.AGE_HEADER.value, "size")
    if head[:end].count(_AGE_STANZA) > _STANZA_LIMIT:
        raise PackageRejectedError(Rejection.AGE_HEADER.value, "stanzas")


class CiphertextReader(io.RawIOBase):
    """All volumes as one stream. failure keeps what the medium answered, as in TarSource."""

    def __init__(
        self, folder: Path, index: PackageIndex, moved: Callable[[int], None] = lambda count: None
    ) -> None:
        super().__init__()
        self.failure: BaseException | None = None
        self._moved = moved
        self._waiting = [folder / volume.name for volume in index.volumes]
        self._file: io.FileIO | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end."""
        if self.failure is not None:
            raise self.failure
        try:
            chunk = self._next(size)
            self._moved(len(chunk))
        except BaseException as error:
            self.failure = error
            raise
        return chunk

    def _next(self, size: int) -> bytes:
        while True:
            if self._file is None:
                if not self._waiting:
                    return b""
                self._file = _opened(self._waiting.pop(0))
            if chunk := self._file.read(size):
                return chunk
            self._file.close()
            self._file = None

    def read_up_to(self, size: int) -> bytes:
        """Exactly so many bytes, fewer only at the end."""
        taken = b""
        while len(taken) < size and (chunk := self.read(size - len(taken))):
            taken += chunk
        return taken

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as io calls it
        """Fill the buffer with the next bytes; 0 at the end."""
        chunk = self.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        """Let go of the open volume."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


def _index_names(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if INDEX_NAME.match(entry.name))


def small_file(path: Path, limit: int) -> bytes:
    """The whole of a plain file that is at most so long.

    Raises PackageRejectedError(VOLUME_MISSING, TOO_LARGE), OSError.
    """
    with _opened(path) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise PackageRejectedError(Rejection.TOO_LARGE.value, path.name)
    return content


def _opened(path: Path) -> io.FileIO:
    """A plain file of the stick: links, pipes and devices are not followed, not even opened."""
    missing = PackageRejectedError(Rejection.VOLUME_MISSING.value, path.name)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise missing
        return io.FileIO(path, "rb")
    except FileNotFoundError as error:
        raise missing from error

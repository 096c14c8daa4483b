"""The files of a package as they arrive on a stick, before anything in them is believed."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
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
_AGE_PASSPHRASE = _AGE_STANZA + b"scrypt "
_CHUNK = 1 << 20
# looked at in a folder, and folders looked into: an honest stick has fewer
_MOST_ENTRIES, _MOST_FOLDERS = 10_000, 2_000
# neither followed nor waited for: what looked like a file a moment ago may be a pipe by now
_PLAINLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def packages_below(folder: Path) -> list[Path]:
    """The folders that hold an index: this one or those right below it, by the package's name.

    Links are not followed, and what cannot be read is passed over.
    """
    found: list[tuple[list[str], Path]] = []
    for one in (folder, *_folders_below(folder)):
        try:
            found.append((_index_names(one), one))
        except PackageRejectedError:
            continue
    return [one for names, one in sorted(found) if names]


def find_index(folder: Path, schemas: Schemas) -> SignedIndex:
    """The one index in the folder, its signature not yet checked.

    Raises PackageRejectedError(NO_INDEX, SEVERAL_INDEXES, NOT_AN_INDEX, NEWER_FORMAT, JSON,
    TOO_LARGE, MEDIUM).
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
    """The signature beside the index, not yet checked.

    Raises PackageRejectedError(SIGNATURE, MEDIUM).
    """
    try:
        return small_file(folder / (signed.index.file_name + MINISIG), LONGEST_MINISIG)
    except PackageRejectedError as error:
        if error.reason == Rejection.MEDIUM.value:
            raise
        raise PackageRejectedError(Rejection.SIGNATURE.value, "minisig") from error


def check_volumes(folder: Path, index: PackageIndex, moved: Callable[[int], None]) -> None:
    """Whether every volume is there, whole.

    No more is read than was declared: a file that grows while it is read never ends.
    Raises PackageRejectedError(VOLUME_MISSING, VOLUME_SIZE, VOLUME_DIGEST, CHANGED, MEDIUM).
    """
    for volume in index.volumes:
        digest = hashlib.sha256()
        with _opened(folder / volume.name) as file:
            if _size_of(file) != volume.size:
                raise PackageRejectedError(Rejection.VOLUME_SIZE.value, volume.name)
            left = volume.size
            while left:
                chunk = _read(file, min(left, _CHUNK))
                if not chunk:
                    raise PackageRejectedError(Rejection.CHANGED.value, volume.name)
                left -= len(chunk)
                digest.update(chunk)
                moved(len(chunk))
        if digest.hexdigest() != volume.sha256:
            raise PackageRejectedError(Rejection.VOLUME_DIGEST.value, volume.name)


def ciphertext(
    folder: Path, index: PackageIndex, moved: Callable[[int], None] = lambda count: None
) -> CiphertextReader:
    """All volumes as one stream, whose encryption has a small header.

    Thousands of stanzas would cost seconds before anything is authenticated; a passphrase's stanza
    would cost as much work as its maker likes. What was checked is what is read: a stick that
    answers otherwise a second time gains nothing.
    Raises PackageRejectedError(AGE_HEADER, VOLUME_MISSING, CHANGED, MEDIUM).
    """
    source = CiphertextReader(folder, index, moved)
    try:
        head = source.read_up_to(_HEADER_LIMIT)
        _check_age_header(head)
    except BaseException:
        source.close()
        raise
    source.give_back(head)
    return source


def _check_age_header(head: bytes) -> None:
    end = head.find(_AGE_END)
    if not head.startswith(_AGE_BEGIN) or end < 0:
        raise PackageRejectedError(Rejection.AGE_HEADER.value, "size")
    if head[:end].count(_AGE_STANZA) > _STANZA_LIMIT:
        raise PackageRejectedError(Rejection.AGE_HEADER.value, "stanzas")
    if _AGE_PASSPHRASE in head[:end]:
        raise PackageRejectedError(Rejection.AGE_HEADER.value, "passphrase")


class CiphertextReader(io.RawIOBase):
    """All volumes as one stream, as long as the index says; failure keeps why reading ended."""

    def __init__(
        self, folder: Path, index: PackageIndex, moved: Callable[[int], None] = lambda count: None
    ) -> None:
        super().__init__()
        self.failure: BaseException | None = None
        self._moved = moved
        self._waiting = [(folder / volume.name, volume.size) for volume in index.volumes]
        self._file: io.FileIO | None = None
        self._left = 0
        self._given_back = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end.

        Raises PackageRejectedError(VOLUME_MISSING, CHANGED, MEDIUM).
        """
        if self.failure is not None:
            raise self.failure
        try:
            if self._given_back:
                return self._take_back(size)
            chunk = self._next(_CHUNK if size < 0 else size)
            self._moved(len(chunk))
        except BaseException as error:
            self.failure = error
            raise
        return chunk

    def _next(self, size: int) -> bytes:
        while self._file is None or not self._left:
            if self._file is not None:
                self._file.close()
                self._file = None
            if not self._waiting:
                return b""
            path, self._left = self._waiting.pop(0)
            self._file = _opened(path)
        chunk = _read(self._file, min(size, self._left))
        if size and not chunk:
            raise PackageRejectedError(Rejection.CHANGED.value, "shorter than before")
        self._left -= len(chunk)
        return chunk

    def _take_back(self, size: int) -> bytes:
        size = len(self._given_back) if size < 0 else size
        chunk, self._given_back = self._given_back[:size], self._given_back[size:]
        return chunk

    def give_back(self, chunk: bytes) -> None:
        """Let these bytes come first again."""
        self._given_back = chunk + self._given_back

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


def small_file(path: Path, limit: int) -> bytes:
    """The whole of a plain file that is at most so long.

    Raises PackageRejectedError(VOLUME_MISSING, TOO_LARGE, MEDIUM).
    """
    found = bytearray()
    with _opened(path) as file:
        while len(found) <= limit and (chunk := _read(file, limit + 1 - len(found))):
            found += chunk
    if len(found) > limit:
        raise PackageRejectedError(Rejection.TOO_LARGE.value, path.name)
    return bytes(found)


def copy_plain(path: Path, target: Path) -> None:
    """Copy a plain file as long as it is now, however it grows; target must not be there yet.

    Raises PackageRejectedError(VOLUME_MISSING, CHANGED, MEDIUM); OSError is the target's.
    """
    with _opened(path) as file, target.open("xb") as copy:
        left = _size_of(file)
        while left:
            chunk = _read(file, min(left, _CHUNK))
            if not chunk:
                raise PackageRejectedError(Rejection.CHANGED.value, path.name)
            copy.write(chunk)
            left -= len(chunk)


def _index_names(folder: Path) -> list[str]:
    with _from_the_stick(), os.scandir(folder) as entries:
        listed = islice(entries, _MOST_ENTRIES)
        return sorted(entry.name for entry in listed if INDEX_NAME.match(entry.name))


def _folders_below(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            listed = islice(entries, _MOST_ENTRIES)
            found = (Path(one.path) for one in listed if one.is_dir(follow_symlinks=False))
            return list(islice(found, _MOST_FOLDERS))
    except OSError:
        return []


def _opened(path: Path) -> io.FileIO:
    """A plain file of the stick: links, pipes and devices are not followed, not even opened."""
    missing = PackageRejectedError(Rejection.VOLUME_MISSING.value, path.name)
    with _from_the_stick(missing):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise missing
        file = io.FileIO(path, "rb", opener=lambda name, flags: os.open(name, flags | _PLAINLY))
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise missing
    return file


def _size_of(file: io.FileIO) -> int:
    with _from_the_stick():
        return os.fstat(file.fileno()).st_size


def _read(file: io.FileIO, size: int) -> bytes:
    with _from_the_stick():
        return file.read(size) or b""


@contextmanager
def _from_the_stick(missing: PackageRejectedError | None = None) -> Iterator[None]:
    """What a stick answers instead of bytes says nothing of the package: it can be tried again."""
    try:
        yield
    except OSError as error:
        if missing and error.errno in {errno.ENOENT, errno.ELOOP, errno.EISDIR, errno.ENXIO}:
            raise missing from error
        named = errno.errorcode.get(error.errno or 0, "")
        raise PackageRejectedError(Rejection.MEDIUM.value, named) from error

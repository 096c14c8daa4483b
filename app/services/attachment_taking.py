"""Takes a file from outside among the attachments: looked at, then read once, in pieces."""

from __future__ import annotations

import io
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from app.domain.attachment import title_from
from app.domain.attachment_errors import (
    AttachmentChangedError,
    AttachmentEmptyError,
    AttachmentFolderError,
    AttachmentTooLargeError,
    AttachmentVanishedError,
)
from app.domain.errors import DiskFullError, FileUnreadableError
from app.domain.progress import Progress
from app.store.attachment_files import AttachmentFiles, StoredFile

ROOM = 16 << 20  # bytes that must be left on the disk for the vault itself


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings: a file of theirs, or a picture from the clipboard under a name."""

    name: str
    path: Path | None = None
    untrusted_content: bytes = field(default=b"", repr=False)

    @classmethod
    def file(cls, path: Path) -> Brought:
        """A file somewhere on this machine or on a stick."""
        return cls(title_from(path.name) or "附件", path)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that lies encrypted beside the vault and that no row names yet."""

    name: str
    file: StoredFile
    media_type: str
    pages: int
    is_sound: bool


def taken_from(brought: Brought, files: AttachmentFiles, progress: Progress) -> Taken:
    """Look at what was brought and write it encrypted into the folder; nothing stays of a failure.

    Raises CancelledError, every error of attachment_errors that speaks of a file,
    FileUnreadableError, DiskFullError, FolderUnusableError.
    """
    with _opened(brought) as source:
        size = _size_of(source, brought.name)
        looked = _looked_at(source, brought.name, size)
        _refuse_full(files, size)
        source.seek(0)
        stored = files.write(_Reading(source, brought.name, size, progress))
        if stored.size != size or _size_of(source, brought.name) != size:
            files.remove(stored.id)
            raise AttachmentChangedError(brought.name)
    return replace(looked, file=stored)


def _refuse_full(files: AttachmentFiles, size: int) -> None:
    free = shutil.disk_usage(files.folder.parent).free
    if free < size + ROOM:
        raise DiskFullError(free_bytes=free)


class _Reading:
    """The source as it is read: tells how far it is, stops when asked, names what goes wrong."""

    def __init__(self, source: BinaryIO, name: str, size: int, progress: Progress) -> None:
        self._source, self._name, self._size, self._progress = source, name, size, progress
        self._done = 0

    def read(self, wanted: int, /) -> bytes:
        """At most so much; nothing at the end, which is where it was when reading began."""
        self._progress.step(self._done, self._size)
        try:
            piece = self._source.read(min(wanted, self._size + 1 - self._done))
        except OSError as error:
            raise AttachmentVanishedError(self._name, self._done) from error
        self._done += len(piece)
        return piece


@contextmanager
def _opened(brought: Brought) -> Iterator[BinaryIO]:
    if brought.path is None:
        yield io.BytesIO(brought.untrusted_content)
        return
    try:
        # a pipe or a device would be waited for without end
        if not stat.S_ISREG(brought.path.stat().st_mode):
            raise AttachmentFolderError(brought.name)
        source = brought.path.open("rb")
    except OSError as error:
        raise FileUnreadableError(brought.name) from error
    with source:
        yield source


def _size_of(source: BinaryIO, name: str) -> int:
    try:
        if isinstance(source, io.BytesIO):
            return len(source.getbuffer())
        return os.fstat(source.fileno()).st_size
    except OSError as error:
        raise AttachmentVanishedError(name, 0) from error


def _looked_at(source: BinaryIO, name: str, size: int) -> Taken:
    """What the content is and how many pages it has; the file is not stored yet."""
    # starts faster: PDFium and Pillow are needed for attachments alone
    from app.documents.attachment_kinds import Handling, kind_of
    from app.documents.attachment_pages import count_pages
    from app.documents.sound_length import seconds_of

    if not size:
        raise AttachmentEmptyError(name)
    try:
        kind = kind_of(source, name)
        if size > kind.limit:
            raise AttachmentTooLargeError(name, size, kind.limit)
        is_sound = kind.handling is Handling.SOUND
        if is_sound:
            seconds_of(source, kind, name)
        pages = count_pages(source, kind, name) if kind.handling is Handling.PAGED else 0
    except OSError as error:
        raise AttachmentVanishedError(name, 0) from error
    return Taken(name, StoredFile("", size, ""), kind.media_type, pages, is_sound)

"""The bag as a plain ustar stream, made while it is read, in constant memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator

from app.domain.errors import AttachmentDamagedError
from app.domain.package import PackageContent, PackagePart
from app.handover.bag import (
    BAGIT,
    DECLARATION,
    INFO,
    MANIFEST,
    SIGNATURE,
    TAG_MANIFEST,
    Bag,
)
from app.handover.ustar import BLOCK, END, member_header, padding


class TarSource(io.RawIOBase):
    """What the encryption reads from.

    failure keeps what went wrong here, because pyrage turns every exception of a stream into its
    own EncryptError with the text alone.
    """

    def __init__(
        self,
        content: PackageContent,
        bag: Bag,
        signature: bytes,
        moved: Callable[[int], None],
    ) -> None:
        super().__init__()
        self.failure: BaseException | None = None
        self._moved = moved
        self._chunks = _stream(content, bag, signature)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the stream; empty at its end."""
        if self.failure is not None:
            raise self.failure
        try:
            while not self._left:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._left = memoryview(chunk)
            count = len(self._left) if size < 0 else min(size, len(self._left))
            taken = bytes(self._left[:count])
            self._left = self._left[count:]
            self._moved(count)
        except BaseException as error:
            self.failure = error
            raise
        return taken

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what pyrage calls
        """Fill the buffer with the next bytes; 0 at the end."""
        taken = self.read(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)


def tar_size(content: PackageContent, bag: Bag) -> int:
    """How long the stream will be, for progress and for the room it needs."""
    tags = (len(DECLARATION), len(bag.info), len(bag.manifest), len(bag.tag_manifest), 64)
    sizes = (*(part.size for part in content.parts), *tags)
    return sum(BLOCK + size + padding(size) for size in sizes) + len(END)


def _stream(content: PackageContent, bag: Bag, signature: bytes) -> Iterator[bytes]:
    yield _small(BAGIT, DECLARATION)
    for part in content.parts:
        yield from _part(part)
    yield _small(MANIFEST, bag.manifest)
    yield _small(INFO, bag.info)
    yield _small(TAG_MANIFEST, bag.tag_manifest)
    yield _small(SIGNATURE, signature)
    yield END


def _part(part: PackagePart) -> Iterator[bytes]:
    yield member_header(part.name, part.size)
    digest, size = hashlib.sha256(), 0
    for piece in part.pieces():
        digest.update(piece)
        size += len(piece)
        if size > part.size:
            break
        yield piece
    if (digest.hexdigest(), size) != (part.sha256, part.size):
        raise AttachmentDamagedError(part.name)
    yield bytes(padding(part.size))


def _small(name: str, content: bytes) -> bytes:
    return member_header(name, len(content)) + content + bytes(padding(len(content)))

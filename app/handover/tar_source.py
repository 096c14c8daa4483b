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
from app.handover.relay import PIECE, Hand, Relay, gathered
from app.handover.ustar import BLOCK, END, member_header, padding


class TarSource:
    """What the encryption reads from; the bag is read and hashed in a thread of its own.

    failure keeps what went wrong there, because pyrage turns every exception of a stream into its
    own EncryptError with the text alone. pulse is called while nothing comes, and may raise.
    """

    def __init__(
        self, content: PackageContent, bag: Bag, signature: bytes, pulse: Callable[[], None]
    ) -> None:
        self._relay = Relay(pulse)
        self._chunks = _stream(content, bag, signature)
        self._piece = io.BytesIO()
        self._hand = Hand(self._relay, self._give, "package-source")

    @property
    def failure(self) -> BaseException | None:
        """What went wrong while the bag was read, if it did."""
        return self._relay.failure

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the stream; empty at its end. Raises RelayBrokenError."""
        taken = self._piece.read(size)
        if not taken:
            self._piece = io.BytesIO(self._relay.take())
            taken = self._piece.read(size)
        return taken

    def close(self) -> None:
        """Let go of the thread, whether or not the stream came to its end."""
        self._relay.break_off()
        self._hand.join()

    def _give(self) -> None:
        for piece in gathered(self._chunks):
            self._relay.put(piece)
        self._relay.end()


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
        yield from _cut(piece)
    if (digest.hexdigest(), size) != (part.sha256, part.size):
        raise AttachmentDamagedError(part.name)
    yield bytes(padding(part.size))


def _cut(piece: bytes) -> Iterator[bytes]:
    # a part that comes in one piece, however long, must not sit in the queue as one
    view = memoryview(piece)
    for start in range(0, len(piece), PIECE):
        yield piece if len(piece) <= PIECE else bytes(view[start : start + PIECE])


def _small(name: str, content: bytes) -> bytes:
    return member_header(name, len(content)) + content + bytes(padding(len(content)))

"""Takes the decrypted stream and believes nothing: plain members, known names, declared sizes."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.handover.bag import PACKAGE_FILE, TAG_FILES
from app.handover.package_file import LARGEST_TAG_FILE, PAYLOAD_NAME
from app.handover.stage import Stage, StagedFile, StageWriter
from app.handover.ustar import BLOCK, END, member_of, padding


@dataclass(frozen=True, slots=True)
class Limits:
    """What the signed index declares, and what the stream must keep to."""

    files: int
    octets: int


class TarSink:
    """What the decryption writes to. failure keeps the refusal, as in TarSource."""

    def __init__(self, stage: Stage, limits: Limits) -> None:
        self.failure: BaseException | None = None
        self.members: dict[str, StagedFile] = {}
        self.tags: dict[str, bytes] = {}
        self._stage, self._limits = stage, limits
        self._octets = 0
        self._buffer = bytearray()
        self._step = self._take_header
        self._name = ""
        self._left = 0
        self._padding = 0
        self._writer: StageWriter | None = None
        self._tag = bytearray()

    def write(self, untrusted_bytes: bytes) -> int:
        """Take the next bytes of the stream. Raises PackageRejectedError(TAR, NAME, TOO_LARGE)."""
        if self.failure is not None:
            raise self.failure  # the decryption flushes once more on its way out
        try:
            self._buffer += untrusted_bytes
            while self._step():
                pass
        except BaseException as error:
            self.failure = error
            raise
        return len(untrusted_bytes)

    def flush(self) -> None:
        """Nothing waits for a flush."""

    def finish(self) -> None:
        """The stream is over. Raises PackageRejectedError(TAR) unless it ended as it must."""
        if self._step != self._take_nothing or self._buffer:
            raise _rejected("cut off")

    def abandon(self) -> None:
        """Let go of the open member."""
        if self._writer is not None:
            self._writer.abandon()

    # ── the steps: each says whether the buffer may hold more for the next one ───────────────────

    def _take_header(self) -> bool:
        if len(self._buffer) < BLOCK:
            return False
        if self._buffer[:BLOCK] == END[:BLOCK]:
            self._step = self._take_end
            return True
        name, size = member_of(bytes(self._buffer[:BLOCK]))
        del self._buffer[:BLOCK]
        self._admit(name, size)
        self._name, self._left, self._padding = name, size, padding(size)
        self._tag = bytearray()
        self._writer = None if name in TAG_FILES else self._stage.new(name)
        self._step = self._take_content
        return True

    def _take_content(self) -> bool:
        chunk = bytes(self._buffer[: self._left])
        del self._buffer[: len(chunk)]
        self._left -= len(chunk)
        if self._writer is None:
            self._tag += chunk
        else:
            self._writer.write(chunk)
        if self._left:
            return False
        if self._writer is None:
            self.tags[self._name] = bytes(self._tag)
        else:
            self.members[self._name] = self._writer.close()
            self._writer = None
        self._step = self._take_padding
        return True

    def _take_padding(self) -> bool:
        if len(self._buffer) < self._padding:
            return False
        if any(self._buffer[: self._padding]):
            raise _rejected("padding")
        del self._buffer[: self._padding]
        self._step = self._take_header
        return True

    def _take_end(self) -> bool:
        if len(self._buffer) < len(END):
            return False
        if self._buffer[: len(END)] != END:
            raise _rejected("end")
        del self._buffer[: len(END)]
        self._step = self._take_nothing
        return True

    def _take_nothing(self) -> bool:
        if self._buffer:
            raise _rejected("after the end")
        return False

    # ── what may come in ─────────────────────────────────────────────────────────────────────────

    def _admit(self, name: str, size: int) -> None:
        if name in self.members or name in self.tags:
            raise PackageRejectedError(Rejection.NAME.value, "a name stands twice")
        if name in TAG_FILES or name == PACKAGE_FILE:
            if size > LARGEST_TAG_FILE:
                raise PackageRejectedError(Rejection.TOO_LARGE.value, name)
        elif not PAYLOAD_NAME.match(name):
            raise PackageRejectedError(Rejection.NAME.value, repr(name)[:60])
        if name not in TAG_FILES:
            self._octets += size
            if self._octets > self._limits.octets or len(self.members) >= self._limits.files:
                raise PackageRejectedError(Rejection.TOO_LARGE.value, "more than declared")


def _rejected(detail: str) -> PackageRejectedError:
    return PackageRejectedError(Rejection.TAR.value, detail)

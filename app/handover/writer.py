"""Writes a package to a stick or folder: volumes, signature, index last; then reads it back."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyrage

from app.domain.errors import NameTakenError, ReadBackError, StickMissingError
from app.domain.package import (
    PackageContent,
    PackageIndex,
    Volume,
    WrittenPackage,
)
from app.domain.progress import Progress, Share
from app.handover.bag import Bag, Entry, bag_of
from app.handover.credentials import DeskKeys
from app.handover.faults import Attempt, stick_fault
from app.handover.index import MINISIG, SignedIndex, sign_index
from app.handover.minisign import signature_file
from app.handover.page_cache import digest_from_medium
from app.handover.relay import RelayBrokenError
from app.handover.signed_json import file_digest
from app.handover.tar_source import TarSource, tar_size
from app.handover.telling import Told
from app.handover.volumes import Opener, VolumeRules, VolumeTarget, VolumeWriter, new_file

_MOST_COPIES = 99
_TURN = 0.0005  # seconds
_AGE_CHUNK, _AGE_TAG = 64 * 1024, 16
_AGE_HEADER = 1024
_AROUND = 128 * 1024  # header of the encryption, index, signature, and clusters begun


def bag_around(content: PackageContent) -> Bag:
    """The bag of a package; known before a byte is written, since every digest is."""
    entries = (Entry(part.name, part.size, part.sha256) for part in content.parts)
    return bag_of(content.seal.id, content.seal.created_at, entries)


def room_needed(content: PackageContent) -> int:
    """How many bytes the package takes on a stick."""
    return room_for(tar_size(content, bag_around(content)))


def room_for(tar_bytes: int) -> int:
    """How many bytes a package takes on a stick whose stream is so long before it is encrypted."""
    return _sealed_size(tar_bytes) + _AROUND


def _sealed_size(tar_bytes: int) -> int:
    return tar_bytes + -(-tar_bytes // _AGE_CHUNK) * _AGE_TAG


@dataclass(frozen=True, slots=True)
class PackageWriter:
    """Writes with an office's keys. opener and rules are for tests and for unusual sticks."""

    keys: DeskKeys
    opener: Opener = new_file
    rules: VolumeRules = field(default_factory=VolumeRules)

    def begin(self, content: PackageContent, destination: Path) -> Writing:
        """A writing of the package into a new folder of the destination; nothing is done yet.

        Raises StickMissingError.
        """
        return Writing(self, content, destination)

    def write(
        self,
        content: PackageContent,
        destination: Path,
        about_to_finish: Callable[[SignedIndex], None],
        progress: Progress,
    ) -> WrittenPackage:
        """Write the package and read it back, all in one.

        about_to_finish is called once every volume is on the medium, before the index makes the
        package count; what it raises stops the writing. Raises what Writing raises.
        """
        writing = self.begin(content, destination)
        signed = writing.volumes(Share(progress, 0, 50))
        try:
            about_to_finish(signed)
        except BaseException:
            writing.undo()
            raise
        return writing.finish(Share(progress, 50, 100))


class Writing:
    """One attempt, in two steps: the volumes, and what makes them count.

    Nothing that was on the stick is touched. Whatever a step raises, what this attempt made is
    taken away again first; a stick that is gone keeps it, without an index that anybody believes.
    """

    def __init__(self, writer: PackageWriter, content: PackageContent, destination: Path) -> None:
        if not destination.is_dir():
            raise StickMissingError
        self.bag = bag_around(content)
        self.folder = destination
        self.files: list[Volume] = []
        self._writer, self._content, self._destination = writer, content, destination
        self._signed: SignedIndex | None = None
        self._made: list[Path] = []
        self._tar_size = tar_size(content, self.bag)
        self._total = _sealed_size(self._tar_size) + _AGE_HEADER
        self._free = shutil.disk_usage(destination).free
        self._target: VolumeTarget | None = None
        self._source_failure: BaseException | None = None

    def volumes(self, progress: Progress) -> SignedIndex:
        """Encrypt the bag into volumes, all of them flushed; gives the index to be written.

        Raises StickFullError, StickReadOnlyError, StickRemovedError, NameTakenError,
        AttachmentDamagedError, CancelledError.
        """
        with self._undone_when_it_fails():
            self.folder = self._new_folder()
            self._encrypt(progress)
            _sync(self.folder)
            parts = self._content.parts
            index = PackageIndex(
                seal=self._content.seal,
                bag_root=self.bag.root,
                payload_files=len(parts),
                payload_bytes=sum(part.size for part in parts),
                volumes=tuple(self.files),
            )
            self._signed = sign_index(index, self._writer.keys)
            return self._signed

    def finish(self, progress: Progress) -> WrittenPackage:
        """Write signature and index, the index as the very last file, and read all of it back.

        Raises StickFullError, StickReadOnlyError, StickRemovedError, NameTakenError, ReadBackError,
        CancelledError.
        """
        signed = self._signed
        if signed is None:
            raise ValueError("no volumes yet")
        with self._undone_when_it_fails():
            name = signed.index.file_name
            minisig = signature_file(self._writer.keys, signed.file, f"file:{name}")
            self._small(name + MINISIG, minisig)
            _sync(self.folder)
            self._small(name, signed.file)
            _sync(self.folder)
            _sync(self._destination)
            is_past_cache = self._read_back(progress)
        return WrittenPackage(
            number=self._content.seal.sequence,
            folder=str(self.folder),
            files=tuple(self.files),
            index_digest=signed.digest,
            bag_root=self.bag.root,
            verified=True,
            past_cache=is_past_cache,
        )

    def undo(self) -> None:
        """Take away what this attempt made, the index first; a stick that is gone keeps it."""
        for path in reversed(self._made):
            with suppress(OSError):
                path.unlink()
        if self.folder != self._destination:
            with suppress(OSError):
                self.folder.rmdir()

    @contextmanager
    def _undone_when_it_fails(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.undo()
            if error is self._source_failure:
                raise
            written = self._target.written if self._target else 0
            attempt = Attempt(room_for(self._tar_size), self._free, written)
            raise stick_fault(error, attempt) from error
        except BaseException:
            self.undo()
            raise

    def _encrypt(self, progress: Progress) -> None:
        seal, writer = self._content.seal, self._writer
        target = VolumeTarget(self.folder, seal.id, writer.opener, writer.rules, self._made.append)
        self._target = target
        told = Told(progress, self._total)
        pulse = _Pulse(told, target)
        source = TarSource(self._content, self.bag, self.bag.signature(writer.keys), pulse)
        sink = VolumeWriter(target, pulse)
        recipients = [
            pyrage.x25519.Recipient.from_str(text) for text in (*seal.recipients, seal.archive)
        ]
        try:
            with _hands_alternate():
                pyrage.encrypt_io(source, sink, recipients)
            self.files = list(sink.finish())
            told.all()
        except (pyrage.EncryptError, RelayBrokenError, OSError) as error:
            # pyrage keeps only the text of what a stream raised; the streams keep the exception
            self._source_failure = source.failure
            raise pulse.stop or source.failure or sink.failure or error from None
        finally:
            source.close()
            sink.abandon()

    def _read_back(self, progress: Progress) -> bool:
        """Read every file from the medium; whether all of it came past the machine's memory."""
        is_past_cache = True
        told = Told(progress, sum(file.size for file in self.files))
        for file in self.files:
            path = self.folder / file.name
            try:
                digest, size, is_past = digest_from_medium(path, told.moved)
            except OSError as error:
                raise ReadBackError(file.name) from error
            if (digest, size) != (file.sha256, file.size):
                raise ReadBackError(file.name)
            is_past_cache = is_past_cache and is_past
        told.all()
        return is_past_cache

    def _new_folder(self) -> Path:
        name = self._content.seal.id
        for copy in range(1, _MOST_COPIES + 1):
            folder = self._destination / (name if copy == 1 else f"{name}-{copy}")
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
        raise NameTakenError(name)

    def _small(self, name: str, content: bytes) -> None:
        path = self.folder / name
        with self._writer.opener(path) as file:
            self._made.append(path)
            view = memoryview(content)
            while view:
                view = view[file.write(view) or 0 :]
            os.fsync(file.fileno())
        self.files.append(Volume(name, len(content), file_digest(content)))


@dataclass(slots=True)
class _Pulse:
    """Tells how much is on the medium whenever there is time; stop is the wish to end it here."""

    told: Told
    target: VolumeTarget
    stop: BaseException | None = None

    def __call__(self) -> None:
        """Raises CancelledError."""
        self.told.done = min(self.target.written, self.told.total)
        try:
            self.told.tell()
        except BaseException as error:
            self.stop = error
            raise


@contextmanager
def _hands_alternate() -> Iterator[None]:
    """Let the threads take turns ten times as often as Python has them do by itself.

    The encryption holds the interpreter while it works: the hands at both ends, and the window,
    would wait five thousandths of a second each time.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows opens no folder for this, and keeps names in its own journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

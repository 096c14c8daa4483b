"""Writes a package to a stick or folder: volumes, signature, index last; then reads it back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
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
from app.domain.progress import Progress
from app.handover.bag import Bag, Entry, bag_of
from app.handover.credentials import DeskKeys
from app.handover.faults import Attempt, stick_fault
from app.handover.index import MINISIG, SignedIndex, sign_index
from app.handover.minisign import signature_file
from app.handover.page_cache import digest_from_medium
from app.handover.signed_json import file_digest
from app.handover.tar_source import TarSource, tar_size
from app.handover.volumes import Opener, VolumeRules, VolumeWriter, new_file

_MOST_COPIES = 99
_AGE_CHUNK, _AGE_TAG = 64 * 1024, 16
_TELL_EVERY = 1024 * 1024
_UNIT = 1024  # progress in KiB: a bar on a screen counts to 2³¹
_AROUND = 128 * 1024  # header of the encryption, index, signature, and clusters begun


def bag_around(content: PackageContent) -> Bag:
    """The bag of a package; known before a byte is written, since every digest is."""
    entries = (Entry(part.name, part.size, part.sha256) for part in content.parts)
    return bag_of(content.seal.id, content.seal.created_at, entries)


def room_needed(content: PackageContent) -> int:
    """How many bytes the package takes on a stick."""
    size = tar_size(content, bag_around(content))
    return size + -(-size // _AGE_CHUNK) * _AGE_TAG + _AROUND


@dataclass(frozen=True, slots=True)
class PackageWriter:
    """Writes with an office's keys. opener and rules are for tests and for unusual sticks."""

    keys: DeskKeys
    opener: Opener = new_file
    rules: VolumeRules = field(default_factory=VolumeRules)

    def write(
        self,
        content: PackageContent,
        destination: Path,
        about_to_finish: Callable[[SignedIndex], None],
        progress: Progress,
    ) -> WrittenPackage:
        """Write the package into a new folder of the destination and read it back.

        about_to_finish is called once every volume is on the medium, before the index makes the
        package count; what it raises stops the writing. Nothing that was there is touched, and
        what was begun is taken away again when it fails.
        Raises StickMissingError, StickFullError, StickReadOnlyError, StickRemovedError,
        NameTakenError, ReadBackError, CancelledError, AttachmentDamagedError.
        """
        writing = _Writing(self, content, destination, progress)
        try:
            signed = writing.volumes()
            about_to_finish(signed)
            writing.index(signed)
            is_past_cache = writing.read_back()
        except OSError as error:
            writing.undo()
            if error is writing.source_failure:
                raise
            raise stick_fault(error, writing.attempt()) from error
        except BaseException:
            writing.undo()
            raise
        return WrittenPackage(
            number=content.seal.sequence,
            folder=str(writing.folder),
            files=tuple(writing.files),
            index_digest=signed.digest,
            bag_root=writing.bag.root,
            verified=True,
            past_cache=is_past_cache,
        )


class _Writing:
    """One attempt, with what it made so far."""

    def __init__(
        self, writer: PackageWriter, content: PackageContent, destination: Path, progress: Progress
    ) -> None:
        if not destination.is_dir():
            raise StickMissingError
        self.bag = bag_around(content)
        self.folder = destination
        self.files: list[Volume] = []
        self.source_failure: BaseException | None = None
        self._writer, self._content, self._destination = writer, content, destination
        self._progress = progress
        self._made: list[Path] = []
        self._done, self._told = 0, -_TELL_EVERY
        self._total = 2 * tar_size(content, self.bag)
        self._free = shutil.disk_usage(destination).free
        self._sink: VolumeWriter | None = None

    def volumes(self) -> SignedIndex:
        """Encrypt the bag into volumes, all of them flushed; gives the index to be written."""
        self.folder = self._new_folder()
        seal, keys = self._content.seal, self._writer.keys
        sink = VolumeWriter(
            self.folder, seal.id, self._writer.opener, self._writer.rules, self._made.append
        )
        self._sink = sink
        self._encrypt(TarSource(self._content, self.bag, self.bag.signature(keys), self._step))
        self.files = list(sink.finish())
        _sync(self.folder)
        parts = self._content.parts
        index = PackageIndex(
            seal=seal,
            bag_root=self.bag.root,
            payload_files=len(parts),
            payload_bytes=sum(part.size for part in parts),
            volumes=tuple(self.files),
        )
        return sign_index(index, keys)

    def index(self, signed: SignedIndex) -> None:
        """Write the signature for minisign, then the index as the very last file."""
        name = signed.index.file_name
        minisig = signature_file(self._writer.keys, signed.file, f"file:{name}")
        self._small(name + MINISIG, minisig)
        _sync(self.folder)
        self._small(name, signed.file)
        _sync(self.folder)
        _sync(self._destination)

    def read_back(self) -> bool:
        """Read every file from the medium; whether all of it came past the machine's memory.

        Raises ReadBackError.
        """
        is_past_cache = True
        self._done = self._total // 2
        for file in self.files:
            path = self.folder / file.name
            try:
                digest, size, is_past = digest_from_medium(path, self._step)
            except OSError as error:
                raise ReadBackError(file.name) from error
            if (digest, size) != (file.sha256, file.size):
                raise ReadBackError(file.name)
            is_past_cache = is_past_cache and is_past
        self._done = self._total
        self._tell()
        return is_past_cache

    def undo(self) -> None:
        """Take away what this attempt made, the index first; a stick that is gone keeps it."""
        if self._sink is not None:
            self._sink.abandon()
        for path in reversed(self._made):
            with suppress(OSError):
                path.unlink()
        if self.folder != self._destination:
            with suppress(OSError):
                self.folder.rmdir()

    def attempt(self) -> Attempt:
        """How far it came."""
        written = self._sink.written if self._sink else 0
        return Attempt(room_needed(self._content), self._free, written)

    def _encrypt(self, source: TarSource) -> None:
        seal, sink = self._content.seal, self._sink
        recipients = [
            pyrage.x25519.Recipient.from_str(text) for text in (*seal.recipients, seal.archive)
        ]
        try:
            pyrage.encrypt_io(source, sink, recipients)
        except (pyrage.EncryptError, OSError) as error:
            # pyrage keeps only the text of what a stream raised; the streams keep the exception
            failure = source.failure or (sink.failure if sink else None)
            self.source_failure = source.failure
            raise failure or error from None

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

    def _tell(self) -> None:
        self._progress.step(self._done // _UNIT, self._total // _UNIT)

    def _step(self, count: int) -> None:
        self._done = min(self._done + count, self._total)
        if self._done - self._told >= _TELL_EVERY:
            self._told = self._done
            self._tell()


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows opens no folder for this, and keeps names in its own journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

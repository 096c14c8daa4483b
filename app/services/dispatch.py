"""A package on its way from the vault to a stick, step by step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import (
    AppError,
    PackageRejectedError,
    StickFullError,
    StickMissingError,
    StickReadOnlyError,
)
from app.domain.handover import Order, Phase, Place
from app.domain.package import PackageContent, Rejection, WrittenPackage
from app.domain.progress import CancelledError, NoProgress, Progress, Share
from app.domain.retention_errors import RecordDestroyedError
from app.handover.credentials import DeskKeys
from app.handover.index import SignedIndex
from app.handover.shelf import Shelf
from app.handover.writer import PackageWriter, Writing, room_needed
from app.services.kept_contents import KeptContents
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY, Packing, Where
from app.services.sticks import kept_stick
from app.store import credentials, package_copies, packages
from app.store.connection import Connection
from app.store.disk import disk_faults_named
from app.store.package_copies import BegunCopy
from app.store.packages import KeptPackage

_SHARES = {Phase.PACKING: (0, 10), Phase.WRITING: (10, 50), Phase.READING_BACK: (50, 100)}


@dataclass(slots=True)
class Dispatch:
    """What is to go where, how far it has come, and where its next step must be done.

    where is None once it is over; written then tells what was written; is_whole says that it was
    read back and only waits to be noted. A step that must be done with the vault is short, one
    beside it may take hours and touches no vault. When a step raises, abandon is to be called, on
    any thread: it takes away what was begun on the stick.
    """

    packing: Packing
    place: Place
    what: Order | int
    phase: Phase = Phase.PACKING
    where: Where | None = Where.BESIDE
    written: WrittenPackage | None = None
    _progress: Progress = field(default_factory=NoProgress)
    _way: Iterator[Where] = field(init=False, repr=False)
    _shelf: Shelf | None = field(default=None, repr=False)
    _writing: Writing | None = field(default=None, repr=False)
    _is_stopped: bool = False
    is_whole: bool = False

    def __post_init__(self) -> None:
        self._way = self._steps()
        self.where = next(self._way)

    def step(self, progress: Progress) -> None:
        """Do the next step, on the thread that where names; progress tells of its phase alone.

        Raises what packing and writing raise, CancelledError.
        """
        if self._is_stopped and not self.is_whole:
            raise CancelledError
        self._progress = progress
        try:
            self.where = next(self._way, None)
        except AppError:
            if self._is_stopped:
                raise CancelledError from None
            raise

    def stop(self) -> None:
        """Have it end at its next step: the vault is about to be closed."""
        self._is_stopped = True

    def abandon(self) -> None:
        """Take away what was begun, after a step that failed; the vault keeps the number alone."""
        self.where = None
        if self._writing is not None and self.written is None:
            self._writing.undo()
        self._put_away()

    def carry_out(self, progress: Progress) -> WrittenPackage:
        """Do all steps in a row, on the thread of the vault. Raises what step raises."""
        try:
            while self.where is not None:
                self.step(Share(progress, *_SHARES[self.phase]))
        except BaseException:
            self.abandon()
            raise
        if self.written is None:
            raise CancelledError
        return self.written

    # ── the way ──────────────────────────────────────────────────────────────────────────────────

    def _steps(self) -> Iterator[Where]:
        yield Where.BESIDE
        free_room(self.place.folder)
        if isinstance(self.what, Order):
            package = yield from self.packing.packed(self.what, self._heard)
        else:
            yield Where.VAULT
            package = self._kept(self.what)
        yield Where.VAULT
        keys = self._prepare()
        kept = KeptContents(self.packing.vault, self.packing.files)
        content = yield from kept.content(package, self._open_shelf())
        self.phase = Phase.WRITING
        yield Where.BESIDE
        signed = self._write(package, content, keys)
        yield Where.VAULT
        self._note_begun(signed)
        self.phase = Phase.READING_BACK
        yield Where.BESIDE
        written = self._finish()
        yield Where.VAULT
        self._note_written(package, written)

    def _heard(self) -> Progress:
        return _Heard(self)

    def _kept(self, number: int) -> KeptPackage:
        with self.packing.vault.reading() as connection:
            package = packages.get(connection, number)
            if packages.is_emptied(connection, number):
                raise RecordDestroyedError(package.seal.id)
            return package

    def _prepare(self) -> DeskKeys:
        with self.packing.vault.reading() as connection:
            kept_stick(connection, self.place.stick_serial)  # refuses one that nothing may go to
            return desk_keys(connection)

    def _open_shelf(self) -> Shelf:
        folder = self.packing.vault.folder
        with disk_faults_named(folder):
            self._shelf = Shelf(folder)
        return self._shelf

    def _write(self, package: KeptPackage, content: PackageContent, keys: DeskKeys) -> SignedIndex:
        needed, free = room_needed(content), free_room(self.place.folder)
        if needed > free:
            raise StickFullError(needed, free)
        writing = PackageWriter(keys).begin(content, self.place.folder)
        self._writing = writing
        signed = writing.volumes(self._heard())
        if signed.index.bag_root != package.bag_root:
            raise PackageRejectedError(Rejection.OTHER_CONTENT.value, package.seal.id)
        return signed

    def _note_begun(self, signed: SignedIndex) -> None:
        number, now = signed.index.seal.sequence, self.packing.trail.clock.now()
        volumes = signed.index.volumes
        copy = BegunCopy(number, signed.digest, now, self._own_place(), volumes)
        with self.packing.vault.transaction() as connection:
            package_copies.add(connection, copy)

    def _finish(self) -> WrittenPackage:
        if self._writing is None:
            raise ValueError("nothing was written")
        written = self._writing.finish(self._heard())
        self.is_whole = True
        self._put_away()
        return written

    def _note_written(self, package: KeptPackage, written: WrittenPackage) -> None:
        trail = self.packing.trail
        with self.packing.vault.transaction() as connection:
            package_copies.mark_verified(connection, written.index_digest, trail.clock.now())
            packages.mark_written(connection, package.number)
            trail.write(connection, "package.write", package.seal.id, written.index_digest)
        self.written = written

    def _own_place(self) -> Place:
        """The package's own folder, which tells two packages on one stick apart."""
        folder = self._writing.folder if self._writing else self.place.folder
        return Place(folder, self.place.stick_serial)

    def _put_away(self) -> None:
        shelf, self._shelf = self._shelf, None
        if shelf is not None:
            shelf.close()


@dataclass(frozen=True, slots=True)
class _Heard:
    """The progress of the step that is being done, and the wish of others that it ends."""

    dispatch: Dispatch

    def step(self, done: int, total: int) -> None:
        """Raises CancelledError."""
        if self.dispatch._is_stopped:  # noqa: SLF001 — a part of it
            raise CancelledError
        self.dispatch._progress.step(done, total)  # noqa: SLF001


def desk_keys(connection: Connection) -> DeskKeys:
    """The office's own keys, with which packages are signed."""
    signing = credentials.get(connection, SIGNATURE_KEY)
    archive = credentials.get(connection, ARCHIVE_KEY)
    if signing is None or archive is None:
        raise KeyError(SIGNATURE_KEY)
    return DeskKeys(signing.private, signing.public, archive.private, archive.public)


def free_room(destination: Path) -> int:
    """How many bytes have room there. Raises StickMissingError, StickReadOnlyError."""
    if not destination.is_dir():
        raise StickMissingError
    if not os.access(destination, os.W_OK):
        raise StickReadOnlyError
    return shutil.disk_usage(destination).free

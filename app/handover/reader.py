"""Opens a package at the registry's desk: everything is checked before anything is believed."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from app.domain.errors import AppError, DiskFullError, PackageRejectedError
from app.domain.office_standing import OfficeStanding
from app.domain.package import OfficeCard, PackageIndex, Rejection
from app.domain.progress import CancelledError, NoProgress, Progress
from app.handover.arrival import (
    CiphertextReader,
    check_age_header,
    check_volumes,
    find_index,
    minisig_of,
)
from app.handover.bag import PACKAGE_FILE, check_bag
from app.handover.credentials import DeskKeys
from app.handover.index import SignedIndex
from app.handover.minisign import is_signature_of
from app.handover.package_file import (
    DOCUMENTS,
    LARGEST_DOCUMENT,
    STATISTICS_FILE,
    PackageFile,
    read_package_file,
)
from app.handover.schemas import Schemas
from app.handover.signed_json import check_signature
from app.handover.stage import Stage, StagedFile
from app.handover.strict_json import canonical_json
from app.handover.tar_sink import Limits, TarSink

_TELL_EVERY = 1024 * 1024
_UNIT = 1024  # progress in KiB: a bar on a screen counts to 2³¹


@dataclass(frozen=True, slots=True)
class ReceivedPackage:
    """A package that passed every check; its members wait in the stage."""

    signed: SignedIndex
    package: PackageFile
    stage: Stage
    members: dict[str, StagedFile] = field(repr=False)

    @property
    def index(self) -> PackageIndex:
        """The outer index."""
        return self.signed.index

    def document(self, name: str) -> dict[str, Any]:
        """A JSON member; its schema was checked. Raises PackageRejectedError(JSON)."""
        with self.open(name) as file:
            return canonical_json(file.read(LARGEST_DOCUMENT + 1), LARGEST_DOCUMENT)

    def open(self, name: str) -> BinaryIO:
        """The content of a member as a stream."""
        return self.stage.open(self.members[name])


StandingOf = Callable[[str, int], OfficeStanding | None]
"""How the registry stands with the office of that code, as to a package of that number."""


@dataclass(frozen=True, slots=True)
class PackageReader:
    """Opens packages with a registry's keys."""

    keys: DeskKeys
    schemas: Schemas

    def read(
        self,
        folder: Path,
        stage: Stage,
        standing_of: StandingOf,
        progress: Progress | None = None,
    ) -> ReceivedPackage:
        """The package in the folder, checked in the order of the format.

        Nothing is written outside the stage, and whatever is wrong comes out as a named refusal.
        Raises PackageRejectedError, CancelledError, DiskFullError.
        """
        try:
            signed, card = self.believe_index(folder, standing_of)
            return self._open(folder, _Believed(signed, card, stage), progress or NoProgress())
        except (AppError, CancelledError, MemoryError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise DiskFullError(shutil.disk_usage(stage.folder).free) from error
            # the boundary: whatever strangers' bytes bring about must end in a name
            raise PackageRejectedError(Rejection.UNREADABLE.value, type(error).__name__) from error

    def believe_index(
        self, folder: Path, standing_of: StandingOf
    ) -> tuple[SignedIndex, OfficeCard]:
        """The index, once it is signed by a trusted office, meant for this desk, and the next one.

        Raises PackageRejectedError.
        """
        signed = find_index(folder, self.schemas)
        seal = signed.index.seal
        standing = standing_of(seal.office_code, seal.sequence)
        if standing is None:
            raise PackageRejectedError(Rejection.UNKNOWN_SENDER.value, seal.office_code)
        public_key = standing.card.public_key
        check_signature(signed.file, public_key)
        if not is_signature_of(minisig_of(folder, signed), signed.file, public_key):
            raise PackageRejectedError(Rejection.SIGNATURE.value, "minisig")
        if self.keys.recipient.decode() not in seal.recipients:
            raise PackageRejectedError(Rejection.NOT_FOR_ME.value, "")
        standing.check(signed.index)
        return signed, standing.card

    def _open(self, folder: Path, believed: _Believed, progress: Progress) -> ReceivedPackage:
        signed, index = believed.signed, believed.signed.index
        told = _Told(progress, 2 * sum(volume.size for volume in index.volumes))
        check_volumes(folder, index, told.moved)
        check_age_header(folder, index)
        sink = self._decrypt(folder, believed, told)
        digests = check_bag(sink.tags, believed.card.public_key, index.bag_root)
        _check_members(index, sink, digests)
        with believed.stage.open(sink.members[PACKAGE_FILE]) as file:
            package = read_package_file(file.read(), index.seal, self.schemas)
        received = ReceivedPackage(signed, package, believed.stage, sink.members)
        self._check_documents(received)
        return received

    def _decrypt(self, folder: Path, believed: _Believed, told: _Told) -> TarSink:
        index = believed.signed.index
        sink = TarSink(believed.stage, Limits(index.payload_files, index.payload_bytes))
        identity = pyrage.x25519.Identity.from_str(self.keys.identity.decode())
        try:
            with CiphertextReader(folder, index, told.moved) as source:
                pyrage.decrypt_io(source, sink, [identity])
            sink.finish()
        except (pyrage.DecryptError, OSError) as error:
            # pyrage keeps only the text of what a stream raised; the streams keep the exception
            failure = sink.failure or source.failure
            if failure is not None:
                raise failure from None
            raise PackageRejectedError(Rejection.DECRYPTION.value, str(error)[:60]) from error
        finally:
            sink.abandon()
        return sink

    def _check_documents(self, received: ReceivedPackage) -> None:
        if set(received.members) != received.package.names():
            raise PackageRejectedError(Rejection.CONTENT.value, "files")
        self.schemas.check("statistics", received.document(STATISTICS_FILE))
        for talk in received.package.talks:
            for file in talk.files:
                if kind := DOCUMENTS.get(file):
                    document = received.document(talk.path(file))
                    self.schemas.check(kind, document)
                    if document["talk_id"] != talk.id:
                        raise PackageRejectedError(Rejection.CONTENT.value, talk.path(file))


@dataclass(frozen=True, slots=True)
class _Believed:
    signed: SignedIndex
    card: OfficeCard
    stage: Stage


class _Told:
    """Progress in megabytes, not in every block of ciphertext."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total
        self._done, self._told = 0, -_TELL_EVERY

    def moved(self, count: int) -> None:
        """So many bytes more have been read."""
        self._done += count
        if self._done - self._told >= _TELL_EVERY:
            self._told = self._done
            done = min(self._done, self._total)
            self._progress.step(done // _UNIT, self._total // _UNIT)


def _check_members(index: PackageIndex, sink: TarSink, digests: dict[str, str]) -> None:
    if {name: member.sha256 for name, member in sink.members.items()} != digests:
        raise PackageRejectedError(Rejection.MANIFEST.value, "payload")
    octets = sum(member.size for member in sink.members.values())
    if (len(sink.members), octets) != (index.payload_files, index.payload_bytes):
        raise PackageRejectedError(Rejection.MANIFEST.value, "less than declared")
    if PACKAGE_FILE not in sink.members:
        raise PackageRejectedError(Rejection.CONTENT.value, PACKAGE_FILE)

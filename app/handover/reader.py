"""Opens a package at the registry's desk: everything is checked before anything is believed."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from app.domain.errors import (
    AppError,
    DiskFullError,
    FolderUnusableError,
    PackageRejectedError,
)
from app.domain.office_standing import OfficeStanding
from app.domain.package import OfficeCard, PackageIndex, Rejection
from app.domain.progress import CancelledError, NoProgress, Progress
from app.handover.arrival import check_volumes, ciphertext, find_index, minisig_of
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
from app.handover.sense import check_kind_of, check_sense, check_talk
from app.handover.signed_json import check_signature
from app.handover.stage import Stage, StagedFile
from app.handover.strict_json import canonical_json
from app.handover.tar_sink import Limits, TarSink
from app.handover.telling import Told


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
        Raises PackageRejectedError, CancelledError, DiskFullError, FolderUnusableError.
        """
        try:
            signed, card = self.believe_index(folder, standing_of)
            return self._open(folder, _Believed(signed, card, stage), progress or NoProgress())
        except (AppError, CancelledError, MemoryError):
            raise
        except OSError as error:
            # the stick's own troubles have their names already: these are the stage's
            if error.errno == errno.ENOSPC:
                raise DiskFullError(shutil.disk_usage(stage.folder).free) from error
            raise FolderUnusableError(str(stage.folder)) from error
        except Exception as error:
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
        told = Told(progress, 2 * sum(volume.size for volume in index.volumes))
        _check_sizes(index, believed.stage)
        check_volumes(folder, index, told.moved)
        sink = self._decrypt(folder, believed, told)
        digests = check_bag(sink.tags, believed.card.public_key, index.bag_root)
        _check_members(index, sink, digests)
        with believed.stage.open(sink.members[PACKAGE_FILE]) as file:
            package = read_package_file(file.read(), index.seal, self.schemas)
        received = ReceivedPackage(signed, package, believed.stage, sink.members)
        self._check_documents(received)
        return received

    def _decrypt(self, folder: Path, believed: _Believed, told: Told) -> TarSink:
        index = believed.signed.index
        sink = TarSink(believed.stage, Limits(index.payload_files, index.payload_bytes))
        identity = pyrage.x25519.Identity.from_str(self.keys.identity.decode())
        with ciphertext(folder, index, told.moved) as source:
            try:
                pyrage.decrypt_io(source, sink, [identity])
                sink.finish()
            except BaseException as error:
                # pyrage keeps only the text of what a stream raised; the streams keep the exception
                failure = sink.failure or source.failure
                if failure is not None:
                    raise failure from None
                if _is_ours(error):
                    raise
                detail = str(error)[:60]
                raise PackageRejectedError(Rejection.DECRYPTION.value, detail) from error
            finally:
                sink.abandon()
        return sink

    def _check_documents(self, received: ReceivedPackage) -> None:
        if set(received.members) != received.package.names():
            raise PackageRejectedError(Rejection.CONTENT.value, "files")
        check_sense("package", received.document(PACKAGE_FILE))
        statistics = self._document(received, "statistics", STATISTICS_FILE)
        talks = received.package.talks
        if statistics["office_code"] != received.index.seal.office_code:
            raise PackageRejectedError(Rejection.CONTENT.value, "statistics: office")
        if talks and statistics["talks"] != len(talks):
            raise PackageRejectedError(Rejection.CONTENT.value, "statistics: talks")
        findings = set[str]()
        for talk in talks:
            documents = {
                kind: self._document(received, kind, talk.path(file))
                for file, kind in DOCUMENTS.items()
            }
            members = {file: received.members[talk.path(file)] for file in talk.files}
            held = {f: (m.size, m.sha256) for f, m in members.items() if f not in DOCUMENTS}
            check_talk(talk, documents, held)
            _check_findings(findings, documents["findings"])
        for name in received.members:
            check_kind_of(name, partial(received.open, name))

    def _document(self, received: ReceivedPackage, kind: str, name: str) -> dict[str, Any]:
        document = received.document(name)
        self.schemas.check(kind, document)
        check_sense(kind, document)
        return document


@dataclass(frozen=True, slots=True)
class _Believed:
    signed: SignedIndex
    card: OfficeCard
    stage: Stage


def _check_findings(seen: set[str], document: dict[str, Any]) -> None:
    """No finding may stand twice: at the desk each has one place."""
    for finding in document["findings"]:
        if finding["id"] in seen:
            raise PackageRejectedError(Rejection.CONTENT.value, "two findings with one id")
        seen.add(finding["id"])


def _check_sizes(index: PackageIndex, stage: Stage) -> None:
    """Nothing in the format makes anything smaller: what is to come out must have gone in."""
    if index.payload_bytes > sum(volume.size for volume in index.volumes):
        raise PackageRejectedError(Rejection.TOO_LARGE.value, "more than was sealed")
    free = shutil.disk_usage(stage.folder).free
    if index.payload_bytes > free:
        raise DiskFullError(free)


def _is_ours(error: BaseException) -> bool:
    """Whether the error is none of the decryption's: a panic in it is no Exception either."""
    is_panic = type(error).__name__ == "PanicException"
    return not is_panic and not isinstance(error, (pyrage.DecryptError, OSError))


def _check_members(index: PackageIndex, sink: TarSink, digests: dict[str, str]) -> None:
    if {name: member.sha256 for name, member in sink.members.items()} != digests:
        raise PackageRejectedError(Rejection.MANIFEST.value, "payload")
    octets = sum(member.size for member in sink.members.values())
    if (len(sink.members), octets) != (index.payload_files, index.payload_bytes):
        raise PackageRejectedError(Rejection.MANIFEST.value, "less than declared")
    if PACKAGE_FILE not in sink.members:
        raise PackageRejectedError(Rejection.CONTENT.value, PACKAGE_FILE)

"""Handing talks over to the registry: what is ready, writing it to a stick, and the answer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.changes import Changes
from app.domain.errors import (
    FileTooLargeError,
    FileUnreadableError,
    PackageRejectedError,
    ReceiptRejectedError,
    RecipientMissingError,
    StickFullError,
    StickMissingError,
    StickReadOnlyError,
)
from app.domain.handover import CopyRow, PackageRow, Preflight, ReadyRow, ReceiptReport, StickRow
from app.domain.ids import TalkId
from app.domain.package import (
    MOST_TALKS,
    OfficeCard,
    PackageLevel,
    RegistryIdentity,
    Rejection,
    WrittenPackage,
)
from app.domain.progress import Progress
from app.domain.receipts import Answer, ReceiptFile
from app.domain.refusals import NothingChosenError, PackageTooLargeError, ReasonMissingError
from app.handover.card import office_card, read_registry_card
from app.handover.credentials import DeskKeys
from app.handover.index import SignedIndex
from app.handover.schemas import Schemas
from app.handover.writer import PackageWriter, room_needed
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY, Order, Packing
from app.services.receipts import Receipts
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import credentials, package_copies, packages, receipts, registries
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.packages import KeptPackage
from app.store.vault import Vault
from app.system.media import Sticks

LONGEST_CARD = 8192
LONGEST_RECEIPT = 1 << 20
MOST_READY = 5000
MOST_PACKAGES = 1000


@dataclass(frozen=True, slots=True)
class Handover:
    """The commands and queries about handing over."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles = field(repr=False)
    sticks_here: Sticks
    schemas: Schemas = field(repr=False)

    # ── what there is ────────────────────────────────────────────────────────────────────────────

    def ready(self) -> list[ReadyRow]:
        """Sealed talks that the registry has not acknowledged, newest first."""
        with self.vault.reading() as connection:
            return packages.ready(connection, MOST_READY)

    def sticks(self) -> list[StickRow]:
        """The sticks that are plugged in; the user chooses, nothing is guessed."""
        return self.sticks_here.plugged_in()

    def packages(self) -> list[PackageRow]:
        """The packages that were begun, newest first."""
        with self.vault.reading() as connection:
            return packages.rows(connection, MOST_PACKAGES)

    def unreceipted(self) -> tuple[int, ...]:
        """The numbers of packages that were written and not yet answered."""
        with self.vault.reading() as connection:
            return receipts.unreceipted(connection)

    def copies(self, number: int) -> list[CopyRow]:
        """The writings of a package, the oldest first, each with its volumes and its stick."""
        with self.vault.reading() as connection:
            return package_copies.of(connection, number)

    # ── whom it goes to ──────────────────────────────────────────────────────────────────────────

    def registry(self) -> RegistryIdentity | None:
        """The registry that packages are sealed to, or None."""
        with self.vault.reading() as connection:
            found = registries.trusted(connection)
        return found[1] if found else None

    def registry_in(self, path: Path) -> RegistryIdentity:
        """The registry of an identity card, whose digits are to be compared before it is trusted.

        Raises FileUnreadableError, FileTooLargeError, RecipientUnreadableError.
        """
        return read_registry_card(_content(path, LONGEST_CARD))

    def trust_registry(self, path: Path) -> Changes:
        """Seal packages to the registry of this identity card from now on.

        Raises FileUnreadableError, FileTooLargeError, RecipientUnreadableError.
        """
        identity = self.registry_in(path)
        with self.vault.transaction() as connection:
            registries.trust(connection, identity, self.trail.clock.now())
            fingerprint = "".join(identity.fingerprint)
            self.trail.write(connection, "registry.trust", fingerprint)
        return Changes.PACKAGES | Changes.SETTINGS

    def office_card(self) -> bytes:
        """The office's own card, to be carried to the registry and trusted there."""
        with self.vault.reading() as connection:
            keys, facts = _keys(connection), read_office(connection)
        card = OfficeCard(facts.code, facts.name, keys.recipient.decode(), keys.public_key)
        return office_card(card, keys)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def check(
        self,
        talk_ids: Sequence[TalkId],
        level: PackageLevel,
        destination: Path,
        reason: str = "",
    ) -> Preflight:
        """What would be written there, and whether there is room; no number is taken.

        Raises NothingChosenError, PackageTooLargeError, ReasonMissingError, RecipientMissingError,
        NotSealedError, StickMissingError, StickReadOnlyError.
        """
        free = _free(destination)
        with self.vault.reading() as connection:
            order = self._order(connection, talk_ids, level, reason)
            content = self._packing.measure(connection, order)
        return Preflight(
            talks=len(order.talks),
            files=len(content.parts),
            needed_bytes=room_needed(content),
            free_bytes=free,
            registry_name=order.registry.name,
            fingerprint=order.registry.fingerprint,
        )

    def check_again(self, number: int, destination: Path) -> Preflight:
        """What would be written there if the package of that number were written once more.

        Raises KeyError for an unknown number, StickMissingError, StickReadOnlyError.
        """
        free = _free(destination)
        with self.vault.reading() as connection:
            package = packages.get(connection, number)
            chosen = packages.talks_in(connection, number)
            registry = registries.by_id(connection, package.registry_id)
        content = self._packing.content(package)
        return Preflight(
            talks=len(chosen),
            files=len(content.parts),
            needed_bytes=room_needed(content),
            free_bytes=free,
            registry_name=registry.name,
            fingerprint=registry.fingerprint,
        )

    def write(
        self,
        talk_ids: Sequence[TalkId],
        level: PackageLevel,
        destination: Path,
        progress: Progress,
        reason: str = "",
    ) -> WrittenPackage:
        """Write the talks into the next package and read it back; a retry keeps the number.

        The full level needs a reason. The vault is the same afterwards when it fails, but for the
        number kept for the retry.
        Raises NothingChosenError, PackageTooLargeError, ReasonMissingError, RecipientMissingError,
        NotSealedError, StickMissingError, StickFullError, StickReadOnlyError, StickRemovedError,
        NameTakenError, ReadBackError, AttachmentDamagedError, CancelledError.
        """
        _free(destination)
        with self.vault.transaction() as connection:
            order = self._order(connection, talk_ids, level, reason)
            package = self._packing.reserve(connection, order, progress)
        return self._written(package, destination, progress)

    def write_again(self, number: int, destination: Path, progress: Progress) -> WrittenPackage:
        """Write a package once more, for a stick that was lost or failed; the content is the same.

        Raises KeyError for an unknown number, and what write raises.
        """
        with self.vault.reading() as connection:
            package = packages.get(connection, number)
        return self._written(package, destination, progress)

    # ── the answer ───────────────────────────────────────────────────────────────────────────────

    def take_receipt(self, path: Path) -> tuple[ReceiptReport, Changes]:
        """Believe a receipt from the registry, and mark its talks as received (已接收).

        Raises FileUnreadableError, FileTooLargeError, ReceiptRejectedError.
        """
        file = ReceiptFile(path.name, str(path.parent), _content(path, LONGEST_RECEIPT))
        outcome, changes = Receipts(self.vault, self.trail, self.schemas).take_one(file)
        if outcome.answer is Answer.KNOWN:
            raise ReceiptRejectedError(Rejection.DUPLICATE.value, file.name)
        if outcome.number is None or outcome.answered_at is None or not outcome.is_settled:
            raise ReceiptRejectedError(Rejection.NOT_A_RECEIPT.value, outcome.reason)
        report = ReceiptReport(
            number=outcome.number,
            registry_name=outcome.registry_name,
            talks=outcome.talks,
            newly_received=outcome.newly_received,
            received_at=outcome.answered_at,
            unreceipted=self.unreceipted(),
        )
        return report, changes

    # ── how ──────────────────────────────────────────────────────────────────────────────────────

    @property
    def _packing(self) -> Packing:
        return Packing(self.vault, self.trail, self.files, self.schemas)

    def _order(
        self,
        connection: Connection,
        talk_ids: Sequence[TalkId],
        level: PackageLevel,
        reason: str,
    ) -> Order:
        if not talk_ids:
            raise NothingChosenError
        chosen = tuple(dict.fromkeys(talk_ids))
        if len(chosen) > MOST_TALKS:
            raise PackageTooLargeError(len(chosen), MOST_TALKS)
        if level is PackageLevel.FULL and not reason.strip():
            raise ReasonMissingError("hand_over")
        found = registries.trusted(connection)
        if found is None:
            raise RecipientMissingError
        return Order(chosen, level, *found, reason.strip())

    def _written(
        self, package: KeptPackage, destination: Path, progress: Progress
    ) -> WrittenPackage:
        content = self._packing.content(package)
        needed, free = room_needed(content), _free(destination)
        if needed > free:
            raise StickFullError(needed, free)
        with self.vault.reading() as connection:
            writer = PackageWriter(_keys(connection))

        def about_to_finish(signed: SignedIndex) -> None:
            if signed.index.bag_root != package.bag_root:
                raise PackageRejectedError(Rejection.OTHER_CONTENT.value, package.seal.id)
            with self.vault.transaction() as connection:
                now = self.trail.clock.now()
                packages.add_copy(connection, package.number, signed.digest, now)

        written = writer.write(content, destination, about_to_finish, progress)
        with self.vault.transaction() as connection:
            now = self.trail.clock.now()
            packages.mark_written(connection, package.number, written.index_digest, now)
            self.trail.write(connection, "package.write", package.seal.id, written.index_digest)
        return written


def _keys(connection: Connection) -> DeskKeys:
    signing = credentials.get(connection, SIGNATURE_KEY)
    archive = credentials.get(connection, ARCHIVE_KEY)
    if signing is None or archive is None:
        raise KeyError(SIGNATURE_KEY)
    return DeskKeys(signing.private, signing.public, archive.private, archive.public)


def _free(destination: Path) -> int:
    if not destination.is_dir():
        raise StickMissingError
    if not os.access(destination, os.W_OK):
        raise StickReadOnlyError
    return shutil.disk_usage(destination).free


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise FileUnreadableError(path.name) from error
    if len(content) > limit:
        raise FileTooLargeError(path.name, path.stat().st_size, limit)
    return content

"""Handing talks over to the registry: what is ready, writing it to a stick, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.changes import Changes
from app.domain.errors import FileTooLargeError, FileUnreadableError, ReceiptRejectedError
from app.domain.handover import (
    CopyRow,
    Order,
    PackageRow,
    Place,
    Preflight,
    ReadyRow,
    ReceiptReport,
    StickRow,
)
from app.domain.ids import TalkId
from app.domain.package import (
    OfficeCard,
    PackageLevel,
    RegistryIdentity,
    Rejection,
    WrittenPackage,
)
from app.domain.progress import Progress
from app.domain.receipts import Answer, ReceiptFile
from app.handover.card import office_card, read_registry_card
from app.handover.schemas import Schemas
from app.services.dispatch import Dispatch, desk_keys, free_room
from app.services.packing import Packing
from app.services.preflight import Preflights
from app.services.receipts import Receipts
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import figures, package_copies, packages, receipts, registries
from app.store.attachment_files import AttachmentFiles
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

    def received(self) -> list[ReadyRow]:
        """Sealed talks that the registry has: they may go again, more fully or with amendments."""
        with self.vault.reading() as connection:
            return packages.received(connection, MOST_READY)

    def count_ready(self) -> int:
        """How many sealed talks the registry has not acknowledged."""
        with self.vault.reading() as connection:
            return figures.count_ready(connection)

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
            keys, facts = desk_keys(connection), read_office(connection)
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
        """What would be written there, and about how much room it takes; no number is taken.

        What is exact is found when the package is put together, before a byte is written.
        Raises NothingChosenError, PackageTooLargeError, ReasonMissingError, RecipientMissingError,
        NotSealedError, StickMissingError, StickReadOnlyError.
        """
        free = free_room(destination)
        with self.vault.reading() as connection:
            order = Order(tuple(talk_ids), level, reason)
            return Preflights(self._packing).of(connection, order, free)

    def check_again(self, number: int, destination: Path) -> Preflight:
        """What would be written there if the package of that number were written once more.

        Raises KeyError for an unknown number, StickMissingError, StickReadOnlyError.
        """
        free = free_room(destination)
        with self.vault.reading() as connection:
            return Preflights(self._packing).again(connection, number, free)

    def dispatch(self, order: Order, place: Place) -> Dispatch:
        """Talks on their way there, to be carried out step by step; nothing is done yet.

        A retry of an order keeps number and content; the full level needs a reason. The vault is
        the same afterwards when it fails, but for the number kept for the retry. Its steps raise
        NothingChosenError, PackageTooLargeError, ReasonMissingError, RecipientMissingError,
        NotSealedError, StickMissingError, StickFullError, StickReadOnlyError, StickRemovedError,
        NameTakenError, ReadBackError, AttachmentDamagedError, DiskFullError, CancelledError.
        """
        return Dispatch(self._packing, place, order)

    def dispatch_again(self, number: int, place: Place) -> Dispatch:
        """A package on its way once more, for a stick that was lost or failed; the same content.

        Its steps raise KeyError for an unknown number, and what those of dispatch raise.
        """
        return Dispatch(self._packing, place, number)

    def write(
        self,
        talk_ids: Sequence[TalkId],
        level: PackageLevel,
        destination: Path,
        progress: Progress,
        reason: str = "",
    ) -> WrittenPackage:
        """Dispatch the talks in one go, on the thread of the vault. Raises what its steps raise."""
        order = Order(tuple(talk_ids), level, reason)
        return self.dispatch(order, Place(destination)).carry_out(progress)

    def write_again(self, number: int, destination: Path, progress: Progress) -> WrittenPackage:
        """Dispatch a package once more in one go, on the thread of the vault."""
        return self.dispatch_again(number, Place(destination)).carry_out(progress)

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


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise FileUnreadableError(path.name) from error
    if len(content) > limit:
        raise FileTooLargeError(path.name, path.stat().st_size, limit)
    return content

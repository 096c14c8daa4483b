"""The registry's desk: offices trusted, packages taken or refused, receipts given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.changes import Changes
from app.domain.errors import (
    AppError,
    FolderUnusableError,
    NameTakenError,
    OfficeKeyDiffersError,
    PackageRejectedError,
)
from app.domain.office_standing import OfficeStanding
from app.domain.package import (
    LAST_SEQUENCE,
    OfficeCard,
    Receipt,
    RegistryIdentity,
    Rejection,
)
from app.domain.progress import Progress
from app.domain.registry import OfficeRow, Reception, Refusal
from app.handover.arrival import packages_below
from app.handover.card import read_office_card
from app.handover.credentials import DeskKeys
from app.handover.package_file import STATISTICS_FILE, PackedTalk
from app.handover.reader import PackageReader, ReceivedPackage
from app.handover.receipt import receipt_file
from app.handover.schemas import Schemas
from app.handover.stage import Stage
from app.services.noticed import noticed
from app.services.registry_papers import keep_receipt, package_name, quarantined
from app.services.session import Session
from app.store import registry_offices, registry_packages
from app.store.connection import Connection
from app.store.disk import new_file
from app.store.registry_packages import Member, TakenPackage, TakenTalk

SIGNATURE_KEY, ARCHIVE_KEY = "registry.signature", "registry.archive"
STAGE, QUARANTINE, RECEIPTS = "stage", "quarantine", "receipts"
_TAKEN = "received"


@dataclass(frozen=True, slots=True)
class Registry:
    """An open desk. Its folder holds the vault, the identity card, quarantine and receipts."""

    session: Session = field(repr=False)
    folder: Path
    name: str
    keys: DeskKeys = field(repr=False)
    schemas: Schemas = field(repr=False)

    @property
    def identity(self) -> RegistryIdentity:
        """Who this desk is to the offices."""
        return RegistryIdentity(self.name, self.keys.recipient.decode(), self.keys.public_key)

    @property
    def noticed(self) -> AppError | None:
        """What was noticed when the desk was opened and its clerk must hear of."""
        return noticed(self.session)

    def close(self) -> None:
        """Lock the desk's vault."""
        self.session.close()

    def export_key(self, path: Path) -> None:
        """Write the key that opens packages, in the form of age, for stock tools and for a safe.

        Raises NameTakenError when the file is there, FolderUnusableError.
        """
        content = b"# tanxinbu registry\n" + self.keys.identity + b"\n"
        try:
            with new_file(path) as file:
                file.write(content)
        except FileExistsError as error:
            raise NameTakenError(path.name) from error
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        with self.session.vault.transaction() as connection:
            self.session.trail.write(connection, "key.export")

    # ── offices ──────────────────────────────────────────────────────────────────────────────────

    def trust(
        self, untrusted_card: bytes, first: int = 1, *, replacing: bool = False
    ) -> tuple[OfficeCard, Changes]:
        """Take packages of the office with this card from now on, beginning with that number.

        Another key under a known code is taken only when it is said to replace the old one.
        Raises RecipientUnreadableError, OfficeKeyDiffersError.
        """
        card = read_office_card(untrusted_card)
        first = min(max(first, 1), LAST_SEQUENCE)
        with self.session.vault.transaction() as connection:
            known = registry_offices.standing(connection, card.code, 0)
            if known and known.card.public_key != card.public_key and not replacing:
                raise OfficeKeyDiffersError(card.code)
            now = self.session.trail.clock.now()
            registry_offices.trust(connection, card, now, first)
            self.session.trail.write(
                connection, "office.trust", f"{card.code} {''.join(card.fingerprint)}"
            )
        return card, Changes.SETTINGS

    def offices(self) -> list[OfficeRow]:
        """The offices by code, with what came and what is missing."""
        with self.session.vault.reading() as connection:
            return registry_offices.rows(connection)

    def refusals(self) -> list[Refusal]:
        """What was refused, oldest first."""
        with self.session.vault.reading() as connection:
            return registry_packages.refusals(connection)

    # ── packages ─────────────────────────────────────────────────────────────────────────────────

    def receive(self, folder: Path, receipts: Path | None, progress: Progress) -> list[Reception]:
        """Take every package in the folder or right below it, in the order of their numbers.

        Receipts go into the given folder, else into the desk's own. What fails is put into
        quarantine and named; nothing of it is believed.
        Raises CancelledError, DiskFullError, FolderUnusableError.
        """
        found = packages_below(folder) or [folder]
        return [self._received(one, receipts or self.folder / RECEIPTS, progress) for one in found]

    def _received(self, folder: Path, receipts: Path, progress: Progress) -> Reception:
        stage = Stage(self.folder / STAGE / self.session.trail.new_id())
        stage.folder.mkdir(parents=True)
        reader = PackageReader(self.keys, self.schemas)
        try:
            package = reader.read(folder, stage, self._standing, progress)
            taken = self._taken(package)
        except PackageRejectedError as error:
            return self._refused(folder, error, receipts)
        finally:
            stage.clear()
        path = keep_receipt(receipts, package.index.seal.id, taken.receipt_file, self.keys)
        return Reception(package.index.seal.id, "", "", taken.talks, str(path), "")

    def _standing(self, code: str, sequence: int) -> OfficeStanding | None:
        with self.session.vault.reading() as connection:
            return registry_offices.standing(connection, code, sequence)

    def _taken(self, package: ReceivedPackage) -> TakenPackage:
        members = self._members(package)
        now = self.session.trail.clock.now()
        taken = self._package(package, now)
        seal = package.index.seal
        with self.session.vault.transaction() as connection:
            standing = registry_offices.standing(connection, seal.office_code, seal.sequence)
            if standing is None:
                raise PackageRejectedError(Rejection.UNKNOWN_SENDER.value, seal.office_code)
            standing.check(package.index)
            registry_packages.add(connection, taken)
            for talk in package.package.talks:
                registry_packages.add_talk(connection, self._talk(package, talk))
            for member in members:
                registry_packages.add_member(connection, seal.office_code, seal.sequence, member)
            self._move_on(connection, package)
        return taken

    def _move_on(self, connection: Connection, package: ReceivedPackage) -> None:
        seal, root = package.index.seal, package.index.bag_root
        registry_offices.moved_on(connection, seal.office_code, seal.sequence, root)
        self.session.trail.write(connection, "package.receive", seal.id, package.signed.digest)

    def _members(self, package: ReceivedPackage) -> list[Member]:
        """Every file that is no document, encrypted beside the vault before any row names it."""
        owners = {t.path(file): t.id for t in package.package.talks for file in t.files}
        kept: list[Member] = []
        for name in sorted(package.members):
            if name.endswith(".json"):
                continue
            with package.open(name) as content:
                stored = self.session.files.write(content)
            if stored.sha256 != package.members[name].sha256:
                raise PackageRejectedError(Rejection.UNREADABLE.value, name)
            kept.append(Member(stored.id, owners.get(name, ""), name, stored.size, stored.sha256))
        return kept

    def _package(self, package: ReceivedPackage, now: datetime) -> TakenPackage:
        index, inner = package.index, package.package
        receipt = Receipt(
            registry_name=self.name,
            office_code=index.seal.office_code,
            sequence=index.seal.sequence,
            index_digest=package.signed.digest,
            bag_root=index.bag_root,
            audit_head=index.seal.audit_head,
            result=_TAKEN,
            talks=len(inner.talks),
            received_at=now,
        )
        return TakenPackage(
            index=index,
            index_digest=package.signed.digest,
            index_file=package.signed.file,
            receipt_file=receipt_file(receipt, self.keys),
            level=inner.level.value,
            reason=inner.reason,
            talks=len(inner.talks),
            received_at=now,
            statistics=package.document(STATISTICS_FILE),
        )

    def _talk(self, package: ReceivedPackage, talk: PackedTalk) -> TakenTalk:
        document = package.document(talk.path("talk.json"))
        began = datetime.fromisoformat(document["began_at"] or document["planned_at"])
        seal = package.index.seal
        return TakenTalk(
            office_code=seal.office_code,
            sequence=seal.sequence,
            day=self.session.trail.clock.local(began).date().isoformat(),
            document=document,
            findings=package.document(talk.path("findings.json")),
            process=package.document(talk.path("process.json")),
        )

    # ── what fails ───────────────────────────────────────────────────────────────────────────────

    def _refused(self, folder: Path, error: PackageRejectedError, receipts: Path) -> Reception:
        name = package_name(folder)
        code, sequence = (name[:6], int(name[7:])) if name else ("", None)
        if error.reason == Rejection.DUPLICATE.value and sequence is not None:
            with self.session.vault.reading() as connection:
                answer = registry_packages.receipt_file(connection, code, sequence)
            path = keep_receipt(receipts, name, answer, self.keys)
            return Reception(name, error.reason, error.detail, 0, str(path), "")
        refusal_id, now = self.session.trail.new_id(), self.session.trail.clock.now()
        place = quarantined(folder, self.folder / QUARANTINE / refusal_id, error)
        refusal = Refusal(
            refusal_id, now, code, sequence, error.reason, error.detail, str(place or "")
        )
        with self.session.vault.transaction() as connection:
            registry_packages.refuse(connection, refusal)
            self.session.trail.write(connection, "package.refuse", f"{name} {error.reason}")
        return Reception(name, error.reason, error.detail, 0, "", str(place or ""))

"""Gathers from the vault what goes into a package, and puts it together under its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from app.domain.attachment import Attachment
from app.domain.ids import TalkId
from app.domain.package import (
    PackageContent,
    PackageLevel,
    PackagePart,
    PackageSeal,
    PackageState,
    RegistryIdentity,
)
from app.domain.progress import Progress
from app.handover.package_file import check_document
from app.handover.packer import Office, Packer
from app.handover.schemas import Schemas
from app.handover.statistics import Figures
from app.services.dossiers import Dossiers
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import (
    audit,
    credentials,
    packages,
)
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.packages import KeptPackage, KeptPart
from app.store.vault import Vault

SIGNATURE_KEY, ARCHIVE_KEY = "handover.signature", "handover.archive"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be handed over, to whom, and why when everything goes."""

    talks: tuple[TalkId, ...]
    level: PackageLevel
    registry_id: int
    registry: RegistryIdentity
    reason: str


Take = Callable[[PackagePart, Attachment | None], None]
"""Hears of every part of a package, and of the attachment it is when it is one."""


@dataclass(frozen=True, slots=True)
class Packing:
    """Puts packages together inside the caller's transaction."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles = field(repr=False)
    schemas: Schemas = field(repr=False)

    def reserve(self, connection: Connection, order: Order, progress: Progress) -> KeptPackage:
        """The package for this order under its number: a new one, or the one a try left behind.

        A reservation of which no index was ever written gives its number back to another order.
        Raises NotSealedError, AttachmentDamagedError, PackageRejectedError, CancelledError.
        """
        for earlier in packages.reserved(connection):
            if self._is_same(connection, earlier, order):
                return earlier
            if not packages.is_begun(connection, earlier.number):
                packages.drop(connection, earlier.number)
        return self._packed(connection, order, progress)

    def measure(self, connection: Connection, order: Order) -> PackageContent:
        """The package as it would be, without a number being taken, to see how much room it needs.

        Raises NotSealedError, AttachmentDamagedError.
        """
        parts: list[PackagePart] = []

        def count(part: PackagePart, attachment: Attachment | None) -> None:
            parts.append(PackagePart(part.name, part.size, part.sha256, tuple))

        packer, office = self._gather(connection, order, count)
        seal = self._seal(connection, order, office)
        return PackageContent(seal, (packer.top(seal, office), *parts))

    def content(self, package: KeptPackage) -> PackageContent:
        """The package ready to be written; parts come from the vault when they are asked for."""
        with self.vault.reading() as connection:
            listed = packages.parts_of(connection, package.number)
        parts = (
            PackagePart(p.name, p.size, p.sha256, self._source(package.number, p)) for p in listed
        )
        return PackageContent(package.seal, tuple(parts))

    def _packed(self, connection: Connection, order: Order, progress: Progress) -> KeptPackage:
        number, _ = packages.next_number(connection)
        place = 0

        def keep(part: PackagePart, attachment: Attachment | None) -> None:
            nonlocal place
            progress.step(0, 1)  # only to hear of a wish to stop: bytes are counted later
            place += 1
            row = KeptPart(
                place, part.name, part.size, part.sha256, attachment.id if attachment else None
            )
            content = None if attachment else b"".join(part.pieces())
            if content is not None:
                check_document(part.name, content, self.schemas)
            packages.add_part(connection, number, row, content)

        packer, office = self._gather(connection, order, keep)
        seal = self._seal(connection, order, office)
        top = packer.top(seal, office)
        file = b"".join(top.pieces())
        check_document(top.name, file, self.schemas)
        packages.add_part(
            connection, number, KeptPart(0, top.name, top.size, top.sha256, None), file
        )
        package = KeptPackage(
            number=number,
            registry_id=order.registry_id,
            level=order.level,
            reason=order.reason,
            seal=seal,
            bag_root=packer.bag(seal, top).root,
            state=PackageState.RESERVED,
        )
        packages.add(connection, package, order.talks)
        self.trail.write(connection, "package.reserve", seal.id, package.bag_root)
        return package

    def _gather(self, connection: Connection, order: Order, take: Take) -> tuple[Packer, Office]:
        facts = read_office(connection)
        office = Office(facts.code, facts.name, order.reason)
        local = self.trail.clock.local
        packer = Packer(order.level, Figures(local(self.trail.clock.now()).date()))
        dossiers = Dossiers(self.trail, self.files)
        after: int | None = 0
        while after is not None:
            after = dossiers.read_steps(connection, order.talks, after)
        for talk_id in order.talks:
            dossier, held = dossiers.gather(connection, talk_id, order.level)
            by_digest = {one.part.sha256: one.attachment for one in held}
            for part in packer.add(dossier, tuple(one.part for one in held)):
                is_document = part.name.endswith(".json")
                take(part, None if is_document else by_digest[part.sha256])
        for part in packer.finish(office):
            take(part, None)
        return packer, office

    def _source(self, number: int, part: KeptPart) -> Callable[[], Iterable[bytes]]:
        if part.attachment_id:
            return partial(self.files.open_stream, part.attachment_id, part.sha256)
        return partial(self._kept_content, number, part.place)

    def _kept_content(self, number: int, place: int) -> tuple[bytes]:
        with self.vault.reading() as connection:
            return (packages.part_content(connection, number, place),)

    def _seal(self, connection: Connection, order: Order, office: Office) -> PackageSeal:
        number, previous = packages.next_number(connection)
        archive = credentials.get(connection, ARCHIVE_KEY)
        if archive is None:
            raise KeyError(ARCHIVE_KEY)
        return PackageSeal(
            office_code=office.code,
            sequence=number,
            previous=previous,
            recipients=(order.registry.recipient,),
            archive=archive.public.decode(),
            created_at=self.trail.clock.now(),
            audit_head=audit.head(connection),
        )

    def _is_same(self, connection: Connection, earlier: KeptPackage, order: Order) -> bool:
        wanted = (order.level, order.registry_id, order.reason, sorted(order.talks))
        found = sorted(packages.talks_in(connection, earlier.number))
        return wanted == (earlier.level, earlier.registry_id, earlier.reason, found)

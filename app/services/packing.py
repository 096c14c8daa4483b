"""Puts a package together under its number, in steps so short that nobody has to wait for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from enum import Enum

from app.domain.errors import RecipientMissingError
from app.domain.handover import Order
from app.domain.ids import TalkId
from app.domain.package import (
    MOST_TALKS,
    PackageLevel,
    PackagePart,
    PackageSeal,
    PackageState,
    RegistryIdentity,
)
from app.domain.progress import CancelledError, Progress
from app.domain.refusals import NothingChosenError, PackageTooLargeError, ReasonMissingError
from app.handover.own_check import check_document
from app.handover.packer import Office, Packer
from app.handover.schemas import Schemas
from app.handover.statistics import Figures
from app.services.dossiers import Dossiers
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import audit, credentials, package_copies, packages, registries
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.packages import KeptPackage, KeptPart
from app.store.vault import Vault

SIGNATURE_KEY, ARCHIVE_KEY = "handover.signature", "handover.archive"
AT_ONCE = 0.04  # seconds for which the vault is held, and a talk or so more
_CLEARED_AT_ONCE = 200


class Where(Enum):
    """Where the next step has to be done: with the vault, or beside it on any other thread."""

    VAULT = "vault"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Addressed:
    """An order that can be carried out: every talk once, and the registry it is sealed to."""

    order: Order
    registry_id: int
    registry: RegistryIdentity


@dataclass(slots=True)
class _Beginning:
    """A package while it is put together."""

    addressed: Addressed
    number: int
    token: str
    packer: Packer
    dossiers: Dossiers
    office: Office
    places: int = 0


@dataclass(frozen=True, slots=True)
class _LastParts:
    """The finished package with those of its files that were made last, each as it is kept."""

    package: KeptPackage
    parts: tuple[tuple[KeptPart, bytes], ...]


@dataclass(frozen=True, slots=True)
class Packing:
    """Puts packages together.

    Its long work is a generator: it stops before each step and says where that must be done.
    """

    vault: Vault
    trail: Trail
    files: AttachmentFiles = field(repr=False)
    schemas: Schemas = field(repr=False)

    # ── who and what ─────────────────────────────────────────────────────────────────────────────

    def addressed(self, connection: Connection, order: Order) -> Addressed:
        """The order with the registry it goes to.

        Raises NothingChosenError, PackageTooLargeError, ReasonMissingError, RecipientMissingError.
        """
        if not order.talks:
            raise NothingChosenError
        chosen = tuple(dict.fromkeys(order.talks))
        if len(chosen) > MOST_TALKS:
            raise PackageTooLargeError(len(chosen), MOST_TALKS)
        reason = order.reason.strip()
        if order.level is PackageLevel.FULL and not reason:
            raise ReasonMissingError("hand_over")
        found = registries.trusted(connection)
        if found is None:
            raise RecipientMissingError
        return Addressed(Order(chosen, order.level, reason), *found)

    # ── putting together ─────────────────────────────────────────────────────────────────────────

    def packed(
        self, order: Order, progress: Callable[[], Progress]
    ) -> Generator[Where, None, KeptPackage]:
        """The package for this order under its number: a new one, or the one a try left behind.

        A reservation of which no index was ever written gives its number back to another order.
        Raises what addressed raises, NotSealedError, AttachmentDamagedError, PackageRejectedError,
        CancelledError.
        """
        yield Where.VAULT
        with self.vault.transaction() as connection:
            self.trail.refuse_early("package.reserve")
            addressed = self.addressed(connection, order)
            earlier = self._earlier(connection, addressed)
        if earlier is not None:
            return earlier
        yield from self._clear()
        with self.vault.transaction() as connection:
            begun = self._begin(connection, addressed)
        yield from self._add_talks(begun, progress)
        with self.vault.reading() as connection:
            seal = self._seal(connection, begun)
        yield Where.BESIDE
        last = self._last_parts(begun, seal)
        yield Where.VAULT
        return self._complete(begun, last)

    def _earlier(self, connection: Connection, addressed: Addressed) -> KeptPackage | None:
        for earlier in packages.reserved(connection):
            if self._is_same(connection, earlier, addressed):
                return earlier
            if not package_copies.is_begun(connection, earlier.number):
                packages.unmake(connection, earlier)
        return None

    def _clear(self) -> Iterator[Where]:
        is_more = True
        while is_more:
            yield Where.VAULT
            with self.vault.transaction() as connection:
                is_more = packages.clear_some(connection, _CLEARED_AT_ONCE)

    def _begin(self, connection: Connection, addressed: Addressed) -> _Beginning:
        order, facts = addressed.order, read_office(connection)
        office = Office(facts.code, facts.name, order.reason)
        now = self.trail.clock.now()
        number, _ = packages.next_number(connection)
        begun = _Beginning(
            addressed=addressed,
            number=number,
            token=self.trail.new_id(),
            packer=Packer(order.level, Figures(self.trail.clock.local(now).date())),
            dossiers=Dossiers(self.trail, self.files),
            office=office,
        )
        seal = self._seal(connection, begun)
        packages.begin(connection, _package(begun, seal, ""), begun.token)
        return begun

    def _add_talks(self, begun: _Beginning, progress: Callable[[], Progress]) -> Iterator[Where]:
        chosen = begun.addressed.order.talks
        after: int | None = 0
        while after is not None:
            yield Where.VAULT
            progress().step(0, len(chosen))
            with self.vault.reading() as connection:
                after = begun.dossiers.read_steps(connection, chosen, after)
        done = 0
        while done < len(chosen):
            yield Where.VAULT
            progress().step(done, len(chosen))
            until = time.monotonic() + AT_ONCE
            with self.vault.transaction() as connection:
                self._refuse_overtaken(connection, begun)
                while done < len(chosen) and time.monotonic() < until:
                    self._add_talk(connection, begun, chosen[done])
                    done += 1
        progress().step(done, len(chosen))

    def _add_talk(self, connection: Connection, begun: _Beginning, talk_id: TalkId) -> None:
        dossier, held = begun.dossiers.gather(connection, talk_id, begun.addressed.order.level)
        ids = {one.part.name: one.attachment.id for one in held}
        for part in begun.packer.add(dossier, tuple(one.part for one in held)):
            # data/talks/000001/att/001.pdf
            self._add_part(connection, begun, part, ids.get(part.name.split("/", 3)[-1]))

    def _add_part(
        self,
        connection: Connection,
        begun: _Beginning,
        part: PackagePart,
        attachment_id: str | None = None,
    ) -> None:
        begun.places += 1
        content = None if attachment_id else self._checked(part)
        row = KeptPart(begun.places, part.name, part.size, part.sha256, attachment_id)
        packages.add_part(connection, begun.number, row, content)

    def _checked(self, part: PackagePart) -> bytes:
        """A document as it is kept, if it would be taken on the other side."""
        content = b"".join(part.pieces())
        check_document(part.name, content, self.schemas)
        return packages.packed(content)

    def _last_parts(self, begun: _Beginning, seal: PackageSeal) -> _LastParts:
        """Ledger, figures and package.json on top; made without the vault, for they may be long."""
        rest = begun.packer.finish(begun.office)
        top = begun.packer.top(seal, begun.office)
        package = _package(begun, seal, begun.packer.bag(seal, top).root)
        numbered = [(0, top), *enumerate(rest, begun.places + 1)]
        kept = (KeptPart(place, p.name, p.size, p.sha256, None) for place, p in numbered)
        contents = (self._checked(part) for _, part in numbered)
        return _LastParts(package, tuple(zip(kept, contents, strict=True)))

    def _complete(self, begun: _Beginning, last: _LastParts) -> KeptPackage:
        package = last.package
        with self.vault.transaction() as connection:
            self._refuse_overtaken(connection, begun)
            for part, content in last.parts:
                packages.add_part(connection, begun.number, part, content)
            packages.complete(connection, package, begun.addressed.order.talks)
            self.trail.write(connection, "package.reserve", package.seal.id, package.bag_root)
        return package

    def _refuse_overtaken(self, connection: Connection, begun: _Beginning) -> None:
        # somebody began another package meanwhile, and cleared this one away
        if not packages.is_still(connection, begun.number, begun.token):
            raise CancelledError

    def _seal(self, connection: Connection, begun: _Beginning) -> PackageSeal:
        _, previous = packages.next_number(connection)
        archive = credentials.get(connection, ARCHIVE_KEY)
        if archive is None:
            raise KeyError(ARCHIVE_KEY)
        return PackageSeal(
            office_code=begun.office.code,
            sequence=begun.number,
            previous=previous,
            recipients=(begun.addressed.registry.recipient,),
            archive=archive.public.decode(),
            created_at=self.trail.clock.now(),
            audit_head=audit.head(connection),
        )

    def _is_same(self, connection: Connection, earlier: KeptPackage, addressed: Addressed) -> bool:
        order = addressed.order
        wanted = (order.level, addressed.registry_id, order.reason, sorted(order.talks))
        found = sorted(packages.talks_in(connection, earlier.number))
        return wanted == (earlier.level, earlier.registry_id, earlier.reason, found)


def _package(begun: _Beginning, seal: PackageSeal, root: str) -> KeptPackage:
    return KeptPackage(
        number=begun.number,
        registry_id=begun.addressed.registry_id,
        level=begun.addressed.order.level,
        reason=begun.addressed.order.reason,
        seal=seal,
        bag_root=root,
        state=PackageState.RESERVED,
    )

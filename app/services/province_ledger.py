"""The ledger of a province in PostgreSQL: many desks, thousands of offices, one database.

Loaded only when the settings name a database. What was taken counts from the moment the server has
committed it; the desk's own vault names the files of a package before that, and has the entry in
its trail after it. A desk that dies between finds what it owes its trail when it is opened again.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from app.domain.desk_figures import DeskFigures
from app.domain.errors import PackageRejectedError
from app.domain.office_standing import OfficeStanding
from app.domain.package import OfficeCard, RegistryIdentity, Rejection
from app.domain.province_errors import (
    LedgerDiffersError,
    LedgerLostError,
    LedgerNotEmptyError,
    LedgerUnreachableError,
)
from app.domain.registry import (
    DeskSearch,
    DeskTalk,
    FoundTalk,
    HeldTable,
    Member,
    OfficeRow,
    PackageRow,
    Refusal,
    TakenPackage,
    TakenTalk,
)
from app.services import ledger_settings
from app.services.trail import Trail
from app.store import registry_packages, settings
from app.store.province import figures, migrate, moving, offices, owing, packages, refusals, talks
from app.store.province.address import Address
from app.store.province.line import Connection, Line
from app.store.vault import Vault


@dataclass(slots=True)
class ProvinceLedger:
    """Keeps a ledger in a database that many desks of one registry share.

    is_known tells that the database was looked at since the desk was opened: the first question
    does it, so that a desk opens though its server does not answer.
    """

    vault: Vault
    trail: Trail = field(repr=False)
    line: Line = field(repr=False)
    identity: RegistryIdentity
    desk: str
    is_known: bool = False

    @classmethod
    def at(
        cls, vault: Vault, trail: Trail, identity: RegistryIdentity, to: tuple[Address, str]
    ) -> ProvinceLedger:
        """The ledger at an address, with the password; nothing is asked of the server yet."""
        with vault.reading() as connection:
            desk = settings.get(connection, ledger_settings.DESK) or ""
        return cls(vault, trail, Line.to(*to), identity, _desk_here(desk, vault.folder))

    def take_over(self, told: Callable[[str, int], None]) -> list[HeldTable]:
        """Copy the vault's ledger into an empty one, or see that it holds the very same already.

        told hears each table and its rows. One transaction: what differs afterwards was never here.
        Raises LedgerNotEmptyError, LedgerDiffersError, VaultDamagedError, the other Ledger…Errors.
        """
        with self.vault.reading() as vault, self.line.transaction() as connection:
            was_empty = moving.is_empty(connection)
            if was_empty:
                moving.copy_all(connection, vault, told)
            here, there = moving.held_in_vault(vault), moving.held_in_database(connection)
            for mine, its in zip(here, there, strict=True):
                if mine == its:
                    continue
                if was_empty:
                    raise LedgerDiffersError(mine.name, mine.rows, its.rows)
                raise LedgerNotEmptyError(*moving.count(connection))
        return there

    def prepare(self) -> None:
        """Make the ledger in a database that has none, or see that it is this registry's.

        Raises the Ledger…Errors.
        """
        name, key = self.identity.name, self.identity.public_key
        migrate.prepare(self.line, name, key, self._now())

    # ── offices ──────────────────────────────────────────────────────────────────────────────────

    def standing(self, code: str, sequence: int) -> OfficeStanding | None:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return offices.standing(connection, code, sequence)

    def trust(self, card: OfficeCard, at: datetime, first: int) -> None:
        """See Ledger."""
        entry = _entry("office.trust", f"{card.code} {''.join(card.fingerprint)}")
        self._ready(entry)
        with self.line.transaction() as connection:
            offices.trust(connection, card, at, first)
            number = self._owe(connection, entry)
        self._write(number, entry)

    def distrust(self, code: str, at: datetime, reason: str) -> None:
        """See Ledger."""
        entry = _entry("office.distrust", code)
        self._ready(entry)
        with self.line.transaction() as connection:
            offices.distrust(connection, code, at, reason)
            number = self._owe(connection, entry)
        self._write(number, entry)

    def offices(self) -> list[OfficeRow]:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return offices.rows(connection)

    # ── packages ─────────────────────────────────────────────────────────────────────────────────

    def take(
        self, package: TakenPackage, talks: Iterable[TakenTalk], members: Iterable[Member]
    ) -> None:
        """See Ledger.

        An office's row is held from the look at its standing to the end, so that of two desks that
        take the same number one waits, and then finds it taken. Raises the Ledger…Errors, too.
        """
        entry = _entry("package.receive", package.index.seal.id, package.index_digest)
        self._ready(entry)
        self._refuse_others(package)
        self._name_files(package, members)
        try:
            with self.line.transaction() as connection:
                self._take(connection, package, talks)
                number = self._owe(connection, entry)
        except (LedgerLostError, LedgerUnreachableError):
            raise  # nobody knows whether the server had committed: the files keep their names
        except BaseException:
            self._forget_files(package)
            raise
        self._write(number, entry)

    def _take(
        self, connection: Connection, package: TakenPackage, coming: Iterable[TakenTalk]
    ) -> None:
        seal, root = package.index.seal, package.index.bag_root
        code, sequence = seal.office_code, seal.sequence
        standing = offices.standing(connection, code, sequence, is_held=True)
        _checked(standing, package)
        packages.add(connection, package)
        first_time = packages.add_talks(connection, coming)
        offices.count_talks(connection, code, first_time)
        offices.moved_on(connection, code, sequence, root)
        refusals.settle_taken(connection, code, sequence, package.received_at)

    def _refuse_others(self, package: TakenPackage) -> None:
        """Before files are named: what was taken already keeps the names of its own."""
        seal = package.index.seal
        _checked(self.standing(seal.office_code, seal.sequence), package)

    def _name_files(self, package: TakenPackage, members: Iterable[Member]) -> None:
        seal = package.index.seal
        with self.vault.transaction() as connection:
            registry_packages.drop_members(connection, seal.office_code, seal.sequence)
            for member in members:
                registry_packages.add_member(connection, seal.office_code, seal.sequence, member)

    def _forget_files(self, package: TakenPackage) -> None:
        seal = package.index.seal
        with self.vault.transaction() as connection:
            registry_packages.drop_members(connection, seal.office_code, seal.sequence)

    def packages(self, code: str, before: int, limit: int) -> list[PackageRow]:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return packages.rows(connection, code, before, limit)

    def receipt_file(self, code: str, sequence: int) -> bytes:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return packages.receipt_file(connection, code, sequence)

    def members(self, code: str, sequence: int) -> list[Member]:
        """See Ledger; of a package that another desk took, the files lie with that desk."""
        with self.vault.reading() as connection:
            return registry_packages.members_of(connection, code, sequence)

    # ── refusals ─────────────────────────────────────────────────────────────────────────────────

    def refuse(self, refusal: Refusal) -> None:
        """See Ledger."""
        entry = _entry("package.refuse", f"{refusal.package} {refusal.reason}".strip())
        self._ready(entry)
        with self.line.transaction() as connection:
            refusals.refuse(connection, refusal)
            number = self._owe(connection, entry)
        self._write(number, entry)

    def settle(self, refusal_id: str, how: str, at: datetime) -> None:
        """See Ledger."""
        entry = _entry("package.settle", refusal_id)
        self._ready(entry)
        with self.line.transaction() as connection:
            if not refusals.settle(connection, refusal_id, how, at):
                return
            number = self._owe(connection, entry)
        self._write(number, entry)

    def refusals(self, *, open_only: bool, limit: int) -> list[Refusal]:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return refusals.rows(connection, open_only=open_only, limit=limit)

    # ── talks ────────────────────────────────────────────────────────────────────────────────────

    def search(self, asked: DeskSearch) -> list[FoundTalk]:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return talks.search(connection, asked)

    def kinds(self) -> list[str]:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return talks.kinds(connection)

    def talk(self, code: str, sequence: int, talk_id: str) -> DeskTalk:
        """See Ledger."""
        self._know()
        members = tuple(m for m in self.members(code, sequence) if m.talk_id == talk_id)
        with self.line.reading() as connection:
            return talks.talk(connection, (code, sequence, talk_id), members)

    def figures(self, first: date, last: date, codes: tuple[str, ...]) -> DeskFigures:
        """See Ledger."""
        self._know()
        with self.line.reading() as connection:
            return figures.figures(connection, first, last, codes)

    # ── upkeep ───────────────────────────────────────────────────────────────────────────────────

    def catch_up(self, seconds: float) -> int:
        """See Ledger."""
        return 0

    def close(self) -> None:
        """See Ledger."""
        self.line.close()

    # ── the desk's own trail ─────────────────────────────────────────────────────────────────────

    def settle_trail(self) -> int:
        """Write what this desk owes its trail; how many entries. Raises the Ledger…Errors."""
        with self.line.reading() as connection:
            entries = owing.owed(connection, self.desk, self._written())
        for entry in entries:
            self._write(entry.number, entry)
        return len(entries)

    def _know(self) -> None:
        """Look at the database once, and make up what the last run of this desk owes its trail."""
        if self.is_known:
            return
        migrate.check(self.line, self.identity.public_key, self._now())
        self.settle_trail()
        self.is_known = True

    def _ready(self, entry: owing.Owed) -> None:
        self.trail.refuse_early(entry.what)  # what the server has committed no role takes back
        self._know()

    def _owe(self, connection: Connection, entry: owing.Owed) -> int:
        return owing.owe(connection, self.desk, entry, self._written())

    def _write(self, number: int, entry: owing.Owed) -> None:
        with self.vault.transaction() as connection:
            self.trail.write(connection, entry.what, entry.which, entry.content)
            settings.keep(connection, ledger_settings.WRITTEN, str(number))

    def _written(self) -> int:
        with self.vault.reading() as connection:
            return int(settings.get(connection, ledger_settings.WRITTEN) or 0)

    def _now(self) -> str:
        return self.trail.clock.now().isoformat()


def _desk_here(desk: str, folder: Path) -> str:
    """Which desk this is. Desks that came from one backup differ by their machine and folder."""
    known = f"{desk}\n{platform.node()}\n{folder.resolve()}"
    return sha256(known.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _entry(what: str, which: str, content: str = "") -> owing.Owed:
    return owing.Owed(0, what, which, content)


def _checked(standing: OfficeStanding | None, package: TakenPackage) -> None:
    """Whether the package is the next of its office.

    Raises PackageRejectedError(UNKNOWN_SENDER, DUPLICATE, FORK, GAP, ROLLBACK).
    """
    if standing is None:
        code = package.index.seal.office_code
        raise PackageRejectedError(Rejection.UNKNOWN_SENDER.value, code)
    standing.check(package.index)

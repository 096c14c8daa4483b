"""The ledger in the desk's own vault: one machine, everything encrypted with the desk's key."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.desk_figures import DeskFigures
from app.domain.errors import PackageRejectedError
from app.domain.office_standing import OfficeStanding
from app.domain.package import OfficeCard, Rejection
from app.domain.registry import (
    DeskSearch,
    DeskTalk,
    FoundTalk,
    Member,
    OfficeRow,
    PackageRow,
    Refusal,
    TakenPackage,
    TakenTalk,
)
from app.services.taken_talks import talk_of
from app.services.trail import Trail
from app.store import (
    registry_figures,
    registry_offices,
    registry_packages,
    registry_refusals,
    registry_search,
    registry_talks,
    registry_words,
)
from app.store.connection import Connection
from app.store.vault import Vault

_AT_ONCE = 400  # talks whose words are taken in by one transaction, at most
_UNREAD_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class VaultLedger:
    """Keeps a ledger in the desk's vault; an act and its entry in the trail in one transaction."""

    vault: Vault
    trail: Trail = field(repr=False)

    def __post_init__(self) -> None:
        with self.vault.reading() as connection:
            is_in_step = registry_words.is_in_step(connection)
        if not is_in_step:
            with self.vault.transaction() as connection:
                registry_words.begin_anew(connection)
        while self._read_old():
            pass

    # ── offices ──────────────────────────────────────────────────────────────────────────────────

    def standing(self, code: str, sequence: int) -> OfficeStanding | None:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_offices.standing(connection, code, sequence)

    def trust(self, card: OfficeCard, at: datetime, first: int) -> None:
        """See Ledger."""
        with self.vault.transaction() as connection:
            registry_offices.trust(connection, card, at, first)
            digits = "".join(card.fingerprint)
            self.trail.write(connection, "office.trust", f"{card.code} {digits}")

    def distrust(self, code: str, at: datetime, reason: str) -> None:
        """See Ledger."""
        with self.vault.transaction() as connection:
            registry_offices.distrust(connection, code, at, reason)
            self.trail.write(connection, "office.distrust", code)

    def offices(self) -> list[OfficeRow]:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_offices.rows(connection)

    # ── packages ─────────────────────────────────────────────────────────────────────────────────

    def take(
        self, package: TakenPackage, talks: Iterable[TakenTalk], members: Iterable[Member]
    ) -> None:
        """See Ledger."""
        seal = package.index.seal
        with self.vault.transaction() as connection:
            standing = registry_offices.standing(connection, seal.office_code, seal.sequence)
            if standing is None:
                raise PackageRejectedError(Rejection.UNKNOWN_SENDER.value, seal.office_code)
            standing.check(package.index)
            registry_packages.add(connection, package)
            for talk in talks:
                registry_packages.add_talk(connection, talk)
                registry_talks.bring_up(connection, talk)
            registry_packages.drop_members(connection, seal.office_code, seal.sequence)
            for member in members:
                registry_packages.add_member(connection, seal.office_code, seal.sequence, member)
            self._move_on(connection, package)

    def _move_on(self, connection: Connection, package: TakenPackage) -> None:
        seal, root = package.index.seal, package.index.bag_root
        registry_offices.moved_on(connection, seal.office_code, seal.sequence, root)
        key = (seal.office_code, seal.sequence)
        registry_refusals.taken(connection, *key, package.received_at)
        self.trail.write(connection, "package.receive", seal.id, package.index_digest)

    def packages(self, code: str, before: int, limit: int) -> list[PackageRow]:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_packages.rows(connection, code, before, limit)

    def receipt_file(self, code: str, sequence: int) -> bytes:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_packages.receipt_file(connection, code, sequence)

    def members(self, code: str, sequence: int) -> list[Member]:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_packages.members_of(connection, code, sequence)

    # ── refusals ─────────────────────────────────────────────────────────────────────────────────

    def refuse(self, refusal: Refusal) -> None:
        """See Ledger."""
        with self.vault.transaction() as connection:
            registry_refusals.add(connection, refusal)
            which = f"{refusal.package} {refusal.reason}".strip()
            self.trail.write(connection, "package.refuse", which)

    def settle(self, refusal_id: str, how: str, at: datetime) -> None:
        """See Ledger."""
        with self.vault.transaction() as connection:
            if registry_refusals.settle(connection, refusal_id, how, at):
                self.trail.write(connection, "package.settle", refusal_id)

    def refusals(self, *, open_only: bool, limit: int) -> list[Refusal]:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_refusals.rows(connection, limit, open_only=open_only)

    # ── talks ────────────────────────────────────────────────────────────────────────────────────

    def search(self, asked: DeskSearch) -> list[FoundTalk]:
        """See Ledger."""
        while self.catch_up(1.0):
            pass
        with self.vault.reading() as connection:
            return registry_search.find(connection, asked)

    def kinds(self) -> list[str]:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_talks.kinds(connection)

    def talk(self, code: str, sequence: int, talk_id: str) -> DeskTalk:
        """See Ledger."""
        with self.vault.reading() as connection:
            document, findings, process = registry_packages.documents(
                connection, code, sequence, talk_id
            )
            members = registry_packages.members_of(connection, code, sequence)
            return DeskTalk(
                office_code=code,
                office_name=registry_offices.name_of(connection, code),
                sequence=sequence,
                talk_id=talk_id,
                document=document,
                findings=findings,
                process=process,
                members=tuple(member for member in members if member.talk_id == talk_id),
                versions=tuple(registry_packages.versions(connection, code, talk_id)),
            )

    def figures(self, first: date, last: date, codes: tuple[str, ...]) -> DeskFigures:
        """See Ledger."""
        with self.vault.reading() as connection:
            return registry_figures.figures(connection, first, last, codes)

    # ── upkeep ───────────────────────────────────────────────────────────────────────────────────

    def catch_up(self, seconds: float) -> int:
        """See Ledger."""
        until = time.monotonic() + seconds
        with self.vault.reading() as connection:
            left = registry_words.count_waiting(connection)
            due = registry_words.waiting(connection, _AT_ONCE) if left else []
        if not due:
            return left
        with self.vault.transaction() as connection:
            for code, talk_id in due:
                registry_words.take_in(connection, code, talk_id)
                left -= 1
                if time.monotonic() > until:
                    break
        return left

    def close(self) -> None:
        """See Ledger: the vault is closed by whoever opened it."""

    def _read_old(self) -> bool:
        """Bring up talks of a desk of old, which has no newest versions; whether to go on."""
        with self.vault.reading() as connection:
            due = registry_talks.unread(connection, _UNREAD_AT_ONCE)
        if not due:
            return False
        with self.vault.transaction() as connection:
            for code, sequence, talk_id in due:
                papers = registry_packages.documents(connection, code, sequence, talk_id)
                talk = talk_of((code, sequence), papers, self.trail.clock)
                registry_talks.bring_up(connection, talk)
                registry_talks.read(connection, code, sequence, talk_id)
        return True

"""The ledger of the registry's desk: offices, packages, talks, refusals — wherever it is kept.

Everything else of the desk (keys, holders, trail, settings, the encrypted files) stays in its own
vault. Each command of a ledger is one transaction, and leaves its entry in the desk's trail: in the
same transaction when the ledger lies in the vault, else made up at the next opening if the desk
died between the two. The files of packages lie beside the vault, and the vault's table member names
them whatever the ledger: one that lies elsewhere keeps the members there first, then commits, and
takes them out again when its own commit fails; what a crash leaves is replaced when the package
comes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from app.domain.desk_figures import DeskFigures
from app.domain.office_standing import OfficeStanding
from app.domain.package import OfficeCard
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


class Ledger(Protocol):
    """Takes what was checked, and answers what is asked. Each talk counts by its newest version.

    A talk that comes again is a new version; of its words the newest full one's are found as well.
    Used on the thread of the vault's lane alone. A vault's ledger raises what its vault raises; a
    database's its own errors beside those.
    """

    # ── offices ──────────────────────────────────────────────────────────────────────────────────

    def standing(self, code: str, sequence: int) -> OfficeStanding | None:
        """How the registry stands with an office as to a number; None when it is not trusted."""
        ...

    def trust(self, card: OfficeCard, at: datetime, first: int) -> None:
        """Take packages signed with this card from now on, a new office's beginning with first.

        An office that is known keeps its count unless first is greater than one, and is trusted
        again when it was distrusted. What card it had is kept. Trail: office.trust.
        """
        ...

    def distrust(self, code: str, at: datetime, reason: str) -> None:
        """Take nothing more of an office; what was taken stays. Trail: office.distrust.

        Raises KeyError for an office that was never trusted.
        """
        ...

    def offices(self) -> list[OfficeRow]:
        """All offices ever trusted, by code."""
        ...

    # ── packages ─────────────────────────────────────────────────────────────────────────────────

    def take(
        self, package: TakenPackage, talks: Iterable[TakenTalk], members: Iterable[Member]
    ) -> None:
        """Keep a package with all that is in it, in one transaction, and move the office on.

        The standing is checked again inside. Open refusals of the same number that are believed are
        settled as taken, but forks, which tell of other content. Trail: package.receive.
        Raises PackageRejectedError(UNKNOWN_SENDER, DUPLICATE, FORK, GAP, ROLLBACK).
        """
        ...

    def packages(self, code: str, before: int, limit: int) -> list[PackageRow]:
        """Packages of an office, the newest first, below the number before."""
        ...

    def receipt_file(self, code: str, sequence: int) -> bytes:
        """The receipt that was given for a package; KeyError when it never came."""
        ...

    def members(self, code: str, sequence: int) -> list[Member]:
        """The files of a package, by talk and name."""
        ...

    # ── refusals ─────────────────────────────────────────────────────────────────────────────────

    def refuse(self, refusal: Refusal) -> None:
        """Keep that a package was refused, and why. Trail: package.refuse."""
        ...

    def settle(self, refusal_id: str, how: str, at: datetime) -> None:
        """Settle an open refusal; one that is settled stays as it is. Trail: package.settle.

        Raises KeyError.
        """
        ...

    def refusals(self, *, open_only: bool, limit: int) -> list[Refusal]:
        """What was refused, the newest first, at most so many."""
        ...

    # ── talks ────────────────────────────────────────────────────────────────────────────────────

    def search(self, asked: DeskSearch) -> list[FoundTalk]:
        """The talks that have every word and fit, each in its newest version, newest day first.

        Words fold width, case and traditional characters; one or two Chinese characters do.
        """
        ...

    def kinds(self) -> list[str]:
        """The titles of all kinds of talk that came, to narrow a search to."""
        ...

    def talk(self, code: str, sequence: int, talk_id: str) -> DeskTalk:
        """A talk as a package brought it. Raises KeyError."""
        ...

    def figures(self, first: date, last: date, codes: tuple[str, ...]) -> DeskFigures:
        """What the offices did in a period, both days within; all offices when no code is given.

        Offices of which nothing is counted have a line of noughts.
        """
        ...

    # ── upkeep ───────────────────────────────────────────────────────────────────────────────────

    def catch_up(self, seconds: float) -> int:
        """Take in words of talks that came, for about so long; how many talks still wait.

        A search does what is left by itself. Nought where nothing is put off.
        """
        ...

    def close(self) -> None:
        """Let go of what it holds open."""
        ...

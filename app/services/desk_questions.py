"""What is asked of a registry's desk: offices, packages, refusals, talks, figures, workbooks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.desk_figures import DeskFigures
from app.domain.package import LAST_SEQUENCE
from app.domain.registry import (
    PAGE,
    DeskSearch,
    DeskTalk,
    FoundTalk,
    OfficeRow,
    PackageRow,
    Refusal,
)
from app.services import desk_sheets
from app.services.desk_members import DeskMembers
from app.services.desk_sheets import TalkSheet
from app.services.ledger import Ledger
from app.services.session import Session

MOST_REFUSALS = 10_000
MOST_LISTED = 20_000


def _plainly(refusal: Refusal) -> str:
    return refusal.reason


@dataclass(frozen=True, slots=True)
class DeskQuestions:
    """The questions to an open desk; they change nothing but the trail."""

    session: Session = field(repr=False)
    ledger: Ledger = field(repr=False)

    def offices(self) -> list[OfficeRow]:
        """The offices by code, with what came and what is missing."""
        return self.ledger.offices()

    def packages(self, code: str, before: int = LAST_SEQUENCE + 1) -> list[PackageRow]:
        """Packages of an office, the newest first, a page of them below a number."""
        return self.ledger.packages(code, before, PAGE)

    def refusals(self, *, open_only: bool = False, limit: int = PAGE) -> list[Refusal]:
        """What was refused, the newest first."""
        return self.ledger.refusals(open_only=open_only, limit=limit)

    # ── what is asked ────────────────────────────────────────────────────────────────────────────

    def search(self, asked: DeskSearch) -> list[FoundTalk]:
        """The talks that fit, each in its newest version, the newest day first."""
        return self.ledger.search(asked)

    def kinds(self) -> list[str]:
        """The titles of all kinds of talk that came."""
        return self.ledger.kinds()

    def talk(self, code: str, sequence: int, talk_id: str) -> DeskTalk:
        """A talk as a package brought it; that it was looked at stands in the trail. KeyError."""
        found = self.ledger.talk(code, sequence, talk_id)
        with self.session.vault.transaction() as connection:
            self.session.trail.write(connection, "package.look", f"{code}-{sequence:06} {talk_id}")
        return found

    def figures(self, first: date, last: date, codes: tuple[str, ...] = ()) -> DeskFigures:
        """What the offices did in a period, both days within; all offices when none is named."""
        return self.ledger.figures(first, last, codes)

    def catch_up(self, seconds: float) -> int:
        """Take in words of talks that came, for about so long; how many talks still wait."""
        return self.ledger.catch_up(seconds)

    @property
    def members(self) -> DeskMembers:
        """The files that came with packages."""
        return DeskMembers(self.session)

    # ── workbooks ────────────────────────────────────────────────────────────────────────────────

    def ledger_workbook(self, said: Callable[[Refusal], str] = _plainly) -> bytes:
        """The ledger by office and what was refused, as XLSX; said gives a reason in words."""
        refusals, clock = self.refusals(limit=MOST_REFUSALS), self.session.trail.clock
        file = desk_sheets.ledger_workbook(self.offices(), refusals, clock, said)
        self.note_workbook("ledger", file)
        return file

    def talks_workbook(self, asked: DeskSearch, most: int = MOST_LISTED) -> bytes:
        """All talks that fit, as XLSX, at most so many."""
        sheet = TalkSheet()
        asked = replace(asked, limit=PAGE, after="")
        for _ in range(0, most, PAGE):
            found = self.search(asked)
            sheet.add(found)
            if len(found) < PAGE:
                break
            asked = replace(asked, after=found[-1].mark)
        file = sheet.file()
        self.note_workbook("talks", file)
        return file

    def figures_workbook(self, figures: DeskFigures) -> bytes:
        """The figures by office and by kind, as XLSX."""
        file = desk_sheets.figures_workbook(figures)
        self.note_workbook("figures", file)
        return file

    def note_workbook(self, which: str, file: bytes) -> None:
        """Write down that a workbook was made: which of ledger, talks, figures, and its digest."""
        with self.session.vault.transaction() as connection:
            digest = hashlib.sha256(file).hexdigest()
            self.session.trail.write(connection, "package.list", which, digest)

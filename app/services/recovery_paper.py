"""The recovery sheet on paper: from memory to the screen and the printer, never to a file."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.page_picture import PagePicture
from app.domain.recovery import CardSet
from app.services.session import DATABASE_SETTING
from app.services.settings import read_office
from app.store import settings
from app.store.vault import Vault
from app.system.clock import Clock


@dataclass(frozen=True, slots=True)
class RecoveryPaper:
    """The pages of a set of cards that may not be in force yet."""

    vault: Vault
    clock: Clock

    def sheet(self, cards: CardSet) -> bytes:
        """Three pages, one for each card, as a PDF that nobody keeps.

        Raises MissingGlyphError, FontMissingError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.recovery_sheet import SheetFacts, recovery_sheet

        with self.vault.reading() as connection:
            unit = read_office(connection).name
            database = settings.get(connection, DATABASE_SETTING) or ""
        return recovery_sheet(cards, SheetFacts(unit, database, self.clock.local(cards.made_at)))

    def pictures(self, pdf: bytes, dpi: int) -> list[PagePicture]:
        """Every page as a picture, in order."""
        # starts faster: the PDF library is needed for documents alone
        from app.documents.pictures import pictures

        return pictures(pdf, dpi)

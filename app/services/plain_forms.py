"""Papers that name nobody: the page a printer is tried with, and forms for writing by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.minutes import CLOSING_LINE
from app.services.settings import read_office
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class PlainForms:
    """Makes them from nothing but the office's name; nothing is kept, nothing is written down."""

    vault: Vault
    trail: Trail

    def trial(self) -> bytes:
        """打印测试页, two sides. Raises MissingGlyphError, FontMissingError."""
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.trial_page import trial_page

        return self._made(trial_page)

    def blank(self, pages: int) -> bytes:
        """空白谈话记录纸 of that many pages, with the office's name alone.

        Raises MissingGlyphError, FontMissingError.
        """
        # starts faster
        from app.documents.blank_form import BlankForm, blank_form

        def typeset(office: str, made_at: datetime) -> bytes:
            return blank_form(BlankForm(office, made_at, pages, closing_line=CLOSING_LINE))

        return self._made(typeset)

    def _made(self, typeset: Callable[[str, datetime], bytes]) -> bytes:
        with self.vault.reading() as connection:
            office = read_office(connection).name
            profile = read_profile(connection)
        with fonts_of(profile):
            return typeset(office, self.trail.clock.local(self.trail.clock.now()))

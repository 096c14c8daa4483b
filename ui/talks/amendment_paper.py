"""A signed amendment page by page, or one as it would be; printed and copied as it is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.amendment import amendment_number
from app.domain.copies import Original
from app.domain.talk import Talk
from ui.copy_taking import CopyTaking
from ui.talks.desk import Desk
from ui.talks.paper_view import PaperView


class AmendmentPaper(PaperView):
    """What stands beside a sealed record, in sight."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._talk: Talk | None = None
        self._serial = 0
        self.copying = CopyTaking(desk.tasks, desk.copies, self, self.progress)
        self.copying.told.connect(self.messages.show_message)
        self.copying.refused.connect(self._refuse)
        # the step around it has the key for printing, and asks whichever pages are in sight
        for action in self.actions():
            self.removeAction(action)

    def show_signed(self, talk: Talk, serial: int, pdf: bytes) -> None:
        """Show a signed amendment."""
        self._talk, self._serial = talk, serial
        number = amendment_number(talk, serial)
        self.print_button.show()
        self.save_button.show()
        note = "请对方和双方人员在纸上签名；纸面与原记录放在一起。"
        self.show_paper(f"补正记录 {number}", pdf, f"{number}.pdf", note)

    def show_draft(self, pdf: bytes) -> None:
        """Show how an amendment would look; a draft is neither printed nor saved."""
        self._serial = 0
        self.show_paper("补正记录样张", pdf, "")
        self.print_button.hide()
        self.save_button.hide()

    def print(self) -> None:
        if self._talk is not None and self._serial:
            self.copying.print(self._original(self._talk), self.pages.count)

    def save(self) -> None:
        if self._talk is not None and self._serial:
            self.copying.save(self._original(self._talk), self._file_name)

    def save_to(self, path: Path) -> None:
        if self._talk is not None and self._serial:
            self.copying.save_to(self._original(self._talk), path)

    def _original(self, talk: Talk) -> Callable[[], Original]:
        return partial(self._desk.copies.amendment_original, talk.id, self._serial)

"""What is not wanted at once, done in pieces: between two of them the window hears the keys.

Loading what the closed door does not need would take a second in one piece, just when somebody
begins to type the passphrase; so would making every page anew after a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

# From below, so that each with what it brings along is a blink's work; the last brings the rest.
SERVICES = (
    "app.services.key_files", "app.services.heads", "app.services.door",
    "app.services.office_signing", "app.services.typefaces", "app.services.amending",
    "app.services.archives", "app.services.receipts", "app.services.audit", "app.services.backups",
    "app.services.checking", "app.services.verifying", "app.services.minutes",
    "app.services.copies", "app.services.figures", "app.services.early_signs",
    "app.services.finding_ledger", "app.services.packing", "app.services.kept_contents",
    "app.services.sticks", "app.services.handover", "app.services.outlines",
    "app.services.workdays", "app.services.overview", "app.services.paper_steps",
    "app.services.papers", "app.services.program_care", "app.services.prompts",
    "app.services.rosters", "app.services.year_export", "app.services.application",
)  # fmt: skip
PAGES = (
    "ui.messages", "ui.audit.audit_page", "ui.backups.backup_card", "ui.backups.backups_page",
    "ui.figures.figures_page", "ui.handover.handover_page", "ui.help.help_page", "ui.people.desk",
    "ui.people.people_page", "ui.rectifying.sheet_panel", "ui.rectifying.ledger_page",
    "ui.search.search_page", "ui.talks.conduct_panel", "ui.talks.editor_panel",
    "ui.talks.talks_page", "ui.pages", "ui.workspace",
)  # fmt: skip
OFFICE = (*SERVICES, *PAGES)

Piece = Callable[[], object]


def pieces(names: Iterable[str]) -> list[Piece]:
    """The loading of modules, one at a time."""
    return [partial(import_module, name) for name in names]


class Later(QObject):
    """Does pieces of work one after the other; whatever the window has waiting goes first."""

    def __init__(self, work: Iterable[Piece], parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(work)
        self._go_on()

    def stop(self) -> None:
        """Leave the rest undone."""
        self._left.clear()

    def _go_on(self) -> None:
        if self._left:
            QTimer.singleShot(0, self, self._do_next)

    def _do_next(self) -> None:
        if self._left:
            self._left.pop(0)()
            self._go_on()

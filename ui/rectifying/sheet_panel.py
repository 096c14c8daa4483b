"""One finding whole: what it is, where it is on its way, what is next, and all that happened."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.ids import FindingId
from ui.rectifying.desk import RectifyingDesk
from ui.widgets.empty_state import EmptyState

_NOTHING = "选一条问题，在这里看它走到哪一步、下一步怎么办。"


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Which finding was shown, which form was open, and what stood in it."""

    finding_id: FindingId | None
    form: str = ""
    typed: tuple[object, ...] = ()


class SheetPanel(QWidget):
    """told asks to show a message (None takes it away), go asks for another page (Destination).

    changed tells that something about the finding was kept, once every screen has heard.
    It reads by itself when findings or attachments change; it needs about 60 steps of the grid in
    width and scrolls up and down in itself.
    """

    told = Signal(object)
    go = Signal(object)
    changed = Signal()

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__()
        self._desk = desk
        self._finding_id: FindingId | None = None
        self.empty = EmptyState("flag", _NOTHING)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.empty)

    def show_finding(self, finding_id: FindingId | None) -> None:
        """Show this finding, or that none is chosen (not show(): that is Qt's own word)."""
        self._finding_id = finding_id

    def refresh(self) -> None:
        """Read again what is shown."""

    def place(self) -> SheetPlace:
        """Where the user is in it, with everything typed and not sent; kept over a lock."""
        return SheetPlace(self._finding_id)

    def return_to(self, place: SheetPlace) -> None:
        """Be where place() was."""

    def step_back(self) -> bool:
        """Leave what is open in it (Esc); False when there is nothing to leave."""
        return False

    def stop_work(self) -> None:
        """Stop what is being brought: the vault is about to be locked."""

"""The page of handing over: the packages, the way to a new one, and what came back."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.changes import Changes
from app.domain.papers import PaperKind
from ui.handover.choice import Counter
from ui.handover.packages_panel import PackagesPanel
from ui.handover.receipts_panel import ReceiptsPanel
from ui.handover.wizard_panel import WizardPanel, WizardPlace
from ui.page import Destination, Page

_HEADING = "移交"
_NEW, _AGAIN, _RECEIPTS = "new", "again", "receipts"

SLIP_PAPER = PaperKind.HANDOVER_SLIP.value


class HandoverPage(Page):
    """act new of a destination begins a package, again writes the subject once more, and receipts
    takes what came back.
    """

    help_topic = "handover"
    watches = Changes.PACKAGES | Changes.TALKS | Changes.STICKS

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.tasks)
        self.packages = PackagesPanel(counter)
        self.wizard = WizardPanel(counter)
        self.receipts = ReceiptsPanel(counter)
        self._stack = QStackedWidget()
        for part in (self.packages, self.wizard, self.receipts):
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)
        self.packages.wanted.connect(self.begin_new)
        self.packages.again_wanted.connect(self.begin_again)
        self.packages.receipts_wanted.connect(self.begin_receipts)
        self.packages.told.connect(self.tell)
        self.receipts.again_wanted.connect(self.begin_again)
        self.wizard.closed.connect(self.show_packages)
        self.receipts.closed.connect(self.show_packages)
        for part in (self.packages, self.wizard):
            part.slip_wanted.connect(self._go_to_slip)
        for other in (self.packages, self.wizard, self.receipts):
            other.go.connect(self.go)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def begin_new(self) -> None:
        if self._is_shown(self.wizard):
            return
        self._turn_to(self.wizard, "写移交包")
        self.wizard.begin()

    def begin_again(self, number: int) -> None:
        """Write that package once more."""
        if not self.wizard.write.is_at_work:
            self._turn_to(self.wizard, f"再写一份第 {number} 号移交包")
            self.wizard.begin_again(number)

    def begin_receipts(self) -> None:
        """Take what came back from the registry."""
        if not self.wizard.write.is_at_work:
            self._turn_to(self.receipts, "收回执")
            self.receipts.begin()

    def show_packages(self) -> None:
        """Go back to the list of packages."""
        self._turn_to(self.packages, _HEADING)
        self.packages.refresh()
        self.packages.table.setFocus()

    def _turn_to(self, part: QWidget, heading: str) -> None:
        self.tell(None)
        self.titled.emit(heading)
        self._stack.setCurrentWidget(part)

    def _is_shown(self, part: QWidget) -> bool:
        return self._stack.currentWidget() is part

    def _go_to_slip(self, number: str) -> None:
        self.go.emit(Destination("papers", number, SLIP_PAPER))

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def arrive(self, destination: Destination) -> None:
        if destination.act == _NEW:
            self.begin_new()
        elif destination.act == _RECEIPTS:
            self.begin_receipts()
        elif destination.act == _AGAIN and destination.subject.isdecimal():
            self.begin_again(int(destination.subject))

    def refresh(self) -> None:
        self.packages.refresh()

    def stop_work(self) -> None:
        self.wizard.stop_work()

    def place(self) -> WizardPlace | None:
        is_open = self._is_shown(self.wizard) and self.wizard.write.written is None
        return self.wizard.place() if is_open else None

    def return_to(self, place: object) -> None:
        if isinstance(place, WizardPlace):
            again = place.again
            self._turn_to(
                self.wizard, "写移交包" if again is None else f"再写一份第 {again} 号移交包"
            )
            self.wizard.return_to(place)

    def seek(self) -> None:
        if self._is_shown(self.wizard):
            self.wizard.seek()

    def step_back(self) -> bool:
        if self._is_shown(self.wizard):
            return self.wizard.close_wizard() or self.wizard.write.is_at_work
        if self._is_shown(self.receipts):
            self.show_packages()
            return True
        return False

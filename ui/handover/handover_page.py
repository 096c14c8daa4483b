"""The page of handing over: the packages, and the way to a new one."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from app.domain.changes import Changes
from app.domain.papers import PaperKind
from ui.handover.choice import Counter
from ui.handover.packages_panel import PackagesPanel
from ui.handover.wizard_panel import WizardPanel, WizardPlace
from ui.page import Destination, Page

_HEADING = "移交"

SLIP_PAPER = PaperKind.HANDOVER_SLIP.value


class HandoverPage(Page):
    """act new of a destination begins a package."""

    help_topic = "handover"
    watches = Changes.PACKAGES | Changes.TALKS

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.tasks)
        self.packages = PackagesPanel(counter)
        self.wizard = WizardPanel(counter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.packages)
        self._stack.addWidget(self.wizard)
        self.body.addWidget(self._stack, 1)
        self.packages.wanted.connect(self.begin_new)
        self.packages.told.connect(self.tell)
        self.packages.slip_wanted.connect(
            lambda number: self.go.emit(Destination("papers", number, SLIP_PAPER))
        )
        self.wizard.closed.connect(self.show_packages)

    def begin_new(self) -> None:
        if self._stack.currentWidget() is not self.wizard:
            self.tell(None)
            self.titled.emit("写移交包")
            self._stack.setCurrentWidget(self.wizard)
            self.wizard.begin()

    def show_packages(self) -> None:
        """Go back to the list of packages."""
        self.titled.emit(_HEADING)
        self._stack.setCurrentWidget(self.packages)
        self.packages.refresh()

    def arrive(self, destination: Destination) -> None:
        if destination.act == "new":
            self.begin_new()

    def refresh(self) -> None:
        self.packages.refresh()

    def place(self) -> WizardPlace | None:
        return self.wizard.place() if self._stack.currentWidget() is self.wizard else None

    def return_to(self, place: object) -> None:
        if isinstance(place, WizardPlace):
            self.titled.emit("写移交包")
            self._stack.setCurrentWidget(self.wizard)
            self.wizard.return_to(place)

    def step_back(self) -> bool:
        if self._stack.currentWidget() is self.wizard:
            return self.wizard.close_wizard() or self.wizard.write.is_at_work
        return False

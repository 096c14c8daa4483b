"""A calm sequence of pages that ends with a vault; which pages, each first run says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.tasks import Task, Tasks
from ui.unlock.entrance import OpenVault
from ui.unlock.sheet import Sheet
from ui.unlock.steps import Step
from ui.widgets.buttons import button, primary
from ui.widgets.message_bar import MessageBar
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import row


@dataclass(frozen=True, slots=True)
class MakingWords:
    """What stands on the buttons, and while it is being made."""

    have: str
    make: str
    making: str
    enter: str
    folder: str


class MakingWizard(Sheet):
    """Makes a vault. opened tells what was unlocked, has_vault that one is there already,
    restore_asked that one is to come back from a backup.
    """

    opened = Signal(object)
    has_vault = Signal(object)
    made_vault = Signal()
    restore_asked = Signal()

    def __init__(self, tasks: Tasks, steps: Sequence[tuple[str, Step]], words: MakingWords) -> None:
        super().__init__(width=38)
        self._tasks, self._words = tasks, words
        self._application: OpenVault | None = None
        self._steps = tuple(step for _, step in steps)
        self.bar = StepBar([title for title, _ in steps])
        self.message, self.progress = MessageBar(), ProgressPanel()
        self.stack = QStackedWidget()
        for step in self._steps:
            step.body.addStretch(1)
            self.stack.addWidget(step)
            step.changed.connect(self._enable)
        self.have_button = button(words.have, kind="quiet")
        self.restore_button = button("从备份恢复…", kind="quiet")
        self.restore_button.clicked.connect(self.restore_asked)
        self.back_button, self.next_button = button("上一步"), primary("下一步")
        self.have_button.clicked.connect(self._find_vault)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.bar.chosen.connect(self.show_step)
        for part in (self.bar, self.message, self.stack, self.progress):
            self.card.body.addWidget(part)
        self._first_ways = (self.have_button, self.restore_button)
        buttons = row(*self._first_ways, None, self.back_button, self.next_button)
        self.card.body.addLayout(buttons)
        self.show_step(0)

    # ── what each first run says ─────────────────────────────────────────────────────────────────

    def creation(self) -> Callable[[Progress], OpenVault]:
        """What is done on the vault lane to make the vault that was described."""
        raise TypeError("a first run of a kind of its own is needed")

    def show_made(self, made: OpenVault) -> None:
        """Forget the passphrase, and say on the last page what was made."""

    # ── the sequence ─────────────────────────────────────────────────────────────────────────────

    @property
    def made(self) -> OpenVault | None:
        """The vault that was made and not yet gone into."""
        return self._application

    @property
    def step(self) -> int:
        """Which page is in sight, from nought."""
        return self.stack.currentIndex()

    @property
    def _last(self) -> int:
        return len(self._steps) - 1

    def go_on(self) -> None:
        """The next page; from the last but one, make the vault; from the last, go in."""
        if self._application is not None:
            self.opened.emit(self._application)
        elif self.step == self._last - 1:
            self._create()
        else:
            self.show_step(self.step + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_button.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._steps[self.step].begin()

    def go_back(self) -> None:
        """The page before."""
        self.show_step(self.step - 1)

    def show_step(self, number: int) -> None:
        """Show one page of the sequence."""
        self.stack.setCurrentIndex(number)
        is_done = self._application is not None
        self.bar.set_step(number, number)
        self.message.clear()
        for way in self._first_ways:
            way.setVisible(number == 0)
        self.back_button.setVisible(number > 0 and not is_done)
        words = {self._last - 1: self._words.make, self._last: self._words.enter}
        self.next_button.setText(words.get(number, "下一步"))
        self.next_button.setAccessibleName(self.next_button.text())
        self._enable()
        self._steps[number].begin()

    def _enable(self) -> None:
        self.next_button.setEnabled(self._steps[self.step].is_ready())

    def _create(self) -> None:
        self._set_busy(True)
        self.progress.begin(self._words.making, can_stop=False)
        self._tasks.query(self.creation(), self._created, self._refuse, self._watch)

    def _watch(self, task: Task) -> None:
        task.crashed.connect(self._rest)

    def _created(self, made: OpenVault) -> None:
        self._rest()
        self._application = made
        self.show_made(made)
        self.show_step(self._last)
        self.next_button.setFocus()
        self.made_vault.emit()

    def _refuse(self, error: AppError) -> None:
        self._rest()
        # to start faster: the sentences name half the domain
        from ui.messages import message_for

        self.message.show_message(message_for(error))

    def _rest(self, _: object = None) -> None:
        self.progress.end()
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self.back_button.setEnabled(not is_busy)
        self.next_button.setEnabled(not is_busy)
        self.bar.setEnabled(not is_busy)

    def _find_vault(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._words.folder)
        if chosen:
            self.has_vault.emit(Path(chosen))

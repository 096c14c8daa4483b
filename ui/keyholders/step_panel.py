"""Work in steps that takes the whole page: a bar of steps, a message, the step, and the way on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import AppError
from ui.messages import message_for
from ui.widgets.buttons import button, primary
from ui.widgets.message_bar import MessageBar
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import column, row, scrolled


class PanelStep(QWidget):
    """One step. changed: it may have become ready, or not; done: the next may come by itself."""

    changed = Signal()
    done = Signal()
    told = Signal(object)

    title = ""
    way_on = "下一步"

    def enter(self) -> None:
        """It has come into sight: read what is shown, put the cursor where one starts."""

    def is_ready(self) -> bool:
        """Whether one can go on."""
        return True

    def is_busy(self) -> bool:
        """Whether work runs that must end first."""
        return False

    def is_skipped(self) -> bool:
        """Whether this step is not wanted this time."""
        return False

    def forget(self) -> None:
        """Forget what was typed and shown: the panel is left."""


class StepPanel(QWidget):
    """closed: back to the overview; reached: the way on of the last step was pressed."""

    closed = Signal()
    reached_end = Signal()

    def __init__(self, steps: Sequence[PanelStep]) -> None:
        super().__init__()
        self.steps = tuple(steps)
        self.message = MessageBar()
        self.bar = StepBar([step.title for step in steps])
        if len(self.steps) == 1:
            self.bar.hide()
        self.close_button = button("取消")
        self.back_button = button("上一步", "arrow-left")
        self.next_button = primary("下一步")
        self._stack = QStackedWidget()
        self._reached = 0
        for step in self.steps:
            self._stack.addWidget(scrolled(step, step.title or "页面"))
            step.changed.connect(self.suit)
            step.done.connect(self.next)
            step.told.connect(self._tell)
        foot = row(self.close_button, None, self.back_button, self.next_button)
        whole = column(self.bar, self.message, self._stack, foot, gap=1.5)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.bar.chosen.connect(self.go_to)
        self.close_button.clicked.connect(self.close_panel)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)

    @property
    def number(self) -> int:
        """The step on screen, counted from nought."""
        return self._stack.currentIndex()

    @property
    def step(self) -> PanelStep:
        """The step on screen."""
        return self.steps[self.number]

    def begin(self) -> None:
        """Start at the first step, with nothing typed."""
        self.forget()
        self._reached = 0
        self.go_to(0)

    def next(self) -> None:
        """Go on, or have the work done."""
        if not self.step.is_ready() or self.step.is_busy():
            return
        after = [n for n in range(self.number + 1, len(self.steps)) if self._is_wanted(n)]
        if after:
            self.go_to(after[0])
        else:
            self.reached_end.emit()

    def back(self) -> None:
        """One step back."""
        before = [n for n in range(self.number) if self._is_wanted(n)]
        if before:
            self.go_to(before[-1])

    def go_to(self, number: int) -> None:
        """Show that step."""
        if self.step.is_busy() or not 0 <= number < len(self.steps) or not self._is_wanted(number):
            return
        self.message.clear()
        self._reached = max(self._reached, number)
        self._stack.setCurrentIndex(number)
        self.suit()
        self.step.enter()

    def close_panel(self) -> None:
        """Leave, unless work runs."""
        if not self.step.is_busy():
            self.forget()
            self.closed.emit()

    def forget(self) -> None:
        """Forget what was typed and shown in every step."""
        self.message.clear()
        for step in self.steps:
            step.forget()

    def refuse(self, error: AppError) -> None:
        """Say why it could not be done; the step stays as it is."""
        self.message.show_message(message_for(error))
        self.suit()

    def suit(self) -> None:
        """Let those buttons be pressed that can be, now."""
        number, is_busy = self.number, self.step.is_busy()
        skipped = [n for n in range(len(self.steps)) if not self._is_wanted(n)]
        self.bar.set_step(number, number if is_busy else self._reached, skipped)
        self.next_button.setText(self.step.way_on)
        self.next_button.setAccessibleName(self.step.way_on)
        self.next_button.setVisible(bool(self.step.way_on))
        self.next_button.setEnabled(self.step.is_ready() and not is_busy)
        self.back_button.setVisible(number > 0)
        self.back_button.setEnabled(not is_busy)
        self.close_button.setEnabled(not is_busy)

    def _is_wanted(self, number: int) -> bool:
        return not self.steps[number].is_skipped()

    def _tell(self, message: object) -> None:
        if isinstance(message, AppError):
            self.refuse(message)

"""The frame of a long way in: one step after the other, with work that can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.tasks import Task, Tasks
from ui.unlock.panel import DoorPanel
from ui.unlock.steps import Step
from ui.widgets.buttons import button, primary
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import column, row


class StepStack(QWidget):
    """Shows one step and is as high as that one; a stacked widget is as high as its highest."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._now = 0
        self.setLayout(column(*self._steps))
        self.set_step(0)

    @property
    def now(self) -> int:
        """The step on screen, counted from nought."""
        return self._now

    def set_step(self, number: int) -> None:
        """Show that step."""
        self._now = number
        for place, step in enumerate(self._steps):
            step.setVisible(place == number)


class SteppedPanel(DoorPanel):
    """Steps with 上一步 and one way on. Whoever derives says in next() what the way on does."""

    def __init__(self, tasks: Tasks, steps: Sequence[tuple[str, Step]]) -> None:
        super().__init__(width=43)
        self._tasks = tasks
        self._task: Task | None = None
        self._steps = tuple(step for _, step in steps)
        self.bar = StepBar([name for name, _ in steps])
        self.progress = ProgressPanel()
        self.stack = StepStack(self._steps)
        for step in self._steps:
            step.changed.connect(self.suit)
        self.back_button = button("上一步", "arrow-left")
        self.next_button = primary("下一步")
        self.back_button.clicked.connect(self.step_back)
        self.next_button.clicked.connect(self.try_next)
        self.progress.stopped.connect(self.stop)
        for part in (self.bar, self.message, self.stack, self.progress):
            self.card.body.addWidget(part)
        self.card.body.addLayout(row(self.back_button, None, self.next_button))
        self.setFocusProxy(self.stack)

    @property
    def number(self) -> int:
        """The step on screen, counted from nought."""
        return self.stack.now

    def go_to(self, number: int) -> None:
        """Show that step."""
        self.message.clear()
        self.stack.set_step(number)
        self.suit()
        self._steps[number].begin()

    def try_next(self) -> None:
        """Take the way on, if the step is ready and nothing runs."""
        if self.next_button.isEnabled():
            self.next()

    def next(self) -> None:
        """What the way on does at this step."""

    def words(self) -> str:
        """What stands on the button of the way on at this step."""
        return "下一步"

    def is_final(self) -> bool:
        """Whether there is no way back from this step."""
        return self.number == len(self._steps) - 1

    def suit(self) -> None:
        """Bring the buttons in line with the step."""
        is_idle = self._task is None
        self.bar.set_step(self.number, self.number)
        self.next_button.setText(self.words())
        self.next_button.setAccessibleName(self.words())
        self.next_button.setEnabled(is_idle and self._steps[self.number].is_ready())
        said = "上一步" if self.number else "返回"
        self.back_button.setText(said)
        self.back_button.setAccessibleName(said)
        self.back_button.setVisible(is_idle and not self.is_final())
        self.next_button.setVisible(is_idle)
        self._steps[self.number].setEnabled(is_idle)

    # ── going back, stopping ─────────────────────────────────────────────────────────────────────

    def step_back(self) -> None:
        if self._task is not None:
            self.stop()
        elif self.number and not self.is_final():
            self.go_to(self.number - 1)
        else:
            self.left.emit()

    def stop(self) -> None:
        """Stop what runs at its next step."""
        if self._task is not None:
            self._task.cancel()

    def cancel(self) -> None:
        self.stop()

    # ── long work ────────────────────────────────────────────────────────────────────────────────

    def run(
        self, sentence: str, work: Callable[[Progress], Any], then: Callable[[Any], Any]
    ) -> None:
        """Do long work beside the window; then is called with what came of it."""
        self.message.clear()
        self.progress.begin(sentence)
        self._tasks.beside(work, then, self._refuse, watch=self._watch)
        self.suit()

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.progress.step)
        task.cancelled.connect(self._say_stopped)
        task.ended.connect(self._rest)

    def _refuse(self, error: AppError) -> None:
        # to start faster: the sentences name half the domain
        from ui.messages import message_for

        self.message.show_message(message_for(error))

    def _say_stopped(self) -> None:
        told = Message(
            "已停下。", "没有留下半份，原来的文件一个字也没有改动。", "可以再试。", Tone.NOTE
        )
        self.message.show_message(told)

    def _rest(self) -> None:
        self._task = None
        self.progress.end()
        self.suit()

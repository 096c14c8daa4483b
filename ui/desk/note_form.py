"""A form that asks for one reason or note, and then does what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.messages import message_for
from ui.tasks import Task, Tasks
from ui.widgets.fields import Field, text_area
from ui.widgets.form_dialog import BusyForm
from ui.widgets.words import label

Done = Callable[[str, Progress], Changes]


@dataclass(frozen=True, slots=True)
class NoteWords:
    """What the form is called, whom it is about, what it says, and its one field."""

    title: str
    whom: str
    said: str
    field: str
    hint: str
    way_on: str


class NoteForm(BusyForm):
    """noted tells that what it is for was done on the vault lane; it closes by itself then."""

    noted = Signal()

    def __init__(self, parent: QWidget, tasks: Tasks, words: NoteWords, work: Done) -> None:
        super().__init__(parent, words.title, words.way_on, lines=14)
        self._tasks, self._work = tasks, work
        self.note = text_area(words.field, 3)
        self.add(
            label(words.whom, "strong"),
            label(words.said, tone="quiet"),
            Field(words.field, self.note, words.hint, is_needed=True),
        )
        self.note.textChanged.connect(self.check)
        self.sent.connect(self._send)
        self.finish_fields(self.note)

    def is_filled(self) -> bool:
        return bool(self.note.toPlainText().strip())

    def _send(self) -> None:
        self.set_busy(True)
        text = self.note.toPlainText().strip()
        self._tasks.command(
            lambda progress: self._work(text, progress), self._finish, self._refuse, self._watch
        )

    def _watch(self, task: Task) -> None:
        task.crashed.connect(self._rest)

    def _rest(self, _: object = None) -> None:
        self.set_busy(False)

    def _finish(self, _: object) -> None:
        self.accept()
        self.noted.emit()

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.message.show_message(message_for(error))

"""Opens a form, sends what was filled in, and closes it when it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.messages import message_for
from ui.tasks import Tasks
from ui.widgets.form_dialog import FormDialog


class Asking(QObject):
    """One form at a time; what it refuses stays in it with everything typed."""

    def __init__(self, window: QWidget, tasks: Tasks) -> None:
        super().__init__(window)
        self._tasks = tasks
        self.dialog: FormDialog | None = None
        self._command: Callable[[], Changes] | None = None
        self._then: Callable[[], object] | None = None

    def ask(
        self, dialog: FormDialog, command: Callable[[], Changes], then: Callable[[], object]
    ) -> None:
        """Open the form; once it is sent, the command runs on the vault lane, and then this."""
        self.dialog, self._command, self._then = dialog, command, then
        dialog.sent.connect(self._send)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _send(self) -> None:
        if self.dialog is not None and self._command is not None:
            self.dialog.way_on.setEnabled(False)
            self._tasks.command(self._perform, then=self._done, refused=self._refuse)

    def _perform(self, _: Progress) -> Changes:
        return self._command() if self._command is not None else Changes.NONE

    def _done(self, _: object) -> None:
        then = self._then
        if self.dialog is not None:
            self.dialog.accept()
        if then is not None:
            then()

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.message.show_message(message_for(error))
            self.dialog.check()

    def _forget(self, _: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog, self._command, self._then = None, None, None

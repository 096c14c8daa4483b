"""Changing the passphrase: the old one, the new one twice, how strong it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.messages import message_for
from ui.new_passphrase import Advice, NewPassphrase
from ui.tasks import Tasks
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.form_dialog import FormDialog
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

Change = Callable[[str, str, str], None]


class PassphraseCard(Card):
    """A button that opens the form, and what came of it."""

    def __init__(self, tasks: Tasks, access: Advice, change: Change) -> None:
        super().__init__("口令")
        self._tasks, self._access, self._change = tasks, access, change
        self.dialog: PassphraseDialog | None = None
        self.message = MessageBar()
        self.open_button = button("更换口令…", "key-round")
        self.open_button.clicked.connect(self.open_dialog)
        said = "换口令不动资料；从换好那一刻起，只认新口令。"
        self.add(self.message, label(said, tone="quiet"), row(self.open_button, None))

    def open_dialog(self) -> None:
        """Open the form."""
        self.dialog = PassphraseDialog(self, self._tasks, self._access)
        self.dialog.sent.connect(self._send)
        self.dialog.open()

    def _send(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        dialog.set_busy(True)
        words = (dialog.old.text(), dialog.first.text(), dialog.second.text())
        work = partial(_changed, self._change, words)
        self._tasks.query(work, then=self._done, refused=self._refuse)

    def _done(self, _: object) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog.deleteLater()
            self.dialog = None
        said = Message("口令已更换。", "资料没有改动。", "请把新口令抄好锁进柜子。", Tone.NOTE)
        self.message.show_message(said)

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(False)
            self.dialog.message.show_message(message_for(error))


class PassphraseDialog(FormDialog):
    """The old passphrase, and the new one twice."""

    def __init__(self, parent: QWidget, tasks: Tasks, access: Advice) -> None:
        super().__init__(parent, "更换口令", "更换", lines=18)
        self._is_busy = False
        self.old = PassphraseEdit("现在的口令")
        self.new = NewPassphrase(tasks, access)
        self.first, self.second = self.new.first, self.new.second
        self.add(Field("现在的口令", self.old), self.new)
        self.old.changed.connect(self.check)
        self.new.changed.connect(self.check)
        self.finish_fields(self.old.edit)

    def is_ready(self) -> bool:
        return bool(self.old.text()) and self.new.is_ready() and not self._is_busy

    def set_busy(self, is_busy: bool) -> None:
        """Hold the button back while the change is under way."""
        self._is_busy = is_busy
        self.check()

    def take_suggestion(self, words: str) -> None:
        """Put a made passphrase in both fields, in sight."""
        self.new.take_suggestion(words)


def _changed(change: Change, words: tuple[str, str, str], _: Progress) -> None:
    change(*words)

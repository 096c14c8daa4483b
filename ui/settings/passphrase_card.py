"""Changing the passphrase: the old one, the new one twice, how strong it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QProgressBar, QWidget

from app.domain.errors import AppError
from app.domain.passphrase import ENOUGH_BITS, Strength
from app.domain.progress import Progress
from app.services.access import Access
from ui.messages import message_for
from ui.strength_words import ADVICE
from ui.tasks import Tasks
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.form_dialog import FormDialog
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label, set_tone

Change = Callable[[str, str, str], None]


class PassphraseCard(Card):
    """A button that opens the form, and what came of it."""

    def __init__(self, tasks: Tasks, access: Access, change: Change) -> None:
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

    def __init__(self, parent: QWidget, tasks: Tasks, access: Access) -> None:
        super().__init__(parent, "更换口令", "更换", lines=22)
        self._tasks, self._access = tasks, access
        self._is_enough = self._is_busy = False
        self.old = PassphraseEdit("现在的口令")
        self.first, self.second = PassphraseEdit("新口令"), PassphraseEdit("再输一次新口令")
        for edit in (self.first, self.second):
            edit.keep_while_shown()
        self.meter = QProgressBar()
        self.meter.setRange(0, 100)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName("口令牢固程度")
        self.advice = label("", "small", "quiet")
        self.suggest = button("替我想一个", "refresh-cw")
        self.suggest.clicked.connect(self._ask_suggestion)
        self.second_field = Field("再输一次新口令", self.second)
        self.add(
            Field("现在的口令", self.old),
            Field("新口令", self.first),
            row(self.meter, self.suggest),
            self.advice,
            self.second_field,
        )
        self.old.changed.connect(self.check)
        self.first.changed.connect(self._ask_strength)
        self.second.changed.connect(self._compare)
        self.finish_fields(self.old.edit)

    def is_ready(self) -> bool:
        is_same = self.first.text() == self.second.text()
        return bool(self.old.text()) and self._is_enough and is_same and not self._is_busy

    def set_busy(self, is_busy: bool) -> None:
        """Hold the button back while the change is under way."""
        self._is_busy = is_busy
        self.check()

    def take_suggestion(self, words: str) -> None:
        """Put a made passphrase in both fields, in sight."""
        for edit in (self.first, self.second):
            edit.show_button.setChecked(True)
            edit.set_text(words)

    def _compare(self) -> None:
        differs = bool(self.second.text()) and not self.first.text().startswith(self.second.text())
        self.second_field.set_fault("两次不一样，请按“显示”对照着改。" if differs else "")
        self.check()

    def _ask_strength(self) -> None:
        self._compare()
        work = partial(_strength, self._access, self.first.text())
        self._tasks.query(work, then=self._show_strength)

    def _ask_suggestion(self) -> None:
        self._tasks.query(partial(_suggestion, self._access), then=self.take_suggestion)

    def _show_strength(self, strength: Strength) -> None:
        self._is_enough = strength.is_enough
        self.meter.setValue(min(100, round(strength.bits / ENOUGH_BITS * 70)))
        self.advice.setText(ADVICE[strength.advice] if self.first.text() else "")
        set_tone(self.advice, "green" if strength.is_enough else "quiet")
        self.check()


def _changed(change: Change, words: tuple[str, str, str], _: Progress) -> None:
    change(*words)


def _strength(access: Access, words: str, _: Progress) -> Strength:
    return access.strength(words)


def _suggestion(access: Access, _: Progress) -> str:
    return access.suggest_passphrase()

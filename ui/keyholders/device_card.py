"""The secret of this machine as a second thing that one's own passphrase needs: on or off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.device_binding import DeviceState
from ui.keyholders.desk import KeyDesk
from ui.keyholders.holder_dialogs import DeviceDialog
from ui.keyholders.words import device_text
from ui.messages import message_for
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

_ON = Message(
    "本机密钥已启用。", "资料没有改动。", "从现在起，您的口令只在这台电脑上管用。", Tone.NOTE
)
_OFF = Message("本机密钥已停用。", "资料没有改动。", "您的口令在别的电脑上也管用了。", Tone.NOTE)


class DeviceCard(Card):
    """told says what came of it; kept that the list of holders is another one."""

    told = Signal(object)
    kept = Signal()

    def __init__(self, desk: KeyDesk) -> None:
        super().__init__("本机密钥")
        self._desk = desk
        self.has_cards = False
        self.state: DeviceState | None = None
        self.dialog: DeviceDialog | None = None
        self.now = label("")
        self.switch = button("启用…", "monitor", name="启用本机密钥")
        self.switch.clicked.connect(self.open_dialog)
        self.switch.hide()
        what = "口令之外再加一道：拷走保险库、偷看到口令的人，在别的电脑上打不开。"
        self.add(label(what, tone="quiet"), self.now, row(self.switch, None))

    def refresh(self) -> None:
        """Read the state again."""
        self._desk.tasks.query(self._read, then=self.show_state)

    def show_state(self, state: DeviceState) -> None:
        """Say how it stands; without a key store there is nothing to press."""
        self.state = state
        self.now.setText(device_text(state))
        self.switch.setVisible(state.is_on or bool(state.store))
        word = "停用" if state.is_on else "启用"
        self.switch.setText(f"{word}…")
        self.switch.setAccessibleName(f"{word}本机密钥")

    def note_cards(self, has_cards: bool) -> None:
        """Whether there is a way back in when the secret is lost."""
        self.has_cards = has_cards

    def open_dialog(self) -> None:
        """Say what it means, and ask for the own passphrase."""
        if self.state is not None:
            self.dialog = DeviceDialog(self, self.state.is_on, self.state.store, self.has_cards)
            self.dialog.sent.connect(self._send)
            self.dialog.open()

    def _send(self) -> None:
        if self.dialog is not None and self.state is not None:
            self.dialog.set_busy(True)
            binding = self._desk.binding
            act = binding.turn_off if self.state.is_on else binding.turn_on
            work = partial(_switched, act, self.dialog.own.text())
            self._desk.tasks.command(work, then=self._finish, refused=self._refuse)

    def _finish(self, _: object) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.accept()
            dialog.deleteLater()
        self.told.emit(_OFF if self.state is not None and self.state.is_on else _ON)
        self.kept.emit()

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(False)
            self.dialog.message.show_message(message_for(error))

    def _read(self, _: Progress) -> DeviceState:
        return self._desk.binding.state()


def _switched(act: Callable[[str], Changes], own: str, _: Progress) -> Changes:
    return act(own)

"""身份: the desk's card that every office needs, its fingerprint, and the key for stock tools."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.open_desk import save_new
from ui.desk.tools import DeskTools
from ui.messages import message_for
from ui.page import Destination, Page
from ui.theme import px
from ui.widgets.buttons import button, flow, primary
from ui.widgets.fields import Field
from ui.widgets.fingerprint import Fingerprint
from ui.widgets.form_dialog import BusyForm
from ui.widgets.message import Message, Tone
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

_CARD = "identity.txt"
_KEY = "desk-key.txt"
_ASK = "对方打来电话时，把这八组数字念给他听；他逐组对上，才算认准了这个受理台。"
_KEY_SAID = (
    "不用本程序、只用 age 等通用工具打开移交包时才需要它。"
    "谁拿到这个文件，谁就能打开发给本受理台的所有移交包，用完请立即销毁。"
)


class IdentityPage(Page):
    """The card again, and the ways to what keeps the desk: keys, recovery cards, backups."""

    help_topic = "desk"

    def __init__(self, tools: DeskTools) -> None:
        super().__init__(tools.tasks)
        self._tools = tools
        identity = tools.registry.identity
        self.digits = Fingerprint()
        self.digits.show_groups(identity.fingerprint)
        self.card_button = primary("另存身份文件…", "download")
        self.keys_button = button("口令与恢复…", "key-round")
        self.backups_button = button("备份与检查…", "save")
        self.key_button = button("导出解密私钥…", "key-round")
        self.form: KeyForm | None = None
        self._lay_out(identity.name)
        self.card_button.clicked.connect(self.choose_card_place)
        self.keys_button.clicked.connect(partial(self._go_to, "keys"))
        self.backups_button.clicked.connect(partial(self._go_to, "backups"))
        self.key_button.clicked.connect(self.choose_key_place)

    def _lay_out(self, name: str) -> None:
        card = Card("身份文件").add(
            label(name, "large"),
            self.digits,
            label(_ASK, tone="quiet"),
            row(self.card_button, None),
        )
        said = "密钥丢了，谁也打不开各单位的移交包。恢复单、备份，两样都要有。"
        keys = Card("保管").add(
            label(said, tone="quiet"), flow(self.keys_button, self.backups_button)
        )
        out = Card("解密私钥").add(label(_KEY_SAID, tone="quiet"), row(self.key_button, None))
        inside = QWidget()
        laid = column(card, keys, out, gap=2)
        laid.addStretch(1)
        laid.setContentsMargins(0, 0, px(1), 0)
        inside.setLayout(laid)
        self.body.addWidget(scrolled(inside, "身份"), 1)

    def choose_card_place(self) -> None:
        """Ask where a copy of the identity card is to be written."""
        if path := _asked_for(self, "另存身份文件", _CARD):
            self.save_card(path)

    def save_card(self, path: Path) -> None:
        """Write a copy of the identity card there; it is public."""
        work = partial(_card_saved, self._tools, path)
        self.tasks.background(work, self._say_card, self.tell_error)

    def choose_key_place(self) -> None:
        """Ask where the key that opens packages is to be written."""
        if path := _asked_for(self, "导出解密私钥", _KEY):
            self.export_key(path)

    def export_key(self, path: Path) -> None:
        """Ask for the passphrase again, then write the key."""
        self.form = KeyForm(self, self._tools, path)
        self.form.written.connect(self._say_key)
        self.form.open()

    def _go_to(self, page: str) -> None:
        self.go.emit(Destination(page))

    def _say_card(self, path: Path) -> None:
        told = f"身份文件已写成 {path.name}。"
        left = "发给各单位，并请他们打电话来核对指纹。它是公开的，不是秘密。"
        self.tell(Message(told, remedy=left, tone=Tone.NOTE))

    def _say_key(self, name: str) -> None:
        left = "请放进保险柜，用完立即销毁；导出这件事已记进留痕。"
        self.tell(Message(f"解密私钥已写成 {name}。", remedy=left, tone=Tone.NOTE))


class KeyForm(BusyForm):
    """Who sits here must give the passphrase once more. written tells the file's name."""

    written = Signal(str)

    def __init__(self, parent: QWidget, tools: DeskTools, path: Path) -> None:
        super().__init__(parent, "导出解密私钥", "导出", lines=13)
        self._tools, self._path = tools, path
        self.passphrase = PassphraseEdit("口令")
        self.add(label(_KEY_SAID), Field("再输一次口令", self.passphrase))
        self.passphrase.changed.connect(self.check)
        self.sent.connect(self._send)
        self.finish_fields(self.passphrase)

    def is_filled(self) -> bool:
        return bool(self.passphrase.text())

    def _send(self) -> None:
        self.set_busy(True)
        work = partial(_key_exported, self._tools, self._path, self.passphrase.text())
        self._tools.tasks.query(work, self._finish, self._refuse)

    def _finish(self, path: Path) -> None:
        self.passphrase.clear()
        self.accept()
        self.written.emit(path.name)

    def _refuse(self, error: AppError) -> None:
        self.set_busy(False)
        self.message.show_message(message_for(error))


def _asked_for(parent: QWidget, title: str, name: str) -> Path | None:
    option = QFileDialog.Option.DontConfirmOverwrite  # what is there is never written over
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, "文本 (*.txt)", "", option)
    return Path(chosen) if chosen else None


def _card_saved(tools: DeskTools, path: Path, _: Progress) -> Path:
    save_new(path, tools.desk.card())
    return path


def _key_exported(tools: DeskTools, path: Path, words: str, _: Progress) -> Path:
    tools.desk.ask_again(words)
    tools.registry.export_key(path)
    return path

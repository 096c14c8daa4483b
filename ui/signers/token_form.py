"""The form about a key on a token: the maker's library, the token, its PIN, which key."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.signer import Signer, TokenInfo
from app.domain.signer_errors import SigningKeySeveralError, TokenMissingError
from app.services.signers import Signers
from ui.messages import message_for
from ui.signers.desk import SignerDesk
from ui.signers.signer_forms import Command, SignerForm
from ui.signers.words import token_text, until_text
from ui.widgets.buttons import button
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.message import Message, Tone
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import row
from ui.widgets.words import label

_LIBRARIES = "程序库 (*.so *.so.* *.dll)"
_BY_ITSELF = "输 PIN 以后由程序找"


class TokenForm(SignerForm):
    """Looks for tokens as soon as it knows the library; nothing is asked of the PIN before."""

    def __init__(self, parent: QWidget, desk: SignerDesk) -> None:
        super().__init__(parent, "添加令牌", "添加", lines=29)
        self._desk = desk
        self._tokens: tuple[TokenInfo, ...] = ()
        proposed: list[tuple[str, object]] = [(path, path) for path in desk.modules()]
        self.module = choice("令牌的驱动程序库", proposed)
        self.module.setEditable(True)
        if (typed := self.module.lineEdit()) is not None:
            typed.setAccessibleName("令牌的驱动程序库")
        self.choose_button = button("选择…", "folder-open", name="选择驱动程序库")
        self.look_button = button("找令牌", "refresh-cw")
        self.token, self.key = choice("令牌", []), choice("用哪一把密钥", [])
        self.pin = PassphraseEdit("PIN")
        self.name = line_edit("姓名")
        self._lay_out()
        self._listen()
        self.finish_fields(self.module)

    def _lay_out(self) -> None:
        where = row(self.module, self.choose_button)
        where.setStretch(0, 1)
        self.pin_field = Field("PIN", self.pin, "只在这一刻用，程序不保存。连续输错，令牌会锁住。")
        hint = "厂家随令牌给的 PKCS#11 库，Windows 是 .dll，Linux 是 .so"
        self.add(
            label("令牌的驱动程序库"),
            where,
            label(hint, "small", "quiet"),
            row(self.look_button, None),
            Field("令牌", self.token),
            Field("用哪一把密钥", self.key),
            self.pin_field,
            Field("姓名", self.name, "签名框里印的就是这个名字", is_needed=True),
        )

    def _listen(self) -> None:
        self.choose_button.clicked.connect(self._choose)
        self.look_button.clicked.connect(self.look)
        self.module.editTextChanged.connect(self._forget_tokens)
        self.token.currentIndexChanged.connect(self._show_keys)
        for edit in (self.pin.edit, self.name):
            edit.textChanged.connect(self.check)
        self.name.returnPressed.connect(self._enter)

    # ── what stands in the fields ────────────────────────────────────────────────────────────────

    def is_filled(self) -> bool:
        self.look_button.setEnabled(bool(self._module()))
        has_words = bool(self.name.text().strip() and self.pin.text())
        return bool(self._serial()) and has_words

    def _module(self) -> str:
        return self.module.currentText().strip()

    def _serial(self) -> str:
        return str(self.token.currentData() or "")

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def look(self) -> None:
        """Ask the library which tokens are put in."""
        if self._module():
            self.message.clear()
            self.asked.emit(partial(_tokens, self._desk.signers, self._module()), self.show_tokens)

    def show_tokens(self, tokens: tuple[TokenInfo, ...]) -> None:
        """Offer these tokens."""
        self._tokens = tokens
        self.token.clear()
        for token in tokens:
            self.token.addItem(token_text(token), token.serial)
        if not tokens:
            self.message.show_message(message_for(TokenMissingError()))
        else:
            self.pin.setFocus()
        self.check()

    def _show_keys(self) -> None:
        self.key.clear()
        chosen = next((one for one in self._tokens if one.serial == self._serial()), None)
        keys = chosen.keys if chosen is not None else ()
        if len(keys) != 1:
            self.key.addItem(_BY_ITSELF, "")
        for key in keys:
            until = until_text(key.certificate.not_after, self._desk.local)
            self.key.addItem(f"{key.label}（{key.certificate.key}，{until}到期）", key.label)
        self.check()

    def _forget_tokens(self) -> None:
        self._tokens = ()
        self.token.clear()
        self.check()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "令牌的驱动程序库", "", _LIBRARIES)
        if chosen:
            self.module.setEditText(chosen)
            self.look()

    # ── adding ───────────────────────────────────────────────────────────────────────────────────

    def words(self) -> tuple[str, ...]:
        return self.name.text(), self._module()

    def write(self, words: tuple[str, ...]) -> None:
        self.name.setText(words[0])
        self.module.setEditText(words[1])

    def command(self, signers: Signers) -> Command:
        words = self.name.text().strip(), self._module(), self._serial()
        return partial(_added, signers, words, self.pin.text(), str(self.key.currentData() or ""))

    def said(self) -> Message:
        name = self.name.text().strip()
        return Message(f"已添加{name}的令牌，可以用来签名。", tone=Tone.NOTE)

    def refuse(self, error: AppError) -> None:
        super().refuse(error)
        if isinstance(error, SigningKeySeveralError):
            self.key.clear()
            for name in error.names:
                self.key.addItem(name, name)
            self.key.setFocus()
        else:
            self.pin.select_all()


def _tokens(signers: Signers, module: str, _: Progress) -> tuple[TokenInfo, ...]:
    return signers.tokens(module)


def _added(
    signers: Signers, words: tuple[str, str, str], pin: str, key: str, _: Progress
) -> tuple[Signer, Changes]:
    return signers.add_token(*words, pin, key)

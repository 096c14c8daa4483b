"""With which key one signs, and the passphrase or PIN it asks for; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date
from app.domain.signer import KeyKind, Signer, SigningKey
from ui.terms import KEY_KIND
from ui.verdicts import grouped
from ui.widgets.fields import Field, choice
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import column
from ui.widgets.words import label

_SHOWN = 8  # hex digits: enough to tell one certificate from another
_SECRETS = {
    KeyKind.VAULT: ("", ""),
    KeyKind.FILE: ("证书文件的口令", "有汉字的，先按“显示”再输。程序不保存。"),
    KeyKind.TOKEN: ("令牌的 PIN", "连续输错，令牌会锁住。程序不保存。"),
}


class KeyChoice(QWidget):
    """changed: another key was chosen, or the secret was typed; entered: Enter in the secret."""

    changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signers: dict[str, Signer] = {}
        self._local: Callable[[datetime], datetime] = _as_it_is
        self.list = choice("用哪个证书签", [])
        self.secret = PassphraseEdit("口令或 PIN")
        self.field = Field("用哪个证书签", self.list)
        self.secret_field = Field("口令", self.secret)
        self.none = label("还没有可以用的签名证书。", tone="quiet")
        inside = column(self.field, self.secret_field, self.none)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)
        self.list.currentIndexChanged.connect(self._suit)
        self.secret.changed.connect(self.changed)
        self.secret.entered.connect(self.entered)
        self._suit()

    def begin_anew(self) -> None:
        """Forget which key was chosen, and its secret: somebody else signs now."""
        self._signers = {}
        self.list.clear()
        self._suit()

    def offer(
        self,
        signers: Sequence[Signer],
        wanted: Sequence[str],
        local: Callable[[datetime], datetime],
    ) -> None:
        """Offer the keys in use, the chosen one again, else one called like the first of wanted."""
        usable = [one for one in signers if not one.is_retired]
        before = self.list.currentData()
        self.list.blockSignals(True)
        self.list.clear()
        self._signers, self._local = {one.id: one for one in usable}, local
        for one in usable:
            self.list.addItem(f"{one.name}（{KEY_KIND[one.kind]}）", one.id)
        names = [one.name for one in usable]
        named = next((names.index(name) for name in wanted if name in names), 0)
        again = self.list.findData(before) if before in self._signers else -1
        self.list.setCurrentIndex(again if again >= 0 else min(named, len(usable) - 1))
        self.list.blockSignals(False)
        self._suit()

    @property
    def signer(self) -> Signer | None:
        """Whose key is chosen."""
        return self._signers.get(self.list.currentData())

    def key(self) -> SigningKey | None:
        """The key with its secret, or nothing while there is none."""
        return SigningKey(self.signer.id, self.secret.text()) if self.signer is not None else None

    @property
    def is_ready(self) -> bool:
        """Whether one can sign with what is chosen; a key file may have no passphrase."""
        chosen = self.signer
        return chosen is not None and (chosen.kind is not KeyKind.TOKEN or bool(self.secret.text()))

    def forget(self) -> None:
        """Forget the secret."""
        self.secret.clear()

    def _suit(self) -> None:
        self.forget()
        chosen = self.signer
        title, hint = _SECRETS[chosen.kind if chosen is not None else KeyKind.VAULT]
        self.field.setVisible(bool(self._signers))
        self.field.set_hint(self._certificate())
        self.none.setVisible(not self._signers)
        self.secret_field.setVisible(bool(title))
        self.secret_field.title.setText(title)
        self.secret_field.set_hint(hint)
        self.secret.edit.setAccessibleName(title or "口令或 PIN")
        self.changed.emit()

    def _certificate(self) -> str:
        """Which certificate is chosen, in one line."""
        if self.signer is None:
            return ""
        until = written_date(self._local(self.signer.not_after).date())
        return f"指纹 {grouped(self.signer.fingerprint[:_SHOWN])}……，{until}到期"


def _as_it_is(moment: datetime) -> datetime:
    return moment

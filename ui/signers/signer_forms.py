"""The forms about signing keys in the vault or in a file, and about ending one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.signer import CertificateFacts, KeyKind, Signer
from app.services.signers import Signers
from ui.messages import message_for
from ui.signers.desk import SignerDesk
from ui.signers.words import certificate_pairs
from ui.terms import KEY_KIND
from ui.verdicts import grouped
from ui.widgets.buttons import button
from ui.widgets.fields import Field, line_edit
from ui.widgets.form_dialog import BusyForm
from ui.widgets.message import Message, Tone
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import Place, facts, row
from ui.widgets.words import label

Command = Callable[[Progress], Changes | tuple[Any, Changes]]
KEY_FILES = "证书文件 (*.p12 *.pfx)"
_NAME_HINT = "签名框里印的就是这个名字"
_USED_ONCE = "只在签名的那一刻用，程序不保存。有汉字的，先按“显示”再输。"


class SignerForm(BusyForm):
    """A form about a signing key; busy while what it sent is being done.

    asked carries work that only looks, and what is to be done with what it finds.
    """

    asked = Signal(object, object)

    def command(self, signers: Signers) -> Command:
        """What is to be done with what stands in the fields."""
        raise TypeError(f"{type(self).__name__} does not say what it is for")

    def said(self) -> Message:
        """What to say once it is done."""
        raise TypeError(f"{type(self).__name__} does not say what it did")

    def words(self) -> tuple[str, ...]:
        """What was typed and may be kept over a lock: never a passphrase or PIN."""
        return ()

    def write(self, words: tuple[str, ...]) -> None:
        """Fill in what words() told of a form of the same sort."""

    def refuse(self, error: AppError) -> None:
        """Say in the form why it was not done."""
        self.set_busy(False)
        self.message.show_message(message_for(error))

    def _enter(self) -> None:
        if self.way_on.isEnabled():
            self.sent.emit()


class OwnKeyForm(SignerForm):
    """A new key made in the vault for somebody by name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "新建证书", "新建", lines=19)
        self.name = line_edit("姓名")
        self.name.textChanged.connect(self.check)
        self.name.returnPressed.connect(self._enter)
        self.add(
            Field("姓名", self.name, _NAME_HINT, is_needed=True),
            label("程序在保险库里做一把密钥（EC P-256）和一张证书，十年有效。", tone="quiet"),
            label(
                "打得开保险库的人都用得了它，所以它只证明文件从这里签出、没有改过，"
                "不单独证明是谁按的键；谁在什么时候签的，操作留痕里有。",
                tone="quiet",
            ),
        )
        self.finish_fields(self.name)

    def is_filled(self) -> bool:
        return bool(self.name.text().strip())

    def words(self) -> tuple[str, ...]:
        return (self.name.text(),)

    def write(self, words: tuple[str, ...]) -> None:
        self.name.setText(words[0])

    def command(self, signers: Signers) -> Command:
        return partial(_made_own, signers, self.name.text().strip())

    def said(self) -> Message:
        return _added(self.name.text().strip())


class KeyFileForm(SignerForm):
    """A PKCS#12 file: where it is, its passphrase, and what its certificate says."""

    def __init__(self, parent: QWidget, desk: SignerDesk) -> None:
        super().__init__(parent, "添加证书文件", "添加", lines=27)
        self._desk = desk
        self.path, self.name = line_edit("证书文件", "后缀是 .p12 或 .pfx"), line_edit("姓名")
        self.choose_button = button("选择…", "folder-open", name="选择证书文件")
        self.secret = PassphraseEdit("证书文件的口令")
        self.look_button = button("看看证书", "eye")
        self.found = Place()
        where = row(self.path, self.choose_button)
        where.setStretch(0, 1)
        self.add(
            label("证书文件"),
            where,
            label("程序只记它放在哪里，不拷进保险库；签名时文件要在原处。", "small", "quiet"),
            Field("证书文件的口令", self.secret, _USED_ONCE),
            row(self.look_button, None),
            self.found,
            Field("姓名", self.name, _NAME_HINT, is_needed=True),
        )
        self.choose_button.clicked.connect(self._choose)
        self.look_button.clicked.connect(self.look)
        self.secret.entered.connect(self.look)
        for edit in (self.path, self.name):
            edit.textChanged.connect(self.check)
        self.name.returnPressed.connect(self._enter)
        self.finish_fields(self.path)

    def is_filled(self) -> bool:
        has_path = bool(self.path.text().strip())
        self.look_button.setEnabled(has_path)
        return has_path and bool(self.name.text().strip())

    def look(self) -> None:
        """Read the certificate in the file and show what it says."""
        if self.path.text().strip():
            self.message.clear()
            path = Path(self.path.text().strip())
            work = partial(_read_file, self._desk.signers, path, self.secret.text())
            self.asked.emit(work, self.show_found)

    def show_found(self, found: CertificateFacts) -> None:
        """Show the certificate that is in the file."""
        self.found.put(_certificate(found, self._desk))
        if not self.name.text().strip():
            self.name.setFocus()

    def words(self) -> tuple[str, ...]:
        return self.name.text(), self.path.text()

    def write(self, words: tuple[str, ...]) -> None:
        self.name.setText(words[0])
        self.path.setText(words[1])

    def command(self, signers: Signers) -> Command:
        path = Path(self.path.text().strip())
        return partial(_added_file, signers, self.name.text().strip(), path, self.secret.text())

    def said(self) -> Message:
        return _added(self.name.text().strip())

    def refuse(self, error: AppError) -> None:
        super().refuse(error)
        self.secret.select_all()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "证书文件", "", KEY_FILES)
        if chosen:
            self.path.setText(chosen)
            self.secret.setFocus()


class RetireForm(SignerForm):
    """What it means that nothing more is signed with a key."""

    def __init__(self, parent: QWidget, signer: Signer) -> None:
        super().__init__(parent, "停用证书", "停用", lines=17)
        self._signer = signer
        self.cancel.setText("返回")
        self.cancel.setAccessibleName("返回，不停用")
        self.add(
            facts([("姓名", signer.name), ("密钥", KEY_KIND[signer.kind])]),
            label("停用以后，不能再用它签名，也不能恢复；要用时重新添加一个。", "strong"),
            label("以前用它签过的谈话记录照样核验得过。", tone="quiet"),
        )
        if signer.kind is KeyKind.VAULT:
            self.add(label("保险库里的这把密钥会同时销毁。", tone="quiet"))
        self.finish_fields(self.cancel)

    def command(self, signers: Signers) -> Command:
        return partial(_retired, signers, self._signer)

    def said(self) -> Message:
        return Message(f"{self._signer.name}的证书已停用。", "以前的签名照样有效。", tone=Tone.NOTE)


class RenewForm(SignerForm):
    """A new certificate of the office in place of the one in force."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "更换本单位证书", "更换", lines=20)
        self.cancel.setText("返回")
        self.cancel.setAccessibleName("返回，不更换")
        self.add(
            label("程序会做一把新的密钥和一张新的证书，以后定稿的谈话记录都用它签。", "strong"),
            label("以前签的照样核验得过：旧证书的指纹留在保险库里。", tone="quiet"),
            label(
                "别的单位是按证书指纹认您的文件的。更换以后，请把新证书导出来交给他们，"
                "并在电话里逐组核对指纹。"
            ),
        )
        self.finish_fields(self.cancel)

    def command(self, signers: Signers) -> Command:
        return partial(_renewed, signers)

    def said(self) -> Message:
        return Message(
            "本单位证书已更换，以后定稿都用新的。",
            "以前签的文件没有动，照样核验得过。",
            "请把新证书导出来，交给要核验文件的单位。",
            Tone.NOTE,
        )


def _certificate(found: CertificateFacts, desk: SignerDesk) -> QWidget:
    pairs = certificate_pairs(found, desk.local)
    return facts([*pairs, ("证书指纹", grouped(found.fingerprint))])


def _added(name: str) -> Message:
    return Message(f"已添加{name}的证书，可以用来签名。", tone=Tone.NOTE)


def _made_own(signers: Signers, name: str, _: Progress) -> tuple[Signer, Changes]:
    return signers.make_own(name)


def _read_file(signers: Signers, path: Path, secret: str, _: Progress) -> CertificateFacts:
    return signers.read_file(path, secret)


def _added_file(
    signers: Signers, name: str, path: Path, secret: str, _: Progress
) -> tuple[Signer, Changes]:
    return signers.add_file(name, path, secret)


def _retired(signers: Signers, signer: Signer, _: Progress) -> Changes:
    return signers.retire(signer.id)


def _renewed(signers: Signers, _: Progress) -> Changes:
    return signers.renew_office()

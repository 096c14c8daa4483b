"""签名证书: with which keys minutes are signed, by whom, until when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFileDialog, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError, FolderUnusableError
from app.domain.progress import Progress
from app.domain.signer import Signer
from ui.messages import message_for
from ui.page import Destination, Page
from ui.signers.desk import SignerDesk
from ui.signers.office_card import OfficeCertificateCard
from ui.signers.signer_forms import KeyFileForm, OwnKeyForm, RenewForm, RetireForm, SignerForm
from ui.signers.token_form import TokenForm
from ui.signers.words import state_text, until_text
from ui.terms import KEY_KIND
from ui.theme import px
from ui.verdicts import grouped
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fit_height, plain_table
from ui.widgets.surfaces import Card, Place, column, facts, scrolled
from ui.widgets.words import label

_HEADINGS = ("姓名", "密钥在哪里", "证书指纹（前 16 位）", "有效期至", "状态")
_SHOWN = 16
_MOST_ROWS = 8
_CERTIFICATES = "证书 (*.pem)"


@dataclass(frozen=True, slots=True)
class SignersPlace:
    """Which key is marked, and what stands in the form of a new one, by its act."""

    row: int
    act: str = ""
    words: tuple[str, ...] = ()


class SignersPage(Page):
    """The list of keys, adding and ending them, and the office's certificate below.

    act own, file or token of a destination opens the form of a new key.
    """

    help_topic = "signers"
    watches = Changes.SIGNERS | Changes.SETTINGS

    def __init__(self, desk: SignerDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._signers: tuple[Signer, ...] = ()
        self._wanted_row = -1
        self.form: SignerForm | None = None
        self.message = MessageBar()
        self.table = plain_table("签名证书", _HEADINGS, stretched=2)
        self.own_button = button("新建证书…", "plus")
        self.file_button = button("添加证书文件…", "file-text")
        self.token_button = button("添加令牌…", "usb")
        self.export_button = button("导出证书…", "download", name="导出所选的证书")
        self.retire_button = button("停用…", name="停用所选的证书")
        self.detail = Place()
        self.office = OfficeCertificateCard(desk)
        self._lay_out()
        self._listen()
        self._suit()

    def _lay_out(self) -> None:
        keys = Card("谁用什么签").add(
            label("谈话记录定稿时可以另加电子签名；签名时从这里选一把密钥。", tone="quiet"),
            self.table,
            flow(self.own_button, self.file_button, self.token_button),
            self.detail,
            flow(self.export_button, self.retire_button),
        )
        content = QWidget()
        cards = column(keys, self.office, gap=2)
        cards.setContentsMargins(0, 0, px(1), 0)
        cards.addStretch(1)
        content.setLayout(cards)
        self.body.addWidget(self.message)
        self.body.addWidget(scrolled(content, "签名证书"), 1)

    def _listen(self) -> None:
        self.table.itemSelectionChanged.connect(self._suit)
        self.own_button.clicked.connect(self.open_own)
        self.file_button.clicked.connect(self.open_file)
        self.token_button.clicked.connect(self.open_token)
        self.retire_button.clicked.connect(self.open_retire)
        self.export_button.clicked.connect(self.choose_file)
        self.office.renew_wanted.connect(self.open_renew)
        self.office.told.connect(self.message.show_message)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(self._read, then=self.show_signers)
        self.office.refresh()

    def show_signers(self, signers: tuple[Signer, ...]) -> None:
        """Show these, with the same line marked as before."""
        before = max(0, self._wanted_row, self.table.currentRow())
        self._wanted_row = -1
        self._signers = signers
        self.table.setRowCount(len(signers))
        now = self._desk.now()
        for number, signer in enumerate(signers):
            words = (
                signer.name,
                KEY_KIND[signer.kind],
                grouped(signer.fingerprint[:_SHOWN]),
                until_text(signer.not_after, self._desk.local),
                state_text(signer, now),
            )
            for place, text in enumerate(words):
                self.table.setItem(number, place, QTableWidgetItem(text))
        self.table.setVisible(bool(signers))
        if signers:
            self.table.selectRow(min(before, len(signers) - 1))
        self._measure()
        self._suit()

    @property
    def chosen(self) -> Signer | None:
        """The key the cursor is on."""
        number = self.table.currentRow()
        return self._signers[number] if 0 <= number < len(self._signers) else None

    def arrive(self, destination: Destination) -> None:
        self._open_act(destination.act)

    def begin_new(self) -> None:
        self.open_own()

    def place(self) -> object:
        kinds = {OwnKeyForm: "own", KeyFileForm: "file", TokenForm: "token"}
        act = kinds.get(type(self.form), "")
        return SignersPlace(self.table.currentRow(), act, self.form.words() if self.form else ())

    def return_to(self, place: object) -> None:
        if isinstance(place, SignersPlace):
            self._wanted_row = place.row
            self._open_act(place.act)
            if place.act and self.form is not None:
                self.form.write(place.words)

    def _open_act(self, act: str) -> None:
        ways = {"own": self.open_own, "file": self.open_file, "token": self.open_token}
        if act in ways:
            ways[act]()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def open_own(self) -> None:
        """Ask for whom a key is to be made in the vault."""
        self._open(OwnKeyForm(self))

    def open_file(self) -> None:
        """Ask for a key file."""
        self._open(KeyFileForm(self, self._desk))

    def open_token(self) -> None:
        """Ask for a token."""
        self._open(TokenForm(self, self._desk))

    def open_retire(self) -> None:
        """Say what ending the chosen key means, and ask."""
        if self.chosen is not None and not self.chosen.is_retired:
            self._open(RetireForm(self, self.chosen))

    def open_renew(self) -> None:
        """Say what another certificate of the office means, and ask."""
        self._open(RenewForm(self))

    def choose_file(self) -> None:
        """Ask where the chosen certificate is written; the proposed name holds nobody's name."""
        if self.chosen is not None:
            proposed = f"certificate-{self.chosen.fingerprint[:8]}.pem"
            path, _ = QFileDialog.getSaveFileName(self, "导出证书", proposed, _CERTIFICATES)
            if path:
                self.write_certificate(Path(path))

    def write_certificate(self, path: Path) -> None:
        """Write the chosen certificate there; it is public."""
        if self.chosen is not None:
            work = partial(self._write, self.chosen, path)
            self.tasks.query(work, then=self._say_written, refused=self._refuse)

    # ── the form that is open ────────────────────────────────────────────────────────────────────

    def _open(self, form: SignerForm) -> None:
        self.message.clear()
        self.form = form
        form.sent.connect(self._send)
        form.asked.connect(self._ask)
        form.rejected.connect(self._forget)
        form.open()

    def _send(self) -> None:
        if self.form is not None:
            self.form.set_busy(True)
            work = self.form.command(self._desk.signers)
            self.tasks.command(work, then=self._finish, refused=self._refuse_form)

    def _ask(self, work: object, then: object) -> None:
        if callable(work) and callable(then):
            self.tasks.query(work, then=then, refused=self._refuse_form)

    def _finish(self, _: object) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.message.show_message(form.said())
            form.accept()
            form.deleteLater()

    def _refuse_form(self, error: AppError) -> None:
        if self.form is not None:
            self.form.refuse(error)

    def _forget(self) -> None:
        if self.form is not None:
            self.form.deleteLater()
            self.form = None

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> tuple[Signer, ...]:
        return self._desk.signers.all()

    def _write(self, signer: Signer, path: Path, _: Progress) -> str:
        try:
            path.write_bytes(self._desk.signers.certificate(signer.id))
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        return path.name

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _say_written(self, name: str) -> None:
        said = Message(f"证书已导出为 {name}。", "里面没有密钥，可以给人。", tone=Tone.NOTE)
        self.message.show_message(said)

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))

    def _suit(self) -> None:
        signer = self.chosen
        self.export_button.setEnabled(signer is not None)
        self.retire_button.setEnabled(signer is not None and not signer.is_retired)
        self.detail.clear()
        if signer is None:
            self.detail.put(label("还没有签名证书。可以在保险库里新建一个，也可以添加已有的。"))
            return
        pairs = [("证书指纹", grouped(signer.fingerprint))]
        if signer.path:
            pairs.append(("放在", signer.path))
        if signer.serial:
            pairs.append(("令牌序号", signer.serial))
        self.detail.put(facts(pairs))

    def _measure(self) -> None:
        fit_height(self.table, max(2, min(len(self._signers), _MOST_ROWS)))

"""The office's own certificate: its fingerprint, its time, writing it out and renewing it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.domain.errors import AppError, FolderUnusableError
from app.domain.progress import Progress
from app.domain.signer import OfficeCertificate
from ui.messages import message_for
from ui.signers.desk import SignerDesk
from ui.signers.words import until_text
from ui.verdicts import grouped
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import Card, Place, facts
from ui.widgets.words import label

_WHAT = "每份谈话记录定稿时先由它签名。别的单位凭它的指纹核验您的文件。"


class OfficeCertificateCard(Card):
    """renew_wanted: another one is wanted; told says what came of writing it out."""

    renew_wanted = Signal()
    told = Signal(object)

    def __init__(self, desk: SignerDesk) -> None:
        super().__init__("本单位证书")
        self._desk = desk
        self.found: OfficeCertificate | None = None
        self._facts = Place()
        self.export_button = button("导出本单位证书…", "download")
        self.renew_button = button("更换本单位证书…", "refresh-cw")
        self.export_button.clicked.connect(self.choose_file)
        self.renew_button.clicked.connect(self.renew_wanted)
        ways = flow(self.export_button, self.renew_button)
        self.add(label(_WHAT, tone="quiet"), self._facts, ways)

    def refresh(self) -> None:
        """Read it again."""
        self._desk.tasks.query(self._read, then=self.show_certificate, refused=self._refuse)

    def show_certificate(self, found: OfficeCertificate) -> None:
        """Show its fingerprint and its time."""
        self.found = found
        pairs = [
            ("证书指纹", grouped(found.facts.fingerprint)),
            ("密钥", found.facts.key),
            ("有效期至", until_text(found.facts.not_after, self._desk.local)),
        ]
        if found.earlier:
            pairs.append(("以前用过的", "\n".join(grouped(one) for one in found.earlier)))
        self._facts.put(facts(pairs))

    def choose_file(self) -> None:
        """Ask where it is written."""
        path, _ = QFileDialog.getSaveFileName(
            self, "导出本单位证书", "office-certificate.pem", "证书 (*.pem)"
        )
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write it there; it is public."""
        work = partial(self._write, path)
        self._desk.tasks.query(work, then=self._say_written, refused=self._refuse)

    def _read(self, _: Progress) -> OfficeCertificate:
        return self._desk.signers.office()

    def _write(self, path: Path, _: Progress) -> str:
        try:
            path.write_bytes(self._desk.papers.certificate())
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        return path.name

    def _say_written(self, name: str) -> None:
        said = Message(f"本单位证书已导出为 {name}。", "里面没有密钥，可以给人。", tone=Tone.NOTE)
        self.told.emit(said)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

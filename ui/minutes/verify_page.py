"""Looking at any PDF and saying whether it is what was signed (签名核验)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.calendar import written_time
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.verdict import Verdict
from app.services.minutes import MinutesPapers
from ui.messages import size_text
from ui.page import Page
from ui.tasks import Tasks
from ui.verdicts import grouped, reason_lines, verdict_message
from ui.widgets.buttons import primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, facts, row, scrolled
from ui.widgets.words import label


class VerifyPage(Page):
    """Choose or drop a file; the answer stands at the top, the reasons and proofs below."""

    help_topic = "verify"

    def __init__(
        self, tasks: Tasks, papers: MinutesPapers, local: Callable[[datetime], datetime]
    ) -> None:
        super().__init__(tasks)
        self._papers, self._local = papers, local
        self._name = ""
        self.setAcceptDrops(True)
        self.choose_button = primary("选择 PDF 文件…", "file-check")
        self.choose_button.clicked.connect(self.choose)
        tasks.crashed.connect(self._allow)
        said = "看一份谈话记录有没有被改动过。可以把文件拖到这里；不会存进保险库。"
        self.answer = MessageBar()
        self.reasons = Card("原因")
        self.reason_text = label("")
        self.reasons.add(self.reason_text)
        self.proofs = Card("文件与签名")
        self._proofs_inside: QWidget | None = None
        self.empty = EmptyState("file-check", "还没有选文件。")
        inside = QWidget()
        cards = column(self.reasons, self.proofs, gap=2)
        cards.addStretch(1)
        inside.setLayout(cards)
        self._found = scrolled(inside, "核验结果")
        head = row(label(said, tone="quiet"), self.choose_button, gap=2)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.answer)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self._found, 1)
        self._found.hide()

    def begin_new(self) -> None:
        self.choose()

    def choose(self) -> None:
        """Ask for a file."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择 PDF 文件", "", "PDF (*.pdf)")
        if chosen:
            self.verify(Path(chosen))

    def verify(self, path: Path) -> None:
        """Verify that file."""
        self._name = path.name
        self.answer.clear()
        self.choose_button.setEnabled(False)
        self.tasks.query(partial(self._verify, path), then=self.show_verdict, refused=self._refuse)

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what was found."""
        self.choose_button.setEnabled(True)
        self.answer.show_message(verdict_message(verdict), closable=False)
        self.reasons.setVisible(bool(verdict.reasons))
        self.reason_text.setText(reason_lines(verdict))
        if self._proofs_inside is not None:
            self.proofs.body.removeWidget(self._proofs_inside)
            self._proofs_inside.deleteLater()
        self._proofs_inside = facts(self._facts(verdict))
        self.proofs.add(self._proofs_inside)
        self.empty.hide()
        self._found.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.verify(Path(files[0]))

    def _verify(self, path: Path, _: Progress) -> Verdict:
        return self._papers.verify(path)

    def _allow(self, _: object = None) -> None:
        self.choose_button.setEnabled(True)

    def _refuse(self, error: AppError) -> None:
        self.choose_button.setEnabled(True)
        self.tell_error(error)

    def _facts(self, verdict: Verdict) -> list[tuple[str, str]]:
        pairs = [("文件", f"{self._name}（{size_text(verdict.size)}）")]
        if verdict.talk_number:
            pairs.append(("谈话", verdict.talk_number))
        pairs.append(("摘要", grouped(verdict.sha256)))
        for one in verdict.signatures:
            at = written_time(self._local(one.signed_at)) if one.signed_at else "没有写时间"
            state = "完好" if one.is_intact else "与内容对不上"
            pairs.append(("签名", f"{one.field}　{state}　{at}（本机时间，未经第三方时间戳）"))
            pairs.append(("证书指纹", grouped(one.fingerprint)))
        return pairs

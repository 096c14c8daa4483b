"""Rehearsing a restore: passphrase, the set opened and looked at, and a record to print."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.backup import BackupRecord, RehearsalReport
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.backups.desk import BackupDesk
from ui.backups.rehearsal_result import FAILED, PASSED, RehearsalResult
from ui.backups.words import place_of, when
from ui.messages import message_for, size_text
from ui.paper_printing import STOPPED, PaperPrinting, printed_message
from ui.tasks import Task
from ui.widgets.buttons import button, primary
from ui.widgets.fields import Field
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, Place, column, facts, row, scrolled
from ui.widgets.words import label

_ASKED = "做这份备份时用的口令"
_HINT = "备份里锁着当时的口令；那以后换过口令的，填换之前的那一个。"
_SAID = "把这份备份当作唯一的一份，从头到尾打开看一遍。什么也不会写进去。"
_STOPPED = Message("演练已停下。", "保险库和备份都没有改动。", "可以再开始。", Tone.NOTE)


class RehearsalPanel(QWidget):
    """One set, as if all else were lost. left: back to the page."""

    left = Signal()

    def __init__(self, desk: BackupDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None
        self.record: BackupRecord | None = None
        self.report: RehearsalReport | None = None
        self.message, self.progress = MessageBar(), ProgressPanel()
        self.passphrase = PassphraseEdit(_ASKED)
        self.result = RehearsalResult(desk)
        self.back_button = button("返回", "arrow-left")
        self.print_button = button("打印演练记录…", "printer")
        self.begin_button = primary("开始演练", "play")
        self.printing = PaperPrinting(desk.tasks, self, self.progress)
        self.printing.printed.connect(self._say_printed)
        self.printing.stopped.connect(self._say_print_stopped)
        self.printing.refused.connect(self._refuse)
        self._lay_out()
        self.setFocusProxy(self.passphrase)
        self.passphrase.changed.connect(self._suit)
        self.passphrase.entered.connect(self.begin)
        self.begin_button.clicked.connect(self.begin)
        self.print_button.clicked.connect(self.choose_printer)
        self.back_button.clicked.connect(self.leave)
        self.progress.stopped.connect(self.stop)

    def _lay_out(self) -> None:
        self._what = Place()
        self.ask = Card("演练恢复").add(
            label(_SAID, tone="quiet"), self._what, Field(_ASKED, self.passphrase, _HINT)
        )
        inside = QWidget()
        cards = column(self.ask, self.result, gap=1.5)
        cards.addStretch(1)
        inside.setLayout(cards)
        foot = row(self.back_button, None, self.print_button, self.begin_button)
        whole = column(self.message, scrolled(inside, "演练恢复"), self.progress, foot, gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_record(self, record: BackupRecord) -> None:
        """Begin with that set."""
        self.record, self.report = record, None
        local = self._desk.local
        pairs = [
            ("做成时间", when(local(record.made_at), local(self._desk.now()))),
            ("存放处", f"{place_of(record)}　{record.folder}"),
            ("大小", f"{size_text(record.size)}，附件 {record.attachments} 个"),
        ]
        self._what.put(facts(pairs))
        self.message.clear()
        self.result.hide()
        self.passphrase.clear()
        self._suit()
        self.passphrase.setFocus()

    def begin(self) -> None:
        """Open the set and look at all of it."""
        if self.record is None or not self.begin_button.isEnabled():
            return
        self.message.clear()
        self.progress.begin("正在打开备份，逐页核对…")
        work = partial(self._rehearse, self.record, self.passphrase.text())
        self._desk.tasks.beside(work, self._note, self._refuse, watch=self._watch)
        self._suit()

    def stop(self) -> None:
        """Stop at the next step."""
        if self._task is not None:
            self._task.cancel()

    def leave(self) -> None:
        """Back to the page; what runs is stopped."""
        self.stop()
        self.passphrase.clear()
        self.left.emit()

    def choose_printer(self) -> None:
        """Print the record of the rehearsal."""
        if self.report is not None:
            self.printing.print_read(partial(self._sheet, self.report))

    def show_report(self, report: RehearsalReport) -> None:
        """Say whether the vault would come back from this set."""
        self.report = report
        self.passphrase.clear()
        self.message.show_message(PASSED if report.is_whole else FAILED, closable=False)
        self.result.show_report(report)
        self._suit()
        (self.print_button if report.is_whole else self.back_button).setFocus()

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.progress.step)
        task.cancelled.connect(self._say_stopped)
        task.ended.connect(self._rest)

    # ── on the lanes ─────────────────────────────────────────────────────────────────────────────

    def _rehearse(self, record: BackupRecord, words: str, progress: Progress) -> RehearsalReport:
        return self._desk.rehearsal.rehearse(record, words, progress)

    def _keep(self, report: RehearsalReport, _: Progress) -> tuple[RehearsalReport, Changes]:
        return report, self._desk.rehearsal.note(report)

    def _sheet(self, report: RehearsalReport, _: Progress) -> bytes:
        return self._desk.rehearsal.sheet(report)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _note(self, report: RehearsalReport) -> None:
        if not self._desk.run.is_over:
            work = partial(self._keep, report)
            self._desk.tasks.command(work, then=self.show_report, refused=self._refuse)

    def _say_printed(self, pages: int) -> None:
        self.message.show_message(printed_message(pages, "请签字存档。"))

    def _say_print_stopped(self) -> None:
        self.message.show_message(STOPPED)

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self.passphrase.select_all()

    def _say_stopped(self) -> None:
        self.message.show_message(_STOPPED)

    def _rest(self) -> None:
        self._task = None
        self.progress.end()
        self._suit()

    def _suit(self) -> None:
        is_done = self.report is not None
        self.begin_button.setEnabled(bool(self.passphrase.text()) and self._task is None)
        self.print_button.setVisible(is_done)
        self.ask.setVisible(not is_done)
        self.begin_button.setVisible(not is_done)

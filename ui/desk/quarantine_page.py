"""隔离: what was refused, why in words, what to do; tried again, or settled with a note."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.registry import Arrival, OfficeRow, Refusal
from ui.desk.note_form import NoteForm, NoteWords
from ui.desk.receive_run import Received, ReceiveRun
from ui.desk.refusal_words import refusal_facts, refusal_texts
from ui.desk.tools import DeskTools
from ui.desk.words import outcome_text, todo_text
from ui.page import Page
from ui.theme import characters, row_height
from ui.widgets.buttons import button, flow, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.plain_table import plain_table
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Place, column, facts, halves, row, scrolled

_HEADINGS = ("移交包", "什么时候", "原因")
_NONE = "隔离里没有要处理的移交包。"
_MOST = 300
_GONE = Message("隔离里已经没有这一份的文件。", "记录还在，没有改动。", "请单位重新写一份送来。")


class QuarantinePage(Page):
    """The open refusals, or all of them; the one that is chosen is told in whole."""

    help_topic = "desk"
    watches = Changes.PACKAGES | Changes.SETTINGS

    def __init__(self, tools: DeskTools) -> None:
        super().__init__(tools.tasks)
        self._tools = tools
        self._rows: list[Refusal] = []
        self._names: dict[str, str] = {}
        self.all_box = QCheckBox("连同已处理的")
        self.table = plain_table("隔离的移交包", _HEADINGS, stretched=2)
        self.details = Place()
        self.again_button = primary("再核验一次", "refresh-cw")
        self.settle_button = button("注明已处理…", "check")
        self.folder_button = button("打开它的文件夹", "folder-open")
        self.progress = ProgressPanel()
        self.empty = EmptyState("shield-check", _NONE)
        self.run = ReceiveRun(tools, self)
        self.form: NoteForm | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left, right, inside = QWidget(), QWidget(), QWidget()
        left.setLayout(column(self.table))
        left.setMinimumWidth(characters(self, 14))
        right.setMinimumWidth(characters(self, 18))
        told = column(self.details)
        told.addStretch(1)
        inside.setLayout(told)
        buttons = flow(self.again_button, self.settle_button, self.folder_button)
        side = column(scrolled(inside, "这一份"), self.progress, buttons)
        side.setStretch(0, 1)
        right.setLayout(side)
        self._sides = halves(left, right, (1, 1))
        self.body.addLayout(row(None, self.all_box))
        self.body.addWidget(self._sides, 1)
        self.body.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.all_box.toggled.connect(self.refresh)
        self.table.itemSelectionChanged.connect(self._choose)
        self.again_button.clicked.connect(self.try_again)
        self.settle_button.clicked.connect(self.settle)
        self.folder_button.clicked.connect(self.open_folder)
        self.progress.stopped.connect(self.run.stop)
        self.run.changed.connect(self._suit)
        self.run.stepped.connect(self.progress.step)
        self.run.received.connect(self._say)
        self.run.refused.connect(self.tell_error)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        work = partial(self._read, not self.all_box.isChecked())
        self.tasks.query(work, then=self._show)

    def stop_work(self) -> None:
        self.run.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def chosen(self) -> Refusal | None:
        """The refusal whose line is chosen."""
        at = self.table.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def try_again(self) -> None:
        """Examine it once more: its office may be trusted by now, or the numbers before it came."""
        refusal = self.chosen()
        if refusal is not None and not self.run.is_running:
            self.tell(None)
            self.tasks.query(partial(self._find, refusal.id), then=self._begin)

    def settle(self) -> None:
        """Note what was done about it."""
        refusal = self.chosen()
        if refusal is not None and refusal.is_open:
            words = NoteWords(
                title="注明已处理",
                whom=refusal.package or "没有号码的移交包",
                said="写明怎么处理的，例如：已电话通知单位重新写一份。",
                field="怎么处理的",
                hint="记进台账；隔离的文件仍然保留",
                way_on="保存",
            )
            work = partial(_settled, self._tools, refusal.id)
            self.form = NoteForm(self, self.tasks, words, work)
            self.form.open()

    def open_folder(self) -> None:
        """Show the copy in the system's own file manager."""
        refusal = self.chosen()
        if refusal is not None and refusal.folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(refusal.folder))

    # ── reading and showing ──────────────────────────────────────────────────────────────────────

    def _read(self, open_only: bool, _: Progress) -> tuple[list[Refusal], list[OfficeRow]]:
        registry = self._tools.registry
        return registry.refusals(open_only=open_only, limit=_MOST), registry.offices()

    def _show(self, found: tuple[list[Refusal], list[OfficeRow]]) -> None:
        before = self.chosen()
        self._rows, offices = found
        self._names = {one.card.code: one.card.name for one in offices}
        self.table.setRowCount(len(self._rows))
        for number, refusal in enumerate(self._rows):
            for place, text in enumerate(refusal_texts(refusal, self._tools)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, place, item)
        self._sides.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)
        ids = [refusal.id for refusal in self._rows]
        if ids:
            is_still = before is not None and before.id in ids
            self.table.setCurrentCell(ids.index(before.id) if is_still and before else 0, 0)
        self._measure()
        self._choose()

    def _choose(self) -> None:
        refusal = self.chosen()
        if refusal is None:
            self.details.clear()
        else:
            name = self._names.get(refusal.office_code, "")
            self.details.put(facts(refusal_facts(refusal, name, self._tools)))
        self._suit()

    # ── once more ────────────────────────────────────────────────────────────────────────────────

    def _find(self, refusal_id: str, _: Progress) -> Arrival | None:
        return self._tools.registry.arrival_of(refusal_id)

    def _begin(self, arrival: Arrival | None) -> None:
        if arrival is None:
            self.tell(_GONE)
            return
        self.progress.begin(f"正在核验 {arrival.name}…")
        self.run.begin([arrival], None)

    def _say(self, received: Received) -> None:
        reception = received.reception
        left = todo_text(received)
        if reception.receipt:
            place = Path(reception.receipt).parent
            left += f"它在受理台的文件夹 {place} 里，请带给单位。"
        tone = Tone.PROVEN if reception.is_taken else Tone.NOTE
        told = f"{reception.package}：{outcome_text(reception)}。"
        self.tell(Message(told, remedy=left, tone=tone))

    def _suit(self) -> None:
        refusal, is_running = self.chosen(), self.run.is_running
        if not is_running:
            self.progress.end()
        is_open = refusal is not None and refusal.is_open
        is_here = refusal is not None and bool(refusal.folder)
        self.again_button.setEnabled(is_open and is_here and not is_running)
        self.settle_button.setEnabled(is_open and not is_running)
        self.folder_button.setEnabled(is_here)

    def tell_error(self, error: AppError) -> None:
        self._suit()
        super().tell_error(error)

    def _measure(self) -> None:
        if hasattr(self, "table"):
            self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))


def _settled(tools: DeskTools, refusal_id: str, note: str, _: Progress) -> Changes:
    return tools.registry.settle(refusal_id, note)

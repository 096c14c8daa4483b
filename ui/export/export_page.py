"""批量导出: the signed papers of a year into a folder, with progress, stop and going on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.copies import CopyWay
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.year_export import ExportList, ExportOrder, ExportRoom, YearExported
from app.services.export_place import ExportPlace
from app.services.year_export import YearExport
from ui.export.export_form import ExportForm
from ui.export.export_run import ExportRun, seen
from ui.export.result_card import ResultCard, result_message
from ui.messages import message_for, size_text
from ui.page import Page
from ui.tasks import Tasks
from ui.widgets.buttons import primary
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_SAID = (
    "文件名只有谈话编号。导出的文件不加密，拿到的人都能看：请放在受控的盘上。"
    "每一份都登记份号，写完读回核对；停下以后再导出一次，会接着写。"
)
_WORKING = "正在写入并读回核对。先不要拔出 U 盘。"
_PAUSE_MS = 120


@dataclass(frozen=True, slots=True)
class ExportPlaceKept:
    """What was chosen and typed."""

    year: int | None
    way: CopyWay
    is_all: bool
    holder: str
    purpose: str
    folder: Path | None


class ExportPage(Page):
    """The form at the top, the answer and the way it goes below, the files at the end."""

    help_topic = "export"
    watches = Changes.TALKS | Changes.MINUTES

    def __init__(self, tasks: Tasks, service: YearExport) -> None:
        super().__init__(tasks)
        self._service = service
        self._counted = ""
        self.form = ExportForm()
        self.answer = MessageBar()
        self.progress = ProgressPanel()
        self.result = ResultCard()
        self.run = ExportRun(tasks, service, self)
        self.counted = label("", tone="quiet")
        self.start_button = primary("开始导出", "download")
        foot = row(self.counted, self.start_button, gap=2)
        foot.setStretch(0, 1)
        # the form makes room for the files: both would not stand whole on a small screen
        self.top = QWidget()
        self.top.setLayout(column(label(_SAID, tone="quiet"), self.form, foot, gap=2))
        self.body.addWidget(self.top)
        self.body.addWidget(self.answer)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.result, 1)
        self.body.addStretch(0)
        # several things may be chosen one after the other
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._hear_parts()

    def _hear_parts(self) -> None:
        self._pause.timeout.connect(self._count)
        self.form.changed.connect(self._begin_again)
        self.start_button.clicked.connect(self.start)
        self.progress.stopped.connect(self.run.stop)
        self.run.changed.connect(self._show_run)
        self.run.stepped.connect(self.progress.step)
        self.run.finished.connect(self._show_result)
        self.run.refused.connect(self._show_refusal)
        self.run.stopped.connect(self._show_stop)
        self.result.left.connect(self.leave_result)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        if not self.run.is_running:
            self.tasks.query(self._read_years, then=self._show_years)

    def begin_new(self) -> None:
        if not self.run.is_running:
            self.form.choose_folder()

    def step_back(self) -> bool:
        if self.result.isVisible():
            self.leave_result()
            return True
        return False

    def leave_result(self) -> None:
        """Go back to the form."""
        self.result.hide()
        self.answer.clear()
        self.top.show()
        self.form.folder_button.setFocus()

    def stop_work(self) -> None:
        self.run.stop()

    def place(self) -> object:
        form = self.form
        return ExportPlaceKept(
            year=form.year.currentData(),
            way=form.way.currentData(),
            is_all=form.all.isChecked(),
            holder=form.holder.text(),
            purpose=form.purpose.text(),
            folder=form.folder,
        )

    def return_to(self, place: object) -> None:
        if not isinstance(place, ExportPlaceKept):
            return
        form = self.form
        if place.year is not None:
            form.show_years((place.year,))
        form.way.setCurrentIndex(max(form.way.findData(place.way), 0))
        form.all.setChecked(place.is_all)
        form.holder.setText(place.holder)
        form.purpose.setText(place.purpose)
        if place.folder is not None:
            form.take_folder(place.folder)

    # ── before it begins ─────────────────────────────────────────────────────────────────────────

    def _begin_again(self) -> None:
        self.answer.clear()
        self._pause.start()
        self._allow()

    def _read_years(self, _: Progress) -> tuple[int, ...]:
        return self._service.years()

    def _show_years(self, years: tuple[int, ...]) -> None:
        self.form.show_years(years)
        self.counted.setText("" if years else "还没有定稿的谈话记录。")
        self._allow()
        self._count()

    def _count(self) -> None:
        order = self.form.order()
        if order is not None and not self.run.is_running:
            self.tasks.query(partial(self._read, order), self._tell_count, self._show_refusal)

    def _read(self, order: ExportOrder, _: Progress) -> ExportList:
        return self._service.wanted(order)

    def _tell_count(self, wanted: ExportList) -> None:
        self._counted = _counted(wanted)
        self.counted.setText(self._counted)
        if self.form.folder is not None and not self.run.is_running:
            work = partial(seen, self._service, wanted, self.form.folder)
            self.tasks.background(work, self._tell_room, self._show_refusal)

    def _tell_room(self, found: tuple[ExportPlace, ExportRoom]) -> None:
        room = found[1]
        there = f"，{room.there} 份已在那里，会核对" if room.there else ""
        self.counted.setText(f"{self._counted}{there}；那里剩 {size_text(room.free_bytes)}")

    def _allow(self) -> None:
        is_free = not self.run.is_running
        is_ready = self.form.order() is not None and self.form.folder is not None
        self.start_button.setEnabled(is_free and is_ready)
        self.form.allow(is_free)

    # ── while it runs, and after ─────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Carry the files out, or go on where it was stopped."""
        order = self.form.order()
        if order is None or self.form.folder is None or self.run.is_running:
            return
        self.answer.clear()
        self.result.hide()
        self.progress.begin(_WORKING)
        self.run.begin(order, self.form.folder)
        self.progress.stop.setFocus()

    def _show_run(self) -> None:
        if not self.run.is_running:
            self.progress.end()
        self._allow()

    def _show_result(self, exported: YearExported) -> None:
        self.answer.show_message(result_message(exported), closable=False)
        self.top.hide()
        self.result.show_result(exported)
        self.result.table.setFocus()

    def _show_refusal(self, error: AppError) -> None:
        again = Way("再导出一次", self.start)
        is_ready = self.form.folder is not None and self.form.order() is not None
        self.answer.show_message(message_for(error), *([again] if is_ready else []))

    def _show_stop(self, whole: int) -> None:
        told = Message(
            f"已停下，写好的 {whole} 份是完整的，都登记了份号。",
            "保险库没有受影响。",
            "再导出一次，会从停下的地方接着写。",
            Tone.NOTE,
        )
        self.answer.show_message(told, Way("接着导出", self.start))


def _counted(wanted: ExportList) -> str:
    """How many papers, of how many talks, and how much that is."""
    size = size_text(wanted.size)
    return f"{len(wanted.files)} 份（{wanted.talks} 场谈话），共 {size}"

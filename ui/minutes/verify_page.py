"""Looking at signed PDFs and saying whether they are what was signed (签名核验)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.verdict import Examined
from app.services.verifying import Verifying
from ui.actions import bind, with_key
from ui.minutes.verify_list import VerifyList
from ui.minutes.verify_result import Local, VerifyResult
from ui.minutes.verify_run import VerifyRun
from ui.page import Page
from ui.paper_printing import STOPPED, PaperPrinting, printed_message
from ui.tasks import Tasks
from ui.widgets.buttons import button, flow, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import row
from ui.widgets.words import label

_SAID = "看一份或一个文件夹的谈话记录有没有被改动过。可以把文件拖到这里；不会存进保险库。"
_NOTHING = Message("这个文件夹里没有 PDF 文件。", "什么也没有改动。", "请换一个文件夹。", Tone.NOTE)
_WORKING = "正在逐份核验…"
_FILES = {True: "签名核验单.pdf", False: "签名核验汇总单.pdf"}


class VerifyPage(Page):
    """Choose or drop files; one is told whole, of several each has a row that can be opened."""

    help_topic = "verify"

    def __init__(self, tasks: Tasks, verifying: Verifying, local: Local) -> None:
        super().__init__(tasks)
        self._verifying = verifying
        self.shown: tuple[Examined, ...] = ()
        self.setAcceptDrops(True)
        self.choose_button = primary("选择 PDF 文件…", "file-check")
        self.folder_button = button("选择文件夹…", "folder-open")
        self.print_button = button(with_key("打印核验单…", "minutes.print"), "printer")
        self.save_button = button("另存核验单…", "download")
        self.back_button = button("返回列表", "arrow-left")
        self.empty = EmptyState("file-check", "还没有选文件。")
        self.result, self.list = VerifyResult(local), VerifyList()
        self.progress, self.print_progress = ProgressPanel(), ProgressPanel()
        self.run = VerifyRun(tasks, verifying, self)
        self.printing = PaperPrinting(tasks, self, self.print_progress)
        self._lay_out()
        self._hear_parts()
        self._show_part(self.empty)

    def _lay_out(self) -> None:
        said = label(_SAID, tone="quiet")
        self.body.addWidget(said)
        self.body.addLayout(row(self.choose_button, self.folder_button, None))
        self.body.addWidget(self.progress)
        for part in (self.empty, self.result, self.list):
            self.body.addWidget(part, 1)
        self.body.addWidget(self.print_progress)
        self.body.addWidget(flow(self.back_button, self.print_button, self.save_button))

    def _hear_parts(self) -> None:
        self.tasks.crashed.connect(self._rest)
        self.choose_button.clicked.connect(self.choose)
        self.folder_button.clicked.connect(self.choose_folder)
        self.back_button.clicked.connect(self.step_back)
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.choose_place)
        bind(self, "minutes.print", self.print)
        self.list.opened.connect(self._open)
        self.progress.stopped.connect(self.run.stop)
        self.run.examined.connect(self._take)
        self.run.finished.connect(self._finish)
        self.run.found_nothing.connect(self._tell_nothing)
        self.run.refused.connect(self._refuse)
        self.printing.printed.connect(self._tell_printed)
        self.printing.stopped.connect(self._tell_stopped)
        self.printing.refused.connect(self.tell_error)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def begin_new(self) -> None:
        self.choose()

    def step_back(self) -> bool:
        if self.back_button.isVisible():
            self._show_list()
            return True
        return False

    def stop_work(self) -> None:
        self.run.stop()
        self.printing.stop()

    def choose(self) -> None:
        """Ask for files."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "选择 PDF 文件", "", "PDF (*.pdf)")
        if chosen:
            self.verify(*map(Path, chosen))

    def choose_folder(self) -> None:
        """Ask for a folder."""
        chosen = QFileDialog.getExistingDirectory(self, "选择文件夹")
        if chosen:
            self.verify(Path(chosen))

    def verify(self, *paths: Path) -> None:
        """Verify these files, and those in the folders among them."""
        if self.run.is_running:
            return
        self.tell(None)
        self.list.clear()
        self._allow(False)
        self.progress.begin(_WORKING)
        self.run.begin(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.verify(*map(Path, files))

    # ── what was found ───────────────────────────────────────────────────────────────────────────

    def _take(self, one: Examined, done: int, total: int) -> None:
        self.list.add(one)
        self.progress.step(done, total)
        if total > 1:
            self._show_part(self.list)

    def _finish(self, found: tuple[Examined, ...]) -> None:
        self._rest()
        if len(found) == 1:
            self._open(found[0])
        elif found:
            self._show_list()

    def _open(self, one: Examined) -> None:
        """Tell all about one file."""
        self.shown = (one,)
        self.result.show_examined(one)
        self._show_part(self.result)

    def _show_list(self) -> None:
        self.shown = tuple(self.list.files)
        self._show_part(self.list)
        self.list.setFocus()

    def _show_part(self, part: QWidget) -> None:
        for one in (self.empty, self.result, self.list):
            one.setVisible(one is part)
        self.back_button.setVisible(part is self.result and len(self.list.files) > 1)
        self._suit()

    def _tell_nothing(self) -> None:
        self._rest()
        self.tell(_NOTHING)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.tell_error(error)

    def _rest(self, _: object = None) -> None:
        self.progress.end()
        self._allow(True)

    def _allow(self, may_choose: bool) -> None:
        for made in (self.choose_button, self.folder_button):
            made.setEnabled(may_choose)
        if not may_choose:
            self.shown = ()
            self._show_part(self.empty)

    def _suit(self) -> None:
        is_told = bool(self.shown) and not self.empty.isVisibleTo(self)
        for made in (self.print_button, self.save_button):
            made.setVisible(is_told)

    # ── the sheet ────────────────────────────────────────────────────────────────────────────────

    def print(self) -> None:
        """Print what was found."""
        if self.shown:
            self.printing.print_read(partial(self._sheet, self.shown))

    def choose_place(self) -> None:
        """Ask where to write the sheet; the proposed name holds nobody's name."""
        name = _FILES[len(self.shown) == 1]
        chosen, _ = QFileDialog.getSaveFileName(self, "另存核验单", name, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write what was found to a file there."""
        work = partial(self._save, self.shown, path)
        self.tasks.query(work, then=self._tell_saved, refused=self.tell_error)

    def _sheet(self, found: tuple[Examined, ...], _: Progress) -> bytes:
        return self._verifying.sheet(found)

    def _save(self, found: tuple[Examined, ...], path: Path, _: Progress) -> Path:
        return self._verifying.save(self._verifying.sheet(found), path)

    def _tell_saved(self, path: Path) -> None:
        self.tell(Message(f"核验单已另存为 {path.name}。", tone=Tone.NOTE))

    def _tell_printed(self, pages: int) -> None:
        self.tell(printed_message(pages))

    def _tell_stopped(self) -> None:
        self.tell(STOPPED)

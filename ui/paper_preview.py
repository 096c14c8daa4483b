"""A paper that was just made: looked at page by page, printed, or written to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.actions import bind, with_key
from ui.messages import message_for
from ui.page_images import SCREEN_DPI, Papers, page_images
from ui.paper_printing import STOPPED, PaperPrinting, printed_message
from ui.tasks import Tasks
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.page_view import PageView
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column


class PaperPreview(QWidget):
    """save_wanted gives the path the user chose; told what there is to say."""

    save_wanted = Signal(object)
    told = Signal(object)

    def __init__(self, tasks: Tasks, papers: Papers, name: str) -> None:
        super().__init__()
        self._tasks, self._papers = tasks, papers
        self._pdf, self._file_name = b"", ""
        self.pages = PageView(name)
        self.progress = ProgressPanel()
        self.printing = PaperPrinting(tasks, self, self.progress)
        self.printing.printed.connect(self._say_printed)
        self.printing.stopped.connect(self._say_stopped)
        self.printing.refused.connect(self._refuse)
        self.print_button = button(with_key("打印…", "minutes.print"), "printer", name="打印")
        self.save_button = button("另存 PDF…", "download")
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.choose_file)
        bind(self, "minutes.print", self.print)
        whole = column(self.pages, self.progress, flow(self.print_button, self.save_button))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.clear()

    @property
    def pdf(self) -> bytes:
        """The paper on screen; empty when there is none."""
        return self._pdf

    def clear(self) -> None:
        """Show no paper."""
        self._pdf = b""
        self.pages.set_pages(())
        self._allow(False)

    def show_pdf(self, pdf: bytes, file_name: str) -> None:
        """Show this paper; file_name is proposed when it is written to a file."""
        self._pdf, self._file_name = pdf, file_name
        self._tasks.background(partial(self._draw, pdf, SCREEN_DPI), then=self._show)

    def print(self) -> None:
        """Print it on the printer the user chooses."""
        if self._pdf:
            self.printing.print_pdf(self._pdf, self.pages.count)

    def choose_file(self) -> None:
        """Ask where to write it; the proposed name holds nobody's name."""
        chosen, _ = QFileDialog.getSaveFileName(self, "另存 PDF", self._file_name, "PDF (*.pdf)")
        if chosen:
            self.save_wanted.emit(Path(chosen))

    def say_saved(self, path: object) -> None:
        """Say that it was written."""
        name = path.name if isinstance(path, Path) else ""
        remedy = "这份文件没有加密，用完请删掉。"
        self.told.emit(Message(f"已另存为 {name}。", remedy=remedy, tone=Tone.NOTE))

    def _draw(self, pdf: bytes, dpi: int, _: Progress) -> list[QImage]:
        return page_images(self._papers, pdf, dpi)

    def _show(self, pages: list[QImage]) -> None:
        self.pages.set_pages(pages)
        self._allow(bool(pages))

    def _say_printed(self, pages: int) -> None:
        self.told.emit(printed_message(pages))

    def _say_stopped(self) -> None:
        self.told.emit(STOPPED)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

    def _allow(self, is_there: bool) -> None:
        self.print_button.setEnabled(is_there)
        self.save_button.setEnabled(is_there)

"""A paper that was just made: looked at page by page, printed, or written to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.actions import bind, with_key
from ui.messages import message_for
from ui.page_images import SCREEN_DPI, Papers, page_images
from ui.printing import PRINT_DPI, ask_for_printer, print_pages
from ui.tasks import Tasks
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.page_view import PageView
from ui.widgets.surfaces import column


class PaperPreview(QWidget):
    """save_wanted gives the path the user chose; told what there is to say."""

    save_wanted = Signal(object)
    told = Signal(object)

    def __init__(self, tasks: Tasks, papers: Papers, name: str) -> None:
        super().__init__()
        self._tasks, self._papers = tasks, papers
        self._pdf, self._file_name = b"", ""
        self._printer: QPrinter | None = None
        self.pages = PageView(name)
        self.print_button = button(with_key("打印…", "minutes.print"), "printer", name="打印")
        self.save_button = button("另存 PDF…", "download")
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.choose_file)
        bind(self, "minutes.print", self.print)
        whole = column(self.pages, flow(self.print_button, self.save_button))
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
        if not self._pdf:
            return
        try:
            printer = ask_for_printer(self)
        except AppError as error:
            self.told.emit(message_for(error))
            return
        if printer is not None:
            self._printer = printer
            self._tasks.background(partial(self._draw, self._pdf, PRINT_DPI), then=self._print)

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

    def _print(self, pages: list[QImage]) -> None:
        if self._printer is not None:
            print_pages(pages, self._printer)
            self._printer = None
            said = f"已送往打印机，共 {len(pages)} 页。"
            self.told.emit(Message(said, tone=Tone.NOTE))

    def _allow(self, is_there: bool) -> None:
        self.print_button.setEnabled(is_there)
        self.save_button.setEnabled(is_there)

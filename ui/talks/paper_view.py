"""A paper made before the talk, page by page as it will be printed; it is kept nowhere."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.actions import bind, with_key
from ui.messages import message_for
from ui.page_images import SCREEN_DPI, page_images
from ui.paper_printing import STOPPED, PaperPrinting, printed_message
from ui.talks.desk import Desk
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.page_view import PageView
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column, row
from ui.widgets.words import label


class PaperView(QWidget):
    """Shows a PDF and prints it; left tells that it was put away. Esc puts it away."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pdf, self._file_name = b"", ""
        self.heading = label("", "large", wrap=False)
        self.note = label("", tone="quiet")
        self.messages = MessageBar()
        self.pages = PageView("要打印的文书")
        self.progress = ProgressPanel()
        self.printing = PaperPrinting(desk.tasks, self, self.progress)
        self.print_button = button(
            with_key("打印…", "minutes.print"), "printer", "primary", name="打印"
        )
        self.save_button = button("另存 PDF…", "save")
        self.back_button = button("返回 Esc", "arrow-left", name="返回")
        head = row(self.heading, None, self.print_button, self.save_button, self.back_button)
        whole = column(self.messages, head, self.note, self.pages, self.progress)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.left)
        self.printing.printed.connect(self._say_printed)
        self.printing.stopped.connect(self._say_stopped)
        self.printing.refused.connect(self._refuse)
        bind(self, "minutes.print", self.print)

    def show_paper(self, title: str, pdf: bytes, file_name: str, note: str = "") -> None:
        """Show this paper; the file name names nobody."""
        self._pdf, self._file_name = pdf, file_name
        self.heading.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.messages.clear()
        self.pages.set_pages(())
        self._desk.tasks.background(self._draw(SCREEN_DPI), then=self.pages.set_pages)
        self.print_button.setFocus()

    def forget(self) -> None:
        """Let the paper go."""
        self._pdf = b""
        self.pages.set_pages(())

    def print(self) -> None:
        """Print on the printer the user chooses."""
        if self._pdf:
            self.printing.print_pdf(self._pdf, self.pages.count)

    def save(self) -> None:
        """Save a copy where the user chooses."""
        chosen, _ = QFileDialog.getSaveFileName(self, "另存", self._file_name, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Save a copy there."""
        work = partial(self._write, self._pdf, path)
        self._desk.tasks.command(work, then=self._saved, refused=self._refuse)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _draw(self, dpi: int) -> partial[list[QImage]]:
        return partial(_drawn, self._desk, self._pdf, dpi)

    def _write(self, pdf: bytes, path: Path, _: Progress) -> tuple[str, Changes]:
        return path.name, self._desk.talk_papers.save(pdf, path)

    def _saved(self, name: str) -> None:
        told = Message(f"已另存为 {name}。", remedy="它没有加密，用完请删掉。", tone=Tone.NOTE)
        self.messages.show_message(told)

    def _say_printed(self, pages: int) -> None:
        self.messages.show_message(printed_message(pages, "用后请收回。"))

    def _say_stopped(self) -> None:
        self.messages.show_message(STOPPED)

    def _refuse(self, error: AppError) -> None:
        self.messages.show_message(message_for(error))


def _drawn(desk: Desk, pdf: bytes, dpi: int, _: Progress) -> list[QImage]:
    return page_images(desk.minutes, pdf, dpi)

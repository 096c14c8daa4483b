"""帮助: the manual that lies on this machine, on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.domain.progress import Progress
from app.services.manual import Manual
from ui.help.keys import keys_table
from ui.help.reader import ManualReader
from ui.page import Destination, Page
from ui.paper_printing import STOPPED, PaperPrinting, printed_message
from ui.tasks import Task, Tasks
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import row
from ui.widgets.words import label

FILE_NAME = "谈心簿说明书.pdf"
_NOTE = "这些说明就在本机。在任何页面按 F1，直接看那一页的说明。"


def shipped_manual() -> Manual:
    """The manual of this program, with the table of its keys."""
    return Manual(keys_table(), metadata.version("tanxinbu"))


class HelpPage(Page):
    """F1 anywhere opens the topic of that page; the whole manual can be printed or kept as PDF."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(tasks)
        self.manual = shipped_manual()
        self.reader = ManualReader(self.manual)
        self.topics, self.text = self.reader.topics, self.reader.text
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self.stop_work)
        self.printing = PaperPrinting(tasks, self, self.progress)
        self.printing.printed.connect(lambda pages: self.tell(printed_message(pages)))
        self.printing.stopped.connect(lambda: self.tell(STOPPED))
        self.printing.refused.connect(self.tell_error)
        self.quick_button = button("打印“一页上手”…", "printer")
        self.print_button = button("打印手册…", "printer")
        self.save_button = button("手册存为 PDF…", "download")
        self.quick_button.clicked.connect(self.print_quick_start)
        self.print_button.clicked.connect(self.print_manual)
        self.save_button.clicked.connect(self.choose_file)
        self._making: Task | None = None
        self.body.addWidget(self.reader, 1)
        self.body.addWidget(self.progress)
        note = label(_NOTE, "small", "quiet")
        foot = row(note, self.quick_button, self.print_button, self.save_button)
        foot.setStretch(0, 1)
        self.body.addLayout(foot)

    def arrive(self, destination: Destination) -> None:
        if destination.subject or not self.reader.current:
            self.reader.show_topic(destination.subject)
        self.reader.topics.setFocus()

    def place(self) -> object:
        return self.reader.current

    def return_to(self, place: object) -> None:
        self.reader.show_topic(str(place))

    def seek(self) -> None:
        self.reader.seek()

    def step_back(self) -> bool:
        return self.reader.stop_looking()

    def stop_work(self) -> None:
        if self._making is not None:
            self._making.cancel()

    def print_manual(self) -> None:
        """Make the whole manual, then ask for a printer."""
        self._make(self.printing.print_pdf)

    def print_quick_start(self) -> None:
        """Print the one page for beginners."""
        self.tasks.background(
            lambda _: self.manual.quick_start(), self.printing.print_pdf, self.tell_error
        )

    def choose_file(self) -> None:
        """Ask where the manual is to be kept, and keep it there."""
        chosen, _ = QFileDialog.getSaveFileName(self, "手册存为 PDF", FILE_NAME, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Make the manual, and write it there."""
        self._make(lambda pdf: self._save(pdf, path))

    def _make(self, then: Callable[[bytes], object]) -> None:
        self.progress.begin("正在排版手册…")
        self.tasks.background(self.manual.pdf, then, self.tell_error, self._watch)

    def _watch(self, task: Task) -> None:
        self._making = task
        task.stepped.connect(self.progress.step)
        task.ended.connect(self._rest)

    def _rest(self) -> None:
        self._making = None
        self.progress.end()

    def _save(self, pdf: bytes, path: Path) -> None:
        def write(_: Progress) -> Path:
            self.manual.save(pdf, path)
            return path

        self.tasks.background(write, self._say_saved, self.tell_error)

    def _say_saved(self, path: Path) -> None:
        self.tell(Message(f"手册已存为 {path.name}。", tone=Tone.NOTE))

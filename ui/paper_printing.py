"""The one way to paper: ask for a printer, draw page by page beside the window, tell the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.printing import ask_for_printer, print_papers, refuse_waiting
from ui.tasks import Task, Tasks
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel

_ASK_AGAIN_MS = 3000
SENDING = "正在送往打印机…"
STOPPED = Message(
    "打印已停下。",
    "已经送出的页打印机会印完。",
    "请把印出来的收好，要用时重新打印。",
    Tone.NOTE,
)
Papers = bytes | Sequence[bytes]


def printed_message(pages: int, remedy: str = "") -> Message:
    """That so many pages went to the printer, and what is to be done with them."""
    return Message(f"已送往打印机，共 {pages} 页。", remedy=remedy, tone=Tone.NOTE)


class PaperPrinting(QObject):
    """printed tells how many pages went to the printer, refused why none or not all did.

    stopped: the user stopped it half-way. What is to be printed is read or made only once a printer
    was chosen. One sheet after the other is drawn, so that a long document needs no more memory.
    """

    printed = Signal(int)
    refused = Signal(object)
    stopped = Signal()

    def __init__(
        self, tasks: Tasks, window: QWidget, progress: ProgressPanel | None = None
    ) -> None:
        super().__init__(window)
        self._tasks, self._window, self._progress = tasks, window, progress
        self._printer: QPrinter | None = None
        self._sent_to = ""
        # a printer finds out that it has no paper when it begins, not when it is given the pages
        self._later = QTimer(self, singleShot=True, interval=_ASK_AGAIN_MS)
        self._later.timeout.connect(self._ask_again)
        self._task: Task | None = None
        if progress is not None:
            progress.stopped.connect(self.stop)

    def print_pdf(self, pdf: bytes, pages: int = 0) -> None:
        """Print a PDF that is here; pages bounds the range that can be chosen."""
        if self._ask(pages):
            self._send(pdf)

    def print_read(self, read: Callable[[Progress], Papers], pages: int = 0) -> None:
        """Print what a query reads from the vault."""
        if self._ask(pages):
            self._tasks.query(read, then=self._send, refused=self._refuse)

    def print_made(
        self, make: Callable[[Progress], tuple[Papers, Changes]], pages: int = 0
    ) -> None:
        """Print what a command makes: the trail keeps that it was made."""
        if self._ask(pages):
            self._tasks.command(make, then=self._send, refused=self._refuse)

    def print_copies(
        self, make: Callable[[int, Progress], tuple[Papers, Changes]], pages: int = 0
    ) -> None:
        """Print as many copies as were chosen with the printer, each made by itself.

        make is a command that is given how many are wanted.
        """
        if self._ask(pages) and self._printer is not None:
            count = max(self._printer.copyCount(), 1)
            self._printer.setCopyCount(1)
            self._tasks.command(partial(make, count), then=self._send, refused=self._refuse)

    def stop(self) -> None:
        """Stop before the next sheet."""
        if self._task is not None:
            self._task.cancel()

    def _ask(self, pages: int) -> bool:
        try:
            self._printer = ask_for_printer(self._window, pages)
        except AppError as error:
            self._refuse(error)
            return False
        return self._printer is not None

    def _send(self, made: Papers) -> None:
        printer, self._printer = self._printer, None
        if printer is None:
            return
        is_file = printer.outputFormat() is QPrinter.OutputFormat.PdfFormat
        self._sent_to = "" if is_file else printer.printerName()
        papers = (made,) if isinstance(made, bytes) else tuple(made)
        if self._progress is not None:
            self._progress.begin(SENDING)
        work = partial(_put, papers, printer)
        self._tasks.background(work, self._tell, self._refuse, self._watch)

    def _tell(self, pages: int) -> None:
        self.printed.emit(pages)
        if self._sent_to:
            self._later.start()

    def _ask_again(self) -> None:
        work = partial(_waited_for, self._sent_to)
        self._tasks.background(work, self._heard_nothing, self._refuse)

    def _heard_nothing(self, _: None) -> None:
        """The printer is at work, or says nothing."""

    def _watch(self, task: Task) -> None:
        self._task = task
        task.cancelled.connect(self.stopped)
        task.ended.connect(self._rest)
        if self._progress is not None:
            task.stepped.connect(self._progress.step)

    def _rest(self) -> None:
        self._task = None
        if self._progress is not None:
            self._progress.end()

    def _refuse(self, error: AppError) -> None:
        self._printer = None
        self.refused.emit(error)


def _waited_for(printer_name: str, _: Progress) -> None:
    refuse_waiting(printer_name)


def _put(papers: Sequence[bytes], printer: QPrinter, progress: Progress) -> int:
    return print_papers(papers, printer, progress)

"""The one way for a registered document to go out: the form, its 份号, then printer or file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Changes
from app.domain.copies import CopyWay, CopyWish, Original, PaperCopy, written_number
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.copies import Copies
from ui.copy_form import CopyForm
from ui.paper_printing import STOPPED, PaperPrinting, printed_message
from ui.printing import refuse_without_printer
from ui.tasks import Tasks
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel

Read = Callable[[], Original]
_PLAIN = "这份 PDF 没有加密，用完请删掉。"
_KEEP = "用完请收回，在“份号登记”里注明。"


class CopyTaking(QObject):
    """told carries what there is to say, refused the error.

    What is read is called on the vault lane, when the user has chosen where the copy goes.
    """

    told = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        copies: Copies,
        window: QWidget,
        progress: ProgressPanel | None = None,
        remedy: str = _KEEP,
    ) -> None:
        super().__init__(window)
        self._tasks, self._copies, self._window = tasks, copies, window
        self._remedy = remedy
        self._numbers: tuple[int, ...] = ()
        self.form: CopyForm | None = None
        self.printing = PaperPrinting(tasks, window, progress)
        self.printing.printed.connect(self._say_printed)
        self.printing.stopped.connect(self._say_stopped)
        self.printing.refused.connect(self.refused)

    def print(self, read: Read, pages: int = 0) -> None:
        """Ask for whom, then for the printer; each of the copies chosen there gets its number."""
        try:
            refuse_without_printer()
        except AppError as error:
            self.refused.emit(error)
            return
        self._open(CopyForm(self._window, CopyWay.PRINT, pages), partial(self._print, read, pages))

    def save(self, read: Read, file_name: str) -> None:
        """Ask for whom, then for the place; file_name names nobody."""
        form = CopyForm(self._window, CopyWay.ORIGINAL)
        self._open(form, partial(self._choose_file, read, file_name))

    def save_to(
        self, read: Read, path: Path, way: CopyWay = CopyWay.ORIGINAL, wish: CopyWish | None = None
    ) -> None:
        """Write a copy there."""
        work = partial(self._export, read, (way, wish or CopyWish()), path)
        self._tasks.command(work, then=self._say_saved, refused=self._refuse)

    # ── the form ─────────────────────────────────────────────────────────────────────────────────

    def _open(self, form: CopyForm, then: Callable[[CopyForm], object]) -> None:
        self.form = form
        form.sent.connect(partial(self._sent, form, then))
        form.finished.connect(form.deleteLater)
        form.finished.connect(self._forget_form)
        self._tasks.query(self._proposed, then=self._offer)
        form.open()

    def _sent(self, form: CopyForm, then: Callable[[CopyForm], object]) -> None:
        form.accept()
        then(form)

    def _forget_form(self, _: int) -> None:
        self.form = None

    def _offer(self, proposed: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        if self.form is not None:
            self.form.offer(*proposed)

    def _print(self, read: Read, pages: int, form: CopyForm) -> None:
        self.printing.print_copies(partial(self._take, read, form.wish()), pages)

    def _choose_file(self, read: Read, file_name: str, form: CopyForm) -> None:
        wish, way = form.wish(), form.way()
        chosen, _ = QFileDialog.getSaveFileName(self._window, "另存一份", file_name, "PDF (*.pdf)")
        if chosen:
            self.save_to(read, Path(chosen), way, wish)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _proposed(self, _: Progress) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._copies.proposed()

    def _take(
        self, read: Read, wish: CopyWish, count: int, _: Progress
    ) -> tuple[list[bytes], Changes]:
        original, changes = read(), Changes.NONE
        taken = []
        for _number in range(count):
            prepared, changed = self._copies.take(original, CopyWay.PRINT, wish)
            taken.append(prepared)
            changes |= changed
        self._numbers = tuple(one.copy.number for one in taken)
        return [one.content for one in taken], changes

    def _export(
        self, read: Read, how: tuple[CopyWay, CopyWish], path: Path, _: Progress
    ) -> tuple[tuple[PaperCopy, str], Changes]:
        copy, changes = self._copies.export(read(), *how, path)
        return (copy, path.name), changes

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _say_printed(self, pages: int) -> None:
        self.told.emit(printed_message(pages, f"份号 {self._written()}。{self._remedy}"))

    def _say_saved(self, saved: tuple[PaperCopy, str]) -> None:
        copy, name = saved
        said = f"已另存为 {name}，份号 {written_number(copy.number)}。"
        self.told.emit(Message(said, remedy=_PLAIN, tone=Tone.NOTE))

    def _say_stopped(self) -> None:
        remedy = f"份号 {self._written()} 已经登记：没印完的请销毁，在“份号登记”里注明。"
        self.told.emit(replace(STOPPED, remedy=remedy))

    def _written(self) -> str:
        return "、".join(map(written_number, self._numbers))

    def _refuse(self, error: AppError) -> None:
        self.refused.emit(error)

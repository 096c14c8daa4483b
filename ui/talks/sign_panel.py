"""From the finished minutes to the sealed talk: print, sign in ink, attach the scan, seal."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.calendar import written_time
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.talk import Talk
from app.domain.verdict import Verdict
from ui.actions import bind
from ui.messages import message_for
from ui.page_images import SCREEN_DPI, page_images
from ui.printing import PRINT_DPI, ask_for_printer, print_pages
from ui.talks.desk import Desk
from ui.talks.sign_view import SignView
from ui.tasks import Task
from ui.widgets.message import Message, Tone

SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


class SignPanel(SignView):
    """reload: the talk has changed; handover_wanted: it is to go to the registry.

    Pages are shown and printed as they are kept, never laid out again.
    """

    reload = Signal()
    handover_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._pdf_of = ""
        self.wanted_page = 0
        self._printer: QPrinter | None = None
        self.print_button.clicked.connect(self.print)
        self.copy_button.clicked.connect(self.save_copy)
        self.scan_button.clicked.connect(self.choose_scan)
        self.refusal_button.clicked.connect(self.refusal.open)
        self.refusal.confirmed.connect(self._note_refusal)
        self.seal_button.clicked.connect(self.seal)
        self.handover_button.clicked.connect(self.handover_wanted)
        self.understood.toggled.connect(self._allow_seal)
        printing = bind(self, "minutes.print", self.print)
        printing.setShortcutContext(Qt.ShortcutContext.WindowShortcut)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk) -> None:
        """Show the minutes of this talk and what is to be done next."""
        if self._talk is None or self._talk.id != talk.id:
            self.messages.clear()
            self.refusal.hide()
            self.understood.setChecked(False)
        self._talk = talk
        self.show_state(talk, self._state(talk))
        if not self._desk.may("package.write"):
            self.handover_button.hide()
        if self._pdf_of != talk.text_digest:
            self._pdf_of = talk.text_digest
            self._desk.tasks.query(
                partial(self._read_pdf, talk), then=self._draw_pages, refused=self._refuse
            )
            self._desk.tasks.query(
                partial(self._check, talk), then=self.show_verdict, refused=self._refuse
            )

    def _state(self, talk: Talk) -> str:
        if talk.sealed_at is None:
            return ""
        sealed = f"✓ 已于{written_time(self._desk.local(talk.sealed_at))}封存，任何人不能再修改。"
        if talk.received_at is not None:
            return sealed + f"登记处已于{written_time(self._desk.local(talk.received_at))}接收。"
        return sealed

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def print(self) -> None:
        """Print the minutes on the printer the user chooses."""
        if self._talk is None or not self.print_button.isEnabled():
            return
        try:
            printer = ask_for_printer(self)
        except AppError as error:
            self._refuse(error)
            return
        if printer is not None:
            self._printer = printer
            self._desk.tasks.query(
                partial(self._read_pdf, self._talk),
                then=self._draw_for_print,
                refused=self._refuse,
            )

    def save_copy(self) -> None:
        """Save a copy of the signed PDF where the user chooses; its name holds no name."""
        if self._talk is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, "另存谈话记录", f"{self._talk.number}.pdf", "PDF (*.pdf)"
        )
        if chosen:
            self.save_copy_to(Path(chosen))

    def save_copy_to(self, path: Path) -> None:
        """Save a copy there."""
        if self._talk is not None:
            self._desk.tasks.command(
                partial(self._write_copy, self._talk, path),
                then=self._copied,
                refused=self._refuse,
            )

    def choose_scan(self) -> None:
        """Ask for the scan of the signed paper: one file, or one for each page."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "签字扫描件（可选多个，每页一个）", "", SCANS
        )
        if chosen:
            self.attach_scan(*sorted(map(Path, chosen), key=page_order))

    def attach_scan(self, *paths: Path) -> None:
        """Take the scan into the vault; it must have as many pages as the minutes."""
        if self._talk is not None:
            self.messages.clear()
            self.progress.begin("正在核对页数并加密存入扫描件……", can_stop=False)
            self._command(partial(self._attach, self._talk, paths))

    def seal(self) -> None:
        """Close the talk against every change, for ever."""
        if self._talk is not None and self.understood.isChecked():
            self.progress.begin("正在封存……", can_stop=False)
            self._command(partial(self._seal, self._talk))

    def _note_refusal(self) -> None:
        if self._talk is not None:
            self._command(partial(self._refuse_to_sign, self._talk, self.refusal.text()))

    def _command(self, work: partial[Changes]) -> None:
        self._desk.tasks.command(work, then=self._done, refused=self._refuse, watch=self._watch)

    def _watch(self, task: Task) -> None:
        task.ended.connect(self.progress.end)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read_pdf(self, talk: Talk, _: Progress) -> bytes:
        return self._desk.minutes.pdf(talk.id)

    def _check(self, talk: Talk, _: Progress) -> Verdict:
        return self._desk.minutes.verify_kept(talk.id)

    def _write_copy(self, talk: Talk, path: Path, _: Progress) -> tuple[str, Changes]:
        return path.name, self._desk.minutes.save_copy(talk.id, path)

    def _attach(self, talk: Talk, paths: tuple[Path, ...], _: Progress) -> Changes:
        return self._desk.minutes.attach_scan(talk.id, *paths)

    def _refuse_to_sign(self, talk: Talk, note: str, _: Progress) -> Changes:
        return self._desk.talks.note_refusal_and_sign(talk.id, note)

    def _seal(self, talk: Talk, _: Progress) -> Changes:
        return self._desk.talks.seal(talk.id)

    # ── beside it ────────────────────────────────────────────────────────────────────────────────

    def _draw(self, pdf: bytes, dpi: int, _: Progress) -> list[QImage]:
        return page_images(self._desk.minutes, pdf, dpi)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _draw_pages(self, pdf: bytes) -> None:
        work = partial(self._draw, pdf, SCREEN_DPI)
        self._desk.tasks.background(work, then=self._show_pages)

    def _show_pages(self, pages: list[QImage]) -> None:
        self.pages.set_pages(pages)
        self.pages.show_page(self.wanted_page)
        self.wanted_page = 0

    def _draw_for_print(self, pdf: bytes) -> None:
        work = partial(self._draw, pdf, PRINT_DPI)
        self._desk.tasks.background(work, then=self._print_them)

    def _print_them(self, pages: list[QImage]) -> None:
        if self._printer is not None:
            print_pages(pages, self._printer)
            self._printer = None
            told = Message(
                f"已送往打印机，共 {len(pages)} 页。",
                remedy="请对方逐页看过并签名，结尾的一行由对方亲手写。",
                tone=Tone.NOTE,
            )
            self.messages.show_message(told)

    def _copied(self, name: str) -> None:
        self.messages.show_message(
            Message(f"已另存为 {name}。", remedy="这份 PDF 没有加密，用完请删掉。", tone=Tone.NOTE)
        )

    def _done(self, _: object) -> None:
        self.progress.end()
        self.refusal.hide()
        self.messages.clear()
        self.reload.emit()

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.messages.show_message(message_for(error))

    def _allow_seal(self) -> None:
        self.seal_button.setEnabled(self.understood.isChecked())


def page_order(path: Path) -> list[tuple[int, str]]:
    """Files of pages as people number them: 2 comes before 10."""
    parts = re.split(r"(\d+)", path.name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]

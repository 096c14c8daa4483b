"""From the finished minutes to the sealed talk: print, sign in ink, attach the scan, seal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.amendment import Amendment
from app.domain.calendar import written_time
from app.domain.changes import Changes
from app.domain.copies import Original
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.scan_marks import ScanMatch
from app.domain.signer import SignatureField
from app.domain.talk import Talk, TalkStatus
from app.domain.verdict import Verdict
from ui.actions import bind
from ui.copy_taking import CopyTaking
from ui.copy_words import match_message
from ui.messages import message_for
from ui.page_images import SCREEN_DPI, page_images
from ui.talks.amendment_panel import AmendmentPanel, AmendmentWords
from ui.talks.amendment_paper import AmendmentPaper
from ui.talks.desk import Desk
from ui.talks.e_sign_flow import SigningFlow
from ui.talks.sign_view import SignView
from ui.tasks import Task
from ui.widgets.message import Message, Tone

_SIGNED_BY_HAND = "请对方逐页看过并签名，结尾的一行由对方亲手写。"
SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


@dataclass(frozen=True, slots=True)
class SignPlace:
    """Where one is at the last step."""

    page: int = 0
    is_amending: bool = False
    words: AmendmentWords | None = None
    signing: SignatureField | None = None


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
        self.copying = CopyTaking(desk.tasks, desk.copies, self, self.progress, _SIGNED_BY_HAND)
        self.copying.told.connect(self.messages.show_message)
        self.copying.refused.connect(self._refuse)
        self.amending = AmendmentPanel(desk)
        self.amendment = AmendmentPaper(desk)
        self.signing = SigningFlow(desk, self)
        for part in (self.amending, self.amendment, self.signing.panel):
            self._stack.addWidget(part)
        self._connect_amendments()
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

    def _connect_amendments(self) -> None:
        self.amendments.wanted.connect(self.amend)
        self.amendments.shown.connect(self.show_amendment)
        self.amending.left.connect(self.leave_amending)
        self.amending.made.connect(self._was_amended)
        self.amending.drafted.connect(self._show_amendment_draft)
        self.amendment.left.connect(self._leave_paper)
        self.signing.opened.connect(self._show_signing)
        self.signing.closed.connect(self._show_minutes)
        self.signing.changed.connect(self._read_anew)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk) -> None:
        """Show the minutes of this talk and what is to be done next."""
        if self._talk is None or self._talk.id != talk.id:
            self.messages.clear()
            self.refusal.hide()
            self.understood.setChecked(False)
            self._stack.setCurrentIndex(0)
        self._talk = talk
        self.show_state(talk, self._state(talk))
        if not self._desk.may("package.write"):
            self.handover_button.hide()
        self._read_amendments()
        self.signing.show_talk(talk)
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
        """Print the pages in sight on the printer the user chooses."""
        if self._stack.currentWidget() is self.amendment:
            self.amendment.print()
            return
        if self._stack.currentIndex() or self._talk is None or not self.print_button.isEnabled():
            return
        self.copying.print(self._original(self._talk), self._talk.minutes_pages)

    def save_copy(self) -> None:
        """Save a copy of the signed PDF where the user chooses; its name holds no name."""
        if self._talk is not None:
            self.copying.save(self._original(self._talk), f"{self._talk.number}.pdf")

    def save_copy_to(self, path: Path) -> None:
        """Save a copy there."""
        if self._talk is not None:
            self.copying.save_to(self._original(self._talk), path)

    def _original(self, talk: Talk) -> Callable[[], Original]:
        return partial(self._desk.copies.minutes_original, talk.id)

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
            self.progress.begin("正在逐页核对并加密存入扫描件……", can_stop=False)
            self._command(partial(self._attach, self._talk, paths))

    def seal(self) -> None:
        """Close the talk against every change, for ever."""
        if self._talk is not None and self.understood.isChecked():
            self.progress.begin("正在封存……", can_stop=False)
            self._command(partial(self._seal, self._talk))

    def amend(self) -> None:
        """Begin a 补正记录 of the sealed talk, or go on with the one that was begun."""
        if self._talk is not None and self._talk.status is TalkStatus.SEALED:
            self._stack.setCurrentWidget(self.amending)
            self.amending.open(self._talk.id, keep=True)

    def leave_amending(self) -> None:
        """Go back to the minutes; what was written of an amendment stays."""
        self._stack.setCurrentIndex(0)
        self.amendments.new_button.setFocus()

    def show_amendment(self, serial: int) -> None:
        """Show a signed amendment page by page."""
        if self._talk is not None:
            work = partial(self._read_amendment, self._talk, serial)
            self._desk.tasks.query(work, then=self._show_amendment, refused=self._refuse)

    def place(self) -> SignPlace:
        """Which page is in sight, and an amendment that is being written."""
        is_amending = self._stack.currentWidget() is self.amending
        words = self.amending.written() if self.amending.has_words() else None
        return SignPlace(self.pages.page, is_amending, words, self.signing.field)

    def return_to(self, place: SignPlace) -> None:
        """Be where one was."""
        self.wanted_page = place.page
        if place.words is not None:
            self.amending.write(place.words)
        if place.is_amending:
            self.amend()
        if place.signing is not None:
            self.signing.return_to(place.signing)

    def step_back(self) -> bool:
        """Close what is open here; False when there is nothing to close."""
        if self._stack.currentWidget() is self.amendment:
            self._leave_paper()
        elif self._stack.currentWidget() is self.amending:
            self.leave_amending()
        elif self.refusal.isVisible():
            self.refusal.dismiss()
        else:
            return self.signing.step_back()
        return True

    def _note_refusal(self) -> None:
        if self._talk is not None:
            self._command(partial(self._refuse_to_sign, self._talk, self.refusal.text()))

    def _command(self, work: Callable[[Progress], Changes | tuple[ScanMatch, Changes]]) -> None:
        self._desk.tasks.command(work, then=self._done, refused=self._refuse, watch=self._watch)

    def _watch(self, task: Task) -> None:
        task.ended.connect(self.progress.end)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read_pdf(self, talk: Talk, _: Progress) -> bytes:
        return self._desk.minutes.pdf(talk.id)

    def _check(self, talk: Talk, _: Progress) -> Verdict:
        return self._desk.minutes.verify_kept(talk.id)

    def _attach(
        self, talk: Talk, paths: tuple[Path, ...], _: Progress
    ) -> tuple[ScanMatch, Changes]:
        return self._desk.minutes.attach_scan(talk.id, *paths)

    def _refuse_to_sign(self, talk: Talk, note: str, _: Progress) -> Changes:
        return self._desk.talks.note_refusal_and_sign(talk.id, note)

    def _seal(self, talk: Talk, _: Progress) -> Changes:
        return self._desk.talks.seal(talk.id)

    def _amendments_of(self, talk: Talk, _: Progress) -> tuple[str, tuple[Amendment, ...]]:
        return talk.id, self._desk.amending.of(talk.id)

    def _read_amendment(self, talk: Talk, serial: int, _: Progress) -> tuple[Talk, int, bytes]:
        return talk, serial, self._desk.amending.pdf(talk.id, serial)

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

    def _read_amendments(self) -> None:
        if self._talk is not None and self._talk.status is TalkStatus.SEALED:
            work = partial(self._amendments_of, self._talk)
            self._desk.tasks.query(work, then=self._show_amendments)

    def _show_amendments(self, found: tuple[str, tuple[Amendment, ...]]) -> None:
        talk_id, amendments = found
        if self._talk is not None and self._talk.id == talk_id:
            self.amendments.show_amendments(amendments, self._desk.local)

    def _show_amendment(self, found: tuple[Talk, int, bytes]) -> None:
        self.amendment.show_signed(*found)
        self._stack.setCurrentWidget(self.amendment)

    def _show_amendment_draft(self, pdf: bytes) -> None:
        self.amendment.show_draft(pdf)
        self._stack.setCurrentWidget(self.amendment)

    def _leave_paper(self) -> None:
        self.amendment.forget()
        is_writing = self.amending.has_words()
        self._stack.setCurrentWidget(self.amending if is_writing else self._stack.widget(0))

    def _show_signing(self) -> None:
        self._stack.setCurrentWidget(self.signing.panel)

    def _show_minutes(self) -> None:
        self._stack.setCurrentIndex(0)

    def _read_anew(self) -> None:
        """The kept file is another one: show its end, where the signatures stand."""
        self._pdf_of = ""
        self.wanted_page = max(0, self.pages.count - 1)
        self.reload.emit()

    def _was_amended(self) -> None:
        self.leave_amending()
        told = Message(
            "补正记录已签名，放在原记录旁边。",
            "原记录、签名和扫描件没有动。",
            "请打开它打印，请有关人员在纸上签名。",
            tone=Tone.NOTE,
        )
        self.messages.show_message(told)
        self._read_amendments()

    def _done(self, done: object) -> None:
        self.progress.end()
        self.refusal.hide()
        self.messages.clear()
        self.reload.emit()
        if isinstance(done, ScanMatch):
            self.messages.show_message(match_message(done))

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.messages.show_message(message_for(error), *self.signing.ways(error))

    def _allow_seal(self) -> None:
        self.seal_button.setEnabled(self.understood.isChecked())


def page_order(path: Path) -> list[tuple[int, str]]:
    """Files of pages as people number them: 2 comes before 10."""
    parts = re.split(r"(\d+)", path.name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]

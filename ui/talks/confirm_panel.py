"""Reading the record through with the person who was talked to, and putting right what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.checks import Caution
from app.domain.errors import AppError, MissingGlyphError
from app.domain.ids import AnswerId
from app.domain.progress import Progress
from app.domain.refusals import PlaceholderLeftError
from app.domain.talk import Talk, TalkStatus
from ui.messages import message_for
from ui.page_images import page_images
from ui.talks.cautions import caution_lines
from ui.talks.correction_drawer import CorrectionDrawer
from ui.talks.desk import Desk
from ui.talks.outline import CLOSING
from ui.talks.reading_view import ReadingView, on_desk
from ui.talks.whole_screen import WholeScreen
from ui.tasks import Task
from ui.widgets.buttons import button
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.page_view import PageView
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column, row, scrolled
from ui.widgets.words import label


@dataclass(frozen=True, slots=True)
class ConfirmPlace:
    """Where one is in the record, and what is just being put right."""

    scroll: int = 0
    key: str = ""
    written: tuple[str, ...] = ()


class ConfirmPanel(QWidget):
    """reload: the talk has changed. Nothing here is typed into the record but corrections."""

    reload = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._areas: Mapping[str, str] = {}
        self.messages = MessageBar()
        self.progress = ProgressPanel()
        self.correction = CorrectionDrawer()
        self.reading = ReadingView()
        self.pages = PageView("草稿")
        self.corrections = label("", "small")
        self.cautions = label("", "small", "brick")
        self.draft_button = button("看草稿样张", "file-text")
        self.draft_button.setCheckable(True)
        self.whole_button = button("整屏给对方看", "monitor")
        self.confirm_button = button("确认无误，进入签字", kind="primary")
        self._lay_out()
        self.reading.wrong.connect(self.open_correction)
        self.correction.confirmed.connect(self._correct)
        self.draft_button.toggled.connect(self._show_draft)
        self.whole_button.clicked.connect(self.show_whole)
        self.confirm_button.clicked.connect(self.confirm)
        desk.tasks.crashed.connect(self._allow)

    def _lay_out(self) -> None:
        self._scroll = on_desk(self.reading, "谈话记录，供对方核对")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.pages)
        side = QWidget()
        said = label("请对方从头看一遍。哪里不对，按那一处的“此处有误”。", tone="quiet")
        notes = QWidget()
        notes.setLayout(column(said, self.cautions, self.corrections, gap=1.5))
        notes_layout = notes.layout()
        if isinstance(notes_layout, QVBoxLayout):
            notes_layout.addStretch(1)
        beside = column(
            scrolled(notes, "更正与提醒"),
            self.whole_button,
            self.draft_button,
            self.confirm_button,
        )
        beside.setStretch(0, 1)
        side.setLayout(beside)
        halves = row(self._stack, side, gap=2)
        halves.setStretch(0, 7)
        halves.setStretch(1, 2)
        whole = column(
            self.messages,
            self.correction,
            halves,
            self.progress,
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk, areas: Mapping[str, str]) -> None:
        """Show the record as it stands, with what was put right so far."""
        if self._talk is None or self._talk.id != talk.id:
            self.messages.clear()
            self.correction.hide()
            self.draft_button.setChecked(False)
        is_same = self._talk is not None and self._talk.id == talk.id
        scroll = self._scroll.verticalScrollBar().value() if is_same else 0
        self._talk, self._areas = talk, areas
        kind = self._desk.kinds.book.of(talk.kind)
        self.reading.show_talk(talk, kind, areas, self._desk.local)
        QTimer.singleShot(0, self, partial(self._scroll_to, scroll))
        self.corrections.setText(self._written_corrections(talk))
        can_change = talk.status is TalkStatus.TO_CONFIRM
        self.confirm_button.setVisible(can_change)
        self.confirm_button.setEnabled(can_change)
        self.reading.allow_corrections(can_change)
        self._desk.tasks.query(partial(self._read_cautions, talk), then=self._show_cautions)
        if self.draft_button.isChecked():
            self._show_draft(True)

    def show_whole(self) -> None:
        """Fill the screen with the record, for the other person to read; Esc comes back."""
        if self._talk is not None:
            view = WholeScreen(self.window())
            kind = self._desk.kinds.book.of(self._talk.kind)
            view.reading.show_talk(self._talk, kind, self._areas, self._desk.local)
            view.reading.allow_corrections(False)
            view.showFullScreen()

    def open_correction(self, key: str) -> None:
        """Put one answer or closing word right."""
        if self._talk is None or self._talk.status is not TalkStatus.TO_CONFIRM:
            return
        if key in CLOSING:
            texts = dict(zip(CLOSING, self._closing(), strict=True))
            self.correction.offer(key, f"更正：{CLOSING[key]}", texts[key])
        else:
            answer = self._talk.answer(AnswerId(key))
            self.correction.offer(key, f"更正：第{answer.order}问的答复", answer.text)
        self.correction.open()

    def go_to(self, key: str) -> None:
        """Scroll to an answer."""
        if reply := self.reading.reply(key):
            self.draft_button.setChecked(False)
            self._scroll.ensureWidgetVisible(reply, 0, 80)

    def place(self) -> ConfirmPlace:
        """How far the record is scrolled, and a correction that is being written."""
        key = self.correction.key() if self.correction.isVisibleTo(self) else ""
        scroll = self._scroll.verticalScrollBar().value()
        return ConfirmPlace(scroll, key, self.correction.written())

    def return_to(self, place: ConfirmPlace) -> None:
        """Be where one was."""
        QTimer.singleShot(0, self, partial(self._scroll_to, place.scroll))
        if place.key:
            self.open_correction(place.key)
            self.correction.write(place.written)

    def _scroll_to(self, value: int) -> None:
        self._scroll.verticalScrollBar().setValue(value)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def confirm(self) -> None:
        """Freeze the text, make the minutes and sign them; afterwards it waits for ink."""
        if self._talk is None:
            return
        self.messages.clear()
        self.confirm_button.setEnabled(False)
        self.progress.begin("正在制作谈话记录：排版、检验、签名……", can_stop=False)
        self._desk.tasks.command(
            partial(self._confirm, self._talk),
            then=self._confirmed,
            refused=self._refuse,
            watch=self._watch,
        )

    def _correct(self) -> None:
        if self._talk is None:
            return
        key, text = self.correction.key(), self.correction.text()
        if key in CLOSING:
            texts = dict(zip(CLOSING, self._closing(), strict=True)) | {key: text}
            work = partial(self._close_anew, self._talk, tuple(texts.values()))
        else:
            note = self.correction.note.text().strip()
            work = partial(self._correct_it, self._talk, (AnswerId(key), text, note))
        self._desk.tasks.command(work, then=self._corrected, refused=self._refuse_correction)

    def _closing(self) -> tuple[str, str, str]:
        talk = self._talk
        return (talk.summary, talk.requirement, talk.statement) if talk else ("", "", "")

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _correct_it(self, talk: Talk, words: tuple[AnswerId, str, str], _: Progress) -> Changes:
        return self._desk.talks.correct(talk.id, *words)

    def _close_anew(self, talk: Talk, texts: tuple[str, ...], _: Progress) -> Changes:
        summary, requirement, statement = texts
        return self._desk.talks.save_closing(talk.id, summary, requirement, statement)

    def _confirm(self, talk: Talk, progress: Progress) -> Changes:
        return self._desk.minutes.confirm(talk.id, progress)

    def _read_cautions(self, talk: Talk, _: Progress) -> tuple[Caution, ...]:
        return self._desk.talks.warnings(talk.id)

    def _draft(self, talk: Talk, _: Progress) -> bytes:
        return self._desk.minutes.draft(talk.id)

    def _draw(self, pdf: bytes, _: Progress) -> list[QImage]:
        return page_images(self._desk.minutes, pdf)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show_draft(self, is_wanted: bool) -> None:
        self._stack.setCurrentWidget(self.pages if is_wanted else self._scroll)
        if is_wanted and self._talk is not None:
            self._desk.tasks.query(
                partial(self._draft, self._talk), then=self._draw_draft, refused=self._refuse
            )

    def _draw_draft(self, pdf: bytes) -> None:
        self._desk.tasks.background(partial(self._draw, pdf), then=self.pages.set_pages)

    def _show_cautions(self, cautions: tuple[Caution, ...]) -> None:
        self.cautions.setText(caution_lines(cautions))
        self.cautions.setVisible(bool(cautions))

    def _corrected(self, _: object) -> None:
        self.correction.dismiss()
        self.reload.emit()

    def _confirmed(self, _: object) -> None:
        self.reload.emit()

    def _watch(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self.progress.end)

    def _refuse_correction(self, error: AppError) -> None:
        self.correction.tell(message_for(error).text())

    def _allow(self, _: object = None) -> None:
        can_confirm = self._talk is not None and self._talk.status is TalkStatus.TO_CONFIRM
        self.confirm_button.setEnabled(can_confirm)

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.draft_button.setChecked(False)
        self.confirm_button.setEnabled(True)
        key = self._place_of(error)
        ways = [Way("去那一处更正", partial(self._go_and_correct, key))] if key else []
        self.messages.show_message(message_for(error), *ways)

    def _go_and_correct(self, key: str) -> None:
        self.go_to(key)
        self.open_correction(key)

    def _place_of(self, error: AppError) -> str:
        """The key of the answer or closing word an error speaks of, or nothing."""
        if self._talk is None or not isinstance(error, MissingGlyphError | PlaceholderLeftError):
            return ""
        for key, title in CLOSING.items():
            if error.field == title:
                return key
        places = {f"第{a.order}问的答复": str(a.id) for a in self._talk.answers}
        return places.get(error.field, "")

    def _written_corrections(self, talk: Talk) -> str:
        lines = []
        for one in talk.corrections:
            at = self._desk.local(one.at)
            order = talk.answer(one.answer_id).order
            note = f"（{one.note}）" if one.note else ""
            lines.append(f"{at:%H:%M} 第{order}问{note}\n原：{one.old_text}\n改：{one.new_text}")
        if not lines:
            return "还没有更正。"
        return f"已更正 {len(lines)} 处\n\n" + "\n\n".join(lines)

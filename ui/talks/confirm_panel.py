"""Reading the record through with the person who was talked to, and putting right what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.check_errors import HomophoneLeftError, RemarksOpenError
from app.domain.errors import AppError, MissingGlyphError
from app.domain.progress import Progress
from app.domain.record_text import answer_key, label_of, passage, question_key
from app.domain.refusals import PlaceholderLeftError
from app.domain.remarks import Checked, Remark
from app.domain.signer import SignatureField
from app.domain.talk import Talk, TalkStatus
from ui.actions import bind
from ui.messages import message_for
from ui.page_images import page_images
from ui.talks.asides import Asides
from ui.talks.confirm_fields import FieldsChoice
from ui.talks.confirm_view import ConfirmView
from ui.talks.desk import Desk
from ui.talks.remark_words import heading_text
from ui.talks.whole_screen import WholeScreen
from ui.tasks import Task
from ui.widgets.message_bar import Way

_NOT_SEALED = (TalkStatus.TO_CONFIRM, TalkStatus.TO_SIGN, TalkStatus.SIGNED)
_LEADS_ON = (PlaceholderLeftError, MissingGlyphError, HomophoneLeftError, RemarksOpenError)


@dataclass(frozen=True, slots=True)
class ConfirmPlace:
    """Where one is in the record, and what is just being put right.

    form is a finding that is being noted, about the answer it comes out of.
    """

    scroll: int = 0
    key: str = ""
    written: tuple[str, ...] = ()
    about: str = ""
    form: object = None


class ConfirmPanel(ConfirmView):
    """reload: the talk has changed. Nothing here is typed into the record but corrections."""

    reload = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self._areas: Mapping[str, str] = {}
        self._passed_mark = self._about = ""
        self.reading.wrong.connect(self.open_correction)
        self.correction.confirmed.connect(self._correct)
        self.remarks.wanted.connect(self.go_to_remark)
        self.remarks.passing.connect(self._ask_why)
        self.passing.confirmed.connect(self._let_pass)
        self.draft_button.toggled.connect(self._show_draft)
        self.whole_button.clicked.connect(self.show_whole)
        self.confirm_button.clicked.connect(self.confirm)
        self.signing = FieldsChoice(desk, self.fields, self.fields_button)
        self.asides = Asides(desk)
        self.put_above(self.asides)
        self.asides.opened.connect(self._close_others)
        self.finding_button.clicked.connect(self.open_finding)
        desk.tasks.crashed.connect(self._allow)
        for act, do in (
            ("check.next", self.remarks.go_on),
            ("check.pass", self.remarks.ask_to_pass),
            ("talk.finding", self.open_finding),
        ):
            bind(self, act, do).setShortcutContext(Qt.ShortcutContext.WindowShortcut)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk, areas: Mapping[str, str]) -> None:
        """Show the record as it stands, with what was put right so far."""
        is_same = self._talk is not None and self._talk.id == talk.id
        if not is_same:
            self.messages.clear()
            self.correction.hide()
            self.passing.hide()
            self.fields.hide()
            self.asides.close_all()
            self.draft_button.setChecked(False)
        scroll = self._scroll.verticalScrollBar().value() if is_same else 0
        self._talk, self._areas = talk, areas
        kind = self._desk.kinds.book.of(talk.kind)
        self.reading.show_talk(talk, kind, areas, self._desk.local)
        QTimer.singleShot(0, self, partial(self._scroll_to, scroll))
        self.corrections.setText(self._written_corrections(talk))
        can_change = talk.status is TalkStatus.TO_CONFIRM
        self.confirm_button.setVisible(can_change)
        self.confirm_button.setEnabled(can_change)
        self.finding_button.setVisible(self._may_find())
        self.reading.allow_corrections(can_change)
        self.signing.show_talk(talk)
        if not is_same:
            self.remarks.begin_anew(can_change)
        if can_change or self.isVisible():
            self._look_through()
        if self.draft_button.isChecked():
            self._show_draft(True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # of a record that is confirmed only the reasons are shown, when somebody comes to see them
        if self._talk is not None and self._talk.status is not TalkStatus.TO_CONFIRM:
            self._look_through()

    def show_whole(self) -> None:
        """Fill the screen with the record, for the other person to read; Esc comes back."""
        if self._talk is not None:
            view = WholeScreen(self.window())
            kind = self._desk.kinds.book.of(self._talk.kind)
            view.reading.show_talk(self._talk, kind, self._areas, self._desk.local)
            view.reading.allow_corrections(False)
            view.showFullScreen()

    def open_correction(self, key: str) -> None:
        """Put one passage right; key is a passage's, or an answer's id."""
        if self._talk is None or self._talk.status is not TalkStatus.TO_CONFIRM:
            return
        wrong = passage(self._talk, self._passage_key(key))
        if wrong.may_change:
            self.passing.hide()
            self.asides.close_all()
            self.correction.offer(wrong.key, f"更正：{wrong.label}", wrong.text)
            self.correction.open()

    def open_finding(self) -> None:
        """Note something that must be put right, out of the words chosen in the record."""
        if self._talk is None or not self._may_find():
            return
        self.draft_button.setChecked(False)
        key, words = self.reading.chosen()
        on_record = [answer for answer in self._talk.answers if answer.is_on_record]
        named = (a for a in on_record if key in (answer_key(a.id), question_key(a.id)))
        answer = next(named, on_record[0] if on_record and not key else None)
        area = answer.area if answer else next(iter(self._areas), "")
        self._about = answer.id if answer else ""
        self.asides.open_finding(self._talk, answer, area, words)

    def go_to_remark(self, remark: Remark) -> None:
        """Show the words a remark is about, and offer to put them right there."""
        if self._talk is None:
            return
        self.passing.hide()
        if not remark.key:
            self.correction.hide()
            self.remarks.list.setFocus()
            return
        text = passage(self._talk, remark.key).text
        before = text[: remark.start].count(remark.words)
        self.reading.show_words(remark.key, remark.words, before)
        self.go_to(remark.key)
        self.correction.hide()
        self.open_correction(remark.key)
        if self.correction.isVisibleTo(self):
            self.correction.heading.setText(f"更正：{heading_text(remark)}")
            self.correction.select(remark.start, remark.length)
        else:
            self.remarks.list.setFocus()

    def go_to(self, key: str) -> None:
        """Scroll to a passage."""
        if shown := self.reading.reply(self._passage_key(key)):
            self.draft_button.setChecked(False)
            self._scroll.ensureWidgetVisible(shown, 0, 80)

    def place(self) -> ConfirmPlace:
        """How far the record is scrolled, and a correction that is being written."""
        key = self.correction.key() if self.correction.isVisibleTo(self) else ""
        scroll = self._scroll.verticalScrollBar().value()
        form = self.asides.place()
        return ConfirmPlace(scroll, key, self.correction.written(), self._about, form)

    def return_to(self, place: ConfirmPlace) -> None:
        """Be where one was."""
        QTimer.singleShot(0, self, partial(self._scroll_to, place.scroll))
        if place.key:
            self.open_correction(place.key)
            self.correction.write(place.written)
        if place.form is not None and self._talk is not None:
            self._about = place.about
            answer = next((a for a in self._talk.answers if a.id == place.about), None)
            self.asides.return_to(place.form, self._talk, answer, self._areas)

    def _scroll_to(self, value: int) -> None:
        self._scroll.verticalScrollBar().setValue(value)

    def _passage_key(self, key: str) -> str:
        if self._talk is not None and any(a.id == key for a in self._talk.answers):
            return answer_key(key)
        return key.removeprefix("closing:")

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def confirm(self) -> None:
        """Freeze the text, make the minutes and sign them; afterwards it waits for ink."""
        if self._talk is None:
            return
        self.messages.clear()
        self.confirm_button.setEnabled(False)
        self.progress.begin("正在制作谈话记录：排版、检验、签名……", can_stop=False)
        self._desk.tasks.command(
            partial(self._confirm, self._talk, self.signing.chosen),
            then=self._confirmed,
            refused=self._refuse,
            watch=self._watch,
        )

    def _correct(self) -> None:
        if self._talk is not None:
            words = (self.correction.key(), self.correction.text(), self.correction.why())
            work = partial(self._correct_it, self._talk, words)
            self._desk.tasks.command(work, then=self._corrected, refused=self._refuse_correction)

    def _ask_why(self, remark: Remark) -> None:
        self._passed_mark = remark.mark
        self.correction.hide()
        self.passing.heading.setText(f"放过：{heading_text(remark)}")
        self.passing.open()

    def _let_pass(self) -> None:
        if self._talk is not None:
            words = (self._passed_mark, self.passing.text())
            work = partial(self._pass_it, self._talk, words)
            self._desk.tasks.command(work, then=self._was_passed, refused=self._refuse_passing)

    def _may_find(self) -> bool:
        """Until it is sealed, what the talk brought up can be noted."""
        return self._talk is not None and self._talk.status in _NOT_SEALED

    def _close_others(self, is_open: bool) -> None:
        if is_open:
            for drawer in self.drawers:
                drawer.hide()

    def _look_through(self) -> None:
        if self._talk is not None:
            work = partial(self._check, self._talk)
            self._desk.tasks.query(work, then=self._show_remarks, refused=self._refuse)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _correct_it(self, talk: Talk, words: tuple[str, str, str], _: Progress) -> Changes:
        return self._desk.talks.correct_passage(talk.id, *words)

    def _pass_it(self, talk: Talk, words: tuple[str, str], _: Progress) -> Changes:
        mark, reason = words
        return self._desk.checking.let_pass(talk.id, (mark,), reason)

    def _confirm(
        self, talk: Talk, fields: tuple[SignatureField, ...], progress: Progress
    ) -> Changes:
        return self._desk.minutes.confirm(talk.id, progress, fields)

    def _check(self, talk: Talk, _: Progress) -> tuple[str, tuple[Checked, ...]]:
        found = self._desk.checking.of(talk.id)
        if talk.status is not TalkStatus.TO_CONFIRM:
            found = tuple(one for one in found if one.passed)
        return talk.id, found

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

    def _show_remarks(self, found: tuple[str, tuple[Checked, ...]]) -> None:
        talk_id, checked = found
        if self._talk is not None and self._talk.id == talk_id:
            self.remarks.show_remarks(checked, self._talk.status is TalkStatus.TO_CONFIRM)

    def _corrected(self, _: object) -> None:
        self.correction.dismiss()
        self.messages.clear()
        self.reload.emit()

    def _was_passed(self, _: object) -> None:
        self.passing.dismiss()
        self.messages.clear()
        self._look_through()

    def _confirmed(self, _: object) -> None:
        self.reload.emit()

    def _watch(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self.progress.end)

    def _refuse_correction(self, error: AppError) -> None:
        self.correction.tell(message_for(error).text())

    def _refuse_passing(self, error: AppError) -> None:
        self.passing.tell(message_for(error).text())
        self._look_through()

    def _allow(self, _: object = None) -> None:
        can_confirm = self._talk is not None and self._talk.status is TalkStatus.TO_CONFIRM
        self.confirm_button.setEnabled(can_confirm)

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.draft_button.setChecked(False)
        self._allow()
        ways = [Way("去看那一处", self._go_to_first)] if isinstance(error, _LEADS_ON) else []
        self.messages.show_message(message_for(error), *ways)

    def _go_to_first(self) -> None:
        self.remarks.list.setCurrentRow(-1)
        self.remarks.go_on()

    def _written_corrections(self, talk: Talk) -> str:
        lines = []
        for one in talk.corrections:
            at = self._desk.local(one.at)
            place = label_of(talk, one.place).removesuffix("的答复")
            note = f"（{one.note}）" if one.note else ""
            lines.append(f"{at:%H:%M} {place}{note}\n原：{one.old_text}\n改：{one.new_text}")
        if not lines:
            return "还没有更正。"
        return f"已更正 {len(lines)} 处\n\n" + "\n\n".join(lines)

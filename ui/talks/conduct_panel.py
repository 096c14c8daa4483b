"""Talk mode: asking, writing down, resting, noting what is to be put right, ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.people import Role
from app.domain.progress import Progress
from app.domain.refusals import AnswerMissingError
from app.domain.talk import Talk, TalkStatus
from app.domain.talk_times import TalkTimes
from ui.actions import bind
from ui.messages import message_for
from ui.talks.answer_editor import START, Spot
from ui.talks.blank_screen import BlankScreen
from ui.talks.conduct_view import ConductView, end_offer
from ui.talks.desk import Desk
from ui.talks.drafts import Typed
from ui.talks.interruption import Interruption
from ui.talks.outline import CLOSING
from ui.talks.talk_look import TalkLook
from ui.widgets.message_bar import Way
from ui.widgets.words import set_tone

_AREAS = ("talk.area1", "talk.area2", "talk.area3", "talk.area4")


@dataclass(frozen=True, slots=True)
class ConductPlace:
    """Where one is in talk mode."""

    key: str = ""
    spot: Spot = START
    unsaved: Mapping[str, Typed] = field(default_factory=dict)
    form: object = None

    def lasting(self) -> ConductPlace:
        """The form alone: words and cursor reach the vault by themselves, and later than this."""
        return ConductPlace(form=self.form)


class ConductPanel(ConductView):
    """reload asks the editor to read the talk again; saved: everything typed is in the vault."""

    reload = Signal()
    saved = Signal()

    def __init__(self, desk: Desk, look: TalkLook, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._desk, self._look = desk, look
        self._talk: Talk | None = None
        self._areas: Mapping[str, str] = {}
        self._wanted = ""
        self._blank: BlankScreen | None = None
        self.interruption = Interruption(desk, self.messages)
        self._sight = QTimer(self, singleShot=True, interval=0)  # once all is laid out
        self._sight.timeout.connect(self._come_in_sight)
        self._hear_parts()
        self._offer_acts()
        desk.tasks.crashed.connect(self._allow_again)

    def _hear_parts(self) -> None:
        self.outline.chosen.connect(self._show_key)
        self.sheet.typed.connect(self._typed)
        self.sheet.attendance.noted.connect(self.reload)
        self.sheet.attendance.refused.connect(self._refuse)
        self.sheet.drafts.settled.connect(self._tell_saved)
        self.sheet.drafts.pending.connect(self._tell_pending)
        self.sheet.drafts.failed.connect(self._tell_failed)
        self.asides.noted.connect(self.reload)
        self.asides.asked.connect(self._asked)
        self.asides.finding_noted.connect(self._read_findings)
        self.asides.closed.connect(self.sheet.focus_record)
        self.asides.opened.connect(self.sheet.make_room)
        self.interruption.noted.connect(self.reload)
        self._look.zoomed.connect(self._zoom)
        self._look.darkened.connect(self.tell_night)

    def _offer_acts(self) -> None:
        for pressed, action, act in (
            (self.ask_button, "talk.ask", self.open_ask),
            (self.previous_button, "talk.previous", self.previous),
            (self.next_button, "talk.next", self.next),
            (self.finding_button, "talk.finding", self.open_finding),
            (self.time_button, "talk.time", self.insert_time),
            (self.blank_button, "talk.blank", self.blank_screen),
            (self.pause_button, "talk.pause", self.pause_or_resume),
            (self.skip_button, "talk.skip", self.open_skip),
            (self.look_back, "talk.look_back", self.open_look_back),
            (self.night_button, "talk.night", self._look.turn_night),
        ):
            pressed.clicked.connect(act)
            # wherever the cursor stands, as long as talk mode is on screen
            bind(self, action, act).setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.end_button.clicked.connect(self.end)
        bind(self, "talk.end", self.offer_end).setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        for number, action in enumerate(_AREAS):
            go = partial(self.go_to_area, number)
            bind(self, action, go).setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.tell_night(self._look.is_night)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk, areas: Mapping[str, str], times: TalkTimes) -> None:
        """Show a talk as it is stored, keeping what was typed since.

        One that is opened anew stands where it was left, whoever left it and however.
        """
        is_new = self._talk is None or self._talk.id != talk.id
        if is_new:
            self.asides.close_all()
            self.messages.clear()
            self.saved_at.setText("")
        self._talk, self._areas = talk, areas
        self.sheet.show_talk(talk, areas)
        if is_new and times.cursor and self._is_open():
            self._wanted = times.cursor.place
            self.sheet.stand_at(times.cursor)
            self.interruption.offer(talk, times)
        self._show_parts(self.sheet.talk() or talk, times)
        self._read_findings()

    def _show_parts(self, live: Talk, times: TalkTimes) -> None:
        is_collective = self._desk.kinds.book.of(live.kind).is_collective
        self.outline.show_talk(live, self._areas, is_collective=is_collective)
        self._mark_others(live)
        self.clock.show_talk(live)
        self.tell_people(live)
        self._allow(live)
        self.look_back.show_talk(live, is_open=self._is_open())
        wanted, self._wanted = self._wanted or self.outline.key(), ""
        if not self.outline.choose(wanted):
            self.outline.choose(_first_open(live) or next(iter(self.outline.keys()), ""))
        self.pace.show_talk(live, times)
        self._show_key(self.outline.key())

    def place(self) -> ConductPlace:
        """Where one is."""
        unsaved = self.sheet.drafts.unsaved()
        return ConductPlace(self.outline.key(), self.sheet.spot(), unsaved, self.asides.place())

    def return_to(self, place: ConductPlace) -> None:
        """Be where one was."""
        if place.key:
            self.messages.clear()  # nothing was broken off: only the vault was locked
        self.sheet.adopt(place.unsaved)
        if self.outline.choose(place.key):
            self.sheet.editor.go_to(place.spot)
            self.sheet.focus_record()
        if self._talk is not None and self._is_open():
            answer = self.sheet.answer(self.outline.key())
            self.asides.return_to(place.form, self._talk, answer, self._areas)

    def go_to(self, key: str) -> None:
        """Show that question with the cursor in its answer."""
        self.outline.choose(key)
        self.sheet.focus_record()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def next(self) -> None:
        """Go to the next question."""
        self.outline.step(1)
        self.sheet.focus_record()

    def previous(self) -> None:
        """Go to the question before."""
        self.outline.step(-1)
        self.sheet.focus_record()

    def go_to_area(self, number: int) -> None:
        """Go to the first question of an area that is still open, or to its first; from 0."""
        live, keys = self.sheet.talk(), list(self._areas)
        if live is None or number >= len(keys):
            return
        mine = [answer for answer in live.answers if answer.area == keys[number]]
        still_open = [a for a in mine if not a.is_answered and not a.skipped_reason]
        if mine:
            self.go_to((still_open or mine)[0].id)

    def open_ask(self) -> None:
        """Note a question that came up (临时提问)."""
        if self._talk and self._is_open():
            self.messages.clear()
            answer = self.sheet.answer(self.outline.key())
            self.asides.open_ask(self._talk, self._areas, answer.area if answer else "")

    def open_skip(self) -> None:
        """Say why the present question is not asked."""
        answer = self.sheet.answer(self.outline.key())
        if self._talk and answer and self._is_open():
            self.messages.clear()
            self.asides.open_skip(self._talk, answer)

    def open_finding(self) -> None:
        """Note something that must be put right (记为问题)."""
        if self._talk and self._is_open():
            self.messages.clear()
            answer = self.sheet.answer(self.outline.key())
            area = answer.area if answer else next(iter(self._areas), "")
            self.asides.open_finding(self._talk, answer, area, self.sheet.chosen_words())

    def open_look_back(self) -> None:
        """Note what looking back at an earlier finding brought (回头看)."""
        if self._talk and self.look_back.findings:
            self.messages.clear()
            offer = self.look_back
            self.asides.open_look_back(self._talk, offer.findings, offer.term)

    def insert_time(self) -> None:
        """Write the present time into the record."""
        if self._is_open() and self.sheet.editor.isVisible():
            at = self._desk.local(self._desk.now())
            self.sheet.editor.insert_line(f"［{at.hour}时{at.minute:02}分］")
            self.sheet.focus_record()

    def step_back(self) -> bool:
        """Close a form or a message (Esc); while somebody talks, Esc leaves nothing else."""
        if not self.asides.isHidden():
            self.asides.close_all()
            self.sheet.focus_record()
        elif not self.messages.isHidden():
            self.messages.clear()
            self.sheet.focus_record()
        return self._is_open()

    def blank_screen(self) -> None:
        """Hide everything at once; any key brings it back."""
        self.save_now()
        if self._blank is None:
            self._blank = BlankScreen(self.window())
        self._blank.cover()

    def uncover(self) -> None:
        """Take the blank sheet away, because the vault is being locked."""
        if self._blank is not None and self._blank.isVisible():
            self._blank.uncover()

    def pause_or_resume(self) -> None:
        """Begin a break, or go on talking."""
        if self._talk is None or not self._is_open():
            return
        self.save_now()
        if self._talk.open_break is None:
            self.messages.clear()
            self.asides.open_pause(self._talk)
        else:
            work = partial(self._resume, self._talk)
            self._desk.tasks.command(work, then=self._noted, refused=self._refuse)

    def end(self) -> None:
        """End the talk; what is missing is told here, with the way to it."""
        if self._talk is None:
            return
        self.save_now()
        self.end_button.setEnabled(False)
        work = partial(self._end, self._talk)
        self._desk.tasks.command(work, then=self._noted, refused=self._refuse)

    def offer_end(self) -> None:
        """Come to the end by key: one more key ends the talk, Esc goes back to the record."""
        live = self.sheet.talk()
        if live is not None and self._is_open():
            self.asides.close_all()
            self.messages.show_message(end_offer(live), closable=False)
            self.end_button.setFocus()

    def save_now(self) -> None:
        """Send everything typed to the vault."""
        self.sheet.save_now()

    # ── what the services are asked, on their lane ───────────────────────────────────────────────

    def _resume(self, talk: Talk, _: Progress) -> Changes:
        return self._desk.talks.resume(talk.id)

    def _end(self, talk: Talk, _: Progress) -> Changes:
        return self._desk.talks.end(talk.id)

    def _findings(self, talk: Talk, _: Progress) -> list[Finding]:
        return self._desk.talks.findings(talk.id)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _noted(self, _: object) -> None:
        self.messages.clear()
        self.reload.emit()

    def _asked(self, key: str) -> None:
        self._wanted = key
        self.reload.emit()
        self.sheet.focus_record()

    def _refuse(self, error: AppError) -> None:
        self.end_button.setEnabled(self._is_open())
        self.asides.close_all()  # message and form together would leave no room for the record
        ways = []
        if isinstance(error, AnswerMissingError):
            missing = self._missing(error)
            self.go_to(missing)
            ways = [Way("写明没有问的原因", self.open_skip)] if missing else []
        self.messages.show_message(message_for(error), *ways)

    def _missing(self, error: AnswerMissingError) -> str:
        answers = self._talk.answers if self._talk else ()
        return next((a.id for a in answers if a.prompt_number == error.prompt_number), "")

    def _read_findings(self) -> None:
        if self._talk is not None:
            self._desk.tasks.query(partial(self._findings, self._talk), then=self._show_findings)

    def _show_findings(self, findings: list[Finding]) -> None:
        if self._talk is not None:
            self.tell_tally(len(findings), self._talk)

    # ── small things ─────────────────────────────────────────────────────────────────────────────

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._zoom()
        self._sight.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # a window that is made small comes back as it was
            self._look.come_in_sight(False)

    def _come_in_sight(self) -> None:
        self._look.come_in_sight(self.isVisible())

    def _zoom(self) -> None:
        self.sheet.zoom(self._look.zoom)

    def _is_open(self) -> bool:
        return self._talk is not None and self._talk.status is TalkStatus.UNDER_WAY

    def _allow(self, talk: Talk) -> None:
        is_open = self._is_open()
        acts = (self.ask_button, self.finding_button, self.skip_button, self.time_button)
        for one in (*acts, self.pause_button, self.end_button):
            one.setEnabled(is_open)
        word = "休息" if talk.open_break is None else "继续谈话"
        self.pause_button.setText(word)
        self.pause_button.setAccessibleName(word)

    def _allow_again(self, _: object) -> None:
        if self._talk is not None:
            self._allow(self._talk)

    def _mark_others(self, talk: Talk) -> None:
        words = (talk.summary, talk.requirement, talk.statement)
        for key, text in zip(CLOSING, words, strict=True):
            self.outline.mark_closing(key, bool(text.strip()))
        people = talk.in_role(Role.INTERVIEWEE)
        self.outline.mark_attendance(sum(p.is_present for p in people), len(people))

    def _show_key(self, key: str) -> None:
        if key:
            self.sheet.show_key(key)
            self.pace.turn_to(key)
            self.skip_button.setEnabled(self._is_open() and self.sheet.answer(key) is not None)

    def _typed(self, key: str) -> None:
        live = self.sheet.talk()
        if live is None:
            return
        if answer := self.sheet.answer(key):
            self.outline.mark(answer)
            self.outline.tell_coverage(live)
        else:
            self._mark_others(live)

    def _tell_saved(self) -> None:
        at = self._desk.local(self._desk.now())
        self.saved_at.setText(f"✓ 已保存 {at:%H:%M:%S}")
        set_tone(self.saved_at, "quiet")
        self.saved.emit()

    def _tell_pending(self) -> None:
        self.saved_at.setText("正在记…")

    def _tell_failed(self, error: object) -> None:
        self.saved_at.setText("✕ 还没有保存")
        set_tone(self.saved_at, "brick")
        if isinstance(error, AppError):
            self.messages.show_message(message_for(error), Way("再保存一次", self.save_now))


def _first_open(talk: Talk) -> str:
    """The first question not yet answered."""
    return next((a.id for a in talk.answers if not a.is_answered and not a.skipped_reason), "")

"""Arranging a talk: a new one, one from the yearly plan, or one that has not begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.holders import HolderRole
from app.domain.ids import PersonId, PlanItemId, TalkId
from app.domain.people import PersonCard
from app.domain.plan import PlanRow
from app.domain.progress import Progress
from app.domain.refusals import (
    IntervieweeMissingError,
    InterviewerMissingError,
    ParticipantTwiceError,
    RecorderIsInterviewerError,
    RecorderMissingError,
)
from app.domain.talk import Talk
from app.services.talks import TalkEntry
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.people_picker import Pick, pick_of
from ui.talks.plan_form import PlanForm, next_morning, set_moment
from ui.widgets.buttons import button, primary
from ui.widgets.dates import moment_of
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import column, row, scrolled

_FAULT_FIELDS: dict[type[AppError], str] = {
    IntervieweeMissingError: "interviewees",
    InterviewerMissingError: "interviewer",
    RecorderMissingError: "recorder",
    RecorderIsInterviewerError: "recorder",
    ParticipantTwiceError: "companions",
}


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """What was filled in and not yet arranged; items are the lines of the plan it came from."""

    talk: Talk | None
    kind: str
    when: datetime
    texts: tuple[str, str, str]
    picks: tuple[tuple[Pick, ...], ...]
    items: tuple[PlanItemId, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Lines of the plan, with whose behalf the talk is led on."""

    rows: tuple[PlanRow, ...]
    owner: str


class PlanPanel(PlanForm):
    """planned gives the talk's id; closed that nothing is to be arranged."""

    planned = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._talk: Talk | None = None
        self.items: tuple[PlanItemId, ...] = ()
        self.messages = MessageBar()
        self.confirm_button = primary("安排好了")
        self.close_button = button("取消 Esc", name="取消")
        self.confirm_button.clicked.connect(self.confirm)
        self.close_button.clicked.connect(self.closed)
        desk.tasks.crashed.connect(self._allow)
        ends = QHBoxLayout()
        ends.addWidget(self.cautions, 100)
        ends.addStretch(1)  # the buttons keep their size when there is nothing to point out
        foot = row(ends, self.close_button, self.confirm_button)
        foot.setStretch(0, 1)
        whole = column(self.messages, scrolled(self._cards(), "安排谈话"), foot, gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def begin_new(self) -> None:
        """Empty the form for a new talk."""
        self._talk, self.items, self.talk_id = None, (), ""
        self._clear_faults()
        self._choose_kind(self._usual_kind())
        set_moment(self.when, next_morning(self._desk.local(self._desk.now())))
        for edit in (self.place_edit, self.subject, self.delegation):
            edit.clear()
        for picker in (self.interviewees, self.companions):
            picker.set_picks(())
        records = self._desk.role is HolderRole.RECORDER
        own = self.recorder if records else self.interviewer
        (self.interviewer if records else self.recorder).set_picks(())
        own.set_picks((Pick(self._desk.owner),) if self._desk.owner else ())
        self.confirm_button.setText("安排好了")
        self.kind.setFocus()

    def begin_with(self, person_id: PersonId) -> None:
        """Empty the form for a new talk with this person."""
        self.begin_new()
        work = partial(self._read_card, person_id)
        self._desk.tasks.query(work, then=self._show_interviewee)

    def begin_with_items(self, items: tuple[PlanItemId, ...]) -> None:
        """Fill the form for a new talk from a line of the yearly plan, or from several."""
        self.begin_new()
        self._desk.tasks.query(partial(self._read_items, items), then=self._show_items)

    def _read_card(self, person_id: PersonId, _: Progress) -> PersonCard:
        return self._desk.people.card(person_id)

    def _read_items(self, items: tuple[PlanItemId, ...], _: Progress) -> _Wanted:
        plans = self._desk.plans
        return _Wanted(tuple(map(plans.row, items)), plans.owner().name)

    def _show_interviewee(self, card: PersonCard) -> None:
        view = next((view for view in card.posts if view.post.until is None), None)
        unit, title = (view.unit_name, view.post.title) if view else ("", "")
        self.interviewees.set_picks((Pick(card.person.name, card.person.id, unit, title),))
        self.look_out()

    def _show_items(self, wanted: _Wanted) -> None:
        line, leader = wanted.rows[0], wanted.rows[0].item.interviewer
        self.items = tuple(one.item.id for one in wanted.rows)
        self._choose_kind(line.item.kind)
        self.interviewees.set_picks(
            tuple(Pick(r.name, r.item.person_id, r.unit_name, r.title) for r in wanted.rows)
        )
        if leader.name:
            self.interviewer.set_picks((Pick(leader.name, leader.person_id),))
        if line.item.is_delegated and wanted.owner:
            self.delegation.setText(f"受{wanted.owner}委托")
        self.subject.setText(f"{line.item.year}年度{line.kind_title}")
        set_moment(self.when, self._in_month(line.item.year, line.item.month))
        self.place_edit.setFocus()
        self.look_out()

    def _in_month(self, year: int, month: int) -> datetime:
        """Tomorrow morning, or the first one of the planned month when that is still to come."""
        morning = next_morning(self._desk.local(self._desk.now()))
        if not month or (year, month) <= (morning.year, morning.month):
            return morning
        return morning.replace(year=year, month=month, day=1)

    def begin_change(self, talk: Talk) -> None:
        """Fill the form from a talk that has not begun."""
        self._talk, self.items, self.talk_id = talk, (), talk.id
        self._clear_faults()
        self._choose_kind(talk.kind)
        set_moment(self.when, self._desk.local(talk.planned_at))
        self.place_edit.setText(talk.place)
        self.subject.setText(talk.subject)
        self.delegation.setText(talk.delegation)
        for role, picker in self._pickers():
            picker.set_picks(tuple(map(pick_of, talk.in_role(role))))
        self.confirm_button.setText("改好了")
        self.when.setFocus()
        self.look_out()

    @property
    def is_change(self) -> bool:
        """Whether an arranged talk is being changed, not a new one made."""
        return self._talk is not None

    def place(self) -> PlanPlace:
        """What was filled in, to be kept over a lock."""
        picks = tuple(picker.picks() for _, picker in self._pickers())
        texts = (self.place_edit.text(), self.subject.text(), self.delegation.text())
        kind = str(self.kind.currentData())
        return PlanPlace(self._talk, kind, moment_of(self.when), texts, picks, self.items)

    def return_to(self, place: PlanPlace) -> None:
        """Fill in what was filled in before."""
        if place.talk is None:
            self.begin_new()
        else:
            self.begin_change(place.talk)
        self.items = place.items
        self._choose_kind(place.kind)
        set_moment(self.when, place.when)
        edits = (self.place_edit, self.subject, self.delegation)
        for edit, text in zip(edits, place.texts, strict=True):
            edit.setText(text)
        for (_, picker), picks in zip(self._pickers(), place.picks, strict=True):
            picker.set_picks(picks)
        self.look_out()

    def step_back(self) -> bool:
        """Close the list of what was found (Esc); False when none is open."""
        return any(picker.close_found() for _, picker in self._pickers())

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def confirm(self) -> None:
        """Arrange the talk, or say at the field what is missing."""
        self._forget_faults()
        if faults := self._faults():
            for key, sentence in faults.items():
                self._set_fault(key, sentence)
            self.fields[next(iter(faults))].edit.setFocus()
            return
        self.confirm_button.setEnabled(False)
        work = partial(self._plan, self._talk, self.entry(), self.items)
        self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _plan(
        self, talk: Talk | None, entry: TalkEntry, items: tuple[PlanItemId, ...], _: Progress
    ) -> tuple[TalkId, Changes]:
        if talk is not None:
            return talk.id, self._desk.talks.change_plan(talk.id, entry)
        talk_id, changes = self._desk.talks.plan(entry)
        if items:
            changes |= self._desk.plans.arranged_together(items, talk_id)
        return talk_id, changes

    def _done(self, talk_id: object) -> None:
        self.confirm_button.setEnabled(True)
        self.planned.emit(str(talk_id))

    def _allow(self, _: object = None) -> None:
        self.confirm_button.setEnabled(True)

    def _refuse(self, error: AppError) -> None:
        self.confirm_button.setEnabled(True)
        message = message_for(error)
        if key := _FAULT_FIELDS.get(type(error)):
            self._set_fault(key, message.what + message.remedy)
            self.fields[key].edit.setFocus()
        else:
            self.messages.show_message(message)

    def _clear_faults(self) -> None:
        self._forget_faults()
        self.cautions.hide()

    def _forget_faults(self) -> None:
        self.messages.clear()
        self.confirm_button.setEnabled(True)
        for key in self.fields:
            self._set_fault(key, "")

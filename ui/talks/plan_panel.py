"""Arranging a talk: what kind, when, where, about what, and who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.holders import HolderRole
from app.domain.ids import PersonId, TalkId
from app.domain.people import PersonCard, Role
from app.domain.progress import Progress
from app.domain.refusals import (
    IntervieweeMissingError,
    InterviewerMissingError,
    ParticipantTwiceError,
    RecorderIsInterviewerError,
    RecorderMissingError,
)
from app.domain.talk import Talk
from app.services.talks import ParticipantEntry, TalkEntry
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.talks.people_picker import PeoplePicker, Pick, pick_of
from ui.widgets.buttons import button, primary
from ui.widgets.dates import moment_edit, moment_of
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled

_DEFAULT_KIND = "supervision"
_FAULT_FIELDS: dict[type[AppError], str] = {
    IntervieweeMissingError: "interviewees",
    InterviewerMissingError: "interviewer",
    RecorderMissingError: "recorder",
    RecorderIsInterviewerError: "recorder",
    ParticipantTwiceError: "companions",
}


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """What was filled in and not yet arranged."""

    talk: Talk | None
    kind: str
    when: datetime
    texts: tuple[str, str]
    picks: tuple[tuple[Pick, ...], ...]


class PlanPanel(QWidget):
    """The form of a new talk, or of one that has not begun. planned gives the talk's id."""

    planned = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self.messages = MessageBar()
        self._make_fields()
        self.confirm_button = primary("安排好了")
        self.close_button = button("取消 Esc", name="取消")
        self.confirm_button.clicked.connect(self.confirm)
        self.close_button.clicked.connect(self.closed)
        desk.tasks.crashed.connect(self._allow)
        what, who = Card("谈什么"), Card("谁参加")
        what.add(*(self.fields[k] for k in ("kind", "when", "place", "subject")))
        who.add(*(self.fields[k] for k in ("interviewees", "interviewer", "recorder")))
        who.add(self.fields["companions"])
        for card in (what, who):
            card.body.addStretch(1)
        sides = row(what, who, gap=2)
        sides.setStretch(0, 2)
        sides.setStretch(1, 3)
        inside = QWidget()
        inside.setLayout(sides)
        whole = column(
            self.messages,
            scrolled(inside, "安排谈话"),
            row(None, self.close_button, self.confirm_button),
            gap=1.5,
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _make_fields(self) -> None:
        desk = self._desk
        self.kind = choice(
            "谈话类型", [(k.title, k.key) for k in desk.kinds.book.offered], _DEFAULT_KIND
        )
        self.when = moment_edit("时间", _next_morning(desk.local(desk.now())))
        self.place_edit = line_edit("地点", "如：县纪委监委谈心谈话室")
        self.subject = line_edit("事由", "如：2026年度同下级“一把手”谈话")
        self.interviewees = PeoplePicker(desk, "谈话对象", several=False, guests=False)
        self.interviewer = PeoplePicker(desk, "主谈人", several=False, guests=True)
        self.recorder = PeoplePicker(desk, "记录人", several=False, guests=True)
        self.companions = PeoplePicker(desk, "陪同", several=True, guests=True)
        self.fields = {
            "kind": Field("谈话类型", self.kind),
            "when": Field("时间", self.when),
            "place": Field("地点", self.place_edit, is_needed=True),
            "subject": Field("事由", self.subject, is_needed=True),
            "interviewees": Field("谈话对象", self.interviewees, is_needed=True),
            "interviewer": Field("主谈人", self.interviewer, is_needed=True),
            "recorder": Field("记录人", self.recorder, is_needed=True),
            "companions": Field("陪同", self.companions),
        }
        self.kind.currentIndexChanged.connect(self._suit_kind)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def begin_new(self) -> None:
        """Empty the form for a new talk."""
        self._talk = None
        self._clear_faults()
        self.kind.setCurrentIndex(self.kind.findData(_DEFAULT_KIND))
        _set_moment(self.when, _next_morning(self._desk.local(self._desk.now())))
        self.place_edit.clear()
        self.subject.clear()
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

    def _read_card(self, person_id: PersonId, _: Progress) -> PersonCard:
        return self._desk.people.card(person_id)

    def _show_interviewee(self, card: PersonCard) -> None:
        view = next((view for view in card.posts if view.post.until is None), None)
        unit, title = (view.unit_name, view.post.title) if view else ("", "")
        self.interviewees.set_picks((Pick(card.person.name, card.person.id, unit, title),))

    def begin_change(self, talk: Talk) -> None:
        """Fill the form from a talk that has not begun."""
        self._talk = talk
        self._clear_faults()
        self.kind.setCurrentIndex(self.kind.findData(talk.kind))
        self._suit_kind()
        _set_moment(self.when, self._desk.local(talk.planned_at))
        self.place_edit.setText(talk.place)
        self.subject.setText(talk.subject)
        for role, picker in self._pickers():
            picker.set_picks(tuple(map(pick_of, talk.in_role(role))))
        self.confirm_button.setText("改好了")
        self.when.setFocus()

    @property
    def is_change(self) -> bool:
        """Whether an arranged talk is being changed, not a new one made."""
        return self._talk is not None

    def place(self) -> PlanPlace:
        """What was filled in, to be kept over a lock."""
        picks = tuple(picker.picks() for _, picker in self._pickers())
        texts = (self.place_edit.text(), self.subject.text())
        kind = str(self.kind.currentData())
        return PlanPlace(self._talk, kind, moment_of(self.when), texts, picks)

    def return_to(self, place: PlanPlace) -> None:
        """Fill in what was filled in before."""
        if place.talk is None:
            self.begin_new()
        else:
            self.begin_change(place.talk)
        self.kind.setCurrentIndex(self.kind.findData(place.kind))
        self._suit_kind()
        _set_moment(self.when, place.when)
        self.place_edit.setText(place.texts[0])
        self.subject.setText(place.texts[1])
        for (_, picker), picks in zip(self._pickers(), place.picks, strict=True):
            picker.set_picks(picks)

    def step_back(self) -> bool:
        """Close the list of what was found (Esc); False when none is open."""
        return any(picker.close_found() for _, picker in self._pickers())

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def confirm(self) -> None:
        """Arrange the talk, or say at the field what is missing."""
        self._clear_faults()
        if faults := self._faults():
            for key, sentence in faults.items():
                self._set_fault(key, sentence)
            self.fields[next(iter(faults))].edit.setFocus()
            return
        self.confirm_button.setEnabled(False)
        self._desk.tasks.command(
            partial(self._plan, self._talk, self.entry()), then=self._done, refused=self._refuse
        )

    def entry(self) -> TalkEntry:
        """What was filled in."""
        return TalkEntry(
            kind=str(self.kind.currentData()),
            subject=self.subject.text().strip(),
            planned_at=moment_of(self.when),
            place=self.place_edit.text().strip(),
            participants=tuple(
                _participant(role, pick)
                for role, picker in self._pickers()
                for pick in picker.picks()
            ),
        )

    def _pickers(self) -> tuple[tuple[Role, PeoplePicker], ...]:
        return (
            (Role.INTERVIEWEE, self.interviewees),
            (Role.INTERVIEWER, self.interviewer),
            (Role.RECORDER, self.recorder),
            (Role.COMPANION, self.companions),
        )

    def _faults(self) -> dict[str, str]:
        found = {}
        if not self.place_edit.text().strip():
            found["place"] = "写明在哪里谈。"
        if not self.subject.text().strip():
            found["subject"] = "一句话写明谈什么事。"
        if not self.interviewees.picks():
            found["interviewees"] = "从人员档案里选谈话对象。"
        if not self.interviewer.picks():
            found["interviewer"] = "写明谁主谈。"
        if not self.recorder.picks():
            found["recorder"] = "写明谁记录。"
        elif self.recorder.picks() == self.interviewer.picks():
            found["recorder"] = "主谈人不能同时做记录人，请换一位。"
        return found

    def _suit_kind(self) -> None:
        kind = self._desk.kinds.book.of(str(self.kind.currentData()))
        self.interviewees.set_several(kind.is_collective)
        needed = "这类谈话我方须有两人以上在场。" if kind.needs_two else ""
        many = "集体谈话可选多位，一位一位加。" if kind.is_collective else ""
        self.fields["kind"].set_hint(needed)
        self.fields["interviewees"].set_hint(many)

    def _plan(self, talk: Talk | None, entry: TalkEntry, _: Progress) -> tuple[TalkId, Changes]:
        if talk is None:
            return self._desk.talks.plan(entry)
        return talk.id, self._desk.talks.change_plan(talk.id, entry)

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
        self.messages.clear()
        self.confirm_button.setEnabled(True)
        for key in self.fields:
            self._set_fault(key, "")

    def _set_fault(self, key: str, sentence: str) -> None:
        self.fields[key].set_fault(sentence)
        if isinstance(picker := self.fields[key].edit, PeoplePicker):
            picker.show_fault(bool(sentence))


def _participant(role: Role, pick: Pick) -> ParticipantEntry:
    if pick.person_id:
        return ParticipantEntry(role, pick.person_id)
    return ParticipantEntry(role, None, pick.name, pick.unit_name, pick.title)


def _next_morning(now: datetime) -> datetime:
    """Nine o'clock of the next day."""
    return (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


def _set_moment(edit: QDateTimeEdit, moment: datetime) -> None:
    with QSignalBlocker(edit):
        edit.setDateTime(moment_edit("", moment).dateTime())

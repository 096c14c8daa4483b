"""The form of a talk to be arranged: its fields, what is missing, what stands in the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from app.domain.checks import Caution
from app.domain.people import Role
from app.domain.progress import Progress
from app.services.talks import ParticipantEntry, TalkEntry
from ui.talks.cautions import caution_lines
from ui.talks.desk import Desk
from ui.talks.people_picker import PeoplePicker, Pick
from ui.widgets.dates import moment_edit, moment_of
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

DEFAULT_KIND = "supervision"
_LOOK_AFTER_MS = 250  # so long nothing is typed before it is asked what stands in the way
_MOST_CAUTIONS = 3


class PlanForm(QWidget):
    """The fields; talk_id names the talk that is altered while one is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.talk_id = ""
        self.cautions = label("", tone="brick")
        self.cautions.hide()
        self._waiting = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._waiting.timeout.connect(self.look_out)
        self._make_fields()

    def _make_fields(self) -> None:
        desk = self._desk
        kinds = [(k.title, k.key) for k in desk.kinds.book.offered]
        self.kind = choice("谈话类型", [*kinds], DEFAULT_KIND)
        self.when = moment_edit("时间", next_morning(desk.local(desk.now())))
        self.place_edit = line_edit("地点", "如：县纪委监委谈心谈话室")
        self.subject = line_edit("事由", "如：2026年度同下级“一把手”谈话")
        self.interviewees = PeoplePicker(desk, "谈话对象", several=False, guests=False)
        self.interviewer = PeoplePicker(desk, "主谈人", several=False, guests=True)
        self.delegation = line_edit("受托说明", "受委托谈的才写，如：受县纪委书记李明委托")
        self.recorder = PeoplePicker(desk, "记录人", several=False, guests=True)
        self.companions = PeoplePicker(desk, "陪同", several=True, guests=True)
        self.fields = {
            "kind": Field("谈话类型", self.kind),
            "when": Field("时间", self.when),
            "place": Field("地点", self.place_edit, is_needed=True),
            "subject": Field("事由", self.subject, is_needed=True),
            "interviewees": Field("谈话对象", self.interviewees, is_needed=True),
            "interviewer": Field("主谈人", self.interviewer, is_needed=True),
            "delegation": Field("受托说明", self.delegation),
            "recorder": Field("记录人", self.recorder, is_needed=True),
            "companions": Field("陪同", self.companions),
        }
        self.kind.currentIndexChanged.connect(self._suit_kind)
        self.when.dateTimeChanged.connect(self._waiting.start)
        self.place_edit.textChanged.connect(self._waiting.start)
        for _, picker in self._pickers():
            picker.changed.connect(self._waiting.start)

    def _cards(self) -> QWidget:
        """What is talked about on the left, who takes part on the right."""
        what, who = Card("谈什么"), Card("谁参加")
        what.add(*(self.fields[k] for k in ("kind", "when", "place", "subject")))
        who.add(*(self.fields[k] for k in ("interviewees", "interviewer", "delegation")))
        who.add(*(self.fields[k] for k in ("recorder", "companions")))
        for card in (what, who):
            card.body.addStretch(1)
        sides = row(what, who, gap=2)
        sides.setStretch(0, 2)
        sides.setStretch(1, 3)
        inside = QWidget()
        inside.setLayout(sides)
        return inside

    # ── what stands in it ────────────────────────────────────────────────────────────────────────

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
            delegation=self.delegation.text().strip(),
        )

    def _pickers(self) -> tuple[tuple[Role, PeoplePicker], ...]:
        return (
            (Role.INTERVIEWEE, self.interviewees),
            (Role.INTERVIEWER, self.interviewer),
            (Role.RECORDER, self.recorder),
            (Role.COMPANION, self.companions),
        )

    def _usual_kind(self) -> str:
        """The kind a new talk begins with."""
        keys = [kind.key for kind in self._desk.kinds.book.offered]
        return DEFAULT_KIND if DEFAULT_KIND in keys else keys[0]

    def _choose_kind(self, key: str) -> None:
        """Choose that kind among those offered now; the talk that has a retired one keeps it."""
        book = self._desk.kinds.book
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for kind in book.offered:
                self.kind.addItem(kind.title, kind.key)
            if self.kind.findData(key) < 0:
                self.kind.addItem(book.of(key).title, key)
            self.kind.setCurrentIndex(self.kind.findData(key))
        self._suit_kind()

    def _suit_kind(self) -> None:
        kind = self._desk.kinds.book.of(str(self.kind.currentData()))
        self.interviewees.set_several(kind.is_collective)
        needed = "这类谈话我方须有两人以上在场。" if kind.needs_two else ""
        many = "可选多位；输“乡镇”“部门”“国企”能一次选齐。" if kind.is_collective else ""
        self.fields["kind"].set_hint(needed)
        self.fields["interviewees"].set_hint(many)

    # ── what is missing ──────────────────────────────────────────────────────────────────────────

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

    def _set_fault(self, key: str, sentence: str) -> None:
        self.fields[key].set_fault(sentence)
        if isinstance(picker := self.fields[key].edit, PeoplePicker):
            picker.show_fault(bool(sentence))

    # ── what stands in the way ───────────────────────────────────────────────────────────────────

    def look_out(self) -> None:
        """Ask whether somebody is elsewhere or must keep away, or the room is taken."""
        self._waiting.stop()
        work = partial(self._foresee, self.entry(), self.talk_id)
        self._desk.tasks.query(work, then=self._show_cautions)

    def _foresee(
        self, entry: TalkEntry, talk_id: str, _: Progress
    ) -> tuple[TalkEntry, tuple[Caution, ...]]:
        return entry, self._desk.recusals.foresee(entry, talk_id)

    def _show_cautions(self, answer: tuple[TalkEntry, tuple[Caution, ...]]) -> None:
        entry, found = answer
        if entry != self.entry():
            return
        more = len(found) - _MOST_CAUTIONS
        said = caution_lines(found[:_MOST_CAUTIONS])
        self.cautions.setText(f"{said}\n还有 {more} 条。" if more > 0 else said)
        self.cautions.setVisible(bool(found))


def _participant(role: Role, pick: Pick) -> ParticipantEntry:
    if pick.person_id:
        return ParticipantEntry(role, pick.person_id)
    return ParticipantEntry(role, None, pick.name, pick.unit_name, pick.title)


def next_morning(now: datetime) -> datetime:
    """Nine o'clock of the next day."""
    return (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


def set_moment(edit: QDateTimeEdit, moment: datetime) -> None:
    """Put a local moment into the field."""
    with QSignalBlocker(edit):
        edit.setDateTime(moment_edit("", moment).dateTime())

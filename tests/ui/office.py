"""A made-up office at work: its vault lies on a lane of its own, as it does in the program."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.ids import PersonId, TalkId
from app.domain.people import Role, UnitKind
from app.domain.talk import Talk
from app.services.access import Access
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.people import PersonEntry
from app.services.talks import ParticipantEntry, TalkEntry, Talks
from tests.conftest import StandingClock, unlocked_copy
from ui.talks.desk import Desk, desk_of
from ui.tasks import Lane, Task, Tasks

PEOPLE = (
    ("王建国", "羊尾镇", UnitKind.TOWNSHIP, "党委书记"),
    ("赵晓梅", "观音镇", UnitKind.TOWNSHIP, "党委书记"),
    ("买买提·艾力", "县教育局", UnitKind.DEPARTMENT, "党组书记、局长"),
    ("𠮷田芳", "县财政局", UnitKind.DEPARTMENT, "党组书记、局长"),
)


class WaitingLane(Lane):
    """A lane on which a test can have something done and wait for it."""

    def __init__(self) -> None:
        super().__init__()
        # A task goes by itself in the main thread's loop. Held by nobody here, it would go with the
        # lane's last hold on it as well, on the lane's thread: twice.
        self._held: list[Task] = []

    def do(self, work: Callable[[], Any]) -> Any:
        box: list[Any] = []
        done = threading.Event()

        def perform(_: object) -> None:
            try:
                box.append(work())
            finally:
                done.set()

        self._held.append(Task(None, perform))
        self.start(self._held[-1])
        assert done.wait(30)
        return box[0]


@dataclass
class Office:
    """An unlocked vault, its lanes, and the people of a small county."""

    lane: WaitingLane
    application: Application
    tasks: Tasks
    persons: list[PersonId]
    clock: StandingClock

    @property
    def talks(self) -> Talks:
        return self.application.talks

    def desk(self) -> Desk:
        return desk_of(self.application, self.tasks)

    def plan(self, *who: int, kind: str = "supervision", hours: int = 0) -> TalkId:
        entry = TalkEntry(
            kind=kind,
            subject="2026年度同下级“一把手”谈话",
            planned_at=self.clock.now() + timedelta(hours=hours),
            place="县纪委监委谈心谈话室",
            participants=(
                *(ParticipantEntry(Role.INTERVIEWEE, self.persons[n]) for n in who or (0,)),
                ParticipantEntry(Role.INTERVIEWER, None, "李明", "县纪委监委", "书记"),
                ParticipantEntry(Role.RECORDER, None, "周小雨", "县纪委监委", "办公室主任"),
            ),
        )
        return self.lane.do(lambda: self.talks.plan(entry)[0])

    def begun(self, *who: int, kind: str = "supervision", count: int = 4) -> TalkId:
        """A talk under way about the first prompts of the set."""
        talk_id = self.plan(*who, kind=kind)

        def begin() -> None:
            numbers = tuple(p.number for p in self.application.prompts.current().prompts[:count])
            self.talks.prepare(talk_id, numbers)
            self.talks.begin(talk_id)

        self.lane.do(begin)
        return talk_id

    def ended(self, *who: int, kind: str = "supervision") -> TalkId:
        """A talk whose text waits to be read."""
        talk_id = self.begun(*who, kind=kind)
        for answer in self.talk(talk_id).answers:
            text = f"第{answer.order}问的情况是：今年1月至2月共办理3件，均已办结。"
            self.lane.do(lambda a=answer, t=text: self.talks.save_answer(talk_id, a.id, t))
        self.lane.do(
            lambda: self.talks.save_closing(
                talk_id, "谈了四个方面。", "一个月内整改。", "我一定改。"
            )
        )
        self.clock.move(minutes=47)
        self.lane.do(lambda: self.talks.end(talk_id))
        return talk_id

    def talk(self, talk_id: TalkId | str) -> Talk:
        return self.lane.do(lambda: self.talks.get(TalkId(talk_id)))


def open_office(access: Access, new_vault: NewVault, clock: StandingClock) -> Office:
    """An office with a new vault, the shipped prompts and its people."""
    lane = WaitingLane()

    def furnish() -> tuple[Application, list[PersonId]]:
        application = unlocked_copy(access, new_vault)
        return application, [
            application.people.add_person(
                PersonEntry(name=n, new_unit_name=u, new_unit_kind=k, title=t, is_principal=True)
            )[0]
            for n, u, k, t in PEOPLE
        ]

    application, persons = lane.do(furnish)
    return Office(lane, application, Tasks(lane), persons, clock)


def close_office(office: Office) -> None:
    """Lock the vault on its lane, once nothing is under way on any: tasks die with the office."""
    assert office.tasks.finish()
    office.lane.do(office.application.lock)
    assert office.tasks.finish()


def write(widget: QWidget, text: str) -> None:
    """Enter Chinese as an input method does: composed first, then committed."""
    widget.setFocus()
    for character in text:
        QApplication.sendEvent(widget, QInputMethodEvent("pin", []))
        event = QInputMethodEvent()
        event.setCommitString(character)
        QApplication.sendEvent(widget, event)

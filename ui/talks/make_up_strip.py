"""What hangs together over an absence: who is owed a talk, and the talks that make up (补谈)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import TalkId
from app.domain.make_up import MakeUps, TalkLink
from app.domain.progress import Progress
from app.domain.talk import BEFORE_TALK, Participant, Talk, TalkStatus
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.terms import TALK_STATUS
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.words import label, set_tone

_MOST_NAMES = 12


class MakeUpStrip(QWidget):
    """One line under the steps; hidden where nobody was absent. wanted asks for another talk."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk: Talk | None = None
        self.words = label("")
        self.plan_button = button("安排补谈", "calendar-plus")
        self.plan_button.clicked.connect(self.plan)
        self.links: list[QPushButton] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(1))
        self._line.addWidget(self.words, 1)
        self._line.addWidget(self.plan_button)
        self.hide()

    def show_talk(self, talk: Talk) -> None:
        """Read what hangs together with this talk."""
        if self._talk is None or self._talk.id != talk.id or talk.status is TalkStatus.UNDER_WAY:
            self.hide()
        self._talk = talk
        if talk.status is not TalkStatus.UNDER_WAY:
            self._desk.tasks.query(partial(self._read, talk.id), then=self._show)

    def plan(self) -> None:
        """Plan the talk for all who are owed one, and go there."""
        if self._talk is not None:
            self.plan_button.setEnabled(False)
            work = partial(self._plan, self._talk.id)
            self._desk.tasks.command(work, then=self._planned, refused=self._refuse)

    def _read(self, talk_id: TalkId, _: Progress) -> tuple[TalkId, MakeUps]:
        return talk_id, self._desk.talks.make_ups(talk_id)

    def _plan(self, talk_id: TalkId, _: Progress) -> tuple[TalkId, Changes]:
        return self._desk.talks.make_up(talk_id)

    def _show(self, found: tuple[TalkId, MakeUps]) -> None:
        (talk_id, made), talk = found, self._talk
        if talk is None or talk.id != talk_id:
            return
        self._show_links(made)
        is_over = talk.status not in (*BEFORE_TALK, TalkStatus.CANCELLED)
        owed = made.owed if is_over else ()
        self.words.setText(_words(made, owed))
        set_tone(self.words, "brick" if owed else "quiet")
        self.plan_button.setVisible(bool(owed))
        self.plan_button.setEnabled(True)
        self.setVisible(bool(self.words.text()))

    def _show_links(self, made: MakeUps) -> None:
        for link in self.links:
            self._line.removeWidget(link)
            link.deleteLater()
        linked = (*((made.original,) if made.original else ()), *made.talks)
        self.links = [self._link(one) for one in linked]
        for place, link in enumerate(self.links, 1):
            self._line.insertWidget(place, link)

    def _link(self, link: TalkLink) -> QPushButton:
        text = f"{link.number}（{TALK_STATUS[link.status]}）"
        made = button(text, "arrow-right", "quiet", name=f"打开谈话 {text}")
        made.clicked.connect(lambda: self.wanted.emit(link.id))
        return made

    def _planned(self, talk_id: object) -> None:
        self.wanted.emit(str(talk_id))

    def _refuse(self, error: AppError) -> None:
        self.plan_button.setEnabled(True)
        self.words.setText(message_for(error).text())


def _words(made: MakeUps, owed: tuple[Participant, ...]) -> str:
    said = []
    if made.original is not None:
        said.append(f"这是为 {made.original.number} 缺席的人补谈的。")
    if owed:
        said.append(f"缺席待补谈 {len(owed)} 人：{_named(owed)}。")
    elif made.absentees:
        said.append(f"缺席 {len(made.absentees)} 人，都已安排补谈。")
    return "".join(said)


def _named(people: tuple[Participant, ...]) -> str:
    shown = "、".join(person.name for person in people[:_MOST_NAMES])
    return f"{shown}等" if len(people) > _MOST_NAMES else shown

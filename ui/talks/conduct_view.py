"""What stands where in talk mode, without any of its doings."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLayout, QSplitter, QWidget

from app.domain.people import Role
from app.domain.talk import Talk
from ui import theme
from ui.actions import with_key
from ui.talks.asides import Asides
from ui.talks.desk import Desk
from ui.talks.look_back_drawer import LookBackOffer
from ui.talks.outline import OutlineTree
from ui.talks.record_sheet import RecordSheet
from ui.talks.talk_clock import TalkClock
from ui.talks.talk_pace import TalkPace
from ui.terms import ROLE
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_OUTLINE = 0.36  # of the width, as long as the buttons at the right allow it


class ConductView(QWidget):
    """Outline left, question and record right, the clock and the ways out around them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_divided = False
        self.messages = MessageBar()
        self.outline = OutlineTree()
        self.sheet = RecordSheet(desk)
        self.asides = Asides(desk)
        self.clock = TalkClock(desk.now)
        self.saved_at = label("", tone="quiet", wrap=False)
        self.findings = label("", tone="quiet", wrap=False)
        self.ask_button = button(with_key("临时提问", "talk.ask"), name="临时提问")
        self.previous_button = button(with_key("上一问", "talk.previous"), name="上一问")
        self.next_button = button(with_key("下一问", "talk.next"), name="下一问")
        self.finding_button = button(with_key("记为问题", "talk.finding"), name="记为问题")
        self.skip_button = button(with_key("跳过", "talk.skip"), name="跳过这一问")
        self.look_back = LookBackOffer(desk)
        self.time_button = button(with_key("插入时间", "talk.time"), name="插入时间")
        self.blank_button = button(with_key("遮屏", "talk.blank"), name="遮住屏幕")
        self.pause_button = button("休息", name="休息")
        self.night_button = button("夜间", name="夜间模式")
        self.night_button.setCheckable(True)
        self.night_button.setToolTip(with_key("夜间模式", "talk.night"))
        self.end_button = button("结束谈话，进入核对", kind="primary")
        self.people = label("", "small", "quiet")
        self.pace = TalkPace(desk, self.outline, self.sheet.question)
        self.sheet.put_between(self.asides)
        self._sides = self._halves()
        whole = column(self.messages, self._sides, self._foot())
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _halves(self) -> QSplitter:
        # each part stands in its place before it is filled: one that is moved with all that is in
        # it is looked at by the style sheet anew, all of it, each time
        halves = QSplitter(self)
        left, right = QWidget(halves), QWidget(halves)
        kept = column(self.people, self.outline, row(self.ask_button, self.look_back))
        kept.setStretch(1, 1)
        left.setLayout(kept)
        steps = row(self.previous_button, self.next_button, self.finding_button, self.skip_button)
        steps.addStretch(1)
        sides = column(self.sheet, steps)
        sides.setStretch(0, 1)
        right.setLayout(sides)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(theme.px(2))
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        return halves

    def _foot(self) -> QLayout:
        return row(
            self.saved_at,
            self.findings,
            None,
            self.time_button,
            self.night_button,
            self.blank_button,
            self.end_button,
        )

    def tell_people(self, talk: Talk) -> None:
        """Say by name who leads the talk, who is beside and who keeps the record."""
        roles = (Role.INTERVIEWER, Role.COMPANION, Role.RECORDER)
        named = ((ROLE[r], "、".join(p.name for p in talk.in_role(r))) for r in roles)
        self.people.setText("　".join(f"{word} {names}" for word, names in named if names))

    def tell_tally(self, findings: int, talk: Talk) -> None:
        """Say how much was noted beside the answers: what is to be put right, and breaks."""
        rests = [b.note or "休息" for b in talk.breaks]
        told = (
            f"已记问题 {findings} 个" if findings else "",
            f"休息 {len(rests)} 次" if rests else "",
        )
        self.findings.setText("　".join(filter(None, told)))
        self.findings.setToolTip("；".join(rests))

    def tell_night(self, is_night: bool) -> None:
        """Show on its button whether talk mode is dark."""
        self.night_button.setChecked(is_night)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_divided:  # only once: afterwards the user's own division holds
            self._is_divided = True
            width = self._sides.width()
            self._sides.setSizes([round(width * _OUTLINE), round(width * (1 - _OUTLINE))])


def end_offer(talk: Talk) -> Message:
    """What is said before a talk is ended by key: how much is answered and what is left."""
    answered = sum(a.is_answered for a in talk.answers)
    skipped = sum(bool(a.skipped_reason) and not a.is_answered for a in talk.answers)
    left = len(talk.answers) - answered - skipped
    told = (
        f"已答 {answered} 问",
        f"跳过 {skipped} 问" if skipped else "",
        f"没有问到 {left} 问" if left else "",
    )
    return Message(
        f"要结束谈话吗？{'，'.join(filter(None, told))}。",
        "结束后进入核对，写下的都在。",
        "按回车结束；按 Esc 回到记录。",
        tone=Tone.NOTE,
    )

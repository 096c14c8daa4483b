"""What stands where in talk mode, without any of its doings."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLayout, QSplitter, QWidget

from ui import theme
from ui.actions import with_key
from ui.talks.asides import Asides
from ui.talks.desk import Desk
from ui.talks.outline import OutlineTree
from ui.talks.record_sheet import RecordSheet
from ui.talks.talk_clock import TalkClock
from ui.widgets.buttons import button
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
        self.skip_button = button("跳过…", name="跳过这一问")
        self.time_button = button(with_key("插入时间", "talk.time"), name="插入时间")
        self.blank_button = button(with_key("遮屏", "talk.blank"), name="遮住屏幕")
        self.pause_button = button("休息", name="休息")
        self.end_button = button("结束谈话，进入核对", kind="primary")
        self.sheet.put_between(self.asides)
        self._sides = self._halves()
        whole = column(self.messages, self._sides, self._foot())
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _halves(self) -> QSplitter:
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.outline, self.ask_button))
        steps = row(self.previous_button, self.next_button, self.finding_button, self.skip_button)
        steps.addStretch(1)
        sides = column(self.sheet, steps)
        sides.setStretch(0, 1)
        right.setLayout(sides)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(theme.px(2))
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        return halves

    def _foot(self) -> QLayout:
        return row(
            self.saved_at,
            self.findings,
            None,
            self.time_button,
            self.blank_button,
            self.end_button,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_divided:  # only once: afterwards the user's own division holds
            self._is_divided = True
            width = self._sides.width()
            self._sides.setSizes([round(width * _OUTLINE), round(width * (1 - _OUTLINE))])

"""The message in the page, never above it: 发生了什么、什么是安全的、怎么办, and buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import icons
from ui.theme import px
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.words import label, set_property


@dataclass(frozen=True, slots=True)
class Way:
    """A way out that the message offers as a button."""

    text: str
    take: Callable[[], object]


_ICONS = {
    Tone.NOTE: ("info", icons.Role.Link),
    Tone.REFUSED: ("circle-alert", icons.Role.BrightText),
    Tone.PROVEN: ("shield-check", icons.Role.WindowText),
}


class MessageBar(QFrame):
    """Shows one message until it is closed or the next one comes; hidden while there is none."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self.message: Message | None = None
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.what, self.safe, self.remedy = label("", "strong"), label(""), label("")
        for line in (self.what, self.safe, self.remedy):
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._ways: QWidget | None = None
        self._close = button("知道了", kind="quiet", name="关闭这条消息")
        self._close.clicked.connect(self.clear)
        self._words = QVBoxLayout()
        self._words.setSpacing(px(0.5))
        for line in (self.what, self.safe, self.remedy):
            self._words.addWidget(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(1.5), px(1), px(1), px(1))
        row.setSpacing(px(1.5))
        row.addWidget(self._picture)
        row.addLayout(self._words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        # never Minimum: the height at the narrowest would become the least of the whole window
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_message(self, message: Message, *ways: Way, closable: bool = True) -> None:
        """Show this message in place of any other, with its ways out."""
        self.message = message
        name, role = _ICONS[message.tone]
        icons.put(self._picture, name, role, 1.2)
        lines = (
            (self.what, message.what),
            (self.safe, message.safe),
            (self.remedy, message.remedy),
        )
        for line, text in lines:
            line.setText(text)
            line.setVisible(bool(text))
        self._put_ways((*_ways_of_window(self, message.act), *ways))
        self._close.setVisible(closable)
        set_property(self, "tone", message.tone.value)
        self.setAccessibleName(message.text())
        self.show()
        # to start faster: the first page has nothing to tell
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Take the message away."""
        self.message = None
        self.hide()
        self.closed.emit()

    def take_back(self, message: Message) -> None:
        """Take this message away; another that has come in its place stays."""
        if self.message == message:
            self.clear()

    def _put_ways(self, ways: tuple[Way, ...]) -> None:
        if self._ways is not None:
            self._words.removeWidget(self._ways)
            self._ways.hide()  # deleteLater alone leaves it painted over the next message
            self._ways.deleteLater()
            self._ways = None
        if ways:
            buttons = []
            for way in ways:
                made = button(way.text)
                made.clicked.connect(lambda _=False, take=way.take: take())
                buttons.append(made)
            self._ways = flow(*buttons)
            self._words.addWidget(self._ways)


def _ways_of_window(bar: QWidget, act: str) -> tuple[Way, ...]:
    """What the window around the bar, or around the form it stands in, can do about the message."""
    around = bar.parentWidget() if act else None
    while around is not None:
        way_for = getattr(around, "way_for", None)
        if way_for is not None:
            way: Way | None = way_for(act)
            return (way,) if way is not None else ()
        around = around.parentWidget()
    return ()

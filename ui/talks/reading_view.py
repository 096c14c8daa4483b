"""The record as it will stand on paper, in large type, turned to the person who was talked to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.kinds import TalkKind
from app.domain.minutes import minutes_of
from app.domain.talk import Answer, Talk
from ui.talks.outline import CLOSING
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import column, row, scrolled
from ui.widgets.words import label, rule

_TOP = Qt.AlignmentFlag.AlignTop


class ReadingView(QFrame):
    """Head, questions and answers, closing words; 此处有误 beside each answer gives its key."""

    wrong = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(3), px(2), px(3), px(3))
        self._layout.setSpacing(px(1.5))
        self._replies: dict[str, QWidget] = {}
        self._marks: list[QPushButton] = []

    def show_talk(
        self,
        talk: Talk,
        kind: TalkKind,
        areas: Mapping[str, str],
        local: Callable[[datetime], datetime],
    ) -> None:
        """Show the record of this talk."""
        self._clear()
        minutes = minutes_of(localised(talk, local), kind, areas, "")
        self._layout.addWidget(label(minutes.title, "title"))
        self._add(_pairs(minutes.fields))
        area = ""
        for answer in (a for a in talk.answers if a.is_answered or a.skipped_reason):
            if answer.area != area:
                area = answer.area
                self._heading(areas.get(area, area))
            self._add_answer(answer)
        for (key, title), text in zip(
            CLOSING.items(), (talk.summary, talk.requirement, talk.statement), strict=True
        ):
            if text.strip():
                self._heading(title)
                self._add_reply(key, "", text.strip(), f"{title}有误")
        self._layout.addStretch(1)

    def reply(self, key: str) -> QWidget | None:
        """Where the reply of that key stands."""
        return self._replies.get(key)

    def allow_corrections(self, is_allowed: bool) -> None:
        """Offer 此处有误 or not."""
        for mark in self._marks:
            mark.setVisible(is_allowed)

    def _clear(self) -> None:
        while self._layout.count():
            widget = self._layout.takeAt(0).widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()
        self._replies.clear()
        self._marks.clear()

    def _add_answer(self, answer: Answer) -> None:
        self._add(_line("问：", answer.question, "large"))
        if answer.is_answered:
            self._add_reply(answer.id, "答：", answer.text.strip(), f"第{answer.order}问的答复有误")
        else:
            self._add(_line("答：", f"（未答。{answer.skipped_reason}）", "large", "quiet"))

    def _add_reply(self, key: str, mark: str, text: str, name: str) -> None:
        wrong = button("此处有误", kind="quiet", name=name)
        wrong.clicked.connect(partial(self._tell, key))
        holder = QWidget()
        beside = row(_line(mark, text, "reading"), wrong, gap=2)
        beside.setStretch(0, 1)
        beside.setAlignment(wrong, _TOP)
        holder.setLayout(beside)
        self._replies[key] = holder
        self._marks.append(wrong)
        self._add(holder)

    def _heading(self, title: str) -> None:
        self._add(rule())
        self._add(label(title, "large", "accent"))

    def _add(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)

    def _tell(self, key: str, _: bool = False) -> None:
        self.wrong.emit(key)


def on_desk(view: ReadingView, name: str) -> QScrollArea:
    """The sheet lying on the desk, to be scrolled by the arrow keys."""
    desk = QWidget()
    desk.setLayout(column(view))
    area = scrolled(desk, name)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area


def localised(talk: Talk, local: Callable[[datetime], datetime]) -> Talk:
    """The talk with its times as the clock on the wall showed them."""
    return replace(
        talk,
        planned_at=local(talk.planned_at),
        began_at=talk.began_at and local(talk.began_at),
        ended_at=talk.ended_at and local(talk.ended_at),
        breaks=tuple(
            replace(b, began_at=local(b.began_at), ended_at=b.ended_at and local(b.ended_at))
            for b in talk.breaks
        ),
    )


def _pairs(fields: tuple[tuple[str, str], ...]) -> QWidget:
    """The head of the record: names in one column, what they say in the other."""
    holder = QWidget()
    lines = QGridLayout(holder)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setHorizontalSpacing(px(3))
    lines.setVerticalSpacing(px(1))
    lines.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(fields):
        lines.addWidget(label(name, "reading", "quiet", wrap=False), number, 0, _TOP)
        lines.addWidget(label(value, "reading"), number, 1)
    return holder


def _line(mark: str, text: str, level: str, tone: str = "ink") -> QWidget:
    """A mark at the left and a text that hangs beside it."""
    holder = QWidget()
    body = label(text, level, tone)
    body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    beside = row(gap=0)
    if mark:
        sign = label(mark, level, "quiet", wrap=False)
        beside.addWidget(sign, 0, _TOP)
    beside.addWidget(body, 1)
    holder.setLayout(beside)
    return holder

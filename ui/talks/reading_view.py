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
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.kinds import TalkKind
from app.domain.minutes import Attendance, minutes_of
from app.domain.record_text import (
    Passage,
    answer_key,
    break_passages,
    closing_passages,
    head_keys,
    question_key,
    skipped_key,
)
from app.domain.talk import Answer, Talk
from ui.talks.text_units import units
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import column, row, scrolled
from ui.widgets.words import label, rule

_TOP = Qt.AlignmentFlag.AlignTop


class ReadingView(QFrame):
    """Head, questions and answers, breaks, closing words; 此处有误 gives the key of a passage."""

    wrong = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(3), px(2), px(3), px(3))
        self._layout.setSpacing(px(1.5))
        self._replies: dict[str, QWidget] = {}
        self._texts: dict[str, QLabel] = {}
        self._marks: list[QPushButton] = []
        self._blanks: list[QWidget] = []

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
        self._add_head(minutes.fields, talk)
        area = ""
        for answer in (a for a in talk.answers if a.is_on_record):
            if answer.area != area:
                area = answer.area
                self._heading(areas.get(area, area))
            self._add_answer(answer)
        for pause in break_passages(talk):
            self._add_reply(pause.key, "休息：", pause.text.strip(), "休息说明有误")
        for one in closing_passages(talk):
            self._add_closing(one)
        if minutes.attendance:
            self._heading("到会人员名单")
            self._add(_attendance(minutes.attendance))
        self._layout.addStretch(1)

    def reply(self, key: str) -> QWidget | None:
        """Where the passage of that key stands."""
        return self._replies.get(key)

    def chosen(self) -> tuple[str, str]:
        """The passage in which words are chosen, and the words.

        Where none are, the passage whose 此处有误 has the keys, or the first that is in sight.
        """
        for key, body in self._texts.items():
            if body.hasSelectedText():
                return key, body.selectedText().strip()
        for key, holder in self._replies.items():
            marks = [mark for mark in self._marks if holder.isAncestorOf(mark)]
            if any(mark.hasFocus() for mark in marks):
                return key, ""
        seen = (k for k, holder in self._replies.items() if not holder.visibleRegion().isEmpty())
        return next(seen, ""), ""

    def show_words(self, key: str, words: str, nth: int = 0) -> None:
        """Mark these words in a passage, the nth time they stand there, and no others."""
        for label_of_text in self._texts.values():
            label_of_text.setSelection(0, 0)
        shown = self._texts.get(key)
        if shown is None or not words:
            return
        text, at = shown.text(), -1
        for _ in range(nth + 1):
            at = text.find(words, at + 1)
        if at >= 0:
            shown.setSelection(units(text[:at]), units(words))

    def allow_corrections(self, is_allowed: bool) -> None:
        """Offer 此处有误 or not."""
        for mark in self._marks:
            mark.setVisible(is_allowed)
        for blank in self._blanks:
            blank.setVisible(is_allowed)

    def _clear(self) -> None:
        while self._layout.count():
            widget = self._layout.takeAt(0).widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()
        self._replies.clear()
        self._texts.clear()
        self._marks.clear()
        self._blanks.clear()

    def _add_answer(self, answer: Answer) -> None:
        place = f"第{answer.order}问"
        if answer.prompt_number:
            self._add(_line("问：", answer.question, "large")[0])
        else:
            key = question_key(answer.id)
            self._add_reply(key, "问：", answer.question, f"{place}有误", "large")
        if answer.is_answered:
            key = answer_key(answer.id)
            self._add_reply(key, "答：", answer.text.strip(), f"{place}的答复有误")
        else:
            key = skipped_key(answer.id)
            said = f"（未答。{answer.skipped_reason}）"
            self._add_reply(key, "答：", said, f"{place}未答的原因有误", "large")

    def _add_reply(self, key: str, mark: str, text: str, name: str, level: str = "reading") -> None:
        line, body = _line(mark, text, level)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._texts[key] = body
        self._add_correctable(key, line, name)

    def _add_correctable(self, key: str, line: QWidget, name: str) -> None:
        wrong = self._mark(key, name)
        holder = QWidget()
        beside = row(line, wrong, gap=2)
        beside.setStretch(0, 1)
        beside.setAlignment(wrong, _TOP)
        holder.setLayout(beside)
        self._replies[key] = holder
        self._add(holder)

    def _add_head(self, fields: tuple[tuple[str, str], ...], talk: Talk) -> None:
        """The head of the record: names in one column, what they say in the other."""
        keys = head_keys(talk)
        holder = QWidget()
        lines = QGridLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(px(3))
        lines.setVerticalSpacing(px(1))
        lines.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(fields):
            body = label(value, "reading")
            lines.addWidget(label(name, "reading", "quiet", wrap=False), number, 0, _TOP)
            lines.addWidget(body, number, 1)
            if key := keys.get(name):
                body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._texts[key], self._replies[key] = body, body
                lines.addWidget(self._mark(key, f"{name}有误"), number, 2, _TOP)
        self._add(holder)

    def _mark(self, key: str, name: str) -> QPushButton:
        wrong = button("此处有误", kind="quiet", name=name)
        wrong.clicked.connect(partial(self._tell, key))
        self._marks.append(wrong)
        return wrong

    def _add_closing(self, closing: Passage) -> None:
        """Closing words; where none were written, only who may put the record right sees that."""
        before = self._layout.count()
        self._heading(closing.label)
        text = closing.text.strip()
        name = f"{closing.label}有误" if text else f"补写{closing.label}"
        self._add_reply(closing.key, "", text or "（没有写）", name)
        if not text:
            places = range(before, self._layout.count())
            self._blanks += filter(None, (self._layout.itemAt(at).widget() for at in places))

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


def _line(mark: str, text: str, level: str, tone: str = "ink") -> tuple[QWidget, QLabel]:
    """A mark at the left and a text that hangs beside it; the text is given as well."""
    holder = QWidget()
    body = label(text, level, tone)
    body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    beside = row(gap=0)
    if mark:
        sign = label(mark, level, "quiet", wrap=False)
        beside.addWidget(sign, 0, _TOP)
    beside.addWidget(body, 1)
    holder.setLayout(beside)
    return holder, body


def _attendance(people: tuple[Attendance, ...]) -> QWidget:
    """Who came and who did not, as the list on paper has them."""
    holder = QWidget()
    lines = QGridLayout(holder)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setHorizontalSpacing(px(2))
    lines.setColumnStretch(2, 1)
    for number, person in enumerate(people):
        said = (str(number + 1), person.name, person.post, person.remark)
        for place, text in enumerate(said):
            lines.addWidget(label(text, "large", wrap=place == 2), number, place, _TOP)
    return holder

"""Where a paper card is typed back: one field for each group, judged as soon as it is full."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.words import label, set_property, set_tone

GROUPS = 7
LENGTH = 5
_MISREAD = str.maketrans("OIL", "011")  # letters that no card bears, as the eye takes them
_WIDEST = "WWWWW"


class GroupEdit(QLineEdit):
    """The field of one group; pasted tells text that is more than one group."""

    pasted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhLatinOnly
        )
        self.textEdited.connect(self._tidy)
        self._measure()

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: Any) -> Any:
        # no input method: it would spell what is typed in a window of its own, and learn it
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *argument)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        self.setMinimumWidth(QFontMetrics(self.font()).horizontalAdvance(_WIDEST) + px(2))

    def _tidy(self, text: str) -> None:
        tidy = plain(text)
        if len(tidy) > LENGTH:
            self.setText(tidy[:LENGTH])
            self.pasted.emit(tidy)
        elif tidy != text:
            at = self.cursorPosition()
            self.setText(tidy)
            self.setCursorPosition(at)


class CardEntry(QWidget):
    """Seven groups side by side. check says whether a group is right at its place, from one.

    changed tells every key, completed that the last wrong or empty group has become right,
    entered that Enter was pressed.
    """

    changed = Signal()
    completed = Signal()
    entered = Signal()

    def __init__(self, name: str, check: Callable[[str, int], bool]) -> None:
        super().__init__()
        self._check = check
        self._was_whole = False
        self.setAccessibleName(name)
        self.groups = tuple(GroupEdit(f"{name} 第{n}组") for n in range(1, GROUPS + 1))
        self.marks = tuple(label("", "small", "quiet", wrap=False) for _ in self.groups)
        self.setFocusProxy(self.groups[0])
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(0.75))
        for number, (edit, mark) in enumerate(zip(self.groups, self.marks, strict=True)):
            line.addLayout(_below(edit, mark), 1)
            edit.textChanged.connect(partial(self._judge, number))
            edit.textEdited.connect(partial(self._go_on, number))
            edit.returnPressed.connect(self.entered)
            edit.pasted.connect(partial(self._spread, number))
            edit.installEventFilter(self)
            self._judge(number, "")

    def text(self) -> str:
        """What was typed, all groups one behind the other."""
        return "".join(edit.text() for edit in self.groups)

    def is_whole(self) -> bool:
        """Whether every group is right at its place."""
        return all(self._is_right(number) for number in range(GROUPS))

    def set_groups(self, groups: Sequence[str]) -> None:
        """Fill all fields."""
        for edit, group in zip(self.groups, groups, strict=True):
            edit.setText(plain(group))

    def clear(self) -> None:
        """Forget what was typed."""
        for edit in self.groups:
            edit.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, GroupEdit)
            and watched in self.groups
        ):
            return self._move(self.groups.index(watched), event)
        return super().eventFilter(watched, event)

    def _move(self, number: int, event: QKeyEvent) -> bool:
        """Backspace in an empty field goes to the one before; a space or hyphen to the next."""
        if event.key() == Qt.Key.Key_Backspace and number and not self.groups[number].text():
            self.groups[number - 1].setFocus()
            return True
        if event.text() in (" ", "-"):
            if self.groups[number].text() and number + 1 < GROUPS:
                self.groups[number + 1].setFocus()
            return True
        return False

    def _go_on(self, number: int, _: str) -> None:
        edit = self.groups[number]
        is_at_end = edit.cursorPosition() == LENGTH
        if is_at_end and self._is_right(number) and number + 1 < GROUPS:
            self.groups[number + 1].setFocus()
            self.groups[number + 1].selectAll()

    def _spread(self, number: int, text: str) -> None:
        parts = [text[at : at + LENGTH] for at in range(0, len(text), LENGTH)]
        for edit, part in zip(self.groups[number:], parts, strict=False):
            edit.setText(part)
        last = min(number + len(parts), GROUPS) - 1
        self.groups[last].setFocus()

    def _is_right(self, number: int) -> bool:
        text = self.groups[number].text()
        return len(text) == LENGTH and self._check(text, number + 1)

    def _judge(self, number: int, text: str) -> None:
        edit, mark = self.groups[number], self.marks[number]
        is_right = self._is_right(number)
        is_wrong = len(text) == LENGTH and not is_right
        said = "✓ 对" if is_right else "✕ 不对" if is_wrong else f"第{number + 1}组"
        mark.setText(said)
        set_tone(mark, "green" if is_right else "brick" if is_wrong else "quiet")
        set_property(edit, "fault", is_wrong)
        edit.setAccessibleDescription(said)
        is_whole = self.is_whole()
        self.changed.emit()
        if is_whole and not self._was_whole:
            self.completed.emit()
        self._was_whole = is_whole


def plain(text: str) -> str:
    """What was typed without blanks and hyphens, in capitals, misread letters made right."""
    narrow = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(c for c in narrow if c.isascii() and c.isalnum())
    return kept.translate(_MISREAD)


def _below(edit: QLineEdit, mark: QLabel) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(px(0.25))
    made.addWidget(edit)
    made.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
    return made

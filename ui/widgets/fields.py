"""A field of a form: its label above, its hint below, and its fault where it is."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.theme import line, px
from ui.widgets.words import label, set_property

DEBOUNCE_MS = 120


class Field(QWidget):
    """A label, the widget it names, a quiet hint, and a fault in words when there is one."""

    def __init__(self, title: str, edit: QWidget, hint: str = "", is_needed: bool = False) -> None:
        super().__init__()
        self.edit = edit
        self.title = label(f"{title}（必填）" if is_needed else title)
        self.title.setBuddy(edit)
        self.hint, self.fault = label(hint, "small", "quiet"), label("", "small", "brick")
        self.fault.hide()
        if not hint:
            self.hint.hide()
        if not edit.accessibleName():
            edit.setAccessibleName(title)
        if hint:
            edit.setAccessibleDescription(hint)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(0.5))
        for part in (self.title, edit, self.hint, self.fault):
            box.addWidget(part)

    def set_hint(self, text: str) -> None:
        """Say something else below the field."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def set_fault(self, text: str) -> None:
        """Say what is wrong here; empty takes it back."""
        self.fault.setText(f"✕ {text}" if text else "")
        self.fault.setVisible(bool(text))
        self.edit.setAccessibleDescription(text or self.hint.text())
        set_property(self.edit, "fault", bool(text))


class SearchEdit(QLineEdit):
    """Finds as one types: searched tells the text a moment after the last key."""

    searched = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._told = ""
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(lambda: self._timer.start())
        self.returnPressed.connect(self._tell)
        side = line(self, 0.8)
        picture = icons.icon("search", self.palette(), side, icons.Role.PlaceholderText)
        self.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
        made: QToolButton
        for made in self.findChildren(QToolButton):  # the picture, and the cross that clears
            clears = "clear" in made.defaultAction().objectName()
            made.setAccessibleName("清除查找的字" if clears else "查找")

    def _tell(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)


def choice(name: str, pairs: list[tuple[str, object]], chosen: object = None) -> QComboBox:
    """A list to choose one from; the value is currentData()."""
    made = QComboBox()
    made.setAccessibleName(name)
    for text, value in pairs:
        made.addItem(text, value)
    if chosen is not None:
        made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def show_choice(box: QComboBox, value: object) -> bool:
    """Turn the list to that value; False, and to its first line, when it is not offered.

    Qt's own findData() does not find values it has no type for, such as a pair.
    """
    found = next((at for at in range(box.count()) if box.itemData(at) == value), -1)
    box.setCurrentIndex(max(found, 0) if box.count() else -1)
    return found >= 0


def text_area(name: str, lines: int = 4, hint: str = "") -> QPlainTextEdit:
    """A field for several lines; Tab leaves it."""
    made = QPlainTextEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    made.setMinimumHeight(line(made, lines) + px(2))
    return made


def line_edit(name: str, hint: str = "", text: str = "") -> QLineEdit:
    """A field for one line."""
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made

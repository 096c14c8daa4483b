"""What stands there, what it should say, and why (此处有误)."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui import theme
from ui.talks.drawer import Drawer
from ui.talks.text_units import units


class CorrectionDrawer(Drawer):
    """Shows the old words and takes the new ones with a note; the old words are kept for ever."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("更正", "改成这样", parent)
        self._key, self._old = "", ""
        self.new_text = QPlainTextEdit()
        self.new_text.setTabChangesFocus(True)
        self.new_text.setAccessibleName("应为")
        self.new_text.setProperty("level", "large")
        self.note = QLineEdit()
        self.note.setAccessibleName("更正说明")
        self.note.setPlaceholderText("如：本人核对时指出数字有误（可不写）")
        self.fields.addRow("应为", self.new_text)
        self.fields.addRow("说明", self.note)

    def offer(self, key: str, heading: str, old: str) -> None:
        """Put the old words into the field, to be changed there."""
        self._key, self._old = key, old
        self.heading.setText(heading)
        self.new_text.setPlainText(old)
        self.note.clear()
        self.new_text.setFixedHeight(theme.line(self.new_text, 3) + theme.px(2))

    def key(self) -> str:
        """Which answer or closing word it is about."""
        return self._key

    def text(self) -> str:
        """The new words."""
        return self.new_text.toPlainText().strip()

    def why(self) -> str:
        """The note beside the correction."""
        return self.note.text().strip()

    def select(self, start: int, length: int) -> None:
        """Have the cursor stand on these characters of the old words, ready to be typed over."""
        text = self.new_text.toPlainText()
        cursor = self.new_text.textCursor()
        cursor.setPosition(units(text[:start]))
        cursor.setPosition(units(text[: start + length]), QTextCursor.MoveMode.KeepAnchor)
        self.new_text.setTextCursor(cursor)
        self.new_text.ensureCursorVisible()

    def written(self) -> tuple[str, ...]:
        return self.new_text.toPlainText(), self.note.text()

    def write(self, words: tuple[str, ...]) -> None:
        new_text, note = words
        self.new_text.setPlainText(new_text)
        self.note.setText(note)

    def fault(self) -> str:
        if self.text() == self._old.strip():
            return "和原来写的一样，没有要改的。"
        return ""

    def first_field(self) -> QWidget:
        return self.new_text

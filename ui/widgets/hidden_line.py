"""A line for what nobody may overhear: Qt's own line never holds a character of it.

Qt tells the accessibility bus each character that is typed into a line, hidden or not, and every
program of the session may listen there. So the line below holds dots, and the words are kept here.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QLineEdit, QWidget

_DOT = "●"
_CARET = 2  # pixels


class HiddenLine(QLineEdit):
    """One line of which a screen reader hears how long it is, and never what it says.

    It may be shown to eyes; it still is not spoken then, and no input method sees it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._is_shown = "", False
        self._left = 0  # how far shown words are moved to the left, in pixels
        self.setAccessibleName(name)
        self.setAccessibleDescription("输入的内容不会被朗读。")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhPreferLatin
        )
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        # connected first: whoever hears of a change finds the words as they are now
        self.textChanged.connect(self._follow)

    @property
    def is_shown(self) -> bool:
        """Whether eyes can read it now."""
        return self._is_shown

    def show_words(self, is_shown: bool) -> None:
        """Let eyes read it, or not."""
        self._is_shown = is_shown
        self.update()

    # ── what it holds ────────────────────────────────────────────────────────────────────────────

    def text(self) -> str:
        """What was typed."""
        return self._words

    def setText(self, text: str) -> None:
        """Put that in its place."""
        self._words = text
        dots = _DOT * len(text)
        if dots == super().text():
            self.end(False)
            self.textChanged.emit(dots)  # other words of the same length
        else:
            super().setText(dots)

    def insert(self, text: str) -> None:
        """Put that where the cursor is, for what is marked."""
        text = "".join(one for one in text if one.isprintable())
        if not text:
            return
        start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        end = self.selectionEnd() if self.hasSelectedText() else start
        self._words = self._words[:start] + text + self._words[end:]
        if len(text) == end - start:
            self.setText(self._words)
            self.setCursorPosition(start + len(text))
        else:
            super().insert(_DOT * len(text))

    def _follow(self, dots: str) -> None:
        """Hear that the line below was changed: something was taken out, or set from outside."""
        self.update()
        clear = dots.strip(_DOT)
        if clear:  # an aid of the desktop, such as a keyboard on the screen, put words in
            before = len(dots) - len(dots.lstrip(_DOT))
            after = len(dots) - len(dots.rstrip(_DOT))
            kept = self._words[-after:] if after else ""
            self.setText(self._words[:before] + clear + kept)
        elif len(dots) < len(self._words):
            start = self.cursorPosition()  # where something is taken out, there the cursor stays
            end = start + len(self._words) - len(dots)
            self._words = self._words[:start] + self._words[end:]

    # ── keys, input methods, the clipboard ───────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, held = event.text(), event.modifiers()
        is_held = held & _HELD and held & _HELD != _HELD  # both together are AltGr
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.clear()
        elif text and text.isprintable() and not is_held:
            self.insert(text)
        elif held & _ALT and is_held:
            event.ignore()  # a key of the window; the line below would write it down
        else:
            super().keyPressEvent(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: Any) -> Any:
        # no input method: it would spell what is typed in a window of its own, and learn it
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *argument)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # what is still being composed is not kept, so that it is seen nowhere
        if event.commitString():
            self.insert(event.commitString())
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # nothing is copied from here; Ctrl+V puts in

    def _paste(self) -> None:
        self.insert(QGuiApplication.clipboard().text())

    # ── for eyes ─────────────────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            return  # it would paste past this line
        if self._is_shown:
            self.setCursorPosition(self._place_at(event.position().x()))
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_shown:
            super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self._is_shown and self._words):
            super().paintEvent(event)
            return
        # to start faster: Qt's styles are wanted once words are shown
        from PySide6.QtWidgets import QStyle, QStyleOptionFrame

        panel = QStyleOptionFrame()
        self.initStyleOption(panel)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, panel, painter, self)
        self._draw_words(painter, self._room())

    def _draw_words(self, painter: QPainter, room: QRect) -> None:
        caret = self._width_of(self.cursorPosition())
        self._left = max(min(self._left, caret), caret + _CARET - room.width(), 0)
        start = room.left() - self._left
        painter.setClipRect(room)
        if self.hasSelectedText():
            first, last = (self._width_of(n) for n in (self.selectionStart(), self.selectionEnd()))
            marked = QRect(start + first, room.top(), last - first, room.height())
            painter.fillRect(marked, self.palette().brush(QPalette.ColorRole.AlternateBase))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        base = room.top() + (room.height() - self.fontMetrics().height()) // 2
        painter.drawText(start, base + self.fontMetrics().ascent(), self._words)
        if self.hasFocus():
            ink = self.palette().brush(QPalette.ColorRole.Text)
            painter.fillRect(start + caret, room.top(), _CARET, room.height(), ink)

    def _room(self) -> QRect:
        # to start faster, as above
        from PySide6.QtWidgets import QStyle, QStyleOptionFrame

        panel = QStyleOptionFrame()
        self.initStyleOption(panel)
        inside = QStyle.SubElement.SE_LineEditContents
        return self.style().subElementRect(inside, panel, self).adjusted(_CARET, 1, -_CARET, -1)

    def _width_of(self, count: int) -> int:
        return self.fontMetrics().horizontalAdvance(self._words[:count])

    def _place_at(self, across: float) -> int:
        wanted = across - self._room().left() + self._left
        places = range(len(self._words) + 1)
        return min(places, key=lambda count: abs(self._width_of(count) - wanted))


_ALT = Qt.KeyboardModifier.AltModifier
_HELD = Qt.KeyboardModifier.ControlModifier | _ALT

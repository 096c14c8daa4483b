"""The field in which the recorder writes: one document per question, each with its own cursor."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QWidget

from ui import theme


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cursor stands and how far the text is scrolled."""

    cursor: int = 0
    scroll: int = 0


START = Spot()


class AnswerEditor(QPlainTextEdit):
    """Shows the text of one key at a time and remembers all the others, undo steps included."""

    typed = Signal(str)
    left = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents: dict[str, QTextDocument] = {}
        self._spots: dict[str, Spot] = {}
        self._key = ""
        self._blank = _document(self)
        self.setDocument(self._blank)
        self.setTabChangesFocus(True)
        self.setProperty("level", "large")
        self.setAccessibleName("答复")
        self.textChanged.connect(self._tell)
        self.cursorPositionChanged.connect(self.moved)

    def forget(self) -> None:
        """Let go of every text, for another talk."""
        self._key = ""
        with QSignalBlocker(self):
            self.setDocument(self._blank)
        for document in self._documents.values():
            document.deleteLater()
        self._documents.clear()
        self._spots.clear()

    def knows(self, key: str) -> bool:
        """Whether there is a text under this key."""
        return key in self._documents

    def load(self, key: str, text: str) -> None:
        """Put the stored text under a key, unless the same text is there already."""
        document = self._documents.get(key)
        if document is None:
            document = self._documents[key] = _document(self)
        if document.toPlainText() != text:
            with QSignalBlocker(self), QSignalBlocker(document):
                document.setPlainText(text)
            self._spots[key] = Spot(len(text))

    def show_key(self, key: str) -> None:
        """Show the text of this key with the cursor where it was left."""
        if key == self._key or key not in self._documents:
            return
        self._keep_spot()
        self._key = key
        with QSignalBlocker(self):
            self.setDocument(self._documents[key])
        self._documents[key].setDefaultFont(self.font())
        self.go_to(self._spots.get(key, START))

    def remember(self, key: str, spot: Spot) -> None:
        """Have the cursor stand there when the text of this key is shown next."""
        self._spots[key] = spot

    def text_of(self, key: str) -> str:
        """The present text of a key."""
        document = self._documents.get(key)
        return document.toPlainText() if document else ""

    def key(self) -> str:
        """The key that is shown."""
        return self._key

    def spot(self) -> Spot:
        """Where the cursor stands."""
        return Spot(self.textCursor().position(), self.verticalScrollBar().value())

    def go_to(self, spot: Spot) -> None:
        """Put the cursor where it stood."""
        cursor = self.textCursor()
        cursor.setPosition(min(spot.cursor, max(0, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(spot.scroll)

    def insert_line(self, text: str) -> None:
        """Write a text at the cursor."""
        cursor = self.textCursor()
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.characters(self, 8), theme.line(self, 1.6) + theme.px(2))

    def sizeHint(self) -> QSize:
        return QSize(theme.characters(self, 20), theme.line(self, 4) + theme.px(2))

    def finish_composing(self) -> None:
        """Take over what the input method still holds, so that it is saved too."""
        if self.hasFocus():
            QGuiApplication.inputMethod().commit()

    def go_to_end(self) -> None:
        """Put the cursor behind the last character."""
        self.moveCursor(QTextCursor.MoveOperation.End)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.ensureCursorVisible()  # where one writes stays in sight when a form takes the room

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _keep_spot(self) -> None:
        if self._key:
            self._spots[self._key] = self.spot()

    def _tell(self) -> None:
        if self._key:
            self.typed.emit(self._key)


def _document(owner: AnswerEditor) -> QTextDocument:
    document = QTextDocument(owner)
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    return document

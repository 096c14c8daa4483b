"""The text of one topic on screen: the program's own type, pictures as wide as the text, hits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from app.domain.manual_search import Hit
from ui import assets
from ui.help.manual_type import set_type
from ui.theme import px

_PICTURE = QTextDocument.ResourceType.ImageResource.value
_SCROLL_ROOM = 3  # of the grid, between a picture and the edge of the text
_KEPT = 4


class ManualText(QTextBrowser):
    """Shows a topic; followed tells the target of a link that was taken."""

    followed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("帮助正文")
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: self.followed.emit(url.path()))
        self.document().setDocumentMargin(px(2))
        self._markdown = ""
        self._hits: tuple[Hit, ...] = ()
        self._hit: Hit | None = None
        self._width = 0
        # a drag of the edge changes the width many times; pictures are drawn anew when it rests
        self._resting = QTimer(self, singleShot=True, interval=120)
        self._resting.timeout.connect(self._fit)

    def is_at_rest(self) -> bool:
        """Whether pictures are as wide as the text is now."""
        return not self._resting.isActive() and self._width == self._room()

    def show_topic(self, markdown: str) -> None:
        """Show the text from its beginning."""
        self._markdown, self._hits, self._hit = markdown, (), None
        self._set()

    def mark(self, found: Sequence[Hit], current: Hit | None = None) -> None:
        """Mark these places, and the one in work so that it is told from the others."""
        self._hits, self._hit = tuple(found), current
        self.setExtraSelections([self._marked(hit, hit == current) for hit in self._hits])

    def go_to(self, hit: Hit) -> None:
        """Have the place in sight, somewhere in the middle."""
        cursor = self._cursor(hit)
        cursor.setPosition(hit.start)
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect().top() - self.viewport().height() // 3)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the manual, drawn as wide as the text."""
        if kind != _PICTURE:
            return None
        width = max(self._room(), px(20))
        return picture(QUrl(name).path(), width, self.devicePixelRatioF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # while the text is set anew its bar goes and comes back: only where that ends counts
        if self._room() != self._width:
            self._resting.start()
        else:
            self._resting.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._markdown:
            self._resting.start()

    def _fit(self) -> None:
        if self._markdown:
            hits, hit = self._hits, self._hit
            first = self.cursorForPosition(QPoint(0, 0))
            place, above = first.position(), self.cursorRect(first).top()
            self._set()
            first = self.textCursor()
            first.setPosition(place)  # asked for its place, the text is laid out as far as there
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.cursorRect(first).top() - above)
            self.mark(hits, hit)

    def _set(self) -> None:
        self._width = self._room()
        self.setExtraSelections([])
        self.document().clear()  # with what it holds of pictures drawn for another width
        self.setMarkdown(self._markdown)
        set_type(self.document(), self.font())

    def _room(self) -> int:
        return self.viewport().width() - 2 * px(2) - px(_SCROLL_ROOM)

    def _cursor(self, hit: Hit) -> QTextCursor:
        cursor = self.textCursor()
        cursor.setPosition(hit.start)
        cursor.setPosition(hit.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _marked(self, hit: Hit, is_current: bool) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(hit)  # type: ignore[attr-defined] # Qt has it
        form = QTextCharFormat()
        form.setFontUnderline(True)
        if is_current:
            form.setBackground(self.palette().color(QPalette.ColorRole.Highlight))
            form.setForeground(self.palette().color(QPalette.ColorRole.HighlightedText))
        selection.format = form  # type: ignore[attr-defined] # as above
        return selection


def plain_text(markdown: str) -> str:
    """The text as ManualText shows it, character for character."""
    document = QTextDocument()
    document.setMarkdown(markdown)
    return document.toPlainText()


@lru_cache(maxsize=_KEPT)
def picture(name: str, width: int, ratio: float) -> QImage:
    """A picture of the manual at that width of the screen, never larger than it is."""
    reader = QImageReader(str(assets.resource("help", *name.split("/"))))
    image = reader.read()
    wide = min(round(width * ratio), image.width())
    scaled = image.convertToFormat(QImage.Format.Format_RGB32).scaled(
        QSize(wide, round(wide * image.height() / max(image.width(), 1))),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    scaled.setDevicePixelRatio(ratio)
    return scaled

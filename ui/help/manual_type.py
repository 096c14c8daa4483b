"""Sets the manual in the program's own type: its scale, its strong weight, tables that breathe."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextDocument, QTextTable

from ui.theme import px

_HEADINGS = {1: 1.5, 2: 1.25, 3: 1.0}
_STRONG = QFont.Weight.Medium


def set_type(document: QTextDocument, font: QFont) -> None:
    """Give headings, strong words and tables their form; Qt's own is bolder and tighter."""
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        form = cursor.blockFormat()
        form.setLineHeight(135, 1)
        form.setBottomMargin(px(0.5))
        if level:
            form.setTopMargin(px(1.5))
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(_strong(font.pointSizeF() * _HEADINGS.get(level, 1.0)))
        else:
            _soften(document, block.position(), block.length())
        QTextCursor(block).setBlockFormat(form)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format()
            table.setCellPadding(px(0.75))
            table.setCellSpacing(0)
            table.setBorder(0)
            frame.setFormat(table)


def _strong(size: float) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFontWeight(_STRONG)
    form.setFontPointSize(size)
    form.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
    return form


def _soften(document: QTextDocument, start: int, length: int) -> None:
    """Bring strong words in a paragraph to the weight the program's type has."""
    cursor = QTextCursor(document)
    for place in range(start, start + length - 1):
        cursor.setPosition(place)
        cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
        if cursor.charFormat().fontWeight() > _STRONG:
            form = QTextCharFormat()
            form.setFontWeight(_STRONG)
            cursor.mergeCharFormat(form)

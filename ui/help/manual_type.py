"""Sets the manual in the program's own type: its scale, its strong weight, tables that breathe."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextTable

from ui.theme import px

_HEADINGS = {1: 1.5, 2: 1.25, 3: 1.0}
_STRONG = QFont.Weight.Medium


def set_type(document: QTextDocument, font: QFont) -> None:
    """Give headings, strong words and tables their form; Qt's own is bolder and tighter."""
    whole = QTextCursor(document)
    whole.beginEditBlock()  # or all is laid out again after each change
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
            _soften(document, block)
        QTextCursor(block).setBlockFormat(form)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format()
            table.setCellPadding(px(0.75))
            table.setCellSpacing(0)
            table.setBorder(0)
            frame.setFormat(table)
    whole.endEditBlock()


def _strong(size: float) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFontWeight(_STRONG)
    form.setFontPointSize(size)
    form.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
    return form


def _soften(document: QTextDocument, block: QTextBlock) -> None:
    """Bring strong words in a paragraph to the weight the program's type has."""
    strong = []
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        if piece.charFormat().fontWeight() > _STRONG:
            strong.append((piece.position(), piece.length()))
        pieces += 1
    cursor, form = QTextCursor(document), QTextCharFormat()
    form.setFontWeight(_STRONG)
    for start, length in strong:
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(form)

"""The hits, two lines each: what it is and when, and the words where they were found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.calendar import written_date
from app.domain.finding import FindingStatus
from app.domain.search import Hit, Piece
from app.domain.talk import TalkStatus
from ui import theme
from ui.terms import FINDING_STATUS, FOUND_KIND, TALK_STATUS
from ui.theme import px, row_height
from ui.widgets.empty_state import EmptyState
from ui.widgets.paged_table import ROW_ROLE, PagedModel, PagedTable

Local = Callable[[datetime], datetime]
_LINES = 1.75  # of a plain row's height
_MARGIN = 1.5


class HitTable(PagedTable):
    """Hits in rows of two lines."""

    def __init__(self, model: PagedModel, empty: EmptyState, local: Local) -> None:
        super().__init__(model, "查到的内容", empty)
        self.view.horizontalHeader().hide()
        self._delegate = HitDelegate(self.view, local)
        self.view.setItemDelegate(self._delegate)

    def _measure(self) -> None:
        super()._measure()
        self.view.verticalHeader().setDefaultSectionSize(round(row_height(self.view) * _LINES))


class HitDelegate(QStyledItemDelegate):
    """Paints one hit; words that were looked for are bold and in the colour of links."""

    def __init__(self, view: QWidget, local: Local) -> None:
        super().__init__(view)
        self._local = local

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        hit = index.data(ROW_ROLE)
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""  # type: ignore[attr-defined]  # a field of the option, missing in the stubs
        style = drawn.widget.style()  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)  # type: ignore[attr-defined]
        area = option.rect.adjusted(px(_MARGIN), px(0.75), -px(_MARGIN), -px(0.75))  # type: ignore[attr-defined]
        half = area.height() // 2
        upper = QRect(area.left(), area.top(), area.width(), half)
        lower = QRect(area.left(), area.top() + half, area.width(), area.height() - half)
        painter.save()
        line = _Line(painter, drawn)
        self._head(line, upper, hit)
        line.pieces(lower, hit.snippet or (Piece(hit.subtitle),))
        painter.restore()

    def _head(self, line: _Line, area: QRect, hit: Hit) -> None:
        left = line.quiet(line.at_end(area, self._when(hit)), f"{FOUND_KIND[hit.kind]}　")
        left = line.strong(left, f"{hit.title}　")
        if hit.snippet:
            line.quiet(left, hit.subtitle)

    def _when(self, hit: Hit) -> str:
        day = written_date(self._local(hit.day).date()) if hit.day else ""
        return "　".join(filter(None, (state_of(hit), day)))


class _Line:
    """Draws words one after another in a row."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self._painter = painter
        self._plain = option.font  # type: ignore[attr-defined]
        self._bold = QFont(self._plain)
        self._bold.setBold(True)
        # the view's own palette has been made pale by the style sheet
        palette = QApplication.palette()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        role = QPalette.ColorRole
        self._ink = palette.color(theme.ON_CHOSEN if is_chosen else role.Text)
        self._quiet = self._ink if is_chosen else palette.color(role.PlaceholderText)
        self._mark = self._ink if is_chosen else palette.color(role.Link)

    def strong(self, area: QRect, text: str) -> QRect:
        """Draw the text in bold at the left, cut off where the area ends; gives what is left."""
        return self._draw(area, text, self._bold, self._ink)

    def quiet(self, area: QRect, text: str) -> QRect:
        """Draw the text quietly at the left, cut off where the area ends; gives what is left."""
        return self._draw(area, text, self._plain, self._quiet)

    def at_end(self, area: QRect, text: str) -> QRect:
        """Draw the text at the right; gives what is left."""
        self._painter.setFont(self._plain)
        self._painter.setPen(self._quiet)
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(area, where, text)
        return area.adjusted(0, 0, -QFontMetrics(self._plain).horizontalAdvance(text) - px(2), 0)

    def pieces(self, area: QRect, pieces: tuple[Piece, ...]) -> None:
        """Draw a piece of a text with its hits."""
        for piece in pieces:
            font, colour = (self._bold, self._mark) if piece.is_hit else (self._plain, self._quiet)
            area = self._draw(area, piece.text, font, colour)

    def _draw(self, area: QRect, text: str, font: QFont, colour: QColor) -> QRect:
        if area.width() <= 0:
            return area
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self._painter.setFont(font)
        self._painter.setPen(colour)
        where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(area, where, shown)
        taken = metrics.horizontalAdvance(text) if shown == text else area.width()
        return area.adjusted(taken, 0, 0, 0)


def state_of(hit: Hit) -> str:
    """The state of a hit in words; empty where there is none."""
    if isinstance(hit.status, TalkStatus):
        return TALK_STATUS[hit.status]
    if isinstance(hit.status, FindingStatus):
        return FINDING_STATUS[hit.status]
    return ""


def spoken(hit: Hit) -> str:
    """A hit as a screen reader says it."""
    said = "".join(piece.text for piece in hit.snippet)
    return "，".join(filter(None, (FOUND_KIND[hit.kind], hit.title, hit.subtitle, said)))

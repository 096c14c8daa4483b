"""Where a hand writes its name: strokes of a pen with their pressure, or of a mouse without."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.signer import Ink, InkPoint
from ui.theme import px

HEIGHT = 1 / 3  # of the sheet by its width: three characters side by side
LEAST = QSize(600, 200)
MOUSE_PRESSURE = 0.5  # a mouse tells none
MOST_POINTS = 20_000  # a name has some hundreds; a pen left lying must not fill the memory
_NEAR = 0.0012  # of the width: what lies closer says nothing new
_THIN, _THICK = 0.003, 0.0115  # of the width: the line at no pressure and at full
_RULE = 0.78  # where the line to write on is, of the height
_Stroke = tuple[InkPoint, ...]


class InkPad(QWidget):
    """A sheet of one shape at every size, so that what was written fits on any other pad.

    changed: something was written or taken back. It never takes the keys: who has no hand free for
    it signs without ink.
    """

    changed = Signal()

    def __init__(self, name: str = "手写签名板", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(LEAST)
        self.setCursor(Qt.CursorShape.CrossCursor)
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self.hint = "请在这里签名"
        self._strokes: list[_Stroke] = []
        self._drawn: list[InkPoint] = []
        self._has_pen = False
        self._describe()

    # ── what was written ─────────────────────────────────────────────────────────────────────────

    def ink(self) -> Ink:
        """What stands on the sheet."""
        return Ink(tuple(self._strokes), HEIGHT)

    def set_ink(self, ink: Ink) -> None:
        """Put on the sheet what was written on another pad."""
        self._drawn.clear()
        self._strokes = list(ink.strokes)
        self._tell()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on the sheet."""
        return not self._strokes

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._tell()

    def clear(self) -> None:
        """Take everything back."""
        self._drawn.clear()
        self._strokes.clear()
        self._tell()

    # ── the pen ──────────────────────────────────────────────────────────────────────────────────

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen that tells how hard it presses; its rubber takes the last stroke back."""
        event.accept()  # else the same comes once more as a mouse
        is_rubber = event.pointerType() is QPointingDevice.PointerType.Eraser
        kind = event.type()
        if is_rubber:
            if kind == QEvent.Type.TabletPress:
                self.undo()
        elif kind == QEvent.Type.TabletPress:
            self._has_pen = True
            self._begin(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletMove and self._has_pen:
            self._go_on(event.position(), event.pressure())
        elif kind == QEvent.Type.TabletRelease and self._has_pen:
            self._has_pen = False
            self._end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self._begin(event.position(), MOUSE_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            event.accept()
            self._go_on(event.position(), MOUSE_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self._end()

    def _begin(self, at: QPointF, pressure: float) -> None:
        self._drawn.clear()
        if self._count() < MOST_POINTS:
            self._drawn.append(self._point(at, pressure))
            self.update()

    def _go_on(self, at: QPointF, pressure: float) -> None:
        if not self._drawn or self._count() >= MOST_POINTS:
            return
        here, last = self._point(at, pressure), self._drawn[-1]
        if abs(here.x - last.x) + abs(here.y - last.y) >= _NEAR:
            self._drawn.append(here)
            self.update()

    def _end(self) -> None:
        if self._drawn:
            self._strokes.append(tuple(self._drawn))
            self._drawn.clear()
            self._tell()

    def _point(self, at: QPointF, pressure: float) -> InkPoint:
        sheet = self._sheet()
        x = (at.x() - sheet.left()) / sheet.width()
        y = (at.y() - sheet.top()) / sheet.width()
        within = min(max(x, 0.0), 1.0), min(max(y, 0.0), HEIGHT)
        return InkPoint(*within, min(max(pressure, 0.0), 1.0))

    def _count(self) -> int:
        return len(self._drawn) + sum(map(len, self._strokes))

    def _tell(self) -> None:
        self._describe()
        self.update()
        self.changed.emit()

    def _describe(self) -> None:
        count = len(self._strokes)
        said = f"已写 {count} 笔" if count else "还没有写。不手写也可以签"
        self.setAccessibleDescription(said)

    # ── the sheet ────────────────────────────────────────────────────────────────────────────────

    def sizeHint(self) -> QSize:
        return LEAST

    def _sheet(self) -> QRectF:
        """The largest sheet of the shape that has room, in the middle."""
        width = min(float(self.width()), self.height() / HEIGHT)
        high = width * HEIGHT
        return QRectF((self.width() - width) / 2, (self.height() - high) / 2, width, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet, role = self._sheet(), QPalette.ColorRole
        painter.setPen(QPen(self.palette().color(role.Dark), 1))
        painter.setBrush(self.palette().color(role.Base))
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5))
        self._paint_rule(painter, sheet)
        ink = self.palette().color(role.Text)
        for stroke in (*self._strokes, tuple(self._drawn)):
            _paint_stroke(painter, stroke, sheet, ink)
        painter.end()

    def _paint_rule(self, painter: QPainter, sheet: QRectF) -> None:
        level = sheet.top() + sheet.height() * _RULE
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1, Qt.PenStyle.DashLine))
        ends = sheet.left() + px(2), sheet.right() - px(2)
        painter.drawLine(QPointF(ends[0], level), QPointF(ends[1], level))
        if self.is_blank and not self._drawn:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, self.hint)


def _paint_stroke(painter: QPainter, stroke: _Stroke, sheet: QRectF, ink: QColor) -> None:
    pen = QPen(ink, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    for before, after in zip(stroke, stroke[1:] or stroke, strict=False):
        pen.setWidthF(_width((before.pressure + after.pressure) / 2) * sheet.width())
        painter.setPen(pen)
        painter.drawLine(_on(sheet, before), _on(sheet, after))


def _width(pressure: float) -> float:
    return _THIN + (_THICK - _THIN) * pressure


def _on(sheet: QRectF, point: InkPoint) -> QPointF:
    return QPointF(sheet.left() + point.x * sheet.width(), sheet.top() + point.y * sheet.width())

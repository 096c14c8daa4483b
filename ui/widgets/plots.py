"""Plots painted by hand: bars upright and lying, a line, a ring; each also described in words.

What is meant never hangs on colour: the present is full, the time before is hatched or dashed, and
the parts of a ring differ by their hatching and stand in the key with their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import characters, line, px
from ui.widgets.plotted import Plotted

_LOWEST_TOP = 4.0  # one single talk must not look like a flood
_WHOLE = 100.0
_TICKS = 4
_STEPS = (1, 2, 2.5, 5, 10)
_WHOLE_STEPS = (1, 2, 5, 10)
_BAR_SHARE = 0.36  # of the room of a category, for each of two bars
_RING = 360 * 16
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.VerPattern,
)
_ROLE = QPalette.ColorRole
_CENTRED = Qt.AlignmentFlag.AlignCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Plot(QWidget):
    """Draws what it was given last; the numbers are in its accessible description as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plotted = Plotted("", "", "")
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def show_plotted(self, data: Plotted) -> None:
        """Draw this."""
        self.plotted = data
        self.setAccessibleName(data.title)
        self.setAccessibleDescription(data.described())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(characters(self, 18), line(self, 9))

    def minimumSizeHint(self) -> QSize:
        return QSize(characters(self, 12), line(self, 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._colour(_ROLE.WindowText))
        if self.plotted.is_empty:
            painter.drawText(QRectF(self.rect()), _CENTRED, "这段时间没有数字。")
        else:
            self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw what there is; each sort of plot in its way."""
        raise TypeError("a plot of no sort")

    # ── what all sorts use ───────────────────────────────────────────────────────────────────────

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)

    def _brush(self, place: int) -> QBrush:
        """Full for the first, hatched otherwise."""
        return QBrush(self._colour(_ROLE.Highlight), _PATTERNS[place % len(_PATTERNS)])

    def _high(self) -> int:
        return self.fontMetrics().height()

    def _wide(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def _key(self, painter: QPainter, top: float) -> None:
        """The names of the rows with what they look like, in a line."""
        left, side = 0.0, self._high() * 0.6
        for place, series in enumerate(self.plotted.series):
            box = QRectF(left, top + (self._high() - side) / 2, side, side)
            self._swatch(painter, box, place)
            wide = self._wide(series.name) + px(0.5)
            text = QRectF(box.right() + px(0.75), top, wide, self._high())
            painter.drawText(text, _AT_LEFT, series.name)
            left = text.right() + px(2)

    def _swatch(self, painter: QPainter, box: QRectF, place: int) -> None:
        painter.save()
        painter.setPen(QPen(self._colour(_ROLE.Highlight), 1))
        painter.setBrush(self._brush(place))
        painter.drawRect(box)
        painter.restore()

    def _ticks(self) -> Iterator[float]:
        """Round numbers from nought up to one that is not less than the greatest."""
        most = _WHOLE if self.plotted.has_decimals else max(_LOWEST_TOP, self.plotted.most)
        step = _round_step(most / _TICKS)
        yield from (step * n for n in range(ceil(most / step) + 1))

    def _field(self, painter: QPainter) -> tuple[QRectF, float]:
        """The room of the numbers with its level lines drawn, and the number at its top."""
        ticks = list(self._ticks())
        words = [f"{tick:g}" for tick in ticks]
        left = max(self._wide(word) for word in words) + px(1)
        high = self._high()
        field = QRectF(left, high * 2, self.width() - left - px(0.5), self.height() - high * 3.5)
        for tick, word in zip(ticks, words, strict=True):
            y = field.bottom() - field.height() * tick / ticks[-1]
            painter.setPen(QPen(self._colour(_ROLE.Mid if tick else _ROLE.Dark), 1))
            painter.drawLine(QPointF(left, y), QPointF(field.right(), y))
            painter.setPen(self._colour(_ROLE.WindowText))
            painter.drawText(QRectF(0, y - high / 2, left - px(0.75), high), _AT_RIGHT, word)
        return field, ticks[-1]

    def _names(self, painter: QPainter, field: QRectF) -> None:
        """The categories below the field, as many as there is room for."""
        names = self.plotted.categories
        room = field.width() / len(names)
        each = max(1, ceil((max(map(self._wide, names)) + px(0.5)) / room))
        top = field.bottom() + px(0.5)
        for place in range(0, len(names), each):
            middle = field.left() + room * (place + 0.5)
            wide = room * each
            box = QRectF(middle - wide / 2, top, wide, self._high())
            painter.drawText(box, _CENTRED, names[place])


class BarsPlot(Plot):
    """Upright bars side by side, the present full and with its number, the time before hatched."""

    def draw(self, painter: QPainter) -> None:
        self._key(painter, 0)
        field, most = self._field(painter)
        room = field.width() / len(self.plotted.categories)
        for row, series in enumerate(self.plotted.series):
            for place, value in enumerate(series.values[: len(self.plotted.categories)]):
                if not value:
                    continue
                left = field.left() + room * (place + 0.5 - _BAR_SHARE + row * _BAR_SHARE)
                tall = field.height() * value / most
                bar = QRectF(left + 1, field.bottom() - tall, room * _BAR_SHARE - 2, tall)
                self._swatch(painter, bar, row)
                if row == 0 and self._wide(self.plotted.said(value)) <= room:
                    over = bar.adjusted(-room, -self._high(), room, -tall)
                    painter.drawText(over, _CENTRED, self.plotted.said(value))
        self._names(painter, field)


class LinePlot(Plot):
    """A line for each row over the same categories: full with dots, dashed with squares."""

    def draw(self, painter: QPainter) -> None:
        self._key(painter, 0)
        field, most = self._field(painter)
        room = field.width() / len(self.plotted.categories)
        for row, series in enumerate(self.plotted.series):
            points = [
                (place, QPointF(field.left() + room * (place + 0.5), self._y(field, value / most)))
                for place, value in enumerate(series.values)
                if value is not None
            ]
            style = Qt.PenStyle.DashLine if row else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self._colour(_ROLE.Highlight), 2, style))
            for (at, here), (then, there) in pairwise(points):
                if then == at + 1:  # over what has no number no line is drawn
                    painter.drawLine(here, there)
            painter.setPen(QPen(self._colour(_ROLE.Highlight), 1.5))
            for _, point in points:
                self._point(painter, point, row)
        painter.setPen(self._colour(_ROLE.WindowText))
        self._names(painter, field)

    def _y(self, field: QRectF, share: float) -> float:
        return field.bottom() - field.height() * share

    def _point(self, painter: QPainter, point: QPointF, row: int) -> None:
        size = px(0.5)
        painter.setBrush(self._colour(_ROLE.Base) if row else self._colour(_ROLE.Highlight))
        if row:
            painter.drawRect(QRectF(point.x() - size, point.y() - size, 2 * size, 2 * size))
        else:
            painter.drawEllipse(point, size, size)


class LyingBarsPlot(Plot):
    """Bars from left to right, for names that are long; each bar with its number."""

    def minimumSizeHint(self) -> QSize:
        lines = len(self.plotted.categories) * (len(self.plotted.series) * 0.9 + 0.4)
        return QSize(characters(self, 12), line(self, max(8, lines + 1.5)))

    def draw(self, painter: QPainter) -> None:
        self._key(painter, 0)
        names = self.plotted.categories
        numbers = [self.plotted.said(v) for s in self.plotted.series for v in s.values]
        left = min(max(map(self._wide, names)) + px(1), self.width() * 0.5)
        end = max(map(self._wide, numbers)) + px(1.5)
        field = QRectF(left, self._high() * 1.5, self.width() - left - end, 0)
        room = (self.height() - field.top()) / len(names)
        most = max(_LOWEST_TOP, self.plotted.most)
        for place, name in enumerate(names):
            top = field.top() + room * place
            said = self.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, round(left - px(1))
            )
            painter.drawText(QRectF(0, top, left - px(1), room), _AT_RIGHT, said)
            tall = min(room * 0.8 / len(self.plotted.series), self._high() * 1.0)
            down = top + (room - tall * len(self.plotted.series)) / 2
            for row, series in enumerate(self.plotted.series):
                value = series.at(place) or 0.0
                bar = QRectF(left, down + row * tall + 1, field.width() * value / most, tall - 2)
                if value:
                    self._swatch(painter, bar, row)
                text = QRectF(bar.right() + px(0.75), bar.top() - 2, end, tall + 2)
                painter.drawText(text, _AT_LEFT, self.plotted.said(series.at(place)))
        painter.setPen(QPen(self._colour(_ROLE.Dark), 1))
        painter.drawLine(QPointF(left, field.top()), QPointF(left, self.height()))


class RingPlot(Plot):
    """A ring whose parts differ by their hatching; the key names each with its numbers."""

    def minimumSizeHint(self) -> QSize:
        return QSize(characters(self, 14), line(self, max(8, len(self.plotted.categories) * 2.1)))

    def draw(self, painter: QPainter) -> None:
        values = [value or 0.0 for value in self.plotted.series[0].values]
        total = sum(values)
        side = min(self.height() - px(1), self.width() * 0.36)
        ring = QRectF(px(0.5), (self.height() - side) / 2, side - px(1), side - px(1))
        begin = _RING / 4
        painter.setPen(QPen(self._colour(_ROLE.Base), 2))
        for place, value in enumerate(values):
            span = -_RING * value / total if total else 0.0
            painter.setBrush(self._brush(place))
            if value:
                painter.drawPath(_part(ring, begin / 16, span / 16))
            begin += span
        painter.setPen(self._colour(_ROLE.WindowText))
        painter.drawText(ring, _CENTRED, self.plotted.said(total))
        self._names_beside(painter, ring.right() + px(2))

    def _names_beside(self, painter: QPainter, left: float) -> None:
        room = min(self.height() / len(self.plotted.categories), self._high() * 2.6)
        top = (self.height() - room * len(self.plotted.categories)) / 2
        side = self._high() * 0.7
        for place, (name, *numbers) in enumerate(self.plotted.rows()):
            y = top + room * place
            self._swatch(painter, QRectF(left, y + (room - side) / 2, side, side), place)
            start = left + side + px(1)
            pairs = zip(self.plotted.series, numbers, strict=True)
            said = "　".join(f"{one.name} {number}" for one, number in pairs)
            wide = self.width() - start
            for half, text in enumerate((name, said)):
                elided = self.fontMetrics().elidedText(
                    text, Qt.TextElideMode.ElideRight, round(wide)
                )
                box = QRectF(start, y + room / 2 - self._high() * (1 - half), wide, self._high())
                painter.drawText(box, _AT_LEFT, elided)


def _part(ring: QRectF, begin: float, span: float) -> QPainterPath:
    """A part of a ring, its angles in degrees."""
    hole = ring.adjusted(*(edge * ring.width() * 0.27 for edge in (1, 1, -1, -1)))
    path = QPainterPath()
    path.arcMoveTo(ring, begin)
    path.arcTo(ring, begin, span)
    path.arcTo(hole, begin + span, -span)
    path.closeSubpath()
    return path


def _round_step(least: float) -> float:
    """The least of 1, 2, 5, 10, 20, 25, 50 … that is not below."""
    power = 1.0
    while least > 10 * power:
        power *= 10
    steps = _STEPS if power > 1 else _WHOLE_STEPS
    return next(step * power for step in steps if step * power >= least)

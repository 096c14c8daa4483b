"""A small chart of bars with their figures, and a description for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import characters, line, px

_BAR_SHARE = 0.5
_LOWEST_TOP = 4  # one single talk must not look like a flood


class Bars(QWidget):
    """One bar for each pair of name and number; every bar carries its number."""

    def __init__(self, name: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._unit = name, unit
        self._pairs: tuple[tuple[str, int], ...] = ()
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.show_pairs(())

    def show_pairs(self, pairs: Sequence[tuple[str, int]]) -> None:
        """Draw these from left to right."""
        self._pairs = tuple(pairs)
        said = "，".join(f"{name} {count} {self._unit}" for name, count in self._pairs)
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(f"{self._name}：{said}" if said else f"{self._name}：没有")
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(characters(self, 14), line(self, 7))

    def minimumSizeHint(self) -> QSize:
        return QSize(characters(self, 9), line(self, 5))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._pairs:
            return
        painter = QPainter(self)
        high = painter.fontMetrics().height()
        most = max(_LOWEST_TOP, *(count for _, count in self._pairs))
        room = self.height() - 2 * high - px(1)
        wide = self.width() / len(self._pairs)
        floor = high + room
        for place, (name, count) in enumerate(self._pairs):
            tall = room * count / most
            left = place * wide
            bar = QRectF(left + wide * (1 - _BAR_SHARE) / 2, floor - tall, wide * _BAR_SHARE, tall)
            painter.fillRect(bar, self.palette().color(QPalette.ColorRole.Highlight))
            over = QRectF(left, floor - tall - high, wide, high)
            painter.drawText(over, Qt.AlignmentFlag.AlignCenter, str(count))
            under = QRectF(left, floor + px(0.5), wide, high)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, name)
        painter.setPen(self.palette().color(QPalette.ColorRole.Dark))
        painter.drawLine(0, round(floor), self.width(), round(floor))
        painter.end()

"""The digits of a card in groups, as two people read them to each other over the telephone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui.theme import px
from ui.widgets.words import label

_A_LINE = 4


class Fingerprint(QWidget):
    """The groups to be read out, each with its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = _grid(self)
        self.groups: tuple[str, ...] = ()

    def show_groups(self, groups: Sequence[str]) -> None:
        """Show these digits."""
        _clear(self._grid)
        self.groups = tuple(groups)
        self.setAccessibleName("指纹")
        self.setAccessibleDescription("，".join(groups))
        for place, group in enumerate(groups):
            self._grid.addWidget(label(group, "large", wrap=False), *divmod(place, _A_LINE))


class FingerprintTicks(QWidget):
    """The groups to be compared: each is ticked when the other side has read the same digits."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = _grid(self)
        self.ticks: tuple[QCheckBox, ...] = ()

    def show_groups(self, groups: Sequence[str]) -> None:
        """Ask for these digits; nothing is ticked."""
        _clear(self._grid)
        made = []
        for place, group in enumerate(groups):
            tick = QCheckBox(f"{place + 1}．{group}")
            tick.setAccessibleName(f"第{place + 1}组 {' '.join(group)} 对上了")
            tick.setProperty("level", "large")
            tick.toggled.connect(self.changed)
            self._grid.addWidget(tick, *divmod(place, _A_LINE))
            made.append(tick)
        self.ticks = tuple(made)
        self.changed.emit()

    def are_all_same(self) -> bool:
        """Whether every group was compared and is the same."""
        return bool(self.ticks) and all(tick.isChecked() for tick in self.ticks)


def _grid(holder: QWidget) -> QGridLayout:
    made = QGridLayout(holder)
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(px(3))
    made.setVerticalSpacing(px(1))
    made.setColumnStretch(_A_LINE, 1)
    return made


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (part := item.widget()) is not None:
            part.hide()
            part.deleteLater()

"""What is open between the office and the registry, one line each, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.receipts import HandoverStanding, Waiting
from ui.handover.outcome_words import numbers_words, reason_words
from ui.widgets.buttons import button
from ui.widgets.surfaces import Place, column, row
from ui.widgets.words import label


class StandingStrip(QWidget):
    """again_wanted: write that number once more; receipts_wanted: take what came back."""

    again_wanted = Signal(int)
    receipts_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: HandoverStanding | None = None
        self._lines = Place()
        self.setAccessibleName("与登记处的往来")
        self.setLayout(column(self._lines))
        self.hide()

    def show_standing(self, standing: HandoverStanding) -> None:
        """Show what is open; nothing takes the strip away."""
        if standing == self._shown:
            return  # a button that is just being pressed must not go
        self._shown = standing
        lines = self._of(standing)
        self.setVisible(bool(lines))
        holder = QWidget()
        holder.setLayout(column(*lines, gap=0.5))
        self._lines.put(holder)

    def _of(self, standing: HandoverStanding) -> list[QWidget]:
        lines = []
        missing = standing.missing_at_registry
        if missing:
            said = f"⚠ 登记处还没有收到{numbers_words(missing)}，后面的包在等它。"
            lines.append(self._line(said, f"再写一份第 {missing[0]} 号…", self._again(missing[0])))
        gaps = tuple(number for number in standing.gaps if number not in missing)
        if gaps:
            said = f"⚠ {numbers_words(gaps)}没有写完，后面的已经写了；登记处会一直等它。"
            lines.append(self._line(said, f"再写一份第 {gaps[0]} 号…", self._again(gaps[0])))
        refused = [one for one in standing.unreceipted if one.refused_because]
        for one in [one for one in refused if not missing][:1]:
            said = f"⚠ 第 {one.number} 号登记处没有收：{reason_words(one.refused_because)}。"
            lines.append(self._line(said, f"再写一份第 {one.number} 号…", self._again(one.number)))
        if standing.overdue:
            lines.append(self._line(_late(standing.overdue), "收回执…", self.receipts_wanted.emit))
        return lines

    def _again(self, number: int) -> Callable[[], None]:
        return partial(self.again_wanted.emit, number)

    def _line(self, said: str, text: str, take: Callable[[], None]) -> QWidget:
        line = QWidget()
        made = button(text, name=f"{text}：{said}")
        made.clicked.connect(lambda: take())
        across = row(label(said), made)
        across.setStretch(0, 1)
        line.setLayout(across)
        return line


def _late(overdue: tuple[Waiting, ...]) -> str:
    numbers = tuple(one.number for one in overdue)
    longest = max(one.days for one in overdue)
    return f"⚠ {numbers_words(numbers)}写好最久已有 {longest} 天，还没有回执。请催登记处。"

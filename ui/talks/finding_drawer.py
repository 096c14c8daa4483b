"""What the talk brought up and must be put right (记为问题)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from ui import theme
from ui.talks.drawer import Drawer


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What was filled in."""

    manifestation: str
    measure: str
    deadline: date
    is_common: bool


class FindingDrawer(Drawer):
    """Concrete manifestation, measure, deadline; common to several units or one's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("记为问题", "记下", parent)
        self.manifestation = QPlainTextEdit()
        self.manifestation.setTabChangesFocus(True)
        self.manifestation.setAccessibleName("具体表现")
        self.manifestation.setPlaceholderText("什么时间、什么事项、什么情形，一句话写具体")
        self.measure = QLineEdit()
        self.measure.setAccessibleName("整改举措")
        self.deadline = QDateEdit()
        self.deadline.setCalendarPopup(True)
        self.deadline.setDisplayFormat("yyyy年M月d日")
        self.deadline.setAccessibleName("整改时限")
        self.is_common = QCheckBox("共性问题")
        self.is_common.setAccessibleName("共性问题")
        when = QHBoxLayout()
        when.addWidget(self.deadline)
        when.addWidget(self.is_common)
        when.addStretch(1)
        self.fields.addRow("具体表现", self.manifestation)
        self.fields.addRow("整改举措", self.measure)
        self.fields.addRow("整改时限", when)

    def offer(self, deadline: date, is_common: bool) -> None:
        """Empty the form and propose a deadline."""
        self.manifestation.clear()
        self.measure.clear()
        self.deadline.setDate(QDate(deadline.year, deadline.month, deadline.day))
        self.is_common.setChecked(is_common)
        self.manifestation.setFixedHeight(theme.line(self.manifestation, 2) + theme.px(1.5))

    def words(self) -> FindingWords:
        """What was filled in."""
        day = self.deadline.date()
        return FindingWords(
            self.manifestation.toPlainText().strip(),
            self.measure.text().strip(),
            date(day.year(), day.month(), day.day()),
            self.is_common.isChecked(),
        )

    def written(self) -> tuple[str, ...]:
        words = self.words()
        common = "1" if words.is_common else ""
        return words.manifestation, words.measure, words.deadline.isoformat(), common

    def write(self, words: tuple[str, ...]) -> None:
        manifestation, measure, deadline, common = words
        self.offer(date.fromisoformat(deadline), bool(common))
        self.manifestation.setPlainText(manifestation)
        self.measure.setText(measure)

    def fault(self) -> str:
        if not self.words().manifestation:
            return "“具体表现”还没有写。"
        return ""

    def first_field(self) -> QWidget:
        return self.manifestation

"""What a check of the vault found damaged, line by line, and what to do about each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.health import HealthReport, Part
from ui.backups.words import damage_lines, whole_line
from ui.widgets.buttons import button, primary
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, Place, column, row, scrolled
from ui.widgets.words import label, rule

_FOR_THE_DOOR = (Part.PAGE, Part.STRUCTURE)  # what only a backup or a rescue can mend


class HealthPanel(QWidget):
    """left: back to the page. rescue_asked: to the door, where a damaged vault is rescued."""

    left = Signal()
    rescue_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report: HealthReport | None = None
        self.message = MessageBar()
        self.found = Place()
        self.back_button = button("返回", "arrow-left")
        self.rescue_button = primary("锁定，去抢救", "lock")
        self.back_button.clicked.connect(self.left)
        self.rescue_button.clicked.connect(self.rescue_asked)
        inside = QWidget()
        inside.setLayout(column(self.found, gap=0))
        lines = scrolled(inside, "检查结果")
        whole = column(
            self.message, lines, row(self.back_button, None, self.rescue_button), gap=1.5
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_report(self, report: HealthReport) -> None:
        """Show what was found."""
        self.report = report
        self.rescue_button.setVisible(any(d.part in _FOR_THE_DOOR for d in report.damages))
        told = Message(
            f"保险库有 {len(report.damages)} 处不完好。",
            f"程序没有改动它；没有列出来的都完好。{whole_line(report)}",
            "请照下面每一条的办法做；以前的备份一份也不要删。",
        )
        self.message.show_message(told, closable=False)
        card = Card("不完好的地方")
        for number, damage in enumerate(report.damages):
            if number:
                card.add(rule())
            said, remedy = damage_lines(damage)
            card.add(label(f"✕ {said}"), label(remedy, tone="quiet"))
        card.body.addStretch(1)
        self.found.put(card)

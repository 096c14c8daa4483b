"""One office: since when it is trusted, what is missing, its fingerprint, its packages."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from app.domain.calendar import written_date
from app.domain.package import PackageLevel
from app.domain.registry import OfficeRow, PackageRow
from ui.desk.tools import DeskTools
from ui.desk.words import numbers_text
from ui.terms import PACKAGE_LEVEL
from ui.theme import line, row_height
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import Place, column, facts, scrolled
from ui.widgets.words import label

_PACKAGES = ("号码", "范围", "谈话", "收到")


class OfficeView(QWidget):
    """Shows the office that is chosen beside it."""

    def __init__(self, tools: DeskTools) -> None:
        super().__init__()
        self._tools = tools
        self._code = ""
        self.name, self.details = label("", "large"), Place()
        self.packages = plain_table("这个单位的移交包", _PACKAGES, stretched=3)
        self.packages.setMinimumHeight(line(self, 5))
        inside = QWidget()
        told = column(self.name, self.details)
        told.addStretch(1)
        inside.setLayout(told)
        whole = column(scrolled(inside, "这个单位"), self.packages)
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        self.setLayout(whole)

    def show_office(self, office: OfficeRow) -> None:
        """Show this office."""
        self._code = office.card.code
        self.name.setText(office.card.name)
        self.details.put(facts(self._facts(office)))

    def show_packages(self, found: tuple[str, list[PackageRow]]) -> None:
        """Show its packages, the newest first; those of another are too late."""
        code, packages = found
        if code != self._code:
            return
        self.packages.setRowCount(len(packages))
        for number, package in enumerate(packages):
            level = PACKAGE_LEVEL[PackageLevel(package.level)]
            day = self._day(package.received_at)
            texts = (str(package.sequence), level, f"{package.talks} 场", day)
            for place, text in enumerate(texts):
                self.packages.setItem(number, place, QTableWidgetItem(text))
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _facts(self, office: OfficeRow) -> list[tuple[str, str]]:
        days = office.silent_days(self._tools.now())
        last = self._day(office.last_received_at) if office.last_received_at else "还没有收到过"
        pairs = [("登记", self._day(office.trusted_at)), ("最近", f"{last}，已 {days} 天没有新包")]
        if office.gaps:
            pairs.append(("缺号", f"{numbers_text(office.gaps)}，请催单位补交"))
        if office.waiting:
            pairs.append(("等着", f"{numbers_text(office.waiting)}，缺号补齐后自己收下"))
        if office.forks or office.duplicates:
            told = f"同号不同内容 {office.forks} 次，重发 {office.duplicates} 次"
            pairs.append(("留意", told))
        if office.distrusted_at:
            when = self._day(office.distrusted_at)
            pairs.append(("不再接收", f"{when}：{office.distrust_reason}"))
        groups = office.card.fingerprint
        half = len(groups) // 2
        digits = f"{'　'.join(groups[:half])}\n{'　'.join(groups[half:])}"
        return [*pairs, ("指纹", digits)]

    def _day(self, moment: datetime) -> str:
        return written_date(self._tools.local(moment).date())

    def _measure(self) -> None:
        if hasattr(self, "packages"):
            self.packages.verticalHeader().setDefaultSectionSize(row_height(self.packages))

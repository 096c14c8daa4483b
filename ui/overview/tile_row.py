"""The small figures of the first page, side by side: each says how it stands and leads there."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.notices import OLD_BACKUP, CareGlance
from app.domain.plan import PlanReminder
from app.services.overview import AfterTalks
from ui.overview.tile import Tile
from ui.overview.wording import NONE
from ui.page import Destination
from ui.theme import px


class TileRow(QWidget):
    """待回头看, 建议书待回复, 苗头提醒, 年度计划, 等回执, 上次备份. went names where to go."""

    went = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._answers = Destination("people")
        self.look_back = self._tile("待回头看", Destination("findings", act="look_back"))
        self.replies = Tile("建议书待回复")
        self.replies.pressed.connect(lambda: self.went.emit(self._answers))
        self.signs = self._tile("苗头提醒", Destination("signs"))
        self.plan = self._tile("年度计划已谈", Destination("plans"))
        self.receipts = self._tile("等回执", Destination("handover"))
        self.backup = self._tile("上次备份", Destination("backups"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1))
        for tile in self.tiles:
            box.addWidget(tile, 1)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """All of them from the left."""
        findings = (self.look_back, self.replies, self.signs)
        return (*findings, self.plan, self.receipts, self.backup)

    def show_after(self, after: AfterTalks) -> None:
        """Show what is to be looked back at, and which replies are awaited."""
        self.look_back.show_line(_counted(after.look_backs, "件"), after.look_backs > 0)
        count = len(after.replies)
        is_late = any(_is_late(one.leaf.entry.reply_due, after.today) for one in after.replies)
        self.replies.show_line(_counted(count, "份"), count > 0, is_late)
        if after.replies:
            self._answers = Destination("people", after.replies[0].leaf.person_id)

    def show_signs(self, count: int) -> None:
        """Show how many early signs there are."""
        self.signs.show_line(_counted(count, "条"), count > 0)

    def show_plan(self, reminder: PlanReminder) -> None:
        """Show 已谈／应谈 of this year."""
        if reminder.due:
            share = round(100 * reminder.held / reminder.due)
            said = f"{reminder.held}／{reminder.due}（{share}%）"
            self.plan.show_line(said, True, reminder.late > 0)
        else:
            self.plan.show_line("还没有计划", False)

    def show_care(self, glance: CareGlance, now: datetime) -> None:
        """Show the packages without an answer, and how old the last backup is."""
        self.receipts.show_line(_counted(glance.unreceipted, "包"), glance.unreceipted > 0)
        made_at = glance.backed_up_at
        days = (now - made_at).days if made_at else 0
        is_old = made_at is None or days > OLD_BACKUP.days
        said = "还没有" if made_at is None else f"{days} 天前" if days else "今天"
        self.backup.show_line(said, True, is_old)

    def _tile(self, title: str, destination: Destination) -> Tile:
        made = Tile(title)
        made.pressed.connect(lambda: self.went.emit(destination))
        return made


def _counted(count: int, unit: str) -> str:
    return f"{count:,} {unit}" if count else NONE


def _is_late(due: date | None, today: date) -> bool:
    return due is not None and due < today

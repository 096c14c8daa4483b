"""备份与检查: how old the backups are, whether they would serve, and whether the vault is whole."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.backup import BackupRecord
from app.domain.changes import Changes
from app.domain.health import HealthReport, PutAside
from ui.backups.aside_panel import AsidePanel
from ui.backups.backup_card import BackupCard
from ui.backups.desk import BackupDesk
from ui.backups.health_card import HealthCard
from ui.backups.health_panel import HealthPanel
from ui.backups.rehearsal_panel import RehearsalPanel
from ui.backups.sets_card import SetsCard
from ui.page import Destination, Page
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import column, row, scrolled

_HEADING = "备份与检查"
_TO_THE_DOOR = Message(
    "保险库已锁定，里面有不完好的地方。",
    "程序没有改动它，写下的内容都已加密保存。",
    "有完整的备份，请按“从备份恢复…”；没有，按“检查与抢救…”。",
    Tone.NOTE,
)


class BackupsPage(Page):
    """act of a destination: backup, second or check does what a notice of the first page asks."""

    help_topic = "backups"
    watches = Changes.SETTINGS

    def __init__(self, desk: BackupDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self.backup, self.health, self.sets = BackupCard(desk), HealthCard(desk), SetsCard(desk)
        self.rehearsal, self.report = RehearsalPanel(desk), HealthPanel()
        self.aside = AsidePanel()
        cards = row(self.backup, self.health, gap=1.5)
        cards.setStretch(0, 3)
        cards.setStretch(1, 2)
        overview = QWidget()
        whole = column(cards, self.sets, gap=1.5)
        whole.setStretch(1, 1)
        overview.setLayout(whole)
        self.stack = QStackedWidget()
        # a message above it, or the largest type, may leave less room than the cards want
        parts = (scrolled(overview, _HEADING), self.rehearsal, self.report, self.aside)
        for part in parts:
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)
        for card in (self.backup, self.health, self.sets):
            card.told.connect(self.tell)
        self.backup.kept.connect(self.refresh)
        self.health.found.connect(self.show_report)
        self.health.aside_asked.connect(self.show_aside)
        self.aside.left.connect(self.show_overview)
        self.sets.wanted.connect(self.show_rehearsal)
        self.rehearsal.left.connect(self.show_overview)
        self.report.left.connect(self.show_overview)
        self.report.rescue_asked.connect(self._leave_for_rescue)

    def refresh(self) -> None:
        for card in (self.backup, self.health, self.sets):
            card.refresh()

    def arrive(self, destination: Destination) -> None:
        if destination.act:
            self.show_overview()
        if destination.act == "backup":
            self.backup.make()
        elif destination.act == "second":
            self.backup.choose_button.setFocus()
        elif destination.act == "check":
            self.health.check()

    def show_overview(self) -> None:
        """Back to the three cards."""
        self.titled.emit(_HEADING)
        self.stack.setCurrentIndex(0)
        self.refresh()

    def show_rehearsal(self, record: BackupRecord) -> None:
        """Rehearse that set."""
        self.tell(None)
        self.titled.emit("演练恢复")
        self.stack.setCurrentWidget(self.rehearsal)
        self.rehearsal.show_record(record)

    def show_report(self, report: HealthReport) -> None:
        """Show what the check found damaged."""
        self.tell(None)
        self.titled.emit("检查结果")
        self.stack.setCurrentWidget(self.report)
        self.report.show_report(report)

    def show_aside(self, found: list[PutAside]) -> None:
        """Show what a rescue kept without its place."""
        self.tell(None)
        self.titled.emit("另存的内容")
        self.stack.setCurrentWidget(self.aside)
        self.aside.show_found(found)

    def step_back(self) -> bool:
        if self.stack.currentWidget() is self.rehearsal:
            self.rehearsal.leave()
            return True
        if self.stack.currentWidget() in (self.report, self.aside):
            self.show_overview()
            return True
        return False

    def place(self) -> object:
        if self.stack.currentWidget() is self.rehearsal:
            return self.rehearsal.record
        if self.stack.currentWidget() is self.aside:
            return self.aside.found
        return self.report.report if self.stack.currentWidget() is self.report else None

    def return_to(self, place: object) -> None:
        if isinstance(place, BackupRecord):
            self.show_rehearsal(place)
        elif isinstance(place, HealthReport):
            self.show_report(place)
        elif isinstance(place, list):
            self.show_aside(place)

    def _leave_for_rescue(self) -> None:
        self.closed.emit(_TO_THE_DOOR)

    def stop_work(self) -> None:
        self.health.stop()
        self.rehearsal.stop()

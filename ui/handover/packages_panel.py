"""What was handed over so far, on which stick, and what the registry has answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QSpinBox, QTableWidgetItem, QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.errors import AppError, FolderUnusableError
from app.domain.handover import CopyRow, PackageRow
from app.domain.package import PackageState
from app.domain.progress import Progress
from app.domain.receipts import LONGEST_OVERDUE, HandoverStanding, Waiting
from ui import theme
from ui.handover.choice import Counter
from ui.handover.package_detail import PackageDetail
from ui.handover.standing_strip import StandingStrip
from ui.messages import message_for
from ui.page import Destination
from ui.terms import PACKAGE_LEVEL, PACKAGE_STATE
from ui.widgets.buttons import button, flow, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, halves, row
from ui.widgets.words import label

_HEADINGS = ("号码", "范围", "谈话", "写入日期", "份数", "回执")
_RIGHT = (0, 2, 4)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the panel shows, read at one moment."""

    ready: int
    packages: list[PackageRow]
    standing: HandoverStanding


class PackagesPanel(QWidget):
    """The list of packages. wanted asks for a new one, again_wanted for one once more,
    receipts_wanted for what came back, slip_wanted for the slip of one, go for another page.
    """

    wanted = Signal()
    again_wanted = Signal(int)
    receipts_wanted = Signal()
    told = Signal(object)
    slip_wanted = Signal(str)
    go = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._packages: list[PackageRow] = []
        self._chosen: PackageRow | None = None
        self.strip = StandingStrip()
        self.ready = label("", tone="quiet")
        self._make_buttons()
        self.table = plain_table("移交包", _HEADINGS, stretched=5)
        self.detail = PackageDetail(counter.local)
        self.both = halves(self.table, self.detail, (3, 2))
        self.empty = EmptyState("usb", "还没有写过移交包。", "写第一个移交包")
        self.days = QSpinBox()
        self.days.setRange(1, LONGEST_OVERDUE)
        self.days.setSuffix(" 天")
        self.days.setAccessibleName("写好多少天没有回执就提醒")
        self.days.setKeyboardTracking(False)
        self._lay_out()
        self._connect()

    def _make_buttons(self) -> None:
        self.write_button = primary("写移交包…", "usb")
        self.receipt_button = button("收回执…", "inbox")
        self.again_button = button("再写一份…", "copy", name="把所选移交包再写一份")
        self.slip_button = button("移交清单…", "printer", name="做所选移交包的移交清单")
        self.sticks_button = button("U 盘登记…", "list-checks")
        self.card_button = button("导出本单位卡片…", "key-round")
        self.again_button.setEnabled(False)
        self.slip_button.setEnabled(False)

    def _lay_out(self) -> None:
        buttons = flow(
            self.write_button,
            self.receipt_button,
            self.again_button,
            self.slip_button,
            self.sticks_button,
            self.card_button,
        )
        foot = row(
            label("写好", wrap=False), self.days, label("没有回执，就在首页提醒", wrap=False), None
        )
        self.foot = QWidget()
        self.foot.setLayout(foot)
        whole = column(self.ready, buttons, self.strip, self.both, self.empty, self.foot, gap=1.5)
        whole.setStretch(3, 1)
        whole.setStretch(4, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.write_button.clicked.connect(self.wanted)
        self.empty.pressed.connect(self.wanted)
        self.receipt_button.clicked.connect(self.receipts_wanted)
        self.sticks_button.clicked.connect(lambda: self.go.emit(Destination("sticks")))
        self.card_button.clicked.connect(self.choose_card_place)
        self.table.itemSelectionChanged.connect(self._choose)
        self.slip_button.clicked.connect(self._ask_for_slip)
        self.again_button.clicked.connect(self._ask_again)
        self.strip.again_wanted.connect(self.again_wanted)
        self.strip.receipts_wanted.connect(self.receipts_wanted)
        self.days.valueChanged.connect(self._keep_days)

    def refresh(self) -> None:
        """Read again what was handed over."""
        self._counter.tasks.query(self._read, then=self._show)

    def choose_card_place(self) -> None:
        """Ask where the office's card is to be written."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, "导出本单位卡片", "office-card.txt", "卡片 (*.txt)"
        )
        if chosen:
            self.write_card(Path(chosen))

    def write_card(self, path: Path) -> None:
        """Write the office's card, which the registry must know before it takes a package."""
        work = partial(self._write_card, path)
        self._counter.tasks.query(work, then=self._card_written, refused=self._refuse)

    def _choose(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        self._chosen = self._packages[chosen[0].row()] if len(chosen) == 1 else None
        self.again_button.setEnabled(self._chosen is not None)
        self.slip_button.setEnabled(self._chosen is not None)
        if self._chosen is None:
            self.detail.show_nothing()
        else:
            work = partial(self._read_copies, self._chosen)
            self._counter.tasks.query(work, then=self._show_copies)

    def _ask_for_slip(self) -> None:
        if self._chosen is not None:
            self.slip_wanted.emit(str(self._chosen.number))

    def _ask_again(self) -> None:
        if self._chosen is not None:
            self.again_wanted.emit(self._chosen.number)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> _Found:
        counter = self._counter
        handover = counter.handover
        return _Found(handover.count_ready(), handover.packages(), counter.receipts.standing())

    def _read_copies(self, package: PackageRow, _: Progress) -> tuple[PackageRow, list[CopyRow]]:
        return package, self._counter.handover.copies(package.number)

    def _write_card(self, path: Path, _: Progress) -> str:
        card = self._counter.handover.office_card()
        try:
            path.write_bytes(card)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        return path.name

    def _keep_days(self, days: int) -> None:
        work = partial(self._set_days, days)
        self._counter.tasks.command(work, refused=self._refuse)

    def _set_days(self, days: int, _: Progress) -> Changes:
        return self._counter.receipts.set_overdue_days(days)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show(self, found: _Found) -> None:
        ready, packages = found.ready, found.packages
        told = f"还有 {ready} 场已封存的谈话没有回执。" if ready else "没有等待移交的谈话。"
        if anchor := found.standing.last_anchor:
            told += f"登记处签收到留痕第 {anchor.sequence} 条。"
        self.ready.setText(told)
        self.strip.show_standing(found.standing)
        with QSignalBlocker(self.days):
            self.days.setValue(found.standing.overdue_days)
        for part in (self.both, self.foot):
            part.setVisible(bool(packages))
        self.empty.setVisible(not packages)
        self._show_rows(packages, {one.number: one for one in found.standing.unreceipted})

    def _show_rows(self, packages: list[PackageRow], waiting: dict[int, Waiting]) -> None:
        before = self._chosen.number if self._chosen else None
        self._packages = packages
        with QSignalBlocker(self.table):
            self.table.clearSelection()
            self.table.verticalHeader().setDefaultSectionSize(theme.row_height(self.table))
            self.table.setRowCount(len(packages))
            for number, package in enumerate(packages):
                for place, text in enumerate(self._texts(package, waiting.get(package.number))):
                    item = QTableWidgetItem(text)
                    if place in _RIGHT:
                        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                        item.setTextAlignment(right)
                    self.table.setItem(number, place, item)
                if package.number == before:
                    self.table.selectRow(number)
        self._choose()

    def _texts(self, package: PackageRow, waits: Waiting | None) -> tuple[str, ...]:
        local = self._counter.local
        at = written_date(local(package.written_at).date()) if package.written_at else "没有写完"
        return (
            str(package.number),
            PACKAGE_LEVEL[package.level],
            f"{package.talks} 场",
            at,
            str(package.copies),
            self._state(package, waits),
        )

    def _state(self, package: PackageRow, waits: Waiting | None) -> str:
        if package.state is PackageState.RECEIVED and package.received_at:
            day = written_date(self._counter.local(package.received_at).date())
            return f"✓ 已接收 {day}"
        if waits is None:
            return PACKAGE_STATE[package.state]
        if waits.refused_because:
            return "⚠ 登记处没有收"
        days = f" {waits.days} 天" if waits.days else ""
        return f"{'⚠ ' if waits.is_overdue else ''}等回执{days}"

    def _show_copies(self, found: tuple[PackageRow, list[CopyRow]]) -> None:
        package, copies = found
        if self._chosen is not None and package.number == self._chosen.number:
            self.detail.show_package(package, copies)

    def _card_written(self, name: str) -> None:
        told = Message(
            f"本单位卡片已写成 {name}。",
            remedy="把它交给登记处，并在电话里核对指纹。它是公开的，不是秘密。",
            tone=Tone.NOTE,
        )
        self.told.emit(told)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

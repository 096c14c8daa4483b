"""What was handed over so far, and what the registry has answered."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QTableWidgetItem, QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.errors import AppError, FolderUnusableError
from app.domain.handover import PackageRow, ReceiptReport
from app.domain.package import PackageState
from app.domain.progress import Progress
from ui import theme
from ui.handover.again_panel import AgainPanel
from ui.handover.choice import Counter
from ui.messages import message_for
from ui.terms import PACKAGE_LEVEL, PACKAGE_STATE
from ui.widgets.buttons import button, flow, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HEADINGS = ("号码", "范围", "谈话", "写入日期", "登记处", "回执")
_MOST_NUMBERS = 8


class PackagesPanel(QWidget):
    """The list of packages; wanted asks for a new one, slip_wanted for the slip of one."""

    wanted = Signal()
    told = Signal(object)
    slip_wanted = Signal(str)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self.ready = label("", tone="quiet")
        self.write_button = primary("写移交包…", "usb")
        self.receipt_button = button("导入回执…", "inbox")
        self.card_button = button("导出本单位卡片…", "key-round")
        self.again = AgainPanel(counter)
        self.slip_button = button("移交清单…", "printer", name="做所选移交包的移交清单")
        self.slip_button.setEnabled(False)
        self._chosen: int | None = None
        self.table = plain_table("移交包", _HEADINGS, stretched=4)
        self.empty = EmptyState("usb", "还没有写过移交包。", "写第一个移交包")
        head = column(
            self.ready,
            flow(
                self.write_button,
                self.receipt_button,
                self.again.button,
                self.slip_button,
                self.card_button,
            ),
        )
        whole = column(head, self.again, self.table, self.empty, gap=1.5)
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.write_button.clicked.connect(self.wanted)
        self.empty.pressed.connect(self.wanted)
        self.receipt_button.clicked.connect(self.choose_receipt)
        self.card_button.clicked.connect(self.choose_card_place)
        self.table.itemSelectionChanged.connect(self._choose)
        self.slip_button.clicked.connect(self._ask_for_slip)
        self.again.told.connect(self.told)
        self.again.written.connect(self.refresh)

    def refresh(self) -> None:
        """Read again what was handed over."""
        self._counter.tasks.query(self._read, then=self._show)

    def choose_receipt(self) -> None:
        """Ask for a receipt of the registry."""
        chosen, _ = QFileDialog.getOpenFileName(self, "登记处的回执", "", "回执 (*.receipt.json)")
        if chosen:
            self.take_receipt(Path(chosen))

    def take_receipt(self, path: Path) -> None:
        """Take a receipt; its talks are marked as received."""
        work = partial(self._take, path)
        self._counter.tasks.command(work, then=self._taken, refused=self._refuse)

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
        item = self.table.item(chosen[0].row(), 0) if len(chosen) == 1 else None
        self._chosen = int(item.text()) if item else None
        self.again.choose(self._chosen)
        self.slip_button.setEnabled(self._chosen is not None)

    def _ask_for_slip(self) -> None:
        if self._chosen is not None:
            self.slip_wanted.emit(str(self._chosen))

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> tuple[int, list[PackageRow]]:
        handover = self._counter.handover
        return len(handover.ready()), handover.packages()

    def _take(self, path: Path, _: Progress) -> tuple[ReceiptReport, Changes]:
        return self._counter.handover.take_receipt(path)

    def _write_card(self, path: Path, _: Progress) -> str:
        card = self._counter.handover.office_card()
        try:
            path.write_bytes(card)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        return path.name

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show(self, found: tuple[int, list[PackageRow]]) -> None:
        ready, packages = found
        told = f"还有 {ready} 场已封存的谈话没有回执。" if ready else "没有等待移交的谈话。"
        self.ready.setText(told)
        self.table.setVisible(bool(packages))
        self.empty.setVisible(not packages)
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height(self.table))
        self.table.setRowCount(len(packages))
        for number, package in enumerate(packages):
            for place, text in enumerate(self._texts(package)):
                item = QTableWidgetItem(text)
                if place in (0, 2):
                    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    item.setTextAlignment(right)
                self.table.setItem(number, place, item)

    def _texts(self, package: PackageRow) -> tuple[str, ...]:
        local = self._counter.local
        at = written_date(local(package.written_at).date()) if package.written_at else "没有写完"
        state = PACKAGE_STATE[package.state]
        if package.state is PackageState.RECEIVED and package.received_at:
            state = f"✓ 已接收 {written_date(local(package.received_at).date())}"
        return (
            str(package.number),
            PACKAGE_LEVEL[package.level],
            f"{package.talks} 场",
            at,
            package.registry_name,
            state,
        )

    def _taken(self, report: ReceiptReport) -> None:
        told = f"第 {report.number} 号包的回执已收下，{report.newly_received} 场谈话记为已接收。"
        waiting = report.unreceipted
        shown = "、".join(map(str, waiting[:_MOST_NUMBERS]))
        more = f"等 {len(waiting)} 个" if len(waiting) > _MOST_NUMBERS else ""
        rest = f"还没有回执的包：第 {shown} 号{more}。" if waiting else "所有移交包都有回执了。"
        self.told.emit(Message(told, remedy=rest, tone=Tone.PROVEN))
        self.refresh()

    def _card_written(self, name: str) -> None:
        told = Message(
            f"本单位卡片已写成 {name}。",
            remedy="把它交给登记处，并在电话里核对指纹。它是公开的，不是秘密。",
            tone=Tone.NOTE,
        )
        self.told.emit(told)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

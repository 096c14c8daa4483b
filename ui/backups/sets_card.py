"""Every backup set there is, in both places, and the way to rehearse one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.backup import BackupRecord
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui import theme
from ui.backups.desk import BackupDesk
from ui.backups.words import place_of, state_of, when
from ui.messages import message_for, size_text
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

_HEADINGS = ("做成时间", "存放处", "大小", "留痕到", "状况")
_NUMBERS = (2, 3)
_ROWS_IN_SIGHT = 3


class SetsCard(Card):
    """wanted asks for the rehearsal of a set; told says why the list could not be read."""

    wanted = Signal(object)
    told = Signal(object)

    def __init__(self, desk: BackupDesk) -> None:
        super().__init__()
        self._desk = desk
        self._records: list[BackupRecord] = []
        self.rehearse_button = button("演练恢复…", "clock")
        self.rehearse_button.clicked.connect(self.rehearse)
        said = "选一份，按“演练恢复”，看看它真的打得开。每份留 7 天的、4 周的、12 个月的。"
        self.table = plain_table("备份", _HEADINGS, stretched=4)
        self.empty = EmptyState("save", "还没有备份。打开保险库一会儿，程序会自己做第一份。")
        head = row(label("已有的备份", "strong", wrap=False), None, self.rehearse_button)
        way = label(
            "要用备份恢复：先锁定，再在解锁页按“从备份恢复”。恢复总是放进新的文件夹，"
            "不会盖掉现在的保险库。",
            "small",
            "quiet",
        )
        self.add(head, label(said, "small", "quiet"), self.table, self.empty, way)
        self.body.setStretchFactor(self.table, 1)
        self.body.setStretchFactor(self.empty, 1)
        self.table.itemSelectionChanged.connect(self._allow)
        self.table.itemDoubleClicked.connect(lambda _: self.rehearse())
        self._show([])

    def refresh(self) -> None:
        """Read the list again."""
        self._desk.tasks.query(self._read, then=self._show, refused=self._refuse)

    def chosen(self) -> BackupRecord | None:
        """The set under the cursor, if it can serve."""
        rows = self.table.selectionModel().selectedRows()
        record = self._records[rows[0].row()] if len(rows) == 1 else None
        return record if record is not None and record.is_whole else None

    def rehearse(self) -> None:
        """Rehearse the chosen set."""
        if (record := self.chosen()) is not None:
            self.wanted.emit(record)

    def _read(self, _: Progress) -> list[BackupRecord]:
        return self._desk.backups.list()

    def _show(self, records: list[BackupRecord]) -> None:
        self._records = records
        self.table.setVisible(bool(records))
        self.empty.setVisible(not records)
        high = theme.row_height(self.table)
        self.table.verticalHeader().setDefaultSectionSize(high)
        self.table.setMinimumHeight(high * (_ROWS_IN_SIGHT + 1))
        self.table.setRowCount(len(records))
        for number, record in enumerate(records):
            for place, text in enumerate(self._texts(record)):
                item = QTableWidgetItem(text)
                item.setToolTip(str(record.folder) if place == 1 else text)
                if place in _NUMBERS:
                    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    item.setTextAlignment(right)
                self.table.setItem(number, place, item)
        if records:
            self.table.selectRow(0)
        self._allow()

    def _texts(self, record: BackupRecord) -> tuple[str, ...]:
        local = self._desk.local
        return (
            when(local(record.made_at), local(self._desk.now())),
            place_of(record),
            size_text(record.size),
            f"第 {record.sequence:,} 条",
            state_of(record),
        )

    def _allow(self) -> None:
        self.rehearse_button.setEnabled(self.chosen() is not None)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

"""A file of holidays before it is taken in: what it would alter, or what cannot be read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QTableWidget, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.holiday_intake import HolidayFile, HolidayPreview
from app.domain.progress import Progress
from app.services.workdays import WorkdayTable
from ui.messages import message_for
from ui.rules.desk import RulesDesk
from ui.rules.words import change_texts, fault_texts, summary
from ui.theme import row_height
from ui.widgets.buttons import button
from ui.widgets.fields import Field, line_edit
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_CHANGES = ("日期", "星期", "现在", "导入后")
_FAULTS = ("在哪一行", "什么问题", "写的是", "怎么改")
_LONGEST_SOURCE = 80
_SOURCE_HINT = "如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕…号）"


class IntakeView(QWidget):
    """read: the file could be read and is shown; left: nothing was taken; taken: all of it was."""

    read = Signal()
    left = Signal()
    taken = Signal()

    def __init__(self, desk: RulesDesk) -> None:
        super().__init__()
        self._desk = desk
        self._path: Path | None = None
        self._preview: HolidayPreview | None = None
        self.message = MessageBar()
        self.summary = label("", "strong")
        self.changes = plain_table("导入后的不同", _CHANGES, 3)
        self.faults = plain_table("读不出来的行", _FAULTS, 3)
        self.source = line_edit("来源", _SOURCE_HINT)
        self.source.setMaxLength(_LONGEST_SOURCE)
        self.official = QCheckBox("这是正式的放假通知")
        self.official.setAccessibleName(self.official.text())
        self.official.setChecked(True)
        self.source_field = Field("来源", self.source, is_needed=True)
        self.back_button = button("不导入", "arrow-left")
        self.again_button = button("改好了，重新读", "refresh-cw")
        self.take_button = button("导入", "check", kind="primary")
        self._lay_out()
        self.back_button.clicked.connect(self.left)
        self.again_button.clicked.connect(self.read_again)
        self.take_button.clicked.connect(self.take)

    def _lay_out(self) -> None:
        foot = row(self.back_button, self.again_button, None, self.take_button)
        self._room = QWidget()  # keeps the message at the top when the file tells nothing
        whole = column(
            self.message, self.summary, self.changes, self.faults, self.source_field,
            self.official, self._room, foot,
        )  # fmt: skip
        whole.setStretch(6, 1)
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    @property
    def path(self) -> Path | None:
        """Which file is shown."""
        return self._path

    def open_file(self, path: Path) -> None:
        """Read a file beside the vault, and then show what it would alter."""
        self._path, self._preview = path, None
        work = partial(_read, self._desk.workdays, path)
        self._desk.tasks.background(work, then=self._compare, refused=self._refuse)

    def read_again(self) -> None:
        """Read the same file once more."""
        if self._path is not None:
            self.open_file(self._path)

    def take(self) -> None:
        """Take in all that the file says."""
        if self._preview is not None:
            self.take_button.setEnabled(False)
            source, is_official = self.source.text(), self.official.isChecked()
            work = partial(_take, self._desk.workdays, self._preview, source, is_official)
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def show_preview(self, preview: HolidayPreview) -> None:
        """Show what a file would alter, or what is wrong with it."""
        self._preview = preview
        self.message.clear()
        self._suit()
        has_faults = bool(preview.faults)
        if has_faults:
            self._tell_faults(preview)
        else:
            self.summary.setText(summary(preview.years))
        days = [change for year in preview.years for change in year.differences()]
        _fill(self.changes, [change_texts(change) for change in days])
        _fill(self.faults, [fault_texts(fault) for fault in preview.faults])
        self.read.emit()
        (self.faults if has_faults else self.source).setFocus()

    def _suit(self) -> None:
        """Show what there is to see of the file: what it alters, its faults, or neither."""
        has_faults = self._preview is not None and bool(self._preview.faults)
        can_take = self._preview is not None and not has_faults
        for widget in (self.summary, self.changes, self.source_field, self.official):
            widget.setVisible(can_take)
        self.faults.setVisible(has_faults)
        self._room.setVisible(self._preview is None)
        self.again_button.setVisible(not can_take)
        self.take_button.setEnabled(can_take)

    def _tell_faults(self, preview: HolidayPreview) -> None:
        said = f"“{preview.file_name}”里有 {len(preview.faults)} 行读不出来。"
        self.message.show_message(
            Message(said, "什么都还没有写入。", "请照下表在文件里改好，再重新读。", Tone.NOTE),
            closable=False,
        )

    def _compare(self, read: HolidayFile) -> None:
        work = partial(_compared, self._desk.workdays, read)
        self._desk.tasks.query(work, then=self.show_preview, refused=self._refuse)

    def _done(self, _: object) -> None:
        self.source.clear()
        self.taken.emit()

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self._suit()
        self.read.emit()


def _fill(table: QTableWidget, lines: list[tuple[str, ...]]) -> None:
    table.setRowCount(len(lines))
    table.verticalHeader().setDefaultSectionSize(row_height(table))
    for number, texts in enumerate(lines):
        for place, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(number, place, item)


def _read(workdays: WorkdayTable, path: Path, _: Progress) -> HolidayFile:
    return workdays.read_file(path)


def _compared(workdays: WorkdayTable, read: HolidayFile, _: Progress) -> HolidayPreview:
    return workdays.preview(read)


def _take(
    workdays: WorkdayTable, preview: HolidayPreview, source: str, is_official: bool, _: Progress
) -> Changes:
    return workdays.take(preview, source, is_official)

"""节假日: which days are off or worked in a year, who says so, and the notice that comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError, FolderUnusableError
from app.domain.progress import Progress
from app.domain.workdays import Holiday, YearTable
from app.services.workdays import WorkdayTable
from ui.messages import message_for
from ui.rules.day_form import DayForm
from ui.rules.desk import RulesDesk
from ui.rules.intake_view import IntakeView
from ui.rules.words import day_texts, origin, standing
from ui.theme import row_height
from ui.widgets.buttons import button, flow
from ui.widgets.fields import choice, show_choice
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row
from ui.widgets.words import label, set_tone

_HEADINGS = ("日期", "星期", "安排", "名称")
_NOTE = (
    "表里没有的日子：周一到周五上班，周六周日休息。时限写“几个工作日”的按这张表数；"
    "写“几天”“几个月”的，最后一天休息就顺延到下一个上班的日子。"
)
_FILES = "节假日表 (*.xlsx *.xlsm *.csv *.txt)"
_AHEAD = 2  # years from now that may be chosen though nobody has a table of them
Command = Callable[[Progress], Changes]


@dataclass(frozen=True, slots=True)
class HolidaysPlace:
    """Which year and day were shown, which form was open with what in it, which file was read."""

    year: int
    row: int = -1
    form: str = ""
    typed: tuple[object, ...] = ()
    path: Path | None = None
    source: str = ""


class HolidaysPanel(QWidget):
    """The table of one year; the list of files comes in its place while one is looked at."""

    def __init__(self, desk: RulesDesk) -> None:
        super().__init__()
        self.desk = desk
        self.form: DayForm | None = None
        self._tables: dict[int, YearTable] = {}
        self._wanted: date | None = None
        self._waiting: HolidaysPlace | None = None
        self.message = MessageBar()
        self.year = choice("哪一年", [])
        self.standing = label("", "strong", wrap=False)
        self.origin = label("", tone="quiet")
        self.table = plain_table("一年的节假日", _HEADINGS, 3)
        self.import_button = button("导入放假通知…", "upload")
        self.add_button = button("添一天…", "plus")
        self.change_button = button("修改…", "pencil", name="修改这一天")
        self.remove_button = button("删去", "trash-2", name="删去这一天")
        self.save_button = button("存为表格…", "download", name="把这一年存为表格")
        self.restore_button = button("用回程序自带的", "history")
        self.intake = IntakeView(desk)
        self.stack = QStackedWidget()
        self._lay_out()
        self._hear()
        self.suit()

    def _lay_out(self) -> None:
        head = row(label("年份", wrap=False), self.year, self.standing, None, self.import_button)
        acts = (self.add_button, self.change_button, self.remove_button, self.save_button)
        note = label(_NOTE, "small", "quiet")
        page = QWidget()
        lines = column(
            self.message, head, self.origin, self.table, flow(*acts, self.restore_button), note
        )
        lines.setStretch(3, 1)
        page.setLayout(lines)
        self.stack.addWidget(page)
        self.stack.addWidget(self.intake)
        self.setLayout(column(self.stack))

    def _hear(self) -> None:
        self.year.currentIndexChanged.connect(self._show_year)
        self.table.itemSelectionChanged.connect(self.suit)
        self.table.activated.connect(lambda _: self.open_form("change"))
        self.import_button.clicked.connect(self.choose_file)
        self.add_button.clicked.connect(lambda: self.open_form("add"))
        self.change_button.clicked.connect(lambda: self.open_form("change"))
        self.remove_button.clicked.connect(self.remove)
        self.save_button.clicked.connect(self.choose_place)
        self.restore_button.clicked.connect(self.restore)
        self.intake.read.connect(lambda: self.stack.setCurrentIndex(1))
        self.intake.left.connect(self.leave_file)
        self.intake.taken.connect(self._leave_taken)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read every year again."""
        self.desk.tasks.query(partial(_read, self.desk.workdays), then=self._take)

    def _take(self, tables: tuple[YearTable, ...]) -> None:
        self._tables = {table.year: table for table in tables}
        this_year = self.desk.today().year
        offered = sorted({*self._tables, *range(this_year, this_year + _AHEAD + 1)})
        chosen = self.year.currentData() or this_year
        place, self._waiting = self._waiting, None
        with QSignalBlocker(self.year):
            self.year.clear()
            for year in offered:
                self.year.addItem(f"{year}年", year)
            show_choice(self.year, place.year if place else chosen)
        self._show_year()
        if place is not None:
            self._put_back(place)

    def _show_year(self, *_: object) -> None:
        table = self.shown()
        text, tone = standing(table)
        self.standing.setText(text)
        set_tone(self.standing, tone)
        self.origin.setText(origin(table))
        at = self._row_to_choose(table)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(table.days))
            self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))
            for number, holiday in enumerate(table.days):
                self._show_day(number, holiday)
        self.table.setCurrentCell(at, 0)
        self.suit()

    def _show_day(self, number: int, holiday: Holiday) -> None:
        for place, text in enumerate(day_texts(holiday)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if holiday.is_working:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            self.table.setItem(number, place, item)

    def _row_to_choose(self, table: YearTable) -> int:
        wanted, self._wanted = self._wanted, None
        days = [one.day for one in table.days]
        if wanted in days:
            return days.index(wanted)
        return max(0, min(self.table.currentRow(), len(days) - 1))

    def shown(self) -> YearTable:
        """The table of the chosen year."""
        year = int(self.year.currentData() or self.desk.today().year)
        return self._tables.get(year) or YearTable(year, is_known=False)

    def chosen(self) -> Holiday | None:
        """The chosen day."""
        days, at = self.shown().days, self.table.currentRow()
        return days[at] if 0 <= at < len(days) else None

    def suit(self) -> None:
        """Allow what can be done."""
        may_keep = self.desk.may("holiday.keep")
        is_chosen = may_keep and self.chosen() is not None
        self.change_button.setEnabled(is_chosen)
        self.remove_button.setEnabled(is_chosen)
        for one in (self.add_button, self.import_button):
            one.setEnabled(may_keep)
        self.restore_button.setVisible(self.shown().is_own)
        self.restore_button.setEnabled(may_keep)
        self.save_button.setEnabled(bool(self.shown().days))

    # ── over a lock ──────────────────────────────────────────────────────────────────────────────

    def place(self) -> HolidaysPlace:
        """Where one is."""
        year, at = self.shown().year, self.table.currentRow()
        if self.form is not None:
            name = "add" if self.form.is_new else "change"
            return HolidaysPlace(year, at, name, self.form.typed())
        is_file = self.stack.currentWidget() is self.intake
        path = self.intake.path if is_file else None
        return HolidaysPlace(year, at, path=path, source=self.intake.source.text())

    def return_to(self, place: HolidaysPlace) -> None:
        """Be where place() was, once the years are read."""
        self._waiting = place
        self.refresh()

    def _put_back(self, place: HolidaysPlace) -> None:
        self.table.setCurrentCell(place.row, 0)
        if place.form:
            self.open_form(place.form)
        if self.form is not None:
            self.form.put_back(place.typed)
        if place.path is not None:
            self.intake.source.setText(place.source)
            self.intake.open_file(place.path)

    def step_back(self) -> bool:
        """Leave the file that is looked at; False when there is none."""
        if self.stack.currentWidget() is self.intake:
            self.leave_file()
            return True
        return False

    # ── altering ─────────────────────────────────────────────────────────────────────────────────

    def open_form(self, name: str) -> None:
        """Open the form of a new day, or of the chosen one."""
        holiday = self.chosen() if name == "change" else None
        if not self.desk.may("holiday.keep") or (holiday is None and name == "change"):
            return
        self.form = DayForm(self, self._first_day(), holiday)
        self.form.sent.connect(self._send)
        self.form.finished.connect(self._forget)
        self.form.open()

    def remove(self) -> None:
        """Let the rule of the week hold for the chosen day again."""
        if (holiday := self.chosen()) is not None:
            self._run(partial(_remove, self.desk.workdays, holiday.day))

    def restore(self) -> None:
        """Go back to the table the program brought along."""
        self._run(partial(_restore, self.desk.workdays, self.shown().year))

    def choose_file(self) -> None:
        """Ask for a file and show what it would alter."""
        chosen, _ = QFileDialog.getOpenFileName(self, "导入放假通知", "", _FILES)
        if chosen:
            self.intake.open_file(Path(chosen))

    def choose_place(self) -> None:
        """Ask where the shown year goes as a table, which can be altered there and imported."""
        name = f"{self.shown().year}年节假日.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "存为表格", name, "XLSX (*.xlsx)")
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the shown year to this file."""
        work = partial(_save, self.desk.workdays, self.shown(), path)
        self.desk.tasks.background(work, then=self._say_saved, refused=self._refuse)

    def _say_saved(self, path: Path) -> None:
        said = f"{self.shown().year}年的表已存到 {path}。"
        remedy = "改好以后按“导入放假通知…”收进来。"
        self.message.show_message(Message(said, remedy=remedy, tone=Tone.NOTE))

    def leave_file(self) -> None:
        """Go back to the table; nothing was taken."""
        self.stack.setCurrentIndex(0)
        self.table.setFocus()

    def _leave_taken(self) -> None:
        self.leave_file()
        self.refresh()

    def _first_day(self) -> date:
        """What a new day begins with: today, or the first of another year."""
        today, year = self.desk.today(), self.shown().year
        return today if today.year == year else date(year, 1, 1)

    def _send(self) -> None:
        if self.form is not None:
            self.form.set_busy(True)
            self._wanted = self.form.holiday().day
            self._run(partial(_keep, self.desk.workdays, self.form.holiday()))

    def _run(self, work: Command) -> None:
        self.desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _done(self, _: object) -> None:
        if self.form is not None:
            show_choice(self.year, self.form.holiday().day.year)
            self.form.accept()
        self.message.clear()
        self.refresh()

    def _refuse(self, error: AppError) -> None:
        if self.form is None:
            self.message.show_message(message_for(error))
        else:
            self.form.set_busy(False)
            self.form.message.show_message(message_for(error))

    def _forget(self, _: int) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.deleteLater()
        self.table.setFocus()


def _read(workdays: WorkdayTable, _: Progress) -> tuple[YearTable, ...]:
    return workdays.years()


def _save(workdays: WorkdayTable, table: YearTable, path: Path, _: Progress) -> Path:
    try:
        path.write_bytes(workdays.workbook(table))
    except OSError as error:
        raise FolderUnusableError(str(path.parent)) from error
    return path


def _keep(workdays: WorkdayTable, holiday: Holiday, _: Progress) -> Changes:
    return workdays.keep_day(holiday)


def _remove(workdays: WorkdayTable, day: date, _: Progress) -> Changes:
    return workdays.remove_day(day)


def _restore(workdays: WorkdayTable, year: int, _: Progress) -> Changes:
    return workdays.restore(year)

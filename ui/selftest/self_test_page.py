"""本机自检: each part with its sign, its word and its sentence, and what to do about it."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, qVersion
from PySide6.QtWidgets import QApplication, QStackedWidget, QTableWidgetItem, QWidget

from app.domain.progress import Progress
from app.domain.self_test import Found, Grade, ScreenFacts, worst
from app.domain.self_test_words import (
    GRADE_WORDS,
    PART_WORDS,
    diagnostics,
    remedy,
    sentence,
    summary,
)
from app.services.self_test import Around
from ui.page import Destination, Page
from ui.selftest.desk import SelfTestDesk
from ui.tasks import Task
from ui.theme import characters, line, row_height
from ui.widgets.buttons import button, primary
from ui.widgets.dates import written_moment
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import plain_table
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, column, row
from ui.widgets.words import label, set_tone

_SAID = (
    "看一遍本程序和这台电脑：密码算法、字体、文书、密钥环、打印机、输入法、磁盘、时钟、屏幕。\n"
    "大约要几秒钟，不改动任何资料；系统可能会问密钥环的口令。"
)
_RUNNING = "正在检查，不改动任何资料……"
SIGNS = {Grade.OK: "✓", Grade.CAUTION: "△", Grade.FAULT: "✕"}
_TONES = {Grade.OK: "green", Grade.CAUTION: "ink", Grade.FAULT: "brick"}
_PART, _GRADE, _TOLD = range(3)
_DETAIL_LINES = 3.4  # a sentence and a remedy at the largest type


@dataclass(frozen=True, slots=True)
class SelfTestPlace:
    """What was found last, when, and which line one looks at."""

    found: tuple[Found, ...]
    at: datetime
    row: int


class SelfTestPage(Page):
    """Nothing is looked at before somebody asks for it: the machine may ask them something too."""

    help_topic = "selftest"

    def __init__(self, desk: SelfTestDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._task: Task | None = None
        self._is_running = False
        self.found: tuple[Found, ...] = ()
        self._at: datetime | None = None
        self.empty = EmptyState("monitor", _SAID, "开始检查")
        self.headline = label("", "large", wrap=False)
        self.when = label("", tone="quiet")
        self.table = plain_table("自检结果", ("检查的", "结果", "查到的"), _TOLD)
        self.detail = Card()
        self.sentence, self.remedy = label("", "strong"), label("")
        self.again_button = primary("重新检查", "refresh-cw")
        self.copy_button = button("复制诊断信息", "copy")
        self.input_button = button("输入法自检…", "keyboard")
        self.progress = ProgressPanel()
        self._stack = QStackedWidget()
        self._lay_out()
        self._hear_parts()

    def _lay_out(self) -> None:
        self.detail.add(self.sentence, self.remedy)
        self.detail.body.addStretch(1)
        result = QWidget()
        head = row(self.headline, None, self.again_button)
        under = row(self.when, None, self.copy_button, self.input_button)
        whole = column(head, under, self.table, self.detail, gap=1)
        whole.setStretch(2, 1)
        result.setLayout(whole)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(result)
        self.body.addWidget(self.progress)
        self.body.addWidget(self._stack, 1)
        self._measure()

    def _hear_parts(self) -> None:
        self.empty.pressed.connect(self.begin_new)
        self.again_button.clicked.connect(self.begin_new)
        self.copy_button.clicked.connect(self.copy_diagnosis)
        self.input_button.clicked.connect(lambda: self.go.emit(Destination("input")))
        self.progress.stopped.connect(self.stop_work)
        self.table.currentCellChanged.connect(self._show_row)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def begin_new(self) -> None:
        """Look at everything, from the start."""
        if not self._is_running:
            self._is_running = True
            self._allow()
            self.progress.begin(_RUNNING)
            # the trail's own time is read on the vault lane, all else beside it
            self.tasks.query(self._read_trail, then=self._run, refused=self._run_without)

    def stop_work(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def place(self) -> object:
        if self._at is None:
            return None
        return SelfTestPlace(self.found, self._at, self.table.currentRow())

    def return_to(self, place: object) -> None:
        if isinstance(place, SelfTestPlace):
            self.show_found(place.found, place.at)
            self.table.setCurrentCell(place.row, _PART)

    def seek(self) -> None:
        self.table.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def _read_trail(self, _: Progress) -> datetime | None:
        return self._desk.last_entry_at()

    def _run_without(self, _: object) -> None:
        self._run(None)

    def _run(self, last_entry_at: datetime | None) -> None:
        around = Around(self._desk.folder, last_entry_at, self._screen_facts())
        work = partial(_look, self._desk, around)
        self._task = self.tasks.background(work, then=self._show_new, watch=self._watch)

    def _watch(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self._ended)

    def _ended(self) -> None:
        self._task, self._is_running = None, False
        self.progress.end()
        self._allow()

    def _allow(self) -> None:
        for one in (self.again_button, self.empty.button):
            one.setEnabled(not self._is_running)

    def _screen_facts(self) -> ScreenFacts:
        screen = self.screen()
        size = screen.geometry().size()
        return ScreenFacts(size.width(), size.height(), round(screen.logicalDotsPerInch()))

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def _show_new(self, found: tuple[Found, ...]) -> None:
        self.show_found(found, self._desk.now())
        gravest = next(n for n, one in enumerate(found) if one.grade is worst(found))
        self.table.setCurrentCell(gravest, _PART)
        self.table.setFocus()

    def show_found(self, found: tuple[Found, ...], at: datetime) -> None:
        """Show what was found at that time, the line of each part in its order."""
        self.found, self._at = found, at
        grade = worst(found)
        self.headline.setText(f"{SIGNS[grade]} {summary(found)}")
        set_tone(self.headline, _TONES[grade])
        self.when.setText(f"检查于 {written_moment(at, self._desk.now())}")
        self.table.setRowCount(len(found))
        for number, one in enumerate(found):
            cells = (
                PART_WORDS[one.part],
                f"{SIGNS[one.grade]} {GRADE_WORDS[one.grade]}",
                sentence(one),
            )
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, place, item)
        self._stack.setCurrentIndex(1)

    def _show_row(self, number: int, *_: int) -> None:
        if 0 <= number < len(self.found):
            one = self.found[number]
            self.sentence.setText(f"{PART_WORDS[one.part]}：{sentence(one)}")
            self.remedy.setText(remedy(one) or "不用做什么。")

    def copy_diagnosis(self) -> None:
        """Put what somebody who helps asks for on the clipboard; no name, no folder."""
        head = f"python {platform.python_version()}  qt {qVersion()}  {platform.platform()}\n"
        QApplication.clipboard().setText(head + diagnostics(self.found))
        self.copy_button.setText("已复制，里面没有姓名和谈话内容")

    def _measure(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))
        self.table.setMinimumHeight(row_height(self.table) * 4)
        self.detail.setFixedHeight(round(line(self, _DETAIL_LINES)) + characters(self, 1))


def _look(desk: SelfTestDesk, around: Around, progress: Progress) -> tuple[Found, ...]:
    return desk.test.run(around, progress)

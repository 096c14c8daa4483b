"""Importing persons: choose files, look at what they say, answer what is open, then take it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.roster import (
    Decision,
    IntakeOptions,
    PreviewRow,
    RosterPreview,
    Standing,
)
from app.services.rosters import Rosters
from ui.messages import message_for
from ui.people.decision_panel import DecisionPanel
from ui.people.fault_words import STANDING
from ui.people.file_choice import FileChoice
from ui.people.import_model import Review, posts_text
from ui.tasks import Task, Tasks
from ui.theme import characters, px
from ui.widgets.buttons import button, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar
from ui.widgets.paged_table import Column, PagedModel, PagedTable, PageRequest
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import column, halves, row, scrolled
from ui.widgets.words import label


@dataclass(frozen=True, slots=True)
class ImportPlace:
    """Which files were read, and what had been decided about their rows."""

    paths: tuple[Path, ...]
    options: IntakeOptions
    decisions: Mapping[int, Decision]


class ImportPanel(QWidget):
    """finished tells how many persons were taken in; left that the user went back."""

    finished = Signal(int)
    left = Signal()

    def __init__(self, tasks: Tasks, rosters: Rosters) -> None:
        super().__init__()
        self._tasks, self._rosters = tasks, rosters
        self._paths: list[Path] = []
        self._review: Review | None = None
        self._decided: Mapping[int, Decision] = {}
        self.bar = StepBar(("选文件", "核对", "导入"))
        self.message = MessageBar()
        self.stack = QStackedWidget()
        self.files = FileChoice(tasks, rosters)
        self.files.chosen.connect(self.read)
        self.files.left.connect(self.left)
        self.files.told.connect(self.message.show_message)
        self.stack.addWidget(scrolled(self.files, "选名册或任免表"))
        self._build_review()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1.5))
        box.addWidget(self.bar)
        box.addWidget(self.message)
        box.addWidget(self.stack, 1)
        self.bar.chosen.connect(self._go_to)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def read(self, paths: list[Path]) -> None:
        """Read these files and folders and show what they say; nothing is written."""
        self._paths = paths
        self.message.clear()
        work = partial(_read, self._rosters, paths, self.files.options())
        self._set_busy(True)
        self._tasks.query(work, self._show, self._refuse, self._watch)

    def place(self) -> ImportPlace:
        """Where the import stands, so that it goes on there after a lock."""
        review = self._review
        paths = tuple(self._paths) if review else ()
        return ImportPlace(paths, self.files.options(), dict(review.decisions) if review else {})

    def return_to(self, place: ImportPlace) -> None:
        """Read the same files again and put the decisions back."""
        self.files.set_options(place.options)
        if place.paths:
            self._decided = place.decisions
            self.read(list(place.paths))

    # ── the review ───────────────────────────────────────────────────────────────────────────────

    def _build_review(self) -> None:
        self.summary = label("", "strong")
        self.model = PagedModel(self._columns(), self._give, self)
        self.table = PagedTable(self.model, "读到的人", EmptyState("inbox", "文件里没有读到人。"))
        self.table.chosen.connect(self._show_row)
        self.panel = DecisionPanel()
        self.panel.decided.connect(self._decide)
        self.skip_faulty = QCheckBox("跳过所有有问题的行")
        self.skip_faulty.toggled.connect(self._skip_faulty)
        self.again_button = button("重新读一次", "refresh-cw")
        self.again_button.clicked.connect(lambda: self.read(self._paths))
        self.other_button = button("选别的文件", "arrow-left")
        self.other_button.clicked.connect(lambda: self._go_to(0))
        self.take_button = primary("导入", "check")
        self.take_button.clicked.connect(self.take)
        splitter = halves(self.table, scrolled(self.panel, "所选的一行"), (3, 2))
        self.panel.setMinimumWidth(characters(self, 14))
        page = QWidget()
        buttons = row(
            self.other_button, self.again_button, self.skip_faulty, None, self.take_button
        )
        page.setLayout(column(self.summary, splitter, buttons, gap=1.5))
        page_layout = page.layout()
        if isinstance(page_layout, QVBoxLayout):
            page_layout.setStretchFactor(splitter, 1)
        self.stack.addWidget(page)

    def take(self) -> None:
        """Write what was decided, all of it or nothing."""
        if self._review is None:
            return
        self._set_busy(True)
        work = partial(_take, self._rosters, self._review)
        self._tasks.command(work, self._say_taken, self._refuse, self._watch)

    def start(self) -> None:
        """Begin anew with choosing files."""
        self._review = None
        self.message.clear()
        self._go_to(0)
        self.files.files_button.setFocus()

    def _say_taken(self, count: int) -> None:
        self._review = None
        self.finished.emit(count)

    def _show(self, preview: RosterPreview) -> None:
        self._review = Review(preview, dict(self._decided))
        self._decided = {}
        self.model.reset()
        self.skip_faulty.setChecked(False)
        self.skip_faulty.setVisible(bool(self._review.count(Standing.FAULTY)))
        self.panel.say("在左边选一行，这里看它的情况。")
        self._go_to(1)
        self._update()
        self._show_refused(preview)
        waiting = [n for n, r in enumerate(preview.rows) if r.needs_decision or r.entry.faults]
        if preview.rows:
            self.table.choose(waiting[0] if waiting else 0)

    def _show_refused(self, preview: RosterPreview) -> None:
        if preview.refused:
            first = preview.refused[0]
            why = message_for(first.error).what
            said = f"有 {len(preview.refused)} 个文件没有读进来，例如：{why}"
            self.message.show_message(
                Message(said, "其余文件的内容都在下面。", "改好后按“重新读一次”。")
            )

    def _show_row(self, preview_row: PreviewRow | None) -> None:
        if preview_row is not None and self._review is not None:
            decision = self._review.decisions.get(preview_row.number)
            self.panel.show_row(preview_row, decision)

    def _decide(self, number: int, decision: Decision) -> None:
        if self._review is not None:
            self._review.decide(number, decision)
            self._update()

    def _skip_faulty(self, is_skipped: bool) -> None:
        if self._review is not None:
            self._review.skip_faulty(is_skipped)
            self._update()

    def _update(self) -> None:
        review = self._review
        if review is None:
            return
        waiting, count = review.waiting(), review.to_write()
        rest = f"还有 {waiting} 行等您处理。" if waiting else "都已处理，可以导入。"
        self.summary.setText(review.summary() + rest)
        self.take_button.setText(f"导入 {count} 人")
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(not waiting and count > 0)
        self.table.view.viewport().update()

    def _go_to(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.bar.set_step(step, 1 if self._review is not None else 0)

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))

    def _watch(self, task: Task) -> None:
        task.ended.connect(self._rest)

    def _rest(self) -> None:
        self._set_busy(False)
        self._update()

    def _set_busy(self, is_busy: bool) -> None:
        self.files.setEnabled(not is_busy)
        for made in (self.again_button, self.take_button):
            made.setEnabled(not is_busy)

    def _give(self, request: PageRequest[PreviewRow]) -> None:
        is_first = request.after is None and self._review is not None
        rows = self._review.preview.rows if is_first and self._review else ()
        self.model.add_page(request.answered(rows))

    def _columns(self) -> tuple[Column[PreviewRow], ...]:
        return (
            Column("序号", lambda r: str(r.number), 2.5, is_number=True),
            Column("姓名", lambda r: r.entry.name or "（没有姓名）", 6),
            Column("单位职务", lambda r: posts_text(r.entry), 0),
            Column("情况", lambda r: STANDING[r.standing], 6.5, tone=_tone),
            Column("处理", self._act, 6),
        )

    def _act(self, preview_row: PreviewRow) -> str:
        return self._review.act(preview_row) if self._review else ""


def _tone(preview_row: PreviewRow) -> str:
    return "brick" if preview_row.standing is Standing.FAULTY else ""


def _read(
    rosters: Rosters, paths: list[Path], options: IntakeOptions, _: Progress
) -> RosterPreview:
    return rosters.read(paths, options)


def _take(rosters: Rosters, review: Review, _: Progress) -> tuple[int, Changes]:
    return review.to_write(), rosters.take(review.preview, review.decisions)

"""Importing persons: choose files, look at what they say, answer what is open, then take it in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Changes
from app.domain.errors import AppError, FolderUnusableError
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
from ui.people.import_model import Review, posts_text
from ui.tasks import Task, Tasks
from ui.theme import characters, px
from ui.widgets.buttons import button, flow, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.paged_table import Column, PagedModel, PagedTable, PageRequest
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

_KINDS = "名册和任免表 (*.xlsx *.xlsm *.lrmx)"
_SAMPLE = "人员名册样表.xlsx"


class ImportPanel(QWidget):
    """finished tells how many persons were taken in; left that the user went back."""

    finished = Signal(int)
    left = Signal()

    def __init__(self, tasks: Tasks, rosters: Rosters) -> None:
        super().__init__()
        self._tasks, self._rosters = tasks, rosters
        self._paths: list[Path] = []
        self._review: Review | None = None
        self.bar = StepBar(("选文件", "核对", "导入"))
        self.message = MessageBar()
        self.stack = QStackedWidget()
        self._build_choosing()
        self._build_review()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1.5))
        box.addWidget(self.bar)
        box.addWidget(self.message)
        box.addWidget(self.stack, 1)
        self.bar.chosen.connect(self._go_to)

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────

    def _build_choosing(self) -> None:
        self.files_button = primary("选择文件…", "upload")
        self.folder_button = button("选择文件夹…", "folder-open")
        self.sample_button = button("存一份样表…", "download")
        self.back_button = button("返回人员档案", "arrow-left")
        self.keeps_identity = QCheckBox("保留身份证号（记在备注里）")
        self.keeps_family = QCheckBox("保留家庭成员（记在备注里）")
        self.files_button.clicked.connect(self._choose_files)
        self.folder_button.clicked.connect(self._choose_folder)
        self.sample_button.clicked.connect(self._save_sample)
        self.back_button.clicked.connect(self.left)
        card = Card("选名册或干部任免审批表").add(
            label("名册用 XLSX 表格，列的顺序不限，至少有“姓名”和“单位”两列。"),
            label("任免表用 .lrmx 文件，可以一次选一个文件夹。"),
            label("先给您看读到了什么，您确认以后才写进保险库。", tone="quiet"),
            flow(self.files_button, self.folder_button, self.sample_button),
        )
        options = Card("任免表里多出来的内容").add(
            label("谈话用不到，默认不要；照片一律不收。", tone="quiet"),
            self.keeps_identity,
            self.keeps_family,
        )
        inside = QWidget()
        parts = column(card, options, row(self.back_button, None), gap=2)
        parts.addStretch(1)
        inside.setLayout(parts)
        self.stack.addWidget(scrolled(inside, "选名册或任免表"))

    def read(self, paths: list[Path]) -> None:
        """Read these files and folders and show what they say; nothing is written."""
        self._paths = paths
        self.message.clear()
        options = IntakeOptions(self.keeps_identity.isChecked(), self.keeps_family.isChecked())
        work = partial(_read, self._rosters, paths, options)
        self._set_busy(True)
        self._tasks.query(work, self._show, self._refuse, self._watch)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "选择名册或任免表", "", _KINDS)
        if names:
            self.read([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选择放任免表的文件夹")
        if name:
            self.read([Path(name)])

    def _save_sample(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "存一份样表", _SAMPLE, "XLSX (*.xlsx)")
        if name:
            self.save_sample(Path(name))

    def save_sample(self, path: Path) -> None:
        """Write the empty roster to this file."""
        work = partial(_save_sample, self._rosters, path)
        self._tasks.background(work, then=self._say_saved, refused=self._refuse)

    def _say_saved(self, path: Path) -> None:
        said = Message(f"样表已存到 {path}。", remedy="填好后按“选择文件”。", tone=Tone.NOTE)
        self.message.show_message(said)

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
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(scrolled(self.panel, "所选的一行"))
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([580, 420])
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
        self.files_button.setFocus()

    def _say_taken(self, count: int) -> None:
        self._review = None
        self.finished.emit(count)

    def _show(self, preview: RosterPreview) -> None:
        self._review = Review(preview)
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
        for made in (self.files_button, self.folder_button, self.again_button, self.take_button):
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


def _save_sample(rosters: Rosters, path: Path, _: Progress) -> Path:
    try:
        path.write_bytes(rosters.template())
    except OSError as error:
        raise FolderUnusableError(str(path.parent)) from error
    return path

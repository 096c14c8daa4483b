"""份号登记: every copy that went out, who has it, and what became of it; scans find their line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QFileDialog

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.copies import CopyFilter, PaperCopy, written_number
from app.domain.errors import AppError
from app.domain.ids import CopyId
from app.domain.papers import PaperKind
from app.domain.progress import Progress
from app.domain.scan_marks import ScanFinding
from ui.copies.desk import CopyDesk
from ui.copies.forms import DestroyForm, HolderForm, ReturnForm
from ui.copy_words import WAYS, finding_message, standing, story_of
from ui.messages import message_for
from ui.page import Destination, Page
from ui.widgets.buttons import button, flow
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchEdit
from ui.widgets.form_dialog import FormDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.paged_table import (
    ROW_ROLE,
    Column,
    PageAnswer,
    PagedModel,
    PagedTable,
    PageRequest,
    TablePlace,
)
from ui.widgets.surfaces import row
from ui.widgets.words import label

_SAID = "打印、另存一份记录就有一个份号，印在每一页上。收回、销毁在这里注明，登记过的永远不删。"
_NOTHING_CHOSEN = "选中一行，看它的来龙去脉。"
_EMPTY = "还没有打印或另存过谈话记录。"
_SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


@dataclass(frozen=True, slots=True)
class CopiesPlace:
    """What the list was narrowed to, and where in it one was."""

    words: str
    is_out: bool
    table: TablePlace


class CopiesPage(Page):
    """subject of a destination is what to find: a number, a title, or a digest."""

    help_topic = "copies"
    watches = Changes.COPIES

    def __init__(self, desk: CopyDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self.form: FormDialog | None = None
        self.search = SearchEdit("份号、编号、领用人、用途或文件摘要")
        self.out_box = QCheckBox("只看在外的")
        self.count = label("", tone="quiet", wrap=False)
        self.scan_button = button("这张扫描件是哪一份…", "scan")
        self.note_button = button("销毁证明…", "file-text")
        self.holder_button = button("补填领用人、用途…", "pencil")
        self.return_button = button("收回…", "inbox")
        self.destroy_button = button("注明销毁…", "trash-2")
        self.messages = MessageBar()
        self.details = label("", "small", "quiet")
        self.model = PagedModel(self._columns(), self._read, self)
        self.empty = EmptyState("copy", _EMPTY)
        self.table = PagedTable(self.model, "份号登记", self.empty)
        self.table.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._lay_out()
        self._hear_parts()
        self._suit()

    def _columns(self) -> tuple[Column[PaperCopy], ...]:
        def day(copy: PaperCopy) -> str:
            return written_date(self._desk.local(copy.taken_at).date())

        return (
            Column("份号", lambda c: written_number(c.number), 3.5),
            Column("文书", lambda c: c.title, 9.5),
            Column("形式", lambda c: WAYS[c.way], 4),
            Column("日期", day, 7),
            Column("交给谁", lambda c: c.holder or "（未填）", 0, tone=_quiet_holder),
            Column("做什么用", lambda c: c.purpose, 4.5),
            Column("现在", standing, 3.2, tone=_tone),
        )

    def _lay_out(self) -> None:
        head = row(self.search, self.out_box, self.count, self.scan_button)
        head.setStretch(0, 1)
        self.body.addWidget(label(_SAID, tone="quiet"))
        self.body.addLayout(head)
        self.body.addWidget(self.messages)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.details)
        acts = (self.holder_button, self.return_button, self.destroy_button, self.note_button)
        self.body.addWidget(flow(*acts))

    def _hear_parts(self) -> None:
        self.search.searched.connect(self._narrow)
        self.out_box.toggled.connect(self._narrow)
        self.model.filled.connect(self._filled)
        self.empty.pressed.connect(self.show_all)
        self.table.view.selectionModel().selectionChanged.connect(self._suit)
        self.table.opened.connect(self._open)
        self.scan_button.clicked.connect(self.choose_scan)
        self.holder_button.clicked.connect(self.name_holder)
        self.return_button.clicked.connect(self.give_back)
        self.destroy_button.clicked.connect(self.note_destroyed)
        self.note_button.clicked.connect(self._make_note)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.model.reset()
        self.tasks.query(self._count, then=self._show_count)

    def arrive(self, destination: Destination) -> None:
        if destination.subject:
            self.narrow_to(destination.subject)

    def place(self) -> CopiesPlace:
        return CopiesPlace(self.search.text(), self.out_box.isChecked(), self.table.place())

    def return_to(self, place: object) -> None:
        if isinstance(place, CopiesPlace):
            self.out_box.setChecked(place.is_out)
            self.search.setText(place.words)
            self.table.return_to(place.table)

    def seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def show_all(self) -> None:
        """Widen the list again."""
        self.out_box.setChecked(False)
        self.narrow_to("")

    def narrow_to(self, words: str) -> None:
        """Narrow the list to these words."""
        self.search.setText(words)
        self._narrow()

    def selected(self) -> list[PaperCopy]:
        """The chosen copies, from the top."""
        indexes = self.table.view.selectionModel().selectedRows()
        return [index.data(ROW_ROLE) for index in sorted(indexes, key=lambda one: one.row())]

    # ── a scan ───────────────────────────────────────────────────────────────────────────────────

    def choose_scan(self) -> None:
        """Ask for a scan and tell whose copy it is."""
        chosen, _ = QFileDialog.getOpenFileName(self, "这张扫描件是哪一份", "", _SCANS)
        if chosen:
            self.read_scan(Path(chosen))

    def read_scan(self, path: Path) -> None:
        """Tell which copies that scan holds pages of."""
        self.messages.clear()
        self.scan_button.setEnabled(False)
        work = partial(self._of_scan, path)
        self.tasks.query(work, then=self._show_findings, refused=self._refuse)

    # ── what became of a copy ────────────────────────────────────────────────────────────────────

    def name_holder(self) -> None:
        """Fill in who holds the chosen copy, and what for."""
        if copy := self._only():
            form = HolderForm(self, copy)
            self._open_form(form, lambda: partial(self._name, copy.id, form))

    def give_back(self) -> None:
        """Note that the chosen copy came back."""
        copy = self._only()
        if copy is not None and copy.is_out:
            form = ReturnForm(self, copy)
            self._open_form(form, lambda: partial(self._give_back, copy.id, form.note.text()))

    def note_destroyed(self) -> None:
        """Note that the chosen copies were destroyed."""
        chosen = [copy for copy in self.selected() if copy.destroyed_at is None]
        if chosen:
            form = DestroyForm(self, chosen)
            ids = tuple(copy.id for copy in chosen)
            self._open_form(form, lambda: partial(self._destroy, ids, form.note.text()))

    def _open_form(
        self, form: FormDialog, work: Callable[[], Callable[[Progress], Changes]]
    ) -> None:
        self.form = form
        form.sent.connect(lambda: self._send(form, work()))
        form.finished.connect(self._forget_form)
        form.finished.connect(form.deleteLater)
        form.open()

    def _send(self, form: FormDialog, work: Callable[[Progress], Changes]) -> None:
        self.tasks.command(work, then=self._sent, refused=self._refuse_in_form)

    def _sent(self, _: object) -> None:
        if self.form is not None:
            self.form.accept()
        self.table.view.setFocus()

    def _refuse_in_form(self, error: AppError) -> None:
        if self.form is not None:
            self.form.message.show_message(message_for(error))

    def _forget_form(self, _: int) -> None:
        self.form = None

    def _make_note(self) -> None:
        self.go.emit(Destination("papers", act=PaperKind.DESTRUCTION_NOTE.value))

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, request: PageRequest[PaperCopy]) -> None:
        wanted = CopyFilter(self.out_box.isChecked(), self.search.text())
        self.tasks.query(partial(self._page, wanted, request), then=self.model.add_page)

    def _page(
        self, wanted: CopyFilter, request: PageRequest[PaperCopy], _: Progress
    ) -> PageAnswer[PaperCopy]:
        return request.answered(self._desk.copies.page(request.after, request.limit, wanted))

    def _count(self, _: Progress) -> int:
        return self._desk.copies.count_out()

    def _of_scan(self, path: Path, _: Progress) -> tuple[ScanFinding, ...]:
        return self._desk.copies.of_scan(path)

    def _name(self, copy_id: CopyId, form: HolderForm, _: Progress) -> Changes:
        return self._desk.copies.name(copy_id, form.wish())

    def _give_back(self, copy_id: CopyId, note: str, _: Progress) -> Changes:
        return self._desk.copies.give_back(copy_id, note)

    def _destroy(self, ids: tuple[CopyId, ...], note: str, _: Progress) -> Changes:
        return self._desk.copies.destroy(ids, note)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show_count(self, count: int) -> None:
        self.count.setText(f"在外 {count} 份")

    def _show_findings(self, findings: tuple[ScanFinding, ...]) -> None:
        self.scan_button.setEnabled(True)
        self.messages.show_message(finding_message(findings))
        known = [one.copy for one in findings if one.copy is not None]
        if len(known) == 1:
            self.out_box.setChecked(False)
            self.narrow_to(known[0].title)

    def _refuse(self, error: AppError) -> None:
        self.scan_button.setEnabled(True)
        self.messages.show_message(message_for(error))

    def _narrow(self, _: object = None) -> None:
        self.model.reset()

    def _filled(self, count: int) -> None:
        is_narrow = self.out_box.isChecked() or bool(self.search.text().strip())
        if is_narrow:
            self.empty.say("没有符合条件的份号。", "看全部")
        else:
            self.empty.say(_EMPTY, "")
        self._suit()

    def _open(self, _: PaperCopy) -> None:
        if self.holder_button.isEnabled():
            self.name_holder()

    def _only(self) -> PaperCopy | None:
        chosen = self.selected()
        is_open = len(chosen) == 1 and chosen[0].destroyed_at is None
        return chosen[0] if is_open else None

    def _suit(self, *_: object) -> None:
        only = self._only()
        self.holder_button.setEnabled(only is not None)
        self.return_button.setEnabled(only is not None and only.is_out)
        is_any_left = any(copy.destroyed_at is None for copy in self.selected())
        self.destroy_button.setEnabled(is_any_left)
        chosen = self.selected()
        if len(chosen) == 1:
            self.details.setText(story_of(chosen[0], self._desk.local))
        else:
            self.details.setText(f"已选 {len(chosen)} 份。" if chosen else _NOTHING_CHOSEN)


def _quiet_holder(copy: PaperCopy) -> str:
    return "" if copy.holder else "quiet"


def _tone(copy: PaperCopy) -> str:
    return "" if copy.is_out else "quiet"

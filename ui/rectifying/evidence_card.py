"""佐证材料 of a finding: brought, looked at page by page, given out as a copy, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QTableWidgetItem, QWidget

from app.domain.attachment import Attachment
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_history import FindingAct
from app.domain.ids import FindingId
from app.domain.progress import Progress
from app.services.attaching import Brought, Kept, Taken
from app.services.rectifying import FindingSheet, Rectifying
from ui.attachment_bringing import Bringing, Wish
from ui.attachment_view import AttachmentView
from ui.attachment_words import ending_of, media_text, spoken
from ui.messages import message_for
from ui.rectifying.desk import RectifyingDesk
from ui.rectifying.evidence_words import EVIDENCE_FILES
from ui.sizes import size_text
from ui.tasks import Task
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.plain_table import fit_height, plain_table
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HINT = "PDF、图片、文档、录音都可以；也可以拖到这里。存进来就加密，原文件不动。"
_MOST_ROWS = 3
_NONE = "还没有佐证。申请销号至少要有一份。"


@dataclass(frozen=True, slots=True)
class EvidenceKeeper:
    """Keeps what is brought to a finding."""

    rectifying: Rectifying

    def take(self, brought: Brought, progress: Progress) -> Taken:
        """Look at it and write it encrypted beside the vault."""
        return self.rectifying.take_evidence(brought, progress)

    def keep(self, wish: Wish, taken: Taken) -> tuple[Kept, Changes]:
        """Add it to the finding."""
        kept, changes = self.rectifying.keep_evidence(FindingId(wish.owner), taken)
        return Kept(kept, ()), changes


class EvidenceCard(QWidget):
    """told asks to show a message, removing that the chosen one is to be taken away."""

    told = Signal(object)
    removing = Signal(object)

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__()
        self._desk = desk
        self._finding_id: FindingId | None = None
        self._newest = ""
        self.items: tuple[Attachment, ...] = ()
        self.is_open = False
        self.add_button = button("添加佐证…", "plus", name="添加佐证")
        self.copy_button = button("另存一份…", "download")
        self.remove_button = button("移除…", "trash-2", name="移除佐证")
        self.table = plain_table("佐证材料", ("名称", "内容", "大小"), 0)
        self.hint = label(_HINT, "small", "quiet")
        self.view = AttachmentView(desk)
        self.progress = ProgressPanel()
        self.bringing = Bringing(desk.tasks, EvidenceKeeper(desk.rectifying), self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        acts = flow(self.add_button, self.copy_button, self.remove_button)
        lines = column(acts, self.hint, self.table, self.progress, self.view)
        lines.setStretch(lines.count() - 1, 1)
        # else what it holds decides how wide the sheet is
        self.view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setLayout(lines)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.choose_files)
        self.copy_button.clicked.connect(self.save_copy)
        self.remove_button.clicked.connect(self._ask_removal)
        self.table.itemSelectionChanged.connect(self._look)
        self.progress.stopped.connect(self.bringing.stop)
        self.bringing.began.connect(self._tell_begun)
        self.bringing.stepped.connect(self.progress.step)
        self.bringing.kept.connect(self._note_kept)
        self.bringing.ended.connect(self._tell_ended)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_sheet(self, sheet: FindingSheet, allowed: frozenset[FindingAct]) -> None:
        """List the evidence of this finding."""
        before = self.chosen() if sheet.finding.id == self._finding_id else None
        wanted = self._newest or (before.id if before else "")
        self._finding_id, self._newest = sheet.finding.id, ""
        self.items = sheet.evidence
        self.is_open = FindingAct.ADD_EVIDENCE in allowed
        self.add_button.setEnabled(self.is_open)
        self._may_remove = FindingAct.REMOVE_EVIDENCE in allowed
        self.hint.setText(_HINT if self.items else f"{_NONE}{_HINT}")
        self.hint.setVisible(self.is_open)
        self.table.blockSignals(True)
        self._fill()
        fit_height(self.table, min(max(len(self.items), 1), _MOST_ROWS))
        self._choose(wanted)
        self.table.blockSignals(False)
        self._look()

    def chosen(self) -> Attachment | None:
        """The paper that is chosen."""
        number = self.table.currentRow()
        is_chosen = bool(self.table.selectedItems()) and 0 <= number < len(self.items)
        return self.items[number] if is_chosen else None

    def _fill(self) -> None:
        self.table.setRowCount(len(self.items))
        for number, item in enumerate(self.items):
            cells = (item.title, media_text(item), size_text(item.size))
            for place, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                cell.setToolTip(item.title)
                if not place:
                    cell.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(item))
                self.table.setItem(number, place, cell)

    def _choose(self, wanted: str) -> None:
        ids: list[str] = [item.id for item in self.items]
        if ids:
            self.table.selectRow(ids.index(wanted) if wanted in ids else len(ids) - 1)

    def _look(self) -> None:
        chosen = self.chosen()
        self.copy_button.setEnabled(chosen is not None)
        self.remove_button.setEnabled(chosen is not None and self._may_remove)
        self.view.look_at(chosen)

    _may_remove = False

    # ── bringing ─────────────────────────────────────────────────────────────────────────────────

    def choose_files(self) -> None:
        """Ask which files to bring."""
        names, _ = QFileDialog.getOpenFileNames(self, "选择佐证材料", "", EVIDENCE_FILES)
        self.bring_files([Path(name) for name in names])

    def bring_files(self, paths: Sequence[Path]) -> None:
        """Bring these files to the finding."""
        if self._finding_id is not None and self.is_open:
            finding_id = self._finding_id
            self.bringing.add([Wish(finding_id, Brought.file(path)) for path in paths])

    def stop_work(self) -> None:
        """Stop what is being read."""
        self.bringing.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.is_open and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        self.bring_files([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _tell_begun(self, name: str) -> None:
        self.progress.begin(f"正在核对并加密存入“{name}”……")

    def _note_kept(self, kept: Kept) -> None:
        self._newest = kept.attachment.id

    def _tell_ended(self, message: Message | None) -> None:
        self.progress.end()
        if message is not None:
            self.told.emit(message)

    # ── giving out, taking away ──────────────────────────────────────────────────────────────────

    def _ask_removal(self) -> None:
        if (chosen := self.chosen()) is not None:
            self.removing.emit(chosen)

    def save_copy(self) -> None:
        """Ask where a copy of the chosen one is to go; its name there holds no name of a person."""
        chosen = self.chosen()
        if chosen is None:
            return
        ending = ending_of(chosen)
        proposed = f"佐证{self.table.currentRow() + 1}{ending}"
        name, _ = QFileDialog.getSaveFileName(self, "另存佐证", proposed, f"*{ending}")
        if name:
            self.save_copy_to(Path(name))

    def save_copy_to(self, path: Path) -> None:
        """Leave the trace, then write the chosen one there."""
        if (chosen := self.chosen()) is not None:
            self.progress.begin("正在另存……", can_stop=False)
            work = partial(self._allow_copy, chosen, path)
            self._desk.tasks.command(work, then=self._write_copy, refused=self._refuse)

    def _allow_copy(
        self, chosen: Attachment, path: Path, _: Progress
    ) -> tuple[tuple[Attachment, Path], Changes]:
        return (chosen, path), self._desk.attaching.allow_copy(chosen)

    def _write_copy(self, allowed: tuple[Attachment, Path]) -> None:
        work = partial(self._copy, *allowed)
        self._desk.tasks.beside(
            work, then=self._tell_copied, refused=self._refuse, watch=self._watch_copy
        )

    def _copy(self, chosen: Attachment, path: Path, progress: Progress) -> str:
        self._desk.attaching.write_copy(chosen, path, progress)
        return path.name

    def _watch_copy(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self.progress.end)

    def _tell_copied(self, name: str) -> None:
        remedy = "这一份没有加密，用完请删掉。另存已记入操作留痕。"
        self.told.emit(Message(f"已另存为 {name}。", remedy=remedy, tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.told.emit(message_for(error))

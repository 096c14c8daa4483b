"""The files that came with a talk: each let out with a reason, seen in the window or saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.registry import DeskTalk, Member
from ui.desk.note_form import NoteForm, NoteWords
from ui.desk.tools import DeskTools
from ui.messages import message_for
from ui.page_images import images_of
from ui.sizes import size_text
from ui.tasks import Task
from ui.theme import row_height
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column
from ui.widgets.words import label

_MOST_PAGES = 60  # drawn at once; a longer file is saved, and looked at elsewhere
_SEEN = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
_NONE = "这一次移交没有带文件。"
_SOME = "文件加密存放。看或另存都要写明原因，记进留痕。"


class MemberFiles(QWidget):
    """told carries messages; shown a file's member with the pictures of its pages."""

    told = Signal(object)
    shown = Signal(object)

    def __init__(self, tools: DeskTools) -> None:
        super().__init__()
        self._tools = tools
        self._talk: DeskTalk | None = None
        self._task: Task | None = None
        self.form: NoteForm | None = None
        self.said = label(_NONE, tone="quiet")
        self.table = plain_table("随包文件", ("文件", "大小"), stretched=0)
        self.see_button, self.save_button = button("看…", "eye"), button("另存…", "download")
        whole = column(self.said, self.table, flow(self.see_button, self.save_button))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._suit)
        self.see_button.clicked.connect(self.see)
        self.save_button.clicked.connect(self.choose_place)
        self._suit()

    def show_members(self, talk: DeskTalk) -> None:
        """List the files of this talk."""
        self._talk = talk
        self.said.setText(_SOME if talk.members else _NONE)
        self.table.setRowCount(len(talk.members))
        for number, member in enumerate(talk.members):
            for place, text in enumerate((member.name.rsplit("/", 1)[-1], size_text(member.size))):
                self.table.setItem(number, place, QTableWidgetItem(text))
        if talk.members:
            self.table.setCurrentCell(0, 0)
        self._measure()
        self._suit()

    def clear(self) -> None:
        """List nothing."""
        self._talk = None
        self.table.setRowCount(0)
        self._suit()

    def stop_work(self) -> None:
        """Stop what runs."""
        if self._task is not None:
            self._task.cancel()

    def chosen(self) -> Member | None:
        """The file whose line is chosen."""
        at = self.table.currentRow()
        talk = self._talk
        return talk.members[at] if talk is not None and 0 <= at < len(talk.members) else None

    def see(self) -> None:
        """Ask why, and show the pages in the window."""
        member = self.chosen()
        if member is not None:
            self._ask("看随包文件", "看", member, partial(self._draw, member))

    def choose_place(self) -> None:
        """Ask where to, then why, and save it there."""
        member = self.chosen()
        if member is None:
            return
        name = member.name.replace("/", "-")
        option = QFileDialog.Option.DontConfirmOverwrite  # what is there is never written over
        chosen, _ = QFileDialog.getSaveFileName(self, "另存随包文件", name, "", "", option)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Ask why, and save the chosen file there, in clear."""
        member = self.chosen()
        if member is not None:
            self._ask("另存随包文件", "另存", member, partial(self._save, member, path))

    # ── with a reason ────────────────────────────────────────────────────────────────────────────

    def _ask(self, title: str, way_on: str, member: Member, do: partial[None]) -> None:
        talk = self._talk
        if talk is None:
            return
        words = NoteWords(
            title=title,
            whom=member.name.rsplit("/", 1)[-1],
            said="谁、什么时候、为什么，都记进留痕。",
            field="原因",
            hint="如：核实信访反映的问题",
            way_on=way_on,
        )
        work = partial(_let_out, self._tools, talk, member)
        self.form = NoteForm(self, self._tools.tasks, words, work)
        self.form.noted.connect(do)
        self.form.open()

    def _draw(self, member: Member) -> None:
        work = partial(_drawn, self._tools, member)
        self._tools.tasks.background(work, self.shown.emit, self._refuse, self._watch)

    def _save(self, member: Member, path: Path) -> None:
        work = partial(_saved, self._tools, member, path)
        self._tools.tasks.beside(work, self._say_saved, self._refuse, self._watch)

    def _watch(self, task: Task) -> None:
        self._task = task
        task.ended.connect(self._rest)

    def _rest(self) -> None:
        self._task = None

    def _say_saved(self, path: Path) -> None:
        told = f"已另存为 {path.name}。"
        self.told.emit(Message(told, remedy="它是明文，用完请删掉。", tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

    def _suit(self) -> None:
        member = self.chosen()
        self.see_button.setEnabled(member is not None and member.name.endswith(_SEEN))
        self.save_button.setEnabled(member is not None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        if hasattr(self, "table"):
            self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))


def _let_out(tools: DeskTools, talk: DeskTalk, member: Member, reason: str, _: Progress) -> Changes:
    tools.registry.members.let_out(talk.office_code, talk.sequence, member, reason)
    return Changes.NONE


def _drawn(tools: DeskTools, member: Member, _: Progress) -> tuple[Member, list[QImage]]:
    return member, images_of(tools.desk.pages(member, _MOST_PAGES))


def _saved(tools: DeskTools, member: Member, path: Path, _: Progress) -> Path:
    tools.registry.members.save(member, path)
    return path

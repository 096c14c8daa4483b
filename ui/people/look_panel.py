"""Looking at the files of an archive page by page, and a leaf whole with its papers beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from app.domain.archive_words import LEAF_KIND_WORDS
from app.domain.archives import ArchiveLeaf, ArchivePaper, ArchiveView
from app.domain.attachment import Attachment
from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.attachment_view import AttachmentView
from ui.attachment_words import ending_of, media_text
from ui.messages import message_for
from ui.people.archive_lists import ArchiveList
from ui.people.archive_words import leaf_standing, origin_text
from ui.people.desk import PeopleDesk
from ui.people.leaf_bringing import LeafBringing
from ui.tasks import Task
from ui.theme import characters, px
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, Place, column, facts, halves, row, scrolled
from ui.widgets.words import label

_ALL = "附件"
_FILES = "可以附的文件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.docx *.xlsx *.ofd);;所有文件 (*)"


class LookPanel(QWidget):
    """left: it is to be left. change_asked and remove_asked are about the leaf, paper_gone_asked
    about the file that is chosen.
    """

    left = Signal()
    change_asked = Signal(object)
    remove_asked = Signal(object)
    paper_gone_asked = Signal(object)

    def __init__(self, desk: PeopleDesk) -> None:
        super().__init__()
        self._desk = desk
        self.leaf: ArchiveLeaf | None = None
        self._files: tuple[Attachment, ...] = ()
        self.back_button = button("返回", "arrow-left", name="返回这个人的档案")
        self.heading = label("", "large")
        self.messages, self.progress = MessageBar(), ProgressPanel()
        self.about = Place()
        self.list = ArchiveList("附件", ("名称", "内容"), 0, "还没有附件。扫描件可以附在这里。")
        self.view = AttachmentView(desk)
        self._make_buttons()
        self.bringing = LeafBringing(desk, self)
        self._lay_out()
        self._connect()

    def _make_buttons(self) -> None:
        self.change_button = button("修改…", "pencil")
        self.remove_button = button("取出…", name="取出这一页")
        self.add_button = button("附上文件…", "plus", "primary", name="附上文件")
        self.copy_button = button("另存一份…", "download")
        self.gone_button = button("移除…", name="移除所选的附件")
        self._of_leaf = (self.change_button, self.remove_button, self.add_button, self.gone_button)

    def _lay_out(self) -> None:
        card = Card()
        card.add(self.about)
        side, inside = QWidget(), QWidget()
        above = column(card)
        above.addStretch(1)
        inside.setLayout(above)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.list.setSizePolicy(policy)  # else a table asks for more than the page has
        self.list.setMinimumHeight(px(18))
        acts = flow(self.add_button, self.copy_button, self.gone_button)
        lines = column(scrolled(inside, "这一页"), self.list, acts)
        lines.setStretch(0, 3)
        lines.setStretch(1, 2)
        side.setLayout(lines)
        side.setMinimumWidth(characters(self, 16))
        both = halves(side, self.view, (2, 3))
        head = row(self.back_button, self.heading, self.change_button, self.remove_button)
        head.setStretch(1, 1)
        whole = column(head, self.messages, both, self.progress)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.change_button.clicked.connect(lambda: self.change_asked.emit(self.leaf))
        self.remove_button.clicked.connect(lambda: self.remove_asked.emit(self.leaf))
        self.add_button.clicked.connect(self.choose_files)
        self.copy_button.clicked.connect(self.choose_copy)
        self.gone_button.clicked.connect(lambda: self.paper_gone_asked.emit(self.chosen()))
        self.list.chosen.connect(self._look)
        self.progress.stopped.connect(self.bringing.stop)
        self.bringing.began.connect(self._tell_begun)
        self.bringing.stepped.connect(self.progress.step)
        self.bringing.ended.connect(self._tell_ended)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_leaf(self, one: ArchiveLeaf) -> None:
        """Show a leaf with its papers."""
        if self.leaf is None or self.leaf.leaf.id != one.leaf.id:
            self.messages.clear()
        self.leaf = one
        self._offer_leaf(is_leaf=True)
        self.heading.setText(one.leaf.entry.title)
        self.about.put(facts(self._facts(one)))
        self._list(one.papers)

    def show_papers(self, papers: Sequence[ArchivePaper], chosen: ArchivePaper) -> None:
        """Show all files of the archive, this one first of all."""
        self.messages.clear()
        self.leaf = None
        self._offer_leaf(is_leaf=False)
        self.heading.setText(_ALL)
        self._origins = {p.attachment.id: origin_text(p.origin) for p in papers}
        self._list(tuple(p.attachment for p in papers))
        self.list.table.selectRow(list(papers).index(chosen))

    def refresh(self, view: ArchiveView) -> bool:
        """Show what is in sight as it is now; False when it is not in the archive any more."""
        if self.leaf is None:
            return True
        for one in view.leaves:
            if one.leaf.id == self.leaf.leaf.id:
                self.show_leaf(one)
                return True
        return False

    def clear(self) -> None:
        """Show nothing: nothing of an archive stays in sight behind another page."""
        self.leaf, self._files = None, ()
        self.about.clear()
        self.list.fill((), ())
        self.view.look_at(None)

    def chosen(self) -> Attachment | None:
        """The file that is chosen."""
        current = self.list.current()
        return current if isinstance(current, Attachment) else None

    def stop_work(self) -> None:
        """Stop what is being read."""
        self.bringing.stop()

    def _list(self, files: tuple[Attachment, ...]) -> None:
        self._files = files
        self.list.fill(files, [(one.title, media_text(one)) for one in files])

    def _offer_leaf(self, is_leaf: bool) -> None:
        for one in self._of_leaf:
            one.setVisible(is_leaf)

    def _look(self) -> None:
        chosen = self.chosen()
        self.view.look_at(chosen)
        self.copy_button.setEnabled(chosen is not None)
        self.gone_button.setEnabled(chosen is not None)
        if self.leaf is None and chosen is not None:
            pairs = [("名称", chosen.title), ("属于", self._origins.get(chosen.id, ""))]
            self.about.put(facts(pairs))

    def _facts(self, one: ArchiveLeaf) -> list[tuple[str, str]]:
        entry = one.leaf.entry
        known = (
            ("类别", LEAF_KIND_WORDS[entry.kind]),
            ("日期", written_date(entry.day)),
            ("文号", entry.number),
            ("答复期限", written_date(entry.reply_due) if entry.reply_due else ""),
            ("答复", leaf_standing(one.leaf, self._desk.today())),
            ("有关单位", one.unit_name),
            ("内容", entry.text),
        )
        return [(name, value) for name, value in known if value]

    # ── bringing, and giving out a copy ──────────────────────────────────────────────────────────

    def choose_files(self) -> None:
        """Ask which files to bring."""
        names, _ = QFileDialog.getOpenFileNames(self, "选择要附上的文件", "", _FILES)
        self.bring([Path(name) for name in names])

    def bring(self, paths: Sequence[Path]) -> None:
        """Bring these files to the leaf."""
        if self.leaf is not None and paths:
            self.messages.clear()
            self.bringing.add(self.leaf.leaf, paths)

    def choose_copy(self) -> None:
        """Ask where a copy of the chosen one is to go; its name there holds no name of a person."""
        chosen = self.chosen()
        if chosen is not None:
            ending = ending_of(chosen)
            number = self.list.table.currentRow() + 1
            name, _ = QFileDialog.getSaveFileName(
                self, "另存附件", f"附件{number}{ending}", f"*{ending}"
            )
            if name:
                self.save_copy(Path(name))

    def save_copy(self, path: Path) -> None:
        """Leave the trace, then write the chosen one there."""
        if (chosen := self.chosen()) is not None:
            self.progress.begin("正在另存……", can_stop=False)
            work = partial(self._allow, chosen, path)
            self._desk.tasks.command(work, then=self._write, refused=self._refuse)

    def _allow(
        self, chosen: Attachment, path: Path, _: Progress
    ) -> tuple[tuple[Attachment, Path], Changes]:
        return (chosen, path), self._desk.attaching.allow_copy(chosen)

    def _write(self, allowed: tuple[Attachment, Path]) -> None:
        work = partial(self._copy, *allowed)
        self._desk.tasks.beside(
            work, then=self._tell_copied, refused=self._refuse, watch=self._watch
        )

    def _copy(self, chosen: Attachment, path: Path, progress: Progress) -> str:
        self._desk.attaching.write_copy(chosen, path, progress)
        return path.name

    def _watch(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self.progress.end)

    def _tell_copied(self, name: str) -> None:
        remedy = "这一份没有加密，用完请删掉。另存已记入操作留痕。"
        self.messages.show_message(Message(f"已另存为 {name}。", remedy=remedy, tone=Tone.NOTE))

    def _tell_begun(self, name: str) -> None:
        self.progress.begin(f"正在核对并加密存入“{name}”……")

    def _tell_ended(self, message: Message | None) -> None:
        self.progress.end()
        if message is not None:
            self.messages.show_message(message)

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.messages.show_message(message_for(error))

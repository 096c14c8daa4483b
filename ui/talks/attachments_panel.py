"""The attachments of a talk: bring, look at, name, take away, and give out a copy (F4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.attachment import Attachment
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import TalkId
from app.domain.progress import Progress
from app.domain.talk import Talk
from app.services.attaching import Attaching, Brought, Kept, Taken, TalkAttachments
from ui.actions import bind
from ui.attachment_bringing import Bringing, Wish, brought_by
from ui.attachment_words import ending_of
from ui.messages import message_for
from ui.talks.attachments_form import AttachmentsForm
from ui.talks.desk import Desk
from ui.tasks import Task
from ui.widgets.message import Message, Tone

FILES = (
    "可以附的文件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.wav *.mp3 *.m4a *.docx *.xlsx *.ofd);;"
    "所有文件 (*)"
)


@dataclass(frozen=True, slots=True)
class AttachmentsPlace:
    """Whether the attachments are in sight, which one is chosen, its page, and what was written."""

    is_shown: bool = False
    chosen: str = ""
    page: int = 0
    form: int = -1
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkKeeper:
    """Keeps what is brought to a talk."""

    attaching: Attaching

    def take(self, brought: Brought, progress: Progress) -> Taken:
        """Look at it and write it encrypted beside the vault."""
        return self.attaching.take(brought, progress)

    def keep(self, wish: Wish, taken: Taken) -> tuple[Kept, Changes]:
        """Add it to the talk."""
        return self.attaching.keep(TalkId(wish.owner), taken, wish.purpose)


class AttachmentsPanel(AttachmentsForm):
    """counted tells how many there are."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._desk = desk
        self._talk_id: TalkId | None = None
        self._wanted = AttachmentsPlace()
        self.bringing = Bringing(desk.tasks, TalkKeeper(desk.attaching), self)
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.choose_files)
        self.paste_button.clicked.connect(self.paste)
        self.rename_button.clicked.connect(self.open_naming)
        self.remove_button.clicked.connect(self.open_removing)
        self.copy_button.clicked.connect(self.save_copy)
        self.naming.confirmed.connect(self._rename)
        self.removing.confirmed.connect(self._remove)
        for form in self.forms:
            form.closed.connect(self.table.setFocus)
        self.table.itemSelectionChanged.connect(self._look)
        self.progress.stopped.connect(self.bringing.stop)
        self.bringing.began.connect(self._tell_begun)
        self.bringing.stepped.connect(self.progress.step)
        self.bringing.kept.connect(self._note_kept)
        self.bringing.ended.connect(self._tell_ended)
        self._desk.tasks.changed.connect(self._hear)
        bind(self, "attachment.add", self.choose_files)
        bind(self, "attachment.paste", self.paste)
        bind(self, "attachment.rename", self.open_naming)
        bind(self, "attachment.remove", self.open_removing)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_talk(self, talk: Talk) -> None:
        """Show the attachments of this talk."""
        if self._talk_id != talk.id:
            self._talk_id, self.items = talk.id, ()
            self.messages.clear()
            self.close_forms()
            self.view.look_at(None)
        self.refresh()

    def refresh(self) -> None:
        """Read them again."""
        if self._talk_id is not None:
            self._desk.tasks.query(partial(self._read, self._talk_id), then=self._show)

    def place(self, is_shown: bool) -> AttachmentsPlace:
        """What is chosen and written here."""
        chosen = self.chosen()
        form = next((n for n, form in enumerate(self.forms) if not form.isHidden()), -1)
        written = self.forms[form].written() if form >= 0 else ()
        return AttachmentsPlace(
            is_shown, chosen.id if chosen else "", self.view.pages.page, form, written
        )

    def return_to(self, place: AttachmentsPlace) -> None:
        """Be where place() was, once the attachments are read."""
        self._wanted = place
        self.refresh()

    def focus(self) -> None:
        """Put the keys where one begins."""
        (self.table if self.items else self.add_button).setFocus()

    def step_back(self) -> bool:
        """Close a form that is open; False when there is none."""
        for form in self.forms:
            if form.isVisible():
                form.dismiss()
                return True
        return False

    def stop_work(self) -> None:
        """Stop what is being read."""
        self.bringing.stop()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def choose_files(self) -> None:
        """Ask which files to bring."""
        if self.add_button.isEnabled():
            names, _ = QFileDialog.getOpenFileNames(self, "选择要附上的文件", "", FILES)
            self.bring_files([Path(name) for name in names])

    def bring_files(self, paths: Sequence[Path]) -> None:
        """Bring these files to the talk."""
        self._bring([Brought.file(path) for path in paths])

    def paste(self) -> None:
        """Bring the files or the picture that the clipboard holds."""
        if self.paste_button.isEnabled():
            self._bring_data(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.is_open and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._bring_data(event.mimeData())

    def open_naming(self) -> None:
        """Put right the name of the chosen one."""
        chosen = self.chosen()
        if chosen is not None and self.rename_button.isEnabled():
            self._make_room()
            self.naming.open()
            self.naming.write((chosen.title,))
            self.naming.edit.selectAll()

    def open_removing(self) -> None:
        """Ask why the chosen one is to be taken away."""
        chosen = self.chosen()
        if chosen is not None and self.remove_button.isEnabled():
            self._make_room()
            self.removing.heading.setText(f"移除“{chosen.title}”")
            self.removing.open()

    def save_copy(self) -> None:
        """Ask where a copy of the chosen one is to go; its name there holds no name of a person."""
        chosen = self.chosen()
        if chosen is None:
            return
        ending = ending_of(chosen)
        name, _ = QFileDialog.getSaveFileName(
            self, "另存附件", f"附件{self.table.currentRow() + 1}{ending}", f"*{ending}"
        )
        if name:
            self.save_copy_to(Path(name))

    def save_copy_to(self, path: Path) -> None:
        """Leave the trace, then write the chosen one there."""
        if (chosen := self.chosen()) is not None:
            self.progress.begin("正在另存……", can_stop=False)
            work = partial(self._allow_copy, chosen, path)
            self._desk.tasks.command(work, then=self._write_copy, refused=self._refuse)

    def _make_room(self) -> None:
        self.messages.clear()
        self.close_forms()

    def _bring_data(self, data: QMimeData) -> None:
        today = self._desk.local(self._desk.now())
        try:
            brought, picture = brought_by(data, f"粘贴的图片 {today:%Y-%m-%d %H.%M.%S}")
        except AppError as error:
            self._refuse(error)
        else:
            self._bring(brought, picture)

    def _bring(self, brought: Sequence[Brought], picture: QImage | None = None) -> None:
        if self._talk_id is not None and self.is_open and brought:
            self.messages.clear()
            purpose = self.purpose.currentData()
            self.bringing.add([Wish(self._talk_id, one, purpose, picture) for one in brought])

    def _rename(self) -> None:
        if (chosen := self.chosen()) is not None:
            self._command(partial(self._rename_it, chosen, self.naming.text()))

    def _remove(self) -> None:
        if (chosen := self.chosen()) is not None:
            self._command(partial(self._remove_it, chosen, self.removing.text()))

    def _command(self, work: partial[Changes]) -> None:
        self._desk.tasks.command(work, then=self._changed, refused=self._refuse)

    # ── on the lanes ─────────────────────────────────────────────────────────────────────────────

    def _read(self, talk_id: TalkId, _: Progress) -> tuple[TalkId, TalkAttachments]:
        return talk_id, self._desk.attaching.of(talk_id)

    def _rename_it(self, chosen: Attachment, title: str, _: Progress) -> Changes:
        return self._desk.attaching.rename(chosen.id, title)

    def _remove_it(self, chosen: Attachment, reason: str, _: Progress) -> Changes:
        return self._desk.attaching.remove(chosen.id, reason)

    def _allow_copy(
        self, chosen: Attachment, path: Path, _: Progress
    ) -> tuple[tuple[Attachment, Path], Changes]:
        return (chosen, path), self._desk.attaching.allow_copy(chosen)

    def _copy(self, chosen: Attachment, path: Path, progress: Progress) -> str:
        self._desk.attaching.write_copy(chosen, path, progress)
        return path.name

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show(self, read: tuple[TalkId, TalkAttachments]) -> None:
        talk_id, found = read
        if talk_id != self._talk_id:
            return
        before = self.chosen()
        wanted = self._wanted.chosen or (before.id if before else "")
        self.table.blockSignals(True)
        self.show_found(found)
        self.choose(wanted)
        self.table.blockSignals(False)
        self._look()
        self.counted.emit(len(found.items))
        self._return()

    def _return(self) -> None:
        place, self._wanted = self._wanted, AttachmentsPlace()
        if place.form >= 0 and self.chosen() is not None:
            (self.open_naming, self.open_removing)[place.form]()
            self.forms[place.form].write(place.written)

    def _look(self) -> None:
        self.offer_acts()
        chosen = self.chosen()
        page = self._wanted.page if chosen and chosen.id == self._wanted.chosen else 0
        self.view.look_at(chosen, page)

    def _hear(self, changes: Changes) -> None:
        if changes & (Changes.ATTACHMENTS | Changes.MINUTES):
            self.refresh()

    def _tell_begun(self, name: str) -> None:
        self.progress.begin(f"正在核对并加密存入“{name}”……")

    def _note_kept(self, kept: Kept) -> None:
        if kept.attachment.talk_id == self._talk_id:
            self._wanted = AttachmentsPlace(chosen=kept.attachment.id)

    def _tell_ended(self, message: Message | None) -> None:
        self.progress.end()
        if message is not None:
            self.messages.show_message(message)

    def _write_copy(self, allowed: tuple[Attachment, Path]) -> None:
        work = partial(self._copy, *allowed)
        self._desk.tasks.beside(
            work, then=self._tell_copied, refused=self._refuse, watch=self._watch_copy
        )

    def _watch_copy(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self.progress.end)

    def _tell_copied(self, name: str) -> None:
        remedy = "这一份没有加密，用完请删掉。另存已记入操作留痕。"
        self.messages.show_message(Message(f"已另存为 {name}。", remedy=remedy, tone=Tone.NOTE))

    def _changed(self, _: object) -> None:
        self.messages.clear()
        self.close_forms()
        self.table.setFocus()

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.messages.show_message(message_for(error))

    def _close_forms(self) -> None:
        for form in self.forms:
            form.hide()

"""Opens the forms of an archive, sends what was filled in, and closes them when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.archives import ArchiveLeaf, ArchiveView
from app.domain.attachment import Attachment
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import PersonId
from app.domain.people import Unit
from app.domain.progress import Progress
from ui.messages import message_for
from ui.people.archive_dialogs import LeafDialog, ReasonDialog, TakeAwayDialog
from ui.people.desk import PeopleDesk
from ui.widgets.form_dialog import BusyForm

Command = Callable[[Progress], Changes | tuple[Any, Changes]]
_LEAF_SAID = "取出的这一页不再列出；它本身、附件和原因都留在保险库里，操作留痕里也有。"
_PAPER_SAID = "名称和原因会留下；文件本身在下次整理时清除。"


@dataclass(frozen=True, slots=True)
class ArchiveFormPlace:
    """Which form was open, about what, and what stood in its fields."""

    form: str
    subject: tuple[object, ...]
    typed: tuple[object, ...]


class ArchiveForms(QObject):
    """opened gives an archive that was taken out."""

    opened = Signal(object)

    def __init__(self, window: QWidget, desk: PeopleDesk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._form, self._subject = "", tuple[object, ...]()
        self._typed: tuple[object, ...] = ()
        self.dialog: BusyForm | None = None

    # ── the forms ────────────────────────────────────────────────────────────────────────────────

    def open(self, person_id: PersonId, name: str) -> None:
        """Ask why this archive is taken out."""
        dialog = ReasonDialog(self._window, name)
        self._show("open", (person_id, name), dialog)
        dialog.sent.connect(lambda: self._send(partial(self._open, person_id, dialog)))

    def add_leaf(self, person_id: PersonId) -> None:
        """Put a leaf into this archive."""
        self._ask_units(partial(self._begin_leaf, person_id, None))

    def change_leaf(self, one: ArchiveLeaf) -> None:
        """Put right what a leaf says."""
        self._ask_units(partial(self._begin_leaf, one.leaf.person_id, one))

    def remove_leaf(self, one: ArchiveLeaf) -> None:
        """Ask why a leaf is taken out."""
        dialog = TakeAwayDialog(self._window, "取出", one.leaf.entry.title, _LEAF_SAID)
        self._show("remove_leaf", (one,), dialog)
        dialog.sent.connect(lambda: self._send(partial(self._remove_leaf, one, dialog)))

    def remove_paper(self, paper: Attachment) -> None:
        """Ask why a file of a leaf is taken away."""
        dialog = TakeAwayDialog(self._window, "移除", paper.title, _PAPER_SAID)
        self._show("remove_paper", (paper,), dialog)
        dialog.sent.connect(lambda: self._send(partial(self._remove_paper, paper, dialog)))

    # ── over a lock ──────────────────────────────────────────────────────────────────────────────

    def place(self) -> ArchiveFormPlace | None:
        """The form that is open with what was typed, or None."""
        if self.dialog is None:
            return None
        return ArchiveFormPlace(self._form, self._subject, self.dialog.typed())

    def return_to(self, place: ArchiveFormPlace) -> None:
        """Open the form again as it stood."""
        self._typed = place.typed
        getattr(self, place.form)(*place.subject)

    # ── opening and sending ──────────────────────────────────────────────────────────────────────

    def _ask_units(self, then: Callable[[list[Unit]], object]) -> None:
        self._then = then
        self._desk.tasks.query(self._units, then=self._go_on)

    def _units(self, _: Progress) -> list[Unit]:
        return self._desk.people.units()

    def _go_on(self, units: list[Unit]) -> None:
        self._then(units)

    def _begin_leaf(
        self, person_id: PersonId, known: ArchiveLeaf | None, units: list[Unit]
    ) -> None:
        dialog = LeafDialog(self._window, units, self._desk.today(), known)
        if known is None:
            self._show("add_leaf", (person_id,), dialog)
            work = partial(self._add_leaf, person_id, dialog)
        else:
            self._show("change_leaf", (known,), dialog)
            work = partial(self._change_leaf, known, dialog)
        dialog.sent.connect(lambda: self._send(work))

    def _show(self, form: str, subject: tuple[object, ...], dialog: BusyForm) -> None:
        self._form, self._subject, self.dialog = form, subject, dialog
        dialog.rejected.connect(self._forget)
        typed, self._typed = self._typed, ()
        if typed:
            dialog.put_back(typed)
        dialog.open()

    def _send(self, make: Callable[[], Command]) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(True)
            self._desk.tasks.command(make(), then=self._done, refused=self._refuse)

    def _done(self, result: object) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self._forget()
        if isinstance(result, ArchiveView):
            self.opened.emit(result)

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.message.show_message(message_for(error))
            self.dialog.set_busy(False)

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    # ── what goes to the vault lane: the fields are read before it leaves ────────────────────────

    def _open(self, person_id: PersonId, dialog: ReasonDialog) -> Command:
        reason = dialog.reason.text()
        return lambda _: self._desk.archives.open(person_id, reason)

    def _add_leaf(self, person_id: PersonId, dialog: LeafDialog) -> Command:
        entry = dialog.entry()
        return lambda _: self._desk.archives.add_leaf(person_id, entry)

    def _change_leaf(self, one: ArchiveLeaf, dialog: LeafDialog) -> Command:
        entry = dialog.entry()
        return lambda _: self._desk.archives.change_leaf(one.leaf.id, entry)

    def _remove_leaf(self, one: ArchiveLeaf, dialog: TakeAwayDialog) -> Command:
        reason = dialog.reason.text()
        return lambda _: self._desk.archives.remove_leaf(one.leaf.id, reason)

    def _remove_paper(self, paper: Attachment, dialog: TakeAwayDialog) -> Command:
        reason = dialog.reason.text()
        return lambda _: self._desk.archives.remove_paper(paper.id, reason)

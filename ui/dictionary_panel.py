"""A table of words, what can be done with the chosen one, and one form at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from ui import theme
from ui.messages import message_for
from ui.tasks import Tasks
from ui.widgets.form_dialog import BusyForm
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import plain_table

Command = Callable[[Progress], "tuple[str, Changes] | Changes"]
_KEY = Qt.ItemDataRole.UserRole


class DeskWithTasks(Protocol):
    """What such a panel works with, as far as all of them need it."""

    @property
    def tasks(self) -> Tasks:
        """The lanes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; a quiet one is no longer offered."""

    key: str
    texts: tuple[str, ...]
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """Which line was chosen, which form was open, and what was typed in it."""

    key: str = ""
    form: str = ""
    typed: tuple[object, ...] = ()


class WordForm(BusyForm):
    """A form of a dictionary; name tells which one, so that it can be opened again."""

    name = ""


class DictionaryPanel(QWidget):
    """Keeps the chosen line over a change; Enter on a line opens its form."""

    edit_asked = Signal()
    desk: DeskWithTasks

    def __init__(
        self, desk: DeskWithTasks, name: str, headings: Sequence[str], stretched: int
    ) -> None:
        super().__init__()
        self.desk = desk
        self.dialog: WordForm | None = None
        self._command: Callable[[Any], Command] | None = None
        self._wanted = ""
        self.message = MessageBar()
        self.table = plain_table(name, headings, stretched)
        self.table.itemSelectionChanged.connect(self.suit)
        self.table.activated.connect(lambda _: self.edit_asked.emit())

    def refresh(self) -> None:
        """Show what there is."""

    def suit(self) -> None:
        """Allow what can be done with the chosen line."""

    def open_form(self, name: str) -> None:
        """Open the form of that name."""

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; the one that was chosen, or was just made, stays chosen."""
        wanted, self._wanted = self._wanted or self.key, ""
        row, column = max(self.table.currentRow(), 0), max(self.table.currentColumn(), 0)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(lines))
            for number, line in enumerate(lines):
                self._show(number, line)
        self._measure()
        keys = [line.key for line in lines]
        row = keys.index(wanted) if wanted in keys else min(row, len(lines) - 1)
        self.table.setCurrentCell(row, column)
        self.suit()

    @property
    def key(self) -> str:
        """The key of the chosen line, or nothing."""
        first = self.table.item(self.table.currentRow(), 0)
        return str(first.data(_KEY)) if first is not None else ""

    # ── forms and commands ───────────────────────────────────────────────────────────────────────

    def place(self) -> PanelPlace:
        """What is chosen and open."""
        dialog = self.dialog
        if dialog is None:
            return PanelPlace(self.key)
        return PanelPlace(self.key, dialog.name, dialog.typed())

    def return_to(self, place: PanelPlace) -> None:
        """Choose and open what was chosen and open."""
        self._wanted = place.key
        self.refresh()
        if place.form:
            self.open_form(place.form)
        if self.dialog is not None:
            self.dialog.put_back(place.typed)

    def ask(self, dialog: WordForm, command: Callable[[Any], Command]) -> None:
        """Open a form; it stays open until the command it gives has been done."""
        self.dialog, self._command = dialog, command
        dialog.sent.connect(self._send)
        dialog.finished.connect(self._forget)
        dialog.open()

    def run(self, work: Command) -> None:
        """Have something done with the chosen line."""
        self.desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _send(self) -> None:
        if self.dialog is not None and self._command is not None:
            self.dialog.set_busy(True)
            work = self._command(self.desk)
            self.desk.tasks.command(work, then=self._finish, refused=self._refuse)

    def _finish(self, made: object) -> None:
        if isinstance(made, str):
            self._wanted = made
        if self.dialog is not None:
            self.dialog.accept()
        self._done(made)

    def _done(self, _: object) -> None:
        self.message.clear()
        self.refresh()

    def _refuse(self, error: AppError) -> None:
        if self.dialog is None:
            self.message.show_message(message_for(error))
        else:
            self.dialog.set_busy(False)
            self.dialog.message.show_message(message_for(error))

    def _forget(self, _: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.table.setFocus()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def _show(self, number: int, line: Line) -> None:
        for column, text in enumerate(line.texts):
            item = QTableWidgetItem(text)
            item.setData(_KEY, line.key)
            item.setToolTip(text)
            if line.is_quiet:
                item.setForeground(self.palette().placeholderText())
            self.table.setItem(number, column, item)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height(self.table))

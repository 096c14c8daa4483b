"""The list of those who can open the vault, and adding, changing and removing them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.errors import AppError
from app.domain.holders import KeyHolder
from app.domain.progress import Progress
from ui.keyholders.desk import KeyDesk
from ui.keyholders.holder_dialogs import (
    AddHolderDialog,
    ChangeRoleDialog,
    HolderForm,
    RemoveHolderDialog,
)
from ui.messages import message_for
from ui.terms import HOLDER_ROLE
from ui.theme import row_height
from ui.widgets.buttons import button, flow
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import Card
from ui.widgets.words import label

_HEADINGS = ("姓名", "职务", "本机密钥", "说明")


class HoldersCard(Card):
    """told says what came of it."""

    told = Signal(object)

    def __init__(self, desk: KeyDesk) -> None:
        super().__init__("谁能打开保险库")
        self._desk = desk
        self._holders: list[KeyHolder] = []
        self.dialog: HolderForm | None = None
        self.table = plain_table("持有人", _HEADINGS, stretched=3)
        self.table.itemSelectionChanged.connect(self._enable)
        self.add_button = button("添加持有人…", "user-plus")
        self.role_button = button("改职务…", "pencil")
        self.remove_button = button("取消持有人…", "user-x")
        self.add_button.clicked.connect(self.open_add)
        self.role_button.clicked.connect(self.open_role)
        self.remove_button.clicked.connect(self.open_remove)
        self.buttons = flow(self.add_button, self.role_button, self.remove_button)
        self.note = label("增减持有人由管理人来办。", "small", "quiet")
        self.add(self.table, self.buttons, self.note)
        (self.note if desk.looks_after_keys else self.buttons).hide()
        self._enable()

    def refresh(self) -> None:
        """Read the list again."""
        self._desk.tasks.query(self._read, then=self.show_holders)

    def show_holders(self, holders: list[KeyHolder]) -> None:
        """Show these, the first one marked."""
        self._holders = holders
        before = self.table.currentRow()
        self.table.setRowCount(len(holders))
        for number, holder in enumerate(holders):
            device = "要" if holder.has_device_secret else "不要"
            own = "您自己" if holder.is_self else ""
            words = (holder.name, HOLDER_ROLE[holder.role], device, own)
            for column, text in enumerate(words):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self.table.selectRow(max(0, min(before, len(holders) - 1)))
        self._measure()
        self._enable()

    @property
    def chosen(self) -> KeyHolder | None:
        """The holder the cursor is on."""
        number = self.table.currentRow()
        return self._holders[number] if 0 <= number < len(self._holders) else None

    def open_add(self) -> None:
        """Ask who is to be added."""
        self._open(AddHolderDialog(self, self._desk))

    def open_role(self) -> None:
        """Ask for another role of the chosen holder."""
        if self.chosen is not None:
            self._open(ChangeRoleDialog(self, self.chosen))

    def open_remove(self) -> None:
        """Tell what taking the key of the chosen holder away means, and ask."""
        if self.chosen is not None:
            self._open(RemoveHolderDialog(self, self.chosen))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _open(self, dialog: HolderForm) -> None:
        self.dialog = dialog
        dialog.sent.connect(self._send)
        dialog.open()

    def _send(self) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(True)
            work = self.dialog.command(self._desk.holders)
            self._desk.tasks.command(work, then=self._finish, refused=self._refuse)

    def _finish(self, _: object) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self.told.emit(dialog.said())
            dialog.accept()
            dialog.deleteLater()
        self.refresh()

    def _refuse(self, error: AppError) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(False)
            self.dialog.message.show_message(message_for(error))

    def _enable(self) -> None:
        holder = self.chosen
        self.role_button.setEnabled(holder is not None)
        self.remove_button.setEnabled(holder is not None and not holder.is_self)

    def _measure(self) -> None:
        height = row_height(self.table)
        self.table.verticalHeader().setDefaultSectionSize(height)
        rows = max(2, min(len(self._holders), 8))
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height * rows + head + 2 * self.table.frameWidth())

    def _read(self, _: Progress) -> list[KeyHolder]:
        return self._desk.holders.list()

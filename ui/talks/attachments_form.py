"""What stands where among the attachments: the list on the left, the chosen one on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from app.domain.attachment import Attachment, Purpose
from app.services.attaching import TalkAttachments
from ui.actions import key_text, with_key
from ui.attachment_view import AttachmentView
from ui.attachment_words import PURPOSES, media_text, spoken
from ui.sizes import size_text
from ui.talks.desk import Desk
from ui.talks.drawer import Drawer, LineDrawer
from ui.theme import px
from ui.widgets.buttons import button, flow
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import plain_table
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_HINT = "也可以拖到这里，或按 Ctrl+V 粘贴。"
_SEALED = "已封存，附件不能再增减。"
_CHOICES = (Purpose.EVIDENCE, Purpose.OTHER)
_HEADINGS = ("名称", "类别", "内容")


class AttachmentsForm(QWidget):
    """The list, its buttons and small forms; what cannot be done now is not offered."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[Attachment, ...] = ()
        self.is_open = False
        self.messages, self.progress = MessageBar(), ProgressPanel()
        self.purpose = QComboBox()
        self.purpose.setAccessibleName("附上的文件归为")
        for purpose in _CHOICES:
            self.purpose.addItem(PURPOSES[purpose], purpose)
        self.add_button = button(
            with_key("添加文件…", "attachment.add"), "plus", "primary", name="添加文件"
        )
        self.paste_button = button("粘贴", "copy", name="粘贴文件或图片")
        self.rename_button = button("改名…", "pencil", name="改名")
        self.remove_button = button("移除…", name="移除")
        self.copy_button = button("另存一份…", "download")
        self.hint = label(_HINT, "small", "quiet")
        self.rename_button.setToolTip(key_text("attachment.rename"))
        self.remove_button.setToolTip(key_text("attachment.remove"))
        self.facts = label("", "small")
        self.removed = label("", "small", "quiet")
        self.table = plain_table("附件", _HEADINGS, 0)
        self.table.setMinimumHeight(px(8))  # a message and a form may stand above it
        self.naming = LineDrawer(("改名", "名称", "改名"), is_needed=True)
        self.removing = LineDrawer(("移除附件", "移除的原因", "移除"), is_needed=True)
        self.forms: tuple[Drawer, ...] = (self.naming, self.removing)
        self.view = AttachmentView(desk)
        self._lay_out()

    def _lay_out(self) -> None:
        bring = flow(self.purpose, self.add_button, self.paste_button)
        acts = flow(self.copy_button, self.rename_button, self.remove_button)
        side = QWidget()
        lines = column(bring, self.hint, self.table, self.facts, acts, self.removed)
        lines.setStretch(2, 1)
        side.setLayout(lines)
        for half in (side, self.view):  # else what they hold decides, not the share
            half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        halves = row(side, self.view, gap=2)
        halves.setStretch(0, 9)
        halves.setStretch(1, 11)
        whole = column(self.messages, *self.forms, halves, self.progress)
        whole.setStretch(whole.count() - 2, 1)
        self.setLayout(whole)

    def chosen(self) -> Attachment | None:
        """The attachment that is chosen."""
        number = self.table.currentRow()
        is_chosen = bool(self.table.selectedItems()) and 0 <= number < len(self.items)
        return self.items[number] if is_chosen else None

    def choose(self, attachment_id: str) -> None:
        """Choose that attachment, or the newest when it is not there."""
        ids: list[str] = [item.id for item in self.items]
        if attachment_id in ids:
            self.table.selectRow(ids.index(attachment_id))
        elif self.items:
            self.table.selectRow(len(self.items) - 1)

    def show_found(self, found: TalkAttachments) -> None:
        """List what was found."""
        self.items, self.is_open = found.items, found.is_open
        _fill(self.table, found.items)
        self.hint.setText(_HINT if found.is_open else _SEALED)
        for one in (self.add_button, self.paste_button, self.purpose):
            one.setEnabled(found.is_open)
        lines = [f"已移除“{gone.title}”：{gone.reason}" for gone in found.removals]
        self.removed.setText("\n".join(lines))
        self.removed.setVisible(bool(lines))

    def offer_acts(self) -> None:
        """Offer what can be done with the chosen one."""
        chosen = self.chosen()
        may_change = self.is_open and chosen is not None and chosen.purpose.is_brought
        self.rename_button.setEnabled(may_change)
        self.remove_button.setEnabled(may_change)
        self.copy_button.setEnabled(chosen is not None)
        said = f"{chosen.title}，{size_text(chosen.size)}" if chosen else ""
        self.facts.setText(said)
        self.facts.setVisible(bool(said))

    def close_forms(self) -> None:
        """Close what is open."""
        for form in self.forms:
            form.hide()


def _fill(table: QTableWidget, items: Sequence[Attachment]) -> None:
    table.setRowCount(len(items))
    for number, item in enumerate(items):
        cells = (item.title, PURPOSES[item.purpose], media_text(item))
        for place, text in enumerate(cells):
            cell = QTableWidgetItem(text)
            cell.setToolTip(item.title)
            if not place:
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(item))
            table.setItem(number, place, cell)

"""What stands where while a record is read through: the record, and beside it what to look at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.actions import with_key
from ui.talks.confirm_fields import FieldsDrawer, fields_text
from ui.talks.confirm_remarks import RemarksView
from ui.talks.correction_drawer import CorrectionDrawer
from ui.talks.drawer import Drawer, LineDrawer
from ui.talks.reading_view import ReadingView, on_desk
from ui.widgets.buttons import button
from ui.widgets.message_bar import MessageBar
from ui.widgets.page_view import PageView
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column, row, scrolled
from ui.widgets.words import label


class ConfirmView(QWidget):
    """The sheet on the left; remarks, corrections and the ways on at its side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.messages = MessageBar()
        self._above: QWidget | None = None
        self.progress = ProgressPanel()
        self.correction = CorrectionDrawer()
        words = ("放过这一处", "为什么不用改", "放过")
        self.passing = LineDrawer(words, is_needed=True)
        self.fields = FieldsDrawer()
        self.reading = ReadingView()
        self.pages = PageView("草稿")
        self.remarks = RemarksView()
        self.corrections = label("", "small")
        self.draft_button = button("看草稿样张", "file-text")
        self.draft_button.setCheckable(True)
        self.whole_button = button("整屏给对方看", "monitor")
        self.finding_button = button(
            with_key("记为问题", "talk.finding"), "flag", name="把选中的文字记为问题"
        )
        self.fields_button = button(fields_text(()), "signature", name="另加电子签名：不另加")
        self.confirm_button = button("确认无误，进入签字", kind="primary")
        self._lay_out()

    def _lay_out(self) -> None:
        self._scroll = on_desk(self.reading, "谈话记录，供对方核对")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.pages)
        notes = QWidget()
        said = label("请对方从头看一遍。哪里不对，按那一处的“此处有误”。", tone="quiet")
        notes.setLayout(column(said, self.corrections, gap=1.5))
        notes_layout = notes.layout()
        if isinstance(notes_layout, QVBoxLayout):
            notes_layout.addStretch(1)
        side = QWidget()
        self._notes = scrolled(notes, "已作的更正")
        self._signing = QWidget()  # its button comes and goes by itself
        self._signing.setLayout(column(self.fields_button))
        beside = column(
            self.remarks,
            self._notes,
            self.finding_button,
            self.whole_button,
            self.draft_button,
            self._signing,
            self.confirm_button,
        )
        beside.setStretch(0, 2)
        beside.setStretch(1, 1)
        side.setLayout(beside)
        halves = row(self._stack, side, gap=2)
        halves.setStretch(0, 13)
        halves.setStretch(1, 5)
        whole = column(self.messages, *self.drawers, halves, self.progress)
        whole.setStretch(1 + len(self.drawers), 1)
        self.setLayout(whole)
        for drawer in self.drawers:
            drawer.installEventFilter(self)

    def put_above(self, part: QWidget) -> None:
        """Give a part its place above the record."""
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.insertWidget(1, part)
        self._above = part
        part.installEventFilter(self)

    @property
    def drawers(self) -> tuple[Drawer, ...]:
        """The small forms that open above the record."""
        return self.correction, self.passing, self.fields

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room for the remarks while a form is open above them."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            forms = (*self.drawers, self._above) if self._above else self.drawers
            is_open = any(not form.isHidden() for form in forms)
            parts = (self._notes, self.finding_button, self.whole_button, self.draft_button)
            for part in (*parts, self._signing):
                part.setVisible(not is_open)
        return super().eventFilter(watched, event)

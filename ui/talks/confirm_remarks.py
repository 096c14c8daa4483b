"""What is to be looked at before a record is confirmed; F8 leads from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from app.domain.remarks import Checked
from ui import theme
from ui.actions import with_key
from ui.talks.remark_words import checked_text, spoken_text
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import column
from ui.widgets.words import label


class RemarkList(QListWidget):
    """Remarks in the order of weight and reading; Enter goes to the place of one."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("要看的地方")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(theme.px(0.25))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.characters(self, 10), theme.line(self, 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()

    def measure(self) -> None:
        """Give every line the height its words need; the style's own hint cuts them short."""
        width = self.viewport().width() - theme.px(3.5)
        room = QRect(0, 0, max(width, theme.px(8)), 100_000)
        for number in range(self.count()):
            item = self.item(number)
            words = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(0, words.height() + theme.px(2.5)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class RemarksView(QWidget):
    """wanted carries a remark whose place is to be shown, passing one that is to be left as is."""

    wanted = Signal(object)
    passing = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checked: tuple[Checked, ...] = ()
        self.heading = label("", "strong")
        self.list = RemarkList()
        self.next_button = button(with_key("下一处", "check.next"), name="去看下一处")
        self.pass_button = button(with_key("放过…", "check.pass"), name="说明理由，放过这一处")
        inside = column(self.heading, self.list, flow(self.next_button, self.pass_button))
        inside.setStretch(1, 1)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)
        self.list.entered.connect(self._go)
        self.list.itemDoubleClicked.connect(self._go)
        self.list.currentRowChanged.connect(self._offer)
        self.next_button.clicked.connect(self.go_on)
        self.pass_button.clicked.connect(self.ask_to_pass)

    @property
    def checked(self) -> tuple[Checked, ...]:
        """The remarks that are shown."""
        return self._checked

    def begin_anew(self, is_open: bool) -> None:
        """Show nothing of the talk before; what is found in this one is on its way."""
        self.show_remarks((), is_open)
        self.heading.setText("")

    def show_remarks(self, checked: tuple[Checked, ...], is_open: bool = True) -> None:
        """Show these, with the one that was chosen still chosen if it is among them.

        is_open tells whether the record can still be put right.
        """
        before = self.current()
        self._checked = checked
        self.list.blockSignals(True)
        self.list.clear()
        for one in checked:
            item = QListWidgetItem(checked_text(one))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken_text(one))
            self.list.addItem(item)
        self.list.measure()
        marks = [one.remark.mark for one in checked]
        if before is not None and before.remark.mark in marks:
            self.list.setCurrentRow(marks.index(before.remark.mark))
        self.list.blockSignals(False)
        self.heading.setText(_heading(checked) if is_open else _passed_heading(checked))
        self.list.setVisible(bool(checked))
        for part in (self.next_button, self.pass_button):
            part.setVisible(bool(checked) and is_open)
        # without a list there is only the heading, and it stands on top
        tall = QSizePolicy.Policy.Preferred if checked else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        self._offer()

    def current(self) -> Checked | None:
        """The remark that is chosen."""
        row = self.list.currentRow()
        return self._checked[row] if 0 <= row < len(self._checked) else None

    def open_count(self) -> int:
        """How many still have to be looked at."""
        return sum(one.is_open for one in self._checked)

    def go_on(self) -> None:
        """Go to the next one that is open, from the last to the first again."""
        count, row = len(self._checked), self.list.currentRow()
        for step in range(1, count + 1):
            if self._checked[(row + step) % count].is_open:
                self.list.setCurrentRow((row + step) % count)
                self._go()
                return

    def ask_to_pass(self) -> None:
        """Ask why the chosen one is left as it is."""
        one = self.current()
        if one is not None and one.is_open and one.remark.may_pass:
            self.passing.emit(one.remark)

    def _go(self, _: object = None) -> None:
        one = self.current()
        if one is not None:
            self.wanted.emit(one.remark)

    def _offer(self, _: int = 0) -> None:
        one = self.current()
        self.pass_button.setEnabled(one is not None and one.is_open and one.remark.may_pass)


def _passed_heading(checked: tuple[Checked, ...]) -> str:
    return f"核对时放过了 {len(checked)} 处，理由如下" if checked else ""


def _heading(checked: tuple[Checked, ...]) -> str:
    must = sum(one.is_open and one.remark.is_blocking for one in checked)
    may = sum(one.is_open for one in checked) - must
    said = [f"■ 必须改 {must} 处"] if must else []
    said += [f"□ 提醒 {may} 处"] if may else []
    return "　".join(said) or "✓ 检查过了，没有要处理的。"

"""Small forms that open inside the page: nothing pops up while somebody is talking."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from ui import theme
from ui.actions import bind
from ui.widgets.buttons import button
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label


class Drawer(Card):
    """A title, some fields, a fault line, two buttons. Esc closes it; Enter in a line confirms."""

    confirmed = Signal()
    closed = Signal()

    def __init__(self, title: str, confirm: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(title)
        self.body.setContentsMargins(theme.px(1.5), theme.px(1), theme.px(1.5), theme.px(1))
        self.body.setSpacing(theme.px(0.5))
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(theme.px(2))
        self.fields.setVerticalSpacing(theme.px(0.5))
        self.heading = label(title, "strong", wrap=False)
        self.told = label("", tone="brick")
        self.told.hide()
        self.confirm_button = button(confirm, kind="primary")
        self.confirm_button.clicked.connect(self.try_to_confirm)
        self.close_button = button("取消 Esc", name="取消")
        self.close_button.clicked.connect(self.dismiss)
        top = row(self.heading, None, self.confirm_button, self.close_button)
        self.add(top, self.fields, self.told)
        bind(self, "form.confirm", self.try_to_confirm)
        self.hide()

    def fault(self) -> str:
        """What is missing before it can be confirmed, or nothing."""
        return ""

    def tell(self, sentence: str) -> None:
        """Show a sentence at the foot of the form."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    def open(self) -> None:
        """Show the form with the cursor in its first field."""
        self.tell("")
        self.show()
        self._order_tabs()
        self.first_field().setFocus()

    def _order_tabs(self) -> None:
        """Have Tab go from field to field and then to the buttons, as one fills in a form."""
        chain = [*self._fields_in_order(), self.confirm_button, self.close_button]
        for one, after in pairwise(chain):
            QWidget.setTabOrder(one, after)

    def _fields_in_order(self) -> list[QWidget]:
        """What one fills in, in the order it was laid out."""
        inside: Iterable[QWidget] = self.findChildren(QWidget)
        buttons = (self.confirm_button, self.close_button)
        return [
            widget
            for widget in inside
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.window() is self.window()  # what drops out of a field is a window itself
            and not widget.objectName().startswith("qt_")
            and widget not in buttons
        ]

    def first_field(self) -> QWidget:
        """Where the cursor goes when the form opens."""
        return self.confirm_button

    def written(self) -> tuple[str, ...]:
        """What was written, to be kept over a lock."""
        return ()

    def write(self, words: tuple[str, ...]) -> None:
        """Fill in what was written before."""

    def dismiss(self) -> None:
        """Close without doing anything."""
        self.hide()
        self.closed.emit()

    def try_to_confirm(self) -> None:
        """Confirm, or say what is missing."""
        fault = self.fault()
        self.tell(fault)
        if fault:
            self.first_field().setFocus()
        else:
            self.confirmed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.dismiss()
        else:
            super().keyPressEvent(event)


class LineDrawer(Drawer):
    """A form of one line, such as the reason for skipping or the note of a break."""

    def __init__(
        self, words: tuple[str, str, str], is_needed: bool, parent: QWidget | None = None
    ) -> None:
        title, self._label, confirm = words
        super().__init__(title, confirm, parent)
        self._is_needed = is_needed
        self.edit = QLineEdit()
        self.edit.setAccessibleName(self._label)
        self.edit.returnPressed.connect(self.try_to_confirm)
        self.fields.addRow(self._label, self.edit)

    def text(self) -> str:
        """What was written."""
        return self.edit.text().strip()

    def fault(self) -> str:
        return f"“{self._label}”还没有写。" if self._is_needed and not self.text() else ""

    def open(self) -> None:
        self.edit.clear()
        super().open()

    def written(self) -> tuple[str, ...]:
        return (self.edit.text(),)

    def write(self, words: tuple[str, ...]) -> None:
        self.edit.setText(words[0])

    def first_field(self) -> QWidget:
        return self.edit


class AskDrawer(LineDrawer):
    """A question that came up in the talk (临时提问), and the area it belongs to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(("临时提问", "问的什么", "加入提纲"), is_needed=True, parent=parent)
        self.area = QComboBox()
        self.area.setAccessibleName("归入哪个聚焦领域")
        self.fields.addRow("归入", self.area)

    def offer(self, areas: dict[str, str], key: str) -> None:
        """Offer these areas, with the present one chosen."""
        self.area.clear()
        for area, title in areas.items():
            self.area.addItem(title, area)
        self.area.setCurrentIndex(max(0, self.area.findData(key)))

    def chosen_area(self) -> str:
        """The key of the chosen area."""
        return str(self.area.currentData() or "")

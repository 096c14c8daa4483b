"""A form in a small window of its own: fields, a message in place, 取消 and one way on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.theme import characters, line, px
from ui.widgets.buttons import button, primary
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import row, scrolled, stack
from ui.widgets.words import label


class FormDialog(QDialog):
    """Stays open, with everything typed, until what it sent has been done. sent tells 保存."""

    sent = Signal()

    def __init__(
        self, parent: QWidget, title: str, way_on: str = "保存", lines: float = 20
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.message = MessageBar()
        self.way_on = primary(way_on, "check")
        self.cancel = button("取消")
        self.way_on.clicked.connect(self.sent)
        self.cancel.clicked.connect(self.reject)
        content = QWidget()
        self.fields = QVBoxLayout(content)
        self.fields.setContentsMargins(px(0.5), 0, px(1.5), 0)
        self.fields.setSpacing(px(1.5))
        box = QVBoxLayout(self)
        box.setContentsMargins(px(2), px(2), px(2), px(2))
        box.setSpacing(px(1.5))
        box.addWidget(label(title, "large"))
        box.addWidget(self.message)
        box.addWidget(scrolled(content, title), 1)
        box.addLayout(row(None, self.cancel, self.way_on))
        available = self.screen().availableGeometry()
        wanted = (characters(self, 30), line(self, lines))
        self.resize(min(wanted[0], available.width()), min(wanted[1], available.height() - px(4)))

    def add(self, *parts: QWidget | QLayout) -> None:
        """Put fields below each other."""
        stack(self.fields, *parts)

    def finish_fields(self, first: QWidget) -> None:
        """Push the fields to the top and begin in this one; call it after the last."""
        self.fields.addStretch(1)
        self.check()
        first.setFocus()

    def typed(self) -> tuple[object, ...]:
        """What stands in all fields, so that it can be put back after a lock."""
        return tuple(_value(edit) for edit in self._edits())

    def put_back(self, typed: tuple[object, ...]) -> None:
        """Fill the fields with what typed() told of the same form."""
        for edit, value in zip(self._edits(), typed, strict=False):
            _fill(edit, value)
        self.check()

    def _edits(self) -> list[QWidget]:
        # in the order of kinds, which is the same in every form of the same sort
        found: list[QWidget] = [
            *self.findChildren(QComboBox),
            *self.findChildren(QLineEdit),
            *self.findChildren(QPlainTextEdit),
            *self.findChildren(QCheckBox),
        ]
        return [edit for edit in found if _is_outer(edit)]

    def is_ready(self) -> bool:
        """Whether what stands in the fields can be right."""
        return True

    def check(self) -> None:
        """Let the way on be pressed when the fields can be right; connect the fields here."""
        self.way_on.setEnabled(self.is_ready())


def _is_outer(edit: QWidget) -> bool:
    return not isinstance(edit.parentWidget(), QComboBox)


def _value(edit: QWidget) -> object:
    if isinstance(edit, QComboBox):
        return edit.currentText()
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText()
    if isinstance(edit, QCheckBox):
        return edit.isChecked()
    return edit.text() if isinstance(edit, QLineEdit) else None


def _fill(edit: QWidget, value: object) -> None:
    if isinstance(edit, QComboBox):
        edit.setCurrentText(str(value))
    elif isinstance(edit, QPlainTextEdit):
        edit.setPlainText(str(value))
    elif isinstance(edit, QCheckBox):
        edit.setChecked(bool(value))
    elif isinstance(edit, QLineEdit):
        edit.setText(str(value))


class BusyForm(FormDialog):
    """A form whose button waits until its fields can be right, and while it is being done."""

    def __init__(
        self, parent: QWidget, title: str, way_on: str = "保存", lines: float = 20
    ) -> None:
        super().__init__(parent, title, way_on, lines)
        self._is_busy = False

    def is_filled(self) -> bool:
        """Whether what stands in the fields can be right."""
        return True

    def is_ready(self) -> bool:
        return not self._is_busy and self.is_filled()

    def set_busy(self, is_busy: bool) -> None:
        """Hold the button back while it is being done."""
        self._is_busy = is_busy
        self.check()

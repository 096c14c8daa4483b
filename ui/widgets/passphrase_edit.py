"""Where a passphrase is typed: hidden unless asked, with a word when Caps Lock seems on.

Shown, it is for eyes alone: no screen reader speaks it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.hidden_line import HiddenLine
from ui.widgets.words import label

FORGET_MS = 60_000


class PassphraseEdit(QWidget):
    """A hidden line with 显示; what is left half typed is wiped after a minute without a key."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = HiddenLine(name)
        self.show_button = button("显示", "eye", name=f"显示{name}")
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._show)
        self.caps = label("⇪ 大写锁定似乎开着。", "small", "quiet")
        self.caps.hide()
        self.is_caps_on = False
        self._forget = QTimer(self, singleShot=True, interval=FORGET_MS)
        self._forget.timeout.connect(self.edit.clear)
        self.edit.textChanged.connect(self._changed)
        self.edit.returnPressed.connect(self.entered)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        line = QHBoxLayout()
        line.setSpacing(px(1))
        line.addWidget(self.edit, 1)
        line.addWidget(self.show_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(0.5))
        box.addLayout(line)
        box.addWidget(self.caps)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put a suggested passphrase in."""
        self.edit.setText(text)

    def keep_while_shown(self) -> None:
        """Do not wipe what is typed: for the page on which a new passphrase is chosen."""
        self._forget.timeout.disconnect(self.edit.clear)

    def clear(self) -> None:
        """Forget what was typed and hide it again."""
        self.edit.clear()
        self.show_button.setChecked(False)

    def select_all(self) -> None:
        """Mark everything, so that the next key replaces it; what was typed is kept."""
        self.edit.setFocus()
        self.edit.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._watch_caps(event)
        return super().eventFilter(watched, event)

    def _watch_caps(self, event: QKeyEvent) -> None:
        # Qt tells nothing of Caps Lock: a capital without Shift, or the reverse, gives it away
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.is_caps_on = not self.is_caps_on
        elif len(text) == 1 and text.isascii() and text.isalpha():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.is_caps_on = text.isupper() != has_shift
        self.caps.setVisible(self.is_caps_on)

    def _show(self, is_shown: bool) -> None:
        self.edit.show_words(is_shown)
        self.show_button.setText("隐藏" if is_shown else "显示")

    def _changed(self) -> None:
        self._forget.start()
        self.changed.emit()

"""Where typing is tried: it notes what an input method does, and keeps nothing of it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QPlainTextEdit

_ENOUGH_LETTERS = 4


class Heard(Enum):
    """What the typing has shown so far."""

    NOTHING = "nothing"
    LETTERS = "letters"  # keys came straight from the keyboard
    SPELT = "spelt"  # something is being spelt, nothing was chosen yet
    OUTSIDE = "outside"  # hanzi came; the spelling is shown by the input method itself
    GOOD = "good"  # spelling was seen and hanzi came


class TrialBox(QPlainTextEdit):
    """Only what comes through the input method counts as hanzi, never what is pasted."""

    heard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName("试打汉字")
        self.setPlaceholderText("在这里打 nihao，再按空格")
        self._is_spelt = self._has_hanzi = False
        self.textChanged.connect(self._tell)

    @property
    def state(self) -> Heard:
        """What the typing has shown so far."""
        if self._has_hanzi:
            return Heard.GOOD if self._is_spelt else Heard.OUTSIDE
        if self._is_spelt:
            return Heard.SPELT
        letters = sum(1 for one in self.toPlainText() if one.isascii() and one.isalpha())
        return Heard.LETTERS if letters >= _ENOUGH_LETTERS else Heard.NOTHING

    def begin_again(self) -> None:
        """Forget what was typed and what it showed."""
        self._is_spelt = self._has_hanzi = False
        self.clear()
        self._tell()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_spelt |= bool(event.preeditString())
        self._has_hanzi |= any(one >= "\u3400" for one in event.commitString())
        super().inputMethodEvent(event)
        self._tell()

    def _tell(self) -> None:
        self.heard.emit(self.state)

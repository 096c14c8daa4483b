"""Where a new passphrase is chosen: typed twice, how strong it is, and one made by the program."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.domain.passphrase import ENOUGH_BITS, Strength
from app.domain.progress import Progress
from ui.strength_words import ADVICE
from ui.tasks import Tasks
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import row
from ui.widgets.words import label, set_tone

_ENOUGH_SHOWN = 70  # where on the bar of a hundred an honest passphrase begins


class Advice(Protocol):
    """Who judges passphrases, and thinks one out."""

    def strength(self, words: str) -> Strength:
        """How well a passphrase stands against guessing."""

    def suggest_passphrase(self) -> str:
        """Words that are easy to keep and hard to guess."""


class NewPassphrase(QWidget):
    """Two fields that must agree, a bar, and 替我想一个. changed tells every change."""

    changed = Signal()

    def __init__(self, tasks: Tasks, access: Advice, whose: str = "新口令") -> None:
        super().__init__()
        self._tasks, self._access = tasks, access
        self._is_enough = False
        self.first, self.second = PassphraseEdit(whose), PassphraseEdit(f"再输一次{whose}")
        for edit in (self.first, self.second):
            edit.keep_while_shown()
        self.meter = QProgressBar()
        self.meter.setRange(0, 100)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName("口令牢固程度")
        self.advice = label("", "small", "quiet")
        self.suggest = button("替我想一个", "refresh-cw")
        self.suggest.clicked.connect(self._ask_suggestion)
        self.second_field = Field(f"再输一次{whose}", self.second)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1))
        box.addWidget(Field(whose, self.first))
        grade = row(self.meter, self.advice, self.suggest)
        grade.setStretch(1, 1)
        self.meter.setFixedWidth(px(12))
        box.addLayout(grade)
        box.addWidget(self.second_field)
        self.setFocusProxy(self.first)
        self.first.changed.connect(self._ask_strength)
        self.second.changed.connect(self._compare)

    def is_ready(self) -> bool:
        """Whether what was typed is strong enough, and the same twice."""
        return self._is_enough and self.first.text() == self.second.text()

    def take_suggestion(self, words: str) -> None:
        """Put a made passphrase in both fields, in sight, to be copied by hand."""
        for edit in (self.first, self.second):
            edit.show_button.setChecked(True)
            edit.set_text(words)

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def _compare(self) -> None:
        differs = bool(self.second.text()) and not self.first.text().startswith(self.second.text())
        self.second_field.set_fault("两次不一样，请按“显示”对照着改。" if differs else "")
        self.changed.emit()

    def _ask_strength(self) -> None:
        self._is_enough = False  # until it is known of what stands there now
        self._compare()
        self._tasks.background(
            partial(_strength, self._access, self.first.text()), then=self._show_strength
        )

    def _ask_suggestion(self) -> None:
        self._tasks.background(partial(_suggestion, self._access), then=self.take_suggestion)

    def _show_strength(self, found: tuple[str, Strength]) -> None:
        words, strength = found
        if words != self.first.text():
            return  # the answer to what stood there before
        self._is_enough = strength.is_enough
        self.meter.setValue(min(100, round(strength.bits / ENOUGH_BITS * _ENOUGH_SHOWN)))
        self.advice.setText(ADVICE[strength.advice] if words else "")
        set_tone(self.advice, "green" if strength.is_enough else "quiet")
        self.changed.emit()


def _strength(access: Advice, words: str, _: Progress) -> tuple[str, Strength]:
    return words, access.strength(words)


def _suggestion(access: Advice, _: Progress) -> str:
    return access.suggest_passphrase()

"""Typing all three new cards back from paper: only what can be read back may count."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.recovery import LETTERS
from ui.keyholders.paper_step import PaperStep
from ui.keyholders.step_panel import PanelStep
from ui.terms import CARD_LETTER
from ui.widgets.card_entry import CardEntry
from ui.widgets.fields import Field
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import Card, column, row
from ui.widgets.words import label

_TOLD = "拿着三张纸，一组一组填回来。三张都填对，才算数：纸上认得清，将来才用得上。"


class TypedStep(PanelStep):
    """Three cards, each group held against what was printed; and one's own passphrase."""

    title = "照纸填回"

    def __init__(self, paper: PaperStep, asks_own: bool) -> None:
        super().__init__()
        self._paper = paper
        self.entries = tuple(
            CardEntry(f"{CARD_LETTER[letter]}单", partial(self._is_as_printed, place))
            for place, letter in enumerate(LETTERS)
        )
        sheets = Card()
        for letter, entry in zip(LETTERS, self.entries, strict=True):
            name = label(f"{CARD_LETTER[letter]}单", "strong", wrap=False)
            name.setMinimumHeight(entry.groups[0].sizeHint().height())
            name.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            line = row(name, entry, gap=1.5)
            line.setAlignment(name, Qt.AlignmentFlag.AlignTop)
            line.setStretch(1, 1)
            sheets.add(line)
            entry.changed.connect(self.changed)
        self.own = PassphraseEdit("您自己的口令")
        self.own.changed.connect(self.changed)
        self.own.entered.connect(self.done)
        own = Field("您自己的口令", self.own)
        if not asks_own:
            own.hide()
        self._asks_own = asks_own
        whole = column(label(_TOLD, tone="quiet"), sheets, own)
        whole.addStretch(1)
        self.setLayout(whole)
        following: tuple[QWidget, ...] = (*self.entries[1:], self.own)
        for entry, after in zip(self.entries, following, strict=True):
            entry.completed.connect(partial(_move, entry, after))

    def enter(self) -> None:
        self.entries[0].groups[0].setFocus()

    def is_ready(self) -> bool:
        typed = all(entry.is_whole() for entry in self.entries)
        return typed and (bool(self.own.text()) or not self._asks_own)

    def typed(self) -> tuple[str, ...]:
        """All three as they were typed."""
        return tuple(entry.text() for entry in self.entries)

    def forget(self) -> None:
        self.own.clear()
        for entry in self.entries:
            entry.clear()

    def _is_as_printed(self, card: int, text: str, place: int) -> bool:
        cards = self._paper.cards
        return cards is not None and text == cards.cards[card].groups[place - 1]


def _move(entry: CardEntry, after: QWidget) -> None:
    """Go on to the next card when the last group of this one was typed; not when it was mended."""
    if entry.groups[-1].hasFocus() and after.isVisible():
        after.setFocus()

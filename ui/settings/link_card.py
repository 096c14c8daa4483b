"""A card that leads to a page of its own."""

from __future__ import annotations

from ui.widgets.buttons import button
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label


class LinkCard(Card):
    """What a page is for, and the button that leads there."""

    def __init__(self, title: str, what: str, words: str, icon: str) -> None:
        super().__init__(title)
        self.button = button(words, icon)
        self.add(label(what, tone="quiet"), row(self.button, None))

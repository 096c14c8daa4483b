"""Cards that lead to pages of their own."""

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


def input_card() -> LinkCard:
    """To the looking at the input method."""
    said = "打不出汉字时看这里：找到了哪种输入法，试一试，怎么办。"
    return LinkCard("输入法", said, "输入法自检…", "keyboard")


def selftest_card() -> LinkCard:
    """To the looking at the machine."""
    said = "密码算法、字体、文书、打印机、磁盘、时钟是不是都好。"
    return LinkCard("本机自检", said, "本机自检…", "monitor")

"""What the user reads when a font of this machine cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import typeface_errors
from app.domain.errors import AppError
from app.domain.typefaces import FontFault
from ui.safe_words import KEPT, NOTHING_WRITTEN
from ui.widgets.message import Message

FAULT_WORDS = {
    FontFault.NO_EMBEDDING: "字体厂商不许把它放进文件",
    FontFault.NO_CUTTING: "字体厂商不许只取用到的字放进文件",
    FontFault.CUBIC_OUTLINES: "它的轮廓格式（CFF）放不进归档文件",
    FontFault.VARIABLE: "它是可变字体，印出来粗细不定",
    FontFault.NOT_CHINESE: "它缺常用汉字",
    FontFault.BROKEN: "字体文件读不出来",
}


def _fault(value: str) -> str:
    return next((words for fault, words in FAULT_WORDS.items() if fault.value == value), value)


TYPEFACE_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    typeface_errors.FontGoneError: lambda e: Message(
        f"选定的公文字体“{e.name}”（{e.role}）在这台电脑上找不到了，或换成了另一版，文书没有做。",
        KEPT,
        "请把原来的字体装回来；或到“设置”的“公文字体”里另选，也可以改回随软件带的字体。",
    ),
    typeface_errors.FontUnusableError: lambda e: Message(
        f"“{e.name}”不能用来做文书：{_fault(e.fault)}。",
        NOTHING_WRITTEN,
        "请另选一种字体，或用随软件带的字体。",
    ),
}

"""What the user reads when a document cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import paper_errors
from app.domain.errors import AppError
from ui.safe_words import KEPT, NOTHING_WRITTEN, TYPED_KEPT
from ui.widgets.message import Message

_NOTHING = {
    "undertaking": ("这场谈话没有到场的谈话对象。", "请换一场谈话，或先登记谈话对象。"),
    "finding_lists": ("这个范围里没有登记问题。", "请换一个范围，或去掉“只列没有销号的”。"),
    "ledger": ("这个范围里没有登记问题。", "请换一个范围，或去掉“只列没有销号的”。"),
    "urging": ("没有逾期或临期的问题，不用催办。", "可以把临期的天数放宽，或换一个单位。"),
    "destruction_note": (
        "这段时间里没有登记销毁的份数。",
        "请换一个时段，或先在份号登记里注明销毁。",
    ),
}
_OTHERWISE = ("这份文书没有可写的内容。", "请换一个范围。")


def _empty(error: paper_errors.PaperEmptyError) -> Message:
    what, remedy = _NOTHING.get(error.kind, _OTHERWISE)
    return Message(what, NOTHING_WRITTEN, remedy)


PAPER_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    paper_errors.PaperEmptyError: _empty,
    paper_errors.ArchiveReasonMissingError: lambda _: Message(
        "还没有写为什么调阅这份档案。",
        TYPED_KEPT,
        "请写一句，如：谈话准备、年度考核。它会印在封面上。",
    ),
    paper_errors.PaperTooLongError: lambda e: Message(
        f"这个范围有 {e.found:,} 条，一份文书最多 {e.most:,} 条。",
        KEPT,
        "请选一个单位，或缩小年份。",
    ),
}

"""What the user reads when a check of the record, or the amending of a sealed one, says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import check_errors, errors
from ui.safe_words import KEPT, TYPED_KEPT
from ui.widgets.message import Message

CHECK_MESSAGES: dict[type[errors.AppError], Callable[[Any], Message]] = {
    check_errors.HomophoneLeftError: lambda e: Message(
        f"{e.field}里写的“{e.written}”与登记的姓名“{e.registered}”同音不同字。",
        "记录还没有定稿，写下的都在。",
        "请按 F8 去那一处更正；确是另一个人，选中这一条，写明理由后放过。",
    ),
    check_errors.RemarksOpenError: lambda e: Message(
        f"还有 {e.count} 处提醒没有看过"
        + (f"，第一处在{e.field}：“{_short(e.words)}”。" if e.words else "。"),
        "记录还没有定稿，写下的都在。",
        "请按 F8 逐处去看：该改的更正，不用改的写明理由放过。",
    ),
    check_errors.RemarkGoneError: lambda e: Message(
        f"谈话 {e.talk_number} 的这一处文字刚才已经改过。",
        KEPT,
        "请看刷新后的清单。",
    ),
    check_errors.RemarkMustBeMendedError: lambda e: Message(
        f"{e.field}里的“{_short(e.words)}”必须改好，不能放过。",
        KEPT,
        "请按 F8 去那一处更正。",
    ),
    check_errors.PassageUnknownError: lambda e: Message(
        f"“{e.label}”不在这里更正。",
        TYPED_KEPT,
        "登记在册的姓名请到人员档案修改；提问集里的话请在提问集里另作新版本。",
    ),
    check_errors.NotSealedYetError: lambda e: Message(
        f"谈话 {e.talk_number} 还没有封存，不用另作补正。",
        TYPED_KEPT,
        "请在“核对”这一步更正。",
    ),
    check_errors.AmendmentEmptyError: lambda _: Message(
        "补正记录里还没有写哪一处原来是什么、应当是什么。",
        TYPED_KEPT,
        "请至少写一处。",
    ),
    check_errors.AmendmentQuoteError: lambda e: Message(
        f"第 {e.line} 处的“原记”在{e.label}里找不到。",
        TYPED_KEPT,
        "请照原记录一字不差地写，或从那一段里选。",
    ),
    check_errors.AmendmentSameError: lambda e: Message(
        f"第 {e.line} 处“原记”和“补正为”写的一样。",
        TYPED_KEPT,
        "请改这一处，或把它去掉。",
    ),
}


def _short(words: str) -> str:
    return words if len(words) <= 20 else words[:20] + "……"

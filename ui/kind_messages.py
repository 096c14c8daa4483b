"""What the user reads about kinds of talk, tags, letters and who came to a talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import kind_errors as errors
from app.domain.calendar import written_date
from app.domain.errors import AppError
from ui.safe_words import KEPT, TYPED_KEPT
from ui.widgets.message import Message

_WORDS = {"kind": "谈话类型", "tag": "问题标签", "letter": "文号"}
_DAYS = {"due": "应回复日期", "replied": "回复日期"}


def _named(names: tuple[str, ...]) -> str:
    shown = "、".join(names[:3])
    return f"{shown}等 {len(names)} 人" if len(names) > 3 else shown


KIND_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    errors.WordMissingError: lambda e: Message(
        f"{_WORDS.get(e.of, e.of)}还没有写。", TYPED_KEPT, f"请写上{_WORDS.get(e.of, e.of)}再保存。"
    ),
    errors.WordTooLongError: lambda e: Message(
        f"{_WORDS.get(e.of, e.of)}有 {e.found} 个字，列表和文书里最多放得下 {e.longest} 个。",
        TYPED_KEPT,
        "请写短一些。",
    ),
    errors.WordTakenError: lambda e: Message(
        f"{_WORDS.get(e.of, e.of)}“{e.word}”已经有了。",
        TYPED_KEPT,
        "请换一个说法；停用过的可以恢复，不必再加。",
    ),
    errors.DeadlineMonthsError: lambda e: Message(
        f"整改时限写的是 {e.found} 个月。", TYPED_KEPT, f"请写 1 到 {e.longest} 个月。"
    ),
    errors.KindInUseError: lambda e: Message(
        f"“{e.title}”已经有谈话用着，是单人谈还是多人谈不能再变。",
        KEPT,
        "其他各项都可以改；需要另一种谈法，请添加一个新类型。",
    ),
    errors.LastKindError: lambda _: Message(
        "这是最后一个可选的谈话类型，不能停用。", KEPT, "请先添加或恢复另一个类型。"
    ),
    errors.LetterDaysError: lambda e: Message(
        f"{_DAYS.get(e.of, e.of)}早于发函日期 {written_date(e.sent_on)}。",
        TYPED_KEPT,
        "请看看两个日期是不是写反了。",
    ),
    errors.AbsenceUnexplainedError: lambda e: Message(
        f"{_named(e.names)}没有到会，还没有写原因。",
        "已记下的内容都在。",
        "请在“到会情况”里写明缺席原因，再结束谈话。",
    ),
    errors.NobodyOwedError: lambda e: Message(
        f"谈话 {e.talk_number} 没有等着补谈的人。", KEPT, "缺席的人已经安排补谈，或已经补谈。"
    ),
}

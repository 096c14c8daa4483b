"""What the user reads when the keeping or the end of records refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import retention_errors as errors
from app.domain.calendar import written_date, written_time
from app.domain.errors import AppError
from app.domain.retention_kinds import (
    DestructionState,
    HoldAct,
    NeededWord,
    Obstacle,
    TitleFault,
)
from ui.safe_words import KEPT, TYPED_KEPT
from ui.widgets.message import Message

_SAFE = "没有销毁任何档案。"
_TITLES = {
    TitleFault.MISSING: ("期限的名称还没有写。", "请写上名称，如：15年。"),
    TitleFault.LONG: ("期限的名称太长，清册上放不下。", "请写短一些，最多 20 个字。"),
    TitleFault.TAKEN: ("这个名称已经有了。", "请换一个名称；停用过的可以恢复，不必再加。"),
}
_WORDS = {
    NeededWord.REASON: ("销毁原因还没有写。", "请写明原因，它印在清册和证明上。"),
    NeededWord.APPROVER: ("批准人还没有写。", "请按清册上的签名填写批准人。"),
    NeededWord.WATCHERS: ("监销人不足两位。", "请写上两位不同的监销人。"),
}
_AGAINST = {
    Obstacle.NOT_DUE: ("保管期限还没有满", "期满以后再列入清册。"),
    Obstacle.GONE: ("有一件已经不在了", "请返回重新选择。"),
    Obstacle.HELD: ("有一件定了暂缓销毁", "请先解除暂缓，或把它从清册里去掉。"),
    Obstacle.FINDINGS_OPEN: ("有一件谈出的问题还没有归档", "请先在“整改台账”把问题办完。"),
    Obstacle.COPIES_OUT: ("有一件的复制件还没有收回或销毁", "请先在“份号登记”办理。"),
    Obstacle.NOT_RECEIVED: (
        "有一件登记处还没有回执",
        "请先移交并收回回执，这样销毁后上级仍有档案。",
    ),
    Obstacle.REPLY_AWAITED: ("有一份建议书还没有答复", "请先在“人员档案”的活页里登记答复。"),
    Obstacle.LISTED: ("有一件已经在另一份清册上", "请先撤回那一份清册。"),
}
_WHY = {
    HoldAct.HOLD: "为什么暂缓还没有写。",
    HoldAct.RELEASE: "为什么解除暂缓还没有写。",
}
_STATES = {
    DestructionState.PROPOSED: "还在待批准",
    DestructionState.WITHDRAWN: "已经撤回",
    DestructionState.UNDER_WAY: "正在执行",
    DestructionState.DONE: "已经执行完毕",
}


def _not_due(error: errors.RecordNotDueError) -> Message:
    what, remedy = _AGAINST[error.obstacle]
    said = f"{what}（{error.number}）。" if error.number else f"{what}。"
    return Message(said, _SAFE, remedy)


RETENTION_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    errors.RetentionTitleError: lambda e: Message(
        _TITLES[e.fault][0], TYPED_KEPT, _TITLES[e.fault][1]
    ),
    errors.RetentionYearsError: lambda e: Message(
        f"保管年数写的是 {e.years}。", TYPED_KEPT, "请写 1 到 100 年，或选“永久”。"
    ),
    errors.RetentionClassInUseError: lambda e: Message(
        f"“{e.title}”还有谈话类型用着，不能停用。",
        KEPT,
        "请先在“各类档案”里给那些类型另定期限。",
    ),
    errors.HoldReasonMissingError: lambda e: Message(
        _WHY[e.act],
        TYPED_KEPT,
        "请写明理由，它记在操作留痕里。",
    ),
    errors.RecordUnknownError: lambda e: Message(
        f"没有编号是“{e.number}”的谈话。" if e.number else "谈话编号还没有写。",
        TYPED_KEPT,
        "请照谈话记录上的编号填写，如：2026-0007。",
    ),
    errors.NothingToDestroyError: lambda _: Message(
        "还没有选中要销毁的档案。", _SAFE, "请先在表里选中可以列入清册的。"
    ),
    errors.TooManyToDestroyError: lambda e: Message(
        f"一份清册最多列 {e.most} 件，选中了 {e.count} 件。", _SAFE, "请分几份清册提出。"
    ),
    errors.RecordNotDueError: _not_due,
    errors.DestructionWordMissingError: lambda e: Message(
        _WORDS[e.word][0], f"{_SAFE}{TYPED_KEPT}", _WORDS[e.word][1]
    ),
    errors.DestructionStateError: lambda e: Message(
        f"{e.number}{_STATES[e.state]}，现在不能这样办。", KEPT, "请看清册的状态再办。"
    ),
    errors.DestructionDayError: lambda e: Message(
        f"批准日期填的是{written_date(e.day)}。",
        f"{_SAFE}{TYPED_KEPT}",
        "请照清册上的签名填：不早于提出那天，不晚于今天。",
    ),
    errors.DestroyerIsProposerError: lambda e: Message(
        f"这份清册是{e.who}提出的，要由另一位持有人执行。",
        _SAFE,
        "请锁定，由另一位持有人用自己的口令打开后执行。",
    ),
    errors.DestructionTooSoonError: lambda e: Message(
        "只有一位持有人，提出满一天以后才能执行。",
        _SAFE,
        f"请在{written_time(e.moment.astimezone())}以后再来执行。",
    ),
    errors.RecordDestroyedError: lambda e: Message(
        f"{e.number} 的内容已经按批准的清册销毁，不能再看、再打印或再移交。",
        "编号、日期、类型和人次都还在，统计不受影响。",
        "要找内容，请问登记处。",
    ),
}

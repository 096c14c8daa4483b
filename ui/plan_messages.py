"""What the user reads when the yearly plan, or a rule of 回避, says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import plan_errors
from app.domain.errors import AppError
from ui.safe_words import KEPT, NOTHING_WRITTEN, TYPED_KEPT
from ui.widgets.message import Message

PLAN_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    plan_errors.PlanItemDroppedError: lambda _: Message(
        "这一条已经注明不谈了。", KEPT, "要改它，请先按“恢复”。"
    ),
    plan_errors.PlanItemArrangedError: lambda e: Message(
        f"这一条已经安排了谈话 {e.talk_number}。", KEPT, "请先取消那场谈话，再注明不谈。"
    ),
    plan_errors.DropReasonMissingError: lambda _: Message(
        "还没有写为什么不谈。", KEPT, "请写一句原因，如：已调离、另行约谈。"
    ),
    plan_errors.NothingProposedError: lambda _: Message(
        "没有要写入计划的人：都没有勾选，或者已经在这一年的计划里。",
        NOTHING_WRITTEN,
        "请勾选至少一位，或换一种谈话类型。",
    ),
    plan_errors.PlanEmptyError: lambda _: Message(
        "这一年还没有计划。", KEPT, "请先按“从名册做计划”。"
    ),
    plan_errors.RecusalSelfError: lambda _: Message(
        "不能登记与本人回避。", TYPED_KEPT, "请选另一位。"
    ),
    plan_errors.GroundMissingError: lambda _: Message(
        "还没有写回避的原因。", TYPED_KEPT, "请写一句，如：夫妻、近亲属、同乡同学。"
    ),
}

"""The words of terms, holds and lists of destruction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.calendar import written_date
from app.domain.retention import (
    Destruction,
    DueRecord,
    RetentionClass,
)
from app.domain.retention_kinds import DestructionState, Obstacle

STATE = {
    DestructionState.PROPOSED: "待批准",
    DestructionState.WITHDRAWN: "已撤回",
    DestructionState.UNDER_WAY: "正在执行",
    DestructionState.DONE: "已执行完毕",
}
FREE = "可以列入清册"


def years_text(one: RetentionClass) -> str:
    """How long the class is kept."""
    return "永久" if one.years is None else f"{one.years} 年"


def standing_text(record: DueRecord) -> str:
    """Whether the record can be listed, or what is against it."""
    if record.obstacle is Obstacle.HELD:
        return f"暂缓销毁：{record.hold_reason}"
    return OBSTACLE[record.obstacle] if record.obstacle else FREE


def record_texts(record: DueRecord) -> tuple[str, ...]:
    """A line of the table of records that are due."""
    return (
        record.number,
        written_date(record.day),
        record.kind_title,
        record.interviewees,
        record.class_title,
        written_date(record.due_on),
        standing_text(record),
    )


def list_texts(one: Destruction, local: Callable[[datetime], datetime]) -> tuple[str, ...]:
    """A line of the table of lists."""
    done = sum(item.destroyed_at is not None for item in one.items)
    count = f"{len(one.items)} 件"
    if one.state is DestructionState.UNDER_WAY:
        count = f"{done}／{len(one.items)} 件"
    proposed = f"{one.proposed_by}，{written_date(local(one.proposed_at).date())}"
    approved = one.approval.approved_by if one.approval else ""
    ended = written_date(local(one.ended_at).date()) if one.ended_at else ""
    return (one.number, STATE[one.state], count, proposed, approved, ended, one.reason)


OBSTACLE = {
    Obstacle.HELD: "暂缓销毁",
    Obstacle.FINDINGS_OPEN: "有问题还没有归档",
    Obstacle.COPIES_OUT: "有复制件没有收回",
    Obstacle.NOT_RECEIVED: "登记处还没有回执",
    Obstacle.REPLY_AWAITED: "建议书还没有答复",
    Obstacle.LISTED: "已在清册上",
    Obstacle.NOT_DUE: "期限还没有满",
    Obstacle.GONE: "已经销毁",
}

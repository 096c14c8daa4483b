"""How the desk says what became of packages."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.domain.registry import Reception, Refusal, SettledHow
from ui.desk.receive_run import Received
from ui.messages import message_for
from ui.terms import REJECTION

_MOST_NUMBERS = 6
_SETTLED = {
    SettledHow.TAKEN: "后来收下了",
    SettledHow.ANSWERED: "重发的，已补回执",
    SettledHow.EXAMINED: "又核验过一次",
}


def numbers_text(numbers: tuple[int, ...]) -> str:
    """Package numbers in a row, such as 第 3、4 号."""
    shown = "、".join(map(str, numbers[:_MOST_NUMBERS]))
    more = f" 等 {len(numbers)} 个" if len(numbers) > _MOST_NUMBERS else ""
    return f"第 {shown} 号{more}"


def outcome_text(reception: Reception) -> str:
    """How a package fared, in a few words; a mark before them tells without colour."""
    if reception.is_taken:
        return f"✓ 已接收，{reception.talks} 场谈话"
    if reception.reason == Rejection.DUPLICATE.value:
        return "✓ 以前收过，没有重复入库"
    if reception.reason == Rejection.GAP.value:
        return f"… 等{numbers_text(reception.missing)}" if reception.missing else "… 等前面的号"
    return f"✕ 拒收：{REJECTION[Rejection(reception.reason)]}"


def outcome_tone(reception: Reception) -> str:
    """The colour that goes with it."""
    if reception.is_taken or reception.reason == Rejection.DUPLICATE.value:
        return "green"
    return "ink" if reception.reason == Rejection.GAP.value else "brick"


def todo_text(received: Received) -> str:
    """What is to be done about it, or where its answer lies."""
    reception = received.reception
    answer = _answer_text(received)
    if reception.is_taken or reception.reason == Rejection.DUPLICATE.value:
        return answer
    if reception.reason == Rejection.GAP.value:
        return f"补齐前面的号，这一份会自己收下。{answer}"
    return remedy_text(reception.reason, reception.detail) + answer


def remedy_text(reason: str, detail: str = "") -> str:
    """What a clerk does about a package refused for this reason."""
    return message_for(PackageRejectedError(reason, detail)).remedy


def settled_text(refusal: Refusal) -> str:
    """How a refusal was settled."""
    how = refusal.by_itself
    return _SETTLED[how] if how else refusal.settled_how


def _answer_text(received: Received) -> str:
    reception = received.reception
    if not reception.receipt:
        return "没有写答复：发件单位不可信。" if not reception.is_taken else ""
    name = Path(reception.receipt).name
    if received.is_elsewhere:
        return f"U 盘写不进去，{name} 在受理台自己的文件夹里。"
    return f"已写 {name}。"

"""Sticks in the words of the page: what stands in its tables and below them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.calendar import written_date
from app.domain.sticks import (
    Custody,
    RegisteredStick,
    StickRow,
    StickStanding,
    StickState,
    cautions_of,
    faults_of,
)
from ui.sizes import size_text
from ui.stick_messages import STICK_BUS, STICK_STATE, fault_words, system_text

Local = Callable[[datetime], datetime]
_MOST_NUMBERS = 8


def plugged_texts(row: StickRow) -> tuple[str, ...]:
    """A stick that is plugged in: name, file system, room, who keeps it, how it stands."""
    room = f"{size_text(row.free_bytes)} / {size_text(row.size_bytes)}" if row.is_mounted else "—"
    return (
        row.name,
        system_text(row.file_system) or "没有格式化",
        room,
        row.custodian or "—",
        state_brief(row),
    )


def state_brief(row: StickRow) -> str:
    """Whether it can be used, in a few words."""
    faults = faults_of(row, 0)
    if faults:
        return f"⚠ {fault_words(faults[0], row).brief}"
    if cautions_of(row):
        return "能用，没有登记"
    return "✓ 能用" if row.standing is StickStanding.REGISTERED else "能用"


def plugged_pairs(row: StickRow) -> list[tuple[str, str]]:
    """What else is known of it."""
    model = f"{row.model or '没有说'}（{STICK_BUS[row.bus]}）"
    pairs = [("型号", model), ("序列号", _identity(row.identity))]
    if row.disk_bytes:
        pairs.append(("容量", size_text(row.disk_bytes)))
    pairs.append(("在哪里", row.folder or f"{row.device}，没有打开"))
    return pairs


def register_texts(stick: RegisteredStick, since: datetime | None, local: Local) -> tuple[str, ...]:
    """A registered stick: label, who keeps it, since when, what lies on it, state."""
    held = written_date(local(since).date()) if since else "—"
    return (stick.label, stick.custodian, held, lying_brief(stick), _state(stick, local))


def lying_brief(stick: RegisteredStick) -> str:
    """How many packages went to it, and how many of those have no receipt."""
    if not stick.packages:
        return "没有写过"
    waiting = len(stick.unreceipted)
    rest = f"，{waiting} 个没有回执" if waiting else "，都有回执"
    return f"{len(stick.packages)} 个{rest}"


def register_pairs(
    stick: RegisteredStick, history: tuple[Custody, ...], local: Local
) -> list[tuple[str, str]]:
    """What else is known of a registered stick, who has kept it, and what lies on it."""
    pairs = [("序列号", _identity(stick.serial))]
    if stick.model or stick.size_bytes:
        size = size_text(stick.size_bytes) if stick.size_bytes else ""
        pairs.append(("型号", "　".join(filter(None, (stick.model, size)))))
    kept = [f"{one.custodian}（{written_date(local(one.since).date())}起）" for one in history]
    pairs.append(("谁保管过", "，之前是".join(kept)))
    if stick.packages:
        pairs.append(("写过的移交包", f"第 {_numbers(stick.packages)} 号"))
    if stick.unreceipted:
        pairs.append(("还没有回执", f"第 {_numbers(stick.unreceipted)} 号"))
    if stick.note:
        pairs.append(("说明", stick.note))
    return pairs


def lost_words(stick: RegisteredStick) -> str:
    """What a loss means for what lies on the stick."""
    if not stick.packages:
        return "这个 U 盘上没有写过移交包。"
    sealed = "上面的移交包只有登记处和本单位打得开。"
    if not stick.unreceipted:
        return f"{sealed}写在上面的都已经有回执。"
    return f"{sealed}第 {_numbers(stick.unreceipted)} 号还没有回执，请到“移交”页再写一份。"


def _identity(serial: str) -> str:
    volume = serial.removeprefix("volume:")
    return f"没有；按卷号 {volume} 认" if volume != serial else serial or "没有，认不准"


def _numbers(numbers: tuple[int, ...]) -> str:
    shown = "、".join(map(str, numbers[:_MOST_NUMBERS]))
    return f"{shown} 等 {len(numbers)} 个" if len(numbers) > _MOST_NUMBERS else shown


def _state(stick: RegisteredStick, local: Local) -> str:
    word = STICK_STATE[stick.state]
    if stick.state is StickState.ACTIVE or stick.state_at is None:
        return word
    return f"{word}（{written_date(local(stick.state_at).date())}）"

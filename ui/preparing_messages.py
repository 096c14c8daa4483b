"""What the user reads when something noted before a talk cannot be kept as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import preparing_errors as errors
from ui.safe_words import TYPED_KEPT
from ui.widgets.message import Message

PREPARING_MESSAGES: dict[type, Callable[[Any], Message]] = {
    errors.FactTextMissingError: lambda _: Message(
        "“情况”还没有写。", TYPED_KEPT, "请写一两句话，再按保存。"
    ),
    errors.FactOwnerMissingError: lambda _: Message(
        "还没有说是谁的情况。", TYPED_KEPT, "请选“本人”或“单位”，再按保存。"
    ),
    errors.PetitionDetailError: lambda e: Message(
        f"信访只记类别和事由，不记信件和写信的人：这里写了“{e.found}”。",
        TYPED_KEPT,
        "请只写哪一类、什么事，如“惠农补贴类，反映发放不及时”。",
    ),
    errors.FactTooLongError: lambda e: Message(
        f"写了 {e.length} 个字，这一条最多 {e.longest} 个字。",
        TYPED_KEPT,
        "请写短一些；信访只写类别和事由。",
    ),
    errors.FigureNameMissingError: lambda _: Message(
        "“数据名称”还没有写。", TYPED_KEPT, "请写是什么数，如“信访量”，再按保存。"
    ),
    errors.FigureYearError: lambda e: Message(
        f"没有 {e.year} 年的数据可记。", TYPED_KEPT, "请写四位的年份，如 2026。"
    ),
    errors.FigureRankError: lambda e: Message(
        f"第 {e.place or '几'} 位、共 {e.out_of or '几'} 个，这两个数对不上。",
        TYPED_KEPT,
        "名次和总数要么都写、要么都不写；名次不能大于总数。",
    ),
    errors.PortraitTooLongError: lambda e: Message(
        f"这一栏有 {e.length} 个字，一栏最多 {e.longest} 个字。",
        TYPED_KEPT,
        "画像只有一页，请写短一些。",
    ),
    errors.NoteTooLongError: lambda e: Message(
        f"私记有 {e.length} 个字，最多 {e.longest} 个字。", TYPED_KEPT, "请删去一些，会接着保存。"
    ),
}

"""What the user reads when carrying a year's papers out does not go through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import export_errors as errors
from app.domain.errors import AppError
from ui.safe_words import NOTHING_WRITTEN, VAULT_SAFE
from ui.sizes import size_text
from ui.widgets.message import Message

_GO_ON = "再导出一次，会从停下的地方接着写，写好的不重写。"


def _whole(done: int) -> str:
    return f"保险库没有受影响；已写好的 {done} 个文件是完整的。" if done else VAULT_SAFE


def _gone(done: int, total: int) -> str:
    if not total:
        return "选的文件夹不在了，U 盘可能已经拔出。"
    return f"写到第 {done + 1} 个（共 {total} 个）时，文件夹或 U 盘不在了。"


EXPORT_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    errors.ExportEmptyError: lambda e: Message(
        f"{e.year}年还没有可以导出的谈话记录。",
        NOTHING_WRITTEN,
        "只导出已封存的；要连已定稿的一起导出，请勾选“连同还没有封存的”，或换一年。",
    ),
    errors.ExportInsideVaultError: lambda _: Message(
        "这个文件夹在保险库里面，那里只放加密的文件。", NOTHING_WRITTEN, "请另选一个文件夹。"
    ),
    errors.ExportPlaceGoneError: lambda e: Message(
        _gone(e.done, e.total),
        _whole(e.done),
        f"请插回原来的 U 盘。{_GO_ON}",
    ),
    errors.ExportPlaceFullError: lambda e: Message(
        f"那里的空间不够：要 {size_text(e.needed_bytes)}，剩 {size_text(e.free_bytes)}。",
        _whole(e.done),
        f"请清理出空间或换一个 U 盘。{_GO_ON}",
    ),
    errors.ExportPlaceReadOnlyError: lambda _: Message(
        "那里写不进去，可能开着写保护，或没有写的权限。",
        VAULT_SAFE,
        "请关掉写保护开关，或另选一个文件夹。",
    ),
}

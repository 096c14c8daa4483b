"""What the user reads when a version of the prompts cannot be kept, retired or read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import prompt_errors as errors
from app.domain.errors import AppError
from ui.safe_words import KEPT, NOTHING_WRITTEN
from ui.widgets.message import Message

PROMPT_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    errors.SetNotWholeError: lambda e: Message(
        f"这一版还有 {e.count} 处没有写好，没有存为新版。",
        "原来的提问集没有改动，草稿也还在。",
        "请照每一处的提示改好，再存。",
    ),
    errors.SetUnchangedError: lambda _: Message(
        "草稿和现在用的这一版一样，没有存为新版。", KEPT, "改动以后再存；不改就放弃草稿。"
    ),
    errors.LastPromptSetError: lambda e: Message(
        f"第 {e.version} 版是唯一还在用的提问集，不能停用。",
        KEPT,
        "请先编好并存下新的一版，再停用这一版。",
    ),
    errors.SetRetiredError: lambda e: Message(
        f"第 {e.version} 版已经停用了。", KEPT, "要再用它，请从它编一个新版。"
    ),
    errors.PromptsMissingError: lambda e: Message(
        f"“{e.file_name}”里没有找到提问的表头。",
        NOTHING_WRITTEN,
        "请加一行表头，至少有“问法”和另外一列，如“聚焦”；也可以先导出一份照着填。",
    ),
    errors.WorkbookLockedError: lambda e: Message(
        f"“{e.file_name}”设了打开口令，读不出来。",
        NOTHING_WRITTEN,
        "请在表格软件里去掉打开口令，另存一份再读。",
    ),
    errors.WorkbookOutdatedError: lambda e: Message(
        f"“{e.file_name}”是旧格式的表格（XLS 或 ET）。",
        NOTHING_WRITTEN,
        "请在表格软件里打开它，另存为 XLSX，再读。",
    ),
}

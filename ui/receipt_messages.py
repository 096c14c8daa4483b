"""What the user reads when something about receipts is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import errors, receipt_errors
from ui.safe_words import KEPT
from ui.widgets.message import Message

RECEIPT_MESSAGES: dict[type[errors.AppError], Callable[[Any], Message]] = {
    receipt_errors.OverdueDaysError: lambda e: Message(
        f"回执的等候天数不能设为 {e.found} 天。",
        KEPT,
        f"请填 1 到 {e.longest} 之间的整数。",
    ),
}

"""What the user reads about the rules of early signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.early_sign_errors import SignLimitError
from app.domain.errors import AppError
from ui.safe_words import TYPED_KEPT
from ui.widgets.message import Message

EARLY_SIGN_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    SignLimitError: lambda e: Message(
        f"苗头提醒里写的是 {e.found}{'个月' if e.field == 'months' else ''}，规则还是原来的。",
        TYPED_KEPT,
        f"请写 {e.lowest} 到 {e.highest}。",
    ),
}

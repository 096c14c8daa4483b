"""What the user reads when the table of holidays does not take something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import holiday_errors
from app.domain.errors import AppError
from ui.safe_words import NOTHING_WRITTEN, TYPED_KEPT
from ui.widgets.message import Message

HOLIDAY_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    holiday_errors.HolidayYearError: lambda e: Message(
        f"{e.year}年不在节假日表能登记的年份里。",
        TYPED_KEPT,
        f"请写{e.earliest}年到{e.latest}年之间的日子。",
    ),
    holiday_errors.HolidayTitleMissingError: lambda _: Message(
        "还没有写这一天是什么日子。", TYPED_KEPT, "请写名称，如：春节、国庆节调休上班。"
    ),
    holiday_errors.HolidayTitleTooLongError: lambda e: Message(
        f"名称有{e.length}个字，太长了。", TYPED_KEPT, f"请写到{e.longest}个字以内。"
    ),
    holiday_errors.HolidaySourceMissingError: lambda _: Message(
        "还没有写这张表从哪里来。",
        NOTHING_WRITTEN,
        "请写通知的名称和文号，或者写“本单位规定”。",
    ),
    holiday_errors.HolidayHeadingsMissingError: lambda e: Message(
        f"“{e.file_name}”里没有找到表头。",
        NOTHING_WRITTEN,
        "请加一行表头，写明“日期”“放假/上班”“名称”三列。",
    ),
    holiday_errors.NoHolidaysFoundError: lambda e: Message(
        f"“{e.file_name}”里没有找到节假日。",
        NOTHING_WRITTEN,
        "请把日子写在表头下面，一行一个节日或一个上班日。",
    ),
}

"""What the user reads when an archive (一人一档) refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import archive_errors
from app.domain.calendar import written_date
from app.domain.errors import AppError
from ui.safe_words import KEPT, TYPED_KEPT
from ui.widgets.message import Message

_FIELDS = {"title": "名称", "number": "文号", "text": "内容", "reply_due": "答复期限"}
_FIELDS["replied_on"] = "答复日期"


def _named(field: str) -> str:
    return _FIELDS.get(field, field)


def _dates(error: archive_errors.LeafDatesError) -> Message:
    name = _named(error.field)
    return Message(
        f"{name}（{written_date(error.earlier)}）早于这一页的日期（{written_date(error.day)}）。",
        TYPED_KEPT,
        f"请核对{name}和日期。",
    )


ARCHIVE_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    archive_errors.ArchiveClosedError: lambda _: Message(
        "这份档案还没有调阅。", KEPT, "请按“调阅档案”，写明事由以后再看。"
    ),
    archive_errors.ArchiveReasonTooLongError: lambda e: Message(
        f"调阅事由有 {e.length} 个字，最多 {e.longest} 个字。", TYPED_KEPT, "请写短一些。"
    ),
    archive_errors.LeafWordMissingError: lambda e: Message(
        f"{_named(e.field)}还没有填写。", TYPED_KEPT, f"请填写{_named(e.field)}。"
    ),
    archive_errors.LeafWordTooLongError: lambda e: Message(
        f"{_named(e.field)}有 {e.length:,} 个字，最多 {e.longest:,} 个字。",
        TYPED_KEPT,
        "请改短一些；全文可以作为附件放进来。",
    ),
    archive_errors.LeafReplyDueMissingError: lambda _: Message(
        "建议书没有写答复期限。", TYPED_KEPT, "请写明哪一天以前答复。"
    ),
    archive_errors.LeafDatesError: _dates,
    archive_errors.LeafGoneError: lambda e: Message(
        f"“{e.title}”这一页已经取出档案，不能再改。", KEPT, "请看刷新后的档案；要补记的请另加一页。"
    ),
}

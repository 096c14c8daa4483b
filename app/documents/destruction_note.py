"""销毁证明: which copies were destroyed, why and how, signed by those who did and who watched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.documents.listing import (
    CELL,
    MIDDLE,
    NUMBER_WIDTH,
    STRONG,
    UPRIGHT,
    Column,
    Part,
    in_two_lines,
    listing,
    noted,
    table,
    titled,
)
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.documents.typesetting import Space
from app.domain.calendar import written_date
from app.domain.copies import CopyWay, written_number
from app.domain.papers import DestructionPaper

TITLE = "文书销毁证明"
_WAYS = {CopyWay.PRINT: "纸质", CopyWay.EXPORT: "电子复制件", CopyWay.ORIGINAL: "电子原件"}
_COLUMNS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("文书"),
    Column("份号", 20 * MM, MIDDLE),
    Column("形式", 20 * MM, MIDDLE),
    Column("页数", 12 * MM, MIDDLE),
    Column("校验码", 24 * MM, MIDDLE),
    Column("取出\n日期", 20 * MM, MIDDLE),
    Column("销毁\n日期", 20 * MM, MIDDLE),
)
_FACTS = (Column("项目", 30 * MM, STRONG), Column("内容"))
_HANDS = (
    Column("经手", 30 * MM, STRONG),
    Column("单位和职务"),
    Column("签名", 40 * MM, CELL),
    Column("日期", 34 * MM, CELL),
)
_HANDED = ("批准人", "销毁人", "监销人", "监销人")
_NOTE = (
    "校验码是原文书摘要（SHA-256）的前8位。销毁须有两人监销，逐份核对份号和页数后当场签名；"
    "本证明与份号登记一并保存。"
)
_DIGEST_SHOWN = 8


def destruction_note(data: DestructionPaper, office: str, local: datetime) -> bytes:
    """The note as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    pages = sum(copy.pages for copy in data.copies)
    under = f"{office}　　共{len(data.copies)}份{pages}页　　{written_date(local.date())}"
    facts = (("销毁原因", data.reason), ("销毁方式", data.method))
    pieces = (
        *titled(TITLE, under, UPRIGHT),
        table(_COLUMNS, _rows(data), UPRIGHT.width),
        Space(3 * MM),
        table(_FACTS, facts, UPRIGHT.width, 36),
        *noted(_NOTE, UPRIGHT),
        Space(3 * MM),
        table(_HANDS, [(who, "", "", "") for who in _HANDED], UPRIGHT.width, 36),
    )
    return listing([Part(TITLE, pieces)], Imprint(TITLE, TITLE, local), UPRIGHT)


def _rows(data: DestructionPaper) -> Iterable[tuple[str, ...]]:
    for number, copy in enumerate(data.copies, 1):
        gone = in_two_lines(copy.destroyed_at.date()) if copy.destroyed_at else ""
        yield (
            str(number),
            copy.title,
            written_number(copy.number),
            _WAYS[copy.way],
            str(copy.pages),
            copy.sha256[:_DIGEST_SHOWN].upper(),
            in_two_lines(copy.taken_at.date()),
            gone,
        )

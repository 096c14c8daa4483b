"""Records that are to be destroyed (销毁清册), or were (销毁证明): numbers and days alone.

The list goes to whoever approves and comes back in ink; the certificate says what was done by whom
and who watched, and what a program cannot do: older backups hold the records still.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.documents.form_table import FormTable
from app.documents.listing import (
    CELL,
    LYING,
    MIDDLE,
    NUMBER_WIDTH,
    RIGHT,
    STRONG,
    Column,
    Part,
    listing,
    noted,
    table,
    titled,
)
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space
from app.domain.calendar import written_date, written_time
from app.domain.retention import Destruction, DestructionItem
from app.domain.retention_kinds import DestructionState

LIST, CERTIFICATE = "档案销毁清册", "档案销毁证明"
_COLUMNS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("编号", 34 * MM, MIDDLE),
    Column("日期", 32 * MM, MIDDLE),
    Column("类型"),
    Column("保管期限", 20 * MM, MIDDLE),
    Column("到期日", 32 * MM, MIDDLE),
    Column("页数", 13 * MM, RIGHT),
    Column("文件数", 16 * MM, RIGHT),
    Column("校验码", 24 * MM, MIDDLE),
)
_DONE = Column("销毁日期", 32 * MM, MIDDLE)
_FACTS = (Column("项目", 34 * MM, STRONG), Column("内容"))
_HANDS = (
    Column("经手", 34 * MM, STRONG),
    Column("单位和职务"),
    Column("签名", 54 * MM, CELL),
    Column("日期", 40 * MM, CELL),
)
_TO_SIGN = ("鉴定人", "鉴定人", "审核人", "批准人")
_SIGNED = ("批准人", "销毁人", "监销人", "监销人")
_LIST_NOTE = (
    "本清册所列档案保管期限已满，经鉴定不再需要保存。批准人签名后，由另一位持有人在程序里执行，两人监销。"
    "校验码是谈话记录文本摘要（SHA-256）的前8位。"
)
_CERTIFICATE_NOTE = (
    "所列档案的文字、附件、问题和参加人姓名已从保险库中清除，只留编号、日期、类型和人次。"
    "销毁前做的备份里还有这些内容：请按备份登记逐套清除或销毁介质。已经移交登记处的，由登记处按自己的规定处理。"
    "纸质原件和复制件另行销毁，记在份号登记里。"
)
_DIGEST_SHOWN = 8


def destruction_paper(one: Destruction, office: str, local: datetime) -> bytes:
    """The list, or once all is done the certificate, as a PDF; the moments of it are local.

    Raises MissingGlyphError, ArchiveRuleError.
    """
    is_done = one.state is DestructionState.DONE
    name = CERTIFICATE if is_done else LIST
    count = f"共{len(one.items)}件{sum(item.pages for item in one.items)}页"
    under = f"{office}　　{one.number}　　{count}　　{written_date(local.date())}"
    columns = (*_COLUMNS, _DONE) if is_done else _COLUMNS
    pieces = (
        *titled(name, under, LYING),
        table(columns, _rows(one.items, is_done=is_done), LYING.width),
        Space(3 * MM),
        table(_FACTS, _facts(one), LYING.width, 24),
        *noted(_CERTIFICATE_NOTE if is_done else _LIST_NOTE, LYING),
        Space(3 * MM),
        *_together(table(_HANDS, [(w, "", "", "") for w in _hands(is_done)], LYING.width, 30)),
    )
    return listing([Part(f"{name}　{one.number}", pieces)], Imprint(name, name, local), LYING)


def _rows(items: tuple[DestructionItem, ...], *, is_done: bool) -> Iterable[tuple[str, ...]]:
    for number, item in enumerate(items, 1):
        cells = (
            str(number),
            item.number,
            written_date(item.day),
            item.kind_title,
            item.class_title,
            written_date(item.due_on),
            str(item.pages),
            str(item.files),
            item.text_digest[:_DIGEST_SHOWN].upper(),
        )
        gone = written_date(item.destroyed_at.date()) if item.destroyed_at else ""
        yield (*cells, gone) if is_done else cells


def _facts(one: Destruction) -> list[tuple[str, str]]:
    told = [
        ("销毁原因", one.reason),
        ("提出", f"{one.proposed_by}，{written_time(one.proposed_at)}"),
    ]
    if one.approval:
        approved_on = written_date(one.approval.approved_on)
        told.append(("批准", f"{one.approval.approved_by}，{approved_on}"))
        told.append(("监销", "、".join(one.approval.watched_by)))
    if one.begun_at and one.ended_at:
        times = f"{written_time(one.begun_at)}至{written_time(one.ended_at)}"
        told.append(("执行", f"{one.begun_by}，{times}"))
    return told


def _hands(is_done: bool) -> tuple[str, ...]:
    return _SIGNED if is_done else _TO_SIGN


def _together(made: FormTable) -> list[Piece]:
    """The table in rows that stay on one page: those who sign, sign one sheet."""
    last = len(made.rows) - 1
    return [
        replace(made, rows=(row,), head=None if at else made.head, keeps_next=at < last)
        for at, row in enumerate(made.rows)
    ]

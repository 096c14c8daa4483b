"""The figures of a period on paper, beside those of a year before, and how each is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.documents.listing import (
    CELL,
    MIDDLE,
    NUMBER_WIDTH,
    RIGHT,
    UPRIGHT,
    Column,
    Part,
    listing,
    noted,
    signed,
    table,
    titled,
)
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.domain.calendar import written_date
from app.domain.figure_lines import figure_lines
from app.domain.papers import FiguresPaper

TITLE = "谈话工作统计表"
_COLUMNS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("项目", 36 * MM, CELL),
    Column("单位", 13 * MM, MIDDLE),
    Column("本期", 15 * MM, RIGHT),
    Column("上年\n同期", 15 * MM, RIGHT),
    Column("增减", 15 * MM, RIGHT),
    Column("怎么数的"),
)
_LEAST = 20.0
_NOTE = (
    "各项由谈话记录逐场数出，每个数都能在“统计”页查到背后的谈话。"
    "进行中、待核对、待签字、已签和已封存的谈话都计入；计划和取消的不计。"
)


def figures_report(data: FiguresPaper, office: str, local: datetime) -> bytes:
    """The report as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    under = (
        f"统计期：{data.period}（{written_date(data.first)}至{written_date(data.last)}）"
        f"　　制表日期：{written_date(local.date())}"
    )
    pieces = (
        *titled(f"{office}{TITLE}", under, UPRIGHT),
        table(_COLUMNS, _rows(data), UPRIGHT.width, _LEAST),
        *noted(f"{_so_far(data.last, local.date())}{_NOTE}", UPRIGHT),
        signed(("填报人", "审核人"), UPRIGHT),
    )
    return listing([Part(f"{TITLE}　{data.period}", pieces)], Imprint(TITLE, TITLE, local), UPRIGHT)


def _rows(data: FiguresPaper) -> Iterator[tuple[str, ...]]:
    kinds = tuple(line.kind for line in (*data.now.kinds, *data.before.kinds))
    known = tuple(dict.fromkeys(kinds))
    earlier = {line.key: line for line in figure_lines(data.before, known)}
    titles = {line.kind: line for line in (*data.before.kinds, *data.now.kinds)}
    for number, line in enumerate(figure_lines(data.now, known), 1):
        before = earlier[line.key].figure.count if line.key in earlier else 0
        change = line.figure.count - before
        kind = titles.get(line.key.split(".")[0])
        # a kind nothing was held of in this period is called what the other period calls it
        title = line.title.replace(kind.kind, kind.title) if kind else line.title
        yield (
            str(number),
            f"　{title}" if line.is_part else title,
            line.unit,
            f"{line.figure.count:,}",
            f"{before:,}",
            f"{change:+,}" if change else "0",
            line.meaning,
        )


def _so_far(last: date, today: date) -> str:
    return "统计期还没有结束，数字到制表当天为止。" if today <= last else ""

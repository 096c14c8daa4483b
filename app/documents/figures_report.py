"""The figures of a period on paper, beside those of the time before, and how each is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import zip_longest

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
from app.documents.typesetting import Piece, Space
from app.domain.calendar import written_date
from app.domain.figure_lines import NOTHING, compared, tenths_said
from app.domain.figure_spans import Span
from app.domain.figures import Bucket, SectionFigures, Share
from app.domain.papers import FiguresPaper

TITLE = "谈话工作统计表"
_LEAST = 20.0
_NAME, _SHORT_NAME, _MANY = 36 * MM, 24 * MM, 10
_PARTS = "分项和各月"
_NOW = "本期"
_SECTION = (
    ("问题", lambda s: str(s.problems.count)),
    ("共性", lambda s: str(s.problems_common.count)),
    ("意见\n建议", lambda s: str(s.advice.count)),
    ("到期\n应销", lambda s: str(s.follow_up.due.count)),
    ("已\n销号", lambda s: str(s.follow_up.due_closed.count)),
    ("整改\n率%", lambda s: tenths_said(s.follow_up.rate.tenths)),
    ("逾期", lambda s: str(s.follow_up.overdue.count)),
)
_UNIT_KIND = (
    ("人次", lambda s: str(s.attendances.count)),
    ("人数", lambda s: str(s.persons.count)),
    ("问题", lambda s: str(s.problems.count)),
    ("到期\n应销", lambda s: str(s.follow_up.due.count)),
    ("已\n销号", lambda s: str(s.follow_up.due_closed.count)),
    ("整改\n率%", lambda s: tenths_said(s.follow_up.rate.tenths)),
    ("逾期", lambda s: str(s.follow_up.overdue.count)),
    ("覆盖\n率%", lambda s: tenths_said(s.coverage.tenths)),
)
_NOTE = (
    "各项由谈话记录和整改台账逐条数出，每个数都能在“统计”页查到背后的记录。"
    "进行中、待核对、待签字、已签和已封存的谈话都计入；计划和取消的不计。"
)
Numbers = tuple[tuple[str, Callable[[SectionFigures], str]], ...]


def figures_report(data: FiguresPaper, office: str, local: datetime) -> bytes:
    """The report as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    now, before = data.now.span, data.before.span
    title = f"{TITLE}　{now.title}"
    under = (
        f"统计期：{_named(now)}\n"
        f"{now.before_title}：{_days(before.first, before.last)}"
        f"　　制表日期：{written_date(local.date())}"
    )
    pieces = (
        *titled(f"{office}{TITLE}", under, UPRIGHT),
        table(_columns(now.before_title), _rows(data), UPRIGHT.width, _LEAST),
        *noted(f"{_so_far(now.last, data.now.as_of)}{_NOTE}", UPRIGHT),
        signed(("填报人", "审核人"), UPRIGHT),
    )
    parts = [Part(title, pieces)]
    if further := tuple(_further(data)):
        parts.append(Part(title, (*titled(_PARTS, f"统计期：{now.title}", UPRIGHT), *further)))
    return listing(parts, Imprint(TITLE, TITLE, local), UPRIGHT)


def _columns(before: str) -> tuple[Column, ...]:
    return (
        Column("序号", NUMBER_WIDTH, MIDDLE),
        Column("项目", 34 * MM, CELL),
        Column("单位", 13 * MM, MIDDLE),
        Column(_NOW, 16 * MM, RIGHT),
        Column("上年\n同期" if before == "上年同期" else before, 16 * MM, RIGHT),
        Column("增减", 16 * MM, RIGHT),
        Column("怎么数的"),
    )


def _rows(data: FiguresPaper) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(compared(data.now, data.before), 1):
        yield (
            str(number),
            f"　{line.now.title}" if line.now.is_part else line.now.title,
            line.now.unit,
            line.now.said,
            line.before.said,
            line.change,
            line.now.meaning,
        )


def _further(data: FiguresPaper) -> Iterator[Piece]:
    """By focus area, tag and kind of unit, and month by month, each beside the time before."""
    before = data.before
    for name, now, then, numbers in (
        ("按聚焦领域", data.now.areas, before.areas, _SECTION),
        ("按问题标签", data.now.tags, before.tags, _SECTION),
        ("按单位类别", data.now.unit_kinds, before.unit_kinds, _UNIT_KIND),
    ):
        rows = list(_sections(now, then, numbers, data.now.span.before_title))
        if rows:
            headings = ("", "", *(heading for heading, _ in numbers))
            yield from _titled_table(name, headings, rows)
    if data.now.buckets:
        rows = list(_stretches(data.now.buckets, before.buckets))
        then_title = data.now.span.before_title
        headings = (
            "",
            *("人次", f"{then_title}\n人次", "到期\n应销", "已销号", "整改\n率%"),
            f"{then_title}\n整改率%",
        )
        yield from _titled_table("月份或年份", headings, rows)


def _titled_table(
    name: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> Iterator[Piece]:
    yield Space(4 * MM)
    named = [Column(heading, 0.0, RIGHT) for heading in headings]
    named[0] = Column(name, _NAME if len(headings) < _MANY else _SHORT_NAME, CELL)
    if not headings[1]:
        named[1] = Column("时段", 18 * MM, MIDDLE)
    wide = (UPRIGHT.width - sum(one.width for one in named)) / sum(not one.width for one in named)
    columns = [Column(one.heading, one.width or wide, one.style) for one in named]
    yield table(columns, rows, UPRIGHT.width, _LEAST)


def _sections(
    now: tuple[SectionFigures, ...],
    before: tuple[SectionFigures, ...],
    numbers: Numbers,
    before_title: str,
) -> Iterator[tuple[str, ...]]:
    earlier = {section.key: section for section in before}
    for section in now:
        then = earlier.get(section.key, SectionFigures(section.key, section.title))
        if section.is_empty and then.is_empty:
            continue
        title = f"　{section.title}" if section.is_part else section.title
        yield (title, _NOW, *(said(section) for _, said in numbers))
        yield ("", before_title, *(said(then) for _, said in numbers))


def _stretches(now: tuple[Bucket, ...], before: tuple[Bucket, ...]) -> Iterator[tuple[str, ...]]:
    for one, then in zip_longest(now, before):
        if one is None:
            return
        rate = then.rate if then else Share()
        yield (
            one.title,
            str(one.attendances.count),
            str(then.attendances.count) if then else NOTHING,
            str(one.rate.whole.count),
            str(one.rate.part.count),
            tenths_said(one.rate.tenths),
            tenths_said(rate.tenths),
        )


def _named(span: Span) -> str:
    """What the period is called, and its days unless that says them."""
    days = _days(span.first, span.last)
    return days if span.title == days else f"{span.title}（{days}）"


def _days(first: date, last: date) -> str:
    return f"{written_date(first)}至{written_date(last)}"


def _so_far(last: date, as_of: date) -> str:
    if as_of >= last:
        return ""
    return f"统计期还没有结束，数字到{written_date(as_of)}为止，对照的也只到那一天。"

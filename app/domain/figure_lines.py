"""The figures of a period one below the other, each with its unit and how it is counted (口径)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.figures import NOUGHT, Figure, FollowUp, PeriodFigures, Share, Statistics

NOTHING = "—"  # a rate of nothing


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line: what was counted, in which unit, and how. key finds it in another period.

    is_part tells that it is a part of a line above it. A rate or an average is in_tenths and has
    the records it was reckoned from as its figure; tenths is None where there is nothing to reckon.
    """

    key: str
    title: str
    unit: str
    figure: Figure
    meaning: str = ""
    is_part: bool = False
    in_tenths: bool = False
    tenths: int | None = None

    @property
    def said(self) -> str:
        """The number as tables show it: 1,204, 95.0, or a stroke for a rate of nothing."""
        return tenths_said(self.tenths) if self.in_tenths else f"{self.figure.count:,}"

    def change(self, before: FigureLine) -> str:
        """How much more or less it is than before: +3, -1.5, 0."""
        if not self.in_tenths:
            change = self.figure.count - before.figure.count
            return f"{change:+,}" if change else "0"
        if self.tenths is None or before.tenths is None:
            return NOTHING
        change = self.tenths - before.tenths
        return f"{'+' if change > 0 else '-'}{tenths_said(abs(change))}" if change else "0"


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line beside that of the time it is compared with."""

    now: FigureLine
    before: FigureLine

    @property
    def change(self) -> str:
        """How much more or less it is."""
        return self.now.change(self.before)


def tenths_said(tenths: int | None) -> str:
    """A number of tenths with one decimal: 95.0; a stroke when there is none."""
    return NOTHING if tenths is None else f"{tenths // 10:,}.{tenths % 10}"


def compared(now: Statistics, before: Statistics) -> tuple[ComparedLine, ...]:
    """Every figure of a period beside the same of the time before, in the order of reports.

    Kinds of talk that were held in either of them have a line.
    """
    known = tuple(dict.fromkeys(kind.kind for kind in (*now.talks.kinds, *before.talks.kinds)))
    titles = {kind.kind: kind for kind in (*before.talks.kinds, *now.talks.kinds)}
    earlier = {line.key: line for line in statistics_lines(before, known)}
    lines = []
    for line in statistics_lines(now, known):
        nothing = replace(line, figure=NOUGHT, tenths=None)
        kind = titles.get(line.key.split(".")[0])
        # a kind nothing was held of in this period is called what the other period calls it
        title = line.title.replace(kind.kind, kind.title) if kind else line.title
        lines.append(ComparedLine(replace(line, title=title), earlier.get(line.key, nothing)))
    return tuple(lines)


def statistics_lines(read: Statistics, kinds: tuple[str, ...] = ()) -> tuple[FigureLine, ...]:
    """Every figure there is: of the talks, of what became of the findings, of the plan.

    kinds are keys of kinds of talk that get a line although nothing was held of them.
    """
    return (
        *figure_lines(read.talks, kinds),
        *_follow_up(read.follow_up),
        *_coverage(read.coverage),
    )


def figure_lines(counted: PeriodFigures, kinds: tuple[str, ...] = ()) -> tuple[FigureLine, ...]:
    """Every figure of the period in the order of reports.

    kinds are keys of kinds of talk that get a line although nothing was held of them.
    """
    return (*_talks(counted), *_kinds(counted, kinds), *_together(counted), *_findings(counted))


def _talks(counted: PeriodFigures) -> Iterator[FigureLine]:
    yield FigureLine(
        "sittings",
        "谈话场次",
        "场",
        counted.sittings,
        "统计期内开始的谈话，按谈话当天计；补谈不另计场次，取消的不计。",
    )
    yield FigureLine(
        "attendances", "谈话人次", "人次", counted.attendances, "到场的谈话对象，每场每人计一次。"
    )
    yield FigureLine(
        "persons", "谈话人数", "人", counted.persons, "到场的谈话对象，同一人只计一次。"
    )


def _kinds(counted: PeriodFigures, kinds: tuple[str, ...]) -> Iterator[FigureLine]:
    held = tuple(line.kind for line in counted.kinds)
    for key in (*held, *(key for key in kinds if key not in held)):
        kind = counted.of_kind(key)
        if kind.is_collective:
            yield FigureLine(
                f"{key}.sittings", f"{kind.title}次数", "次", kind.sittings, "", is_part=True
            )
        yield FigureLine(
            f"{key}.attendances", f"{kind.title}人次", "人次", kind.attendances, "", is_part=True
        )


def _together(counted: PeriodFigures) -> Iterator[FigureLine]:
    yield FigureLine(
        "together.sittings",
        "多人一起谈的次数",
        "次",
        counted.collective_sittings,
        "谈话类型定为多人的各类合计。",
    )
    yield FigureLine(
        "together.attendances",
        "多人一起谈的人次",
        "人次",
        counted.collective_attendances,
        "同上，到场的计入。",
    )


def _findings(counted: PeriodFigures) -> Iterator[FigureLine]:
    yield FigureLine("advice", "意见建议", "条", counted.advice, "谈话中登记为意见建议的。")
    yield FigureLine(
        "regulations", "建章立制", "个", counted.regulations, "登记时写明的制度，同名只计一个。"
    )
    for key, title, figure in (
        ("regulations.new", "新建", counted.regulations_new),
        ("regulations.revised", "修订", counted.regulations_revised),
    ):
        yield FigureLine(key, title, "个", figure, is_part=True)
    yield FigureLine(
        "problems",
        "问题",
        "个",
        counted.problems,
        "谈话中登记为问题的，分解到单位的只计一个，不含个人承诺。",
    )
    for key, title, figure in (
        ("problems.common", "共性", counted.problems_common),
        ("problems.individual", "个性", counted.problems_individual),
    ):
        yield FigureLine(key, title, "个", figure, is_part=True)
    yield FigureLine(
        "problems.closed",
        "至今已办结",
        "个",
        counted.problems_closed,
        "这些问题里今天已经销号、归档或转线索的。",
        is_part=True,
    )
    yield FigureLine(
        "undertakings", "个人承诺", "条", counted.undertakings, "登记为个人承诺的，随人不随单位。"
    )
    yield FigureLine(
        "first_form",
        "第一种形态",
        "人次",
        counted.first_form,
        "按谈话类型的规定计；要逐人注明的，注明了才计。",
    )


def _follow_up(watched: FollowUp) -> Iterator[FigureLine]:
    yield FigureLine(
        "due",
        "到期应销",
        "个",
        watched.due,
        "整改期限在统计期内、到截止日已到期的问题和个人承诺；批准延期的按新期限，转线索的不计。",
    )
    yield FigureLine(
        "due.closed",
        "已销号",
        "个",
        watched.due_closed,
        "到期应销的里面，截止日以前销号的，含归档。",
        is_part=True,
    )
    rate = watched.rate
    yield FigureLine(
        "rate",
        "整改率",
        "%",
        watched.due,
        "已销号÷到期应销。",
        in_tenths=True,
        tenths=rate.tenths,
    )
    yield FigureLine(
        "overdue",
        "逾期",
        "个",
        watched.overdue,
        "截止日那天过了期限还没有销号的，不论期限在不在统计期内。",
    )
    yield FigureLine("closed", "期内销号", "个", watched.closed, "销号的日子在统计期内的。")
    yield FigureLine(
        "days",
        "平均用时",
        "天",
        watched.closed,
        "期内销号的，从登记那天到销号那天平均多少天。",
        in_tenths=True,
        tenths=watched.average_tenths,
    )


def _coverage(planned: Share) -> Iterator[FigureLine]:
    yield FigureLine(
        "planned", "应谈", "人", planned.whole, "统计期所在年度计划里的人，不含划去的；跨年的相加。"
    )
    yield FigureLine(
        "planned.held",
        "已谈",
        "人",
        planned.part,
        "其中从年初到截止日到场谈过的，不论哪一类谈话。",
        is_part=True,
    )
    yield FigureLine(
        "coverage",
        "覆盖率",
        "%",
        planned.whole,
        "已谈÷应谈。",
        in_tenths=True,
        tenths=planned.tenths,
    )

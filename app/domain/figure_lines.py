"""The figures of a period one below the other, each with its unit and how it is counted (口径)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.figures import Figure, PeriodFigures


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line: what was counted, in which unit, and how. key finds it in another period.

    is_part tells that it is a part of a line above it.
    """

    key: str
    title: str
    unit: str
    figure: Figure
    meaning: str = ""
    is_part: bool = False


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
        "problems", "问题", "个", counted.problems, "谈话中登记为问题的，不含个人承诺。"
    )
    for key, title, figure in (
        ("problems.common", "共性", counted.problems_common),
        ("problems.individual", "个性", counted.problems_individual),
    ):
        yield FigureLine(key, title, "个", figure, is_part=True)
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

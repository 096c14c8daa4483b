"""The figures of a period, each with the records behind it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ids import FindingId, TalkId


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what was counted: the talks, or the findings, in the order of their days."""

    count: int
    talks: tuple[TalkId, ...] = ()
    findings: tuple[FindingId, ...] = ()


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind of talk: 场次, 人次, 人数. A talk that makes up for absence adds no 场次."""

    kind: str
    title: str
    is_collective: bool
    sittings: Figure
    attendances: Figure
    persons: Figure


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """All figures of a period; kinds has a line for every kind that was held in it.

    sittings 场次, attendances 人次, persons 人数; collective: kinds in which many are talked to;
    advice 意见建议, regulations 建章立制, problems 问题, undertakings 个人承诺,
    first_form 第一种形态 in 人次.
    """

    sittings: Figure
    attendances: Figure
    persons: Figure
    kinds: tuple[KindFigures, ...]
    collective_sittings: Figure
    collective_attendances: Figure
    advice: Figure
    regulations: Figure
    regulations_new: Figure
    regulations_revised: Figure
    problems: Figure
    problems_common: Figure
    problems_individual: Figure
    undertakings: Figure
    first_form: Figure

    def of_kind(self, key: str) -> KindFigures:
        """The line of one kind; nothing was held of a kind that has no line."""
        nothing = KindFigures(key, key, False, Figure(0), Figure(0), Figure(0))
        return next((line for line in self.kinds if line.kind == key), nothing)

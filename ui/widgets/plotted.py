"""What a plot shows: names along it, and one or two rows of numbers; and the same in words."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "—"  # no number: nothing was there to reckon from


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one name, one for each category; None where there is none."""

    name: str
    values: tuple[float | None, ...]

    def at(self, place: int) -> float | None:
        """The number at a place; None where the row is shorter."""
        return self.values[place] if place < len(self.values) else None


@dataclass(frozen=True, slots=True)
class Plotted:
    """A plot: its name, the unit, the categories, and the rows: now, and the time before.

    has_decimals tells that its numbers are rates with one decimal.
    """

    title: str
    unit: str
    head: str
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    has_decimals: bool = False

    def said(self, value: float | None) -> str:
        """A number as tables and labels show it."""
        if value is None:
            return NOTHING
        return f"{value:,.1f}" if self.has_decimals else f"{value:,.0f}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for series in self.series for value in series.values)

    @property
    def most(self) -> float:
        """The greatest number there is."""
        return max((v for s in self.series for v in s.values if v is not None), default=0.0)

    def rows(self) -> list[tuple[str, ...]]:
        """The numbers as a table: the category, then each row's."""
        return [
            (name, *(self.said(series.at(place)) for series in self.series))
            for place, name in enumerate(self.categories)
        ]

    def described(self) -> str:
        """The plot in words, for those who do not see it: every number, then the greatest."""
        if self.is_empty:
            return f"{self.title}：没有。"
        parts = []
        for name, *numbers in self.rows():
            pairs = zip(self.series, numbers, strict=True)
            parts.append(f"{name}：" + "，".join(f"{one.name} {said}" for one, said in pairs))
        return f"{self.title}（{self.unit}）。" + "；".join(parts) + f"。{self._greatest()}"

    def _greatest(self) -> str:
        first = self.series[0]
        known = [(value, place) for place, value in enumerate(first.values) if value]
        if not known:
            return ""
        value, place = max(known, key=lambda one: (one[0], -one[1]))
        return f"{first.name}最高的是{self.categories[place]}，{self.said(value)}。"

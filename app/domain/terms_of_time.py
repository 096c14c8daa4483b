"""Terms: how long something may take, told in days, working days or months.

The day a term begins is not counted (民法典第二百零一条). A term in months ends on the day of the
same number, or on the last day of a month that has none (第二百零二条). Which days are worked is
told by app/domain/workdays.py.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

LONGEST_TERM = {"d": 1100, "w": 750, "m": 36}  # three years, whatever it is told in


class TermUnit(Enum):
    """What a term is counted in: 天, 工作日, 个月."""

    DAYS = "d"
    WORKDAYS = "w"
    MONTHS = "m"


_WORDS = {TermUnit.DAYS: "天", TermUnit.WORKDAYS: "个工作日", TermUnit.MONTHS: "个月"}
_WRITTEN = re.compile(r"([0-9]{1,4})([dwm])")
_SAID = re.compile(r"([0-9]{1,4})个?(天|日|工作日|个工作日|月|个月)")
_UNITS = {
    "天": TermUnit.DAYS,
    "日": TermUnit.DAYS,
    "工作日": TermUnit.WORKDAYS,
    "个工作日": TermUnit.WORKDAYS,
    "月": TermUnit.MONTHS,
    "个月": TermUnit.MONTHS,
}


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, working days or months; no longer than three years."""

    count: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if not 1 <= self.count <= LONGEST_TERM[self.unit.value]:
            raise ValueError(f"no such term: {self.count}{self.unit.value}")

    @classmethod
    def parse(cls, written: str) -> Term:
        """Read a term as it is kept: 30d, 20w, 1m.

        Raises ValueError, also of an empty text: a day that was chosen has no term.
        """
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(f"not a term: {written}")
        return cls(int(found[1]), TermUnit(found[2]))

    @classmethod
    def read(cls, said: str) -> Term:
        """Read a term as people write it: 30天, 20个工作日, 1个月, also in full-width digits.

        Raises ValueError when it is none of these.
        """
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", said))
        found = _SAID.fullmatch(plain)
        if found is None:
            return cls.parse(plain)
        return cls(int(found[1]), _UNITS[found[2]])

    def written(self) -> str:
        """The term as it is kept: 30d, 20w, 1m."""
        return f"{self.count}{self.unit.value}"

    def said(self) -> str:
        """The term as screens and documents write it: 30天, 20个工作日, 1个月."""
        return f"{self.count}{_WORDS[self.unit]}"


def said_term(written: str) -> str:
    """A kept term in words; nothing for a day that was chosen or a term nobody can read."""
    try:
        return Term.parse(written).said()
    except ValueError:
        return ""

"""What is known of units and persons before a talk: facts by source, and the figures of a year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum

from app.domain.ids import FactId, PersonId, UnitId
from app.domain.preparing_errors import (
    FactOwnerMissingError,
    FactTextMissingError,
    FactTooLongError,
    FigureNameMissingError,
    FigureRankError,
    FigureYearError,
    PetitionDetailError,
)

LONGEST_FACT = 1000
LONGEST_MATTER = 60  # of 信访: the category and the matter are a phrase, a letter is not
FEWEST_RANKED = 3  # the last of two units says nothing
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
# who wrote a letter, and by what they could be found
_AUTHORS = re.compile(r"举报人|信访人|来信人|来访人|上访人|反映人|投诉人|检举人|控告人|署名|实名")
_TRACES = re.compile(r"\d{7,}[0-9Xx]?|[\w.+-]+@[\w-]+\.\w+")
_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)\s*(.*)")


class FactCategory(Enum):
    """Where a fact comes from."""

    SUPERVISION = "supervision"
    INSPECTION = "inspection"
    AUDIT = "audit"
    PETITION = "petition"
    ASSESSMENT = "assessment"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class SourceFact:
    """One thing that is known of a unit, of a person, or of a person in a unit."""

    id: FactId
    category: FactCategory
    day: date
    text: str
    made_at: datetime
    unit_id: UnitId | None = None
    person_id: PersonId | None = None

    def checked(self) -> SourceFact:
        """The fact as it may be kept.

        Raises FactOwnerMissingError, FactTextMissingError, FactTooLongError, PetitionDetailError.
        """
        text = self.text.strip()
        if self.unit_id is None and self.person_id is None:
            raise FactOwnerMissingError
        if not text:
            raise FactTextMissingError
        is_petition = self.category is FactCategory.PETITION
        longest = LONGEST_MATTER if is_petition else LONGEST_FACT
        if len(text) > longest:
            raise FactTooLongError(len(text), longest)
        if is_petition:
            _no_letter(text)
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One figure of a unit in one year; place is its rank among out_of units, where it has one."""

    unit_id: UnitId
    year: int
    name: str
    value: str = ""
    place: int | None = None
    out_of: int | None = None

    def checked(self) -> UnitFigure:
        """The figure as it may be kept.

        Raises FigureNameMissingError, FigureYearError, FigureRankError.
        """
        if not self.name.strip():
            raise FigureNameMissingError
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise FigureYearError(self.year)
        place, out_of = self.place or 0, self.out_of or 0
        has_one = self.place is not None or self.out_of is not None
        if has_one and not 1 <= place <= out_of:
            raise FigureRankError(place, out_of)
        return replace(self, name=self.name.strip(), value=self.value.strip())

    @property
    def is_at_bottom(self) -> bool:
        """Whether the unit stands in the last fifth of those that were ranked, or is the last."""
        if self.place is None or self.out_of is None or self.out_of < FEWEST_RANKED:
            return False
        return self.place > self.out_of - max(1, self.out_of // 5)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure beside that of the year before; either may be missing."""

    name: str
    now: UnitFigure | None
    before: UnitFigure | None

    @property
    def difference(self) -> str:
        """How much more (+) or less (-) it is, with its unit of measure; empty if unknown."""
        new, old = _number(self.now), _number(self.before)
        if new is None or old is None or new[1] != old[1]:
            return ""
        change = new[0] - old[0]
        return f"{change:+f}{new[1]}" if change else "0"

    @property
    def is_rank_lower(self) -> bool:
        """Whether the unit has fallen behind its place of the year before."""
        return bool(
            self.now
            and self.before
            and self.now.place
            and self.before.place
            and self.now.place > self.before.place
        )


def compared(figures: Iterable[UnitFigure], year: int) -> tuple[FigureChange, ...]:
    """The figures of a year beside those of the year before, in the order of their names.

    Before the first figures of the year are known, those of the last year stand for it.
    """
    known = tuple(figures)
    newest = max((f.year for f in known if f.year <= year), default=year)
    now = {f.name: f for f in known if f.year == newest}
    before = {f.name: f for f in known if f.year == newest - 1}
    return tuple(
        FigureChange(name, now.get(name), before.get(name)) for name in sorted({*now, *before})
    )


def is_bottom_ranked(figures: Iterable[UnitFigure], year: int) -> bool:
    """Whether the unit is at the bottom of a ranking of this year or, lacking one, of the last."""
    recent = [f for f in figures if f.place is not None and year - 1 <= f.year <= year]
    newest = max((f.year for f in recent), default=year)
    return any(f.is_at_bottom for f in recent if f.year == newest)


def _no_letter(text: str) -> None:
    """Of 信访 neither the letter nor its author. Raises PetitionDetailError."""
    plain = unicodedata.normalize("NFKC", text)
    found = _AUTHORS.search(plain) or _TRACES.search(plain)
    if found:
        raise PetitionDetailError(found.group())


def _number(figure: UnitFigure | None) -> tuple[Decimal, str] | None:
    """The value and its unit of measure, such as 12 and 件."""
    if figure is None:
        return None
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", figure.value).strip())
    if found is None:
        return None
    try:
        return Decimal(found[1].replace(",", "")), found[2].strip()
    except InvalidOperation:
        return None

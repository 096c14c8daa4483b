"""What can be wrong with a prompt set that is written or read, and how far each text may go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LONGEST_TITLE = 60
LONGEST_AREA = 40
LONGEST_NUMBER = 20
SHORTEST_QUESTION = 4
LONGEST_QUESTION = 400
MOST_LINES = 8  # of what a concrete answer holds, and of follow-ups
LONGEST_CONCRETE = 80
LONGEST_FOLLOW_UP = 200
LONGEST_SOURCE = 200
MOST_PROMPTS = 400


class PromptField(Enum):
    """The parts of a prompt set one can fill in."""

    TITLE = "title"
    AREA = "area"
    NUMBER = "number"
    TEXT = "text"
    CONCRETE = "concrete"
    FOLLOW_UPS = "follow_ups"
    REQUIRED = "required"
    UNIT_KINDS = "unit_kinds"
    CONDITIONS = "conditions"
    SOURCE = "source"


class PromptFaultKind(Enum):
    """What can be wrong in one place; the screen has a sentence and a remedy for each."""

    MISSING = "missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_MANY_LINES = "too_many_lines"
    UNPRINTABLE = "unprintable"
    TWICE = "twice"
    AREA_EMPTY = "area_empty"
    AREA_UNKNOWN = "area_unknown"
    AREAS_NOT_FOUR = "areas_not_four"
    NUMBER_IS_DATE = "number_is_date"
    YES_NO_UNCLEAR = "yes_no_unclear"
    APPLIES_UNCLEAR = "applies_unclear"
    CELL_BROKEN = "cell_broken"
    CELL_FORMULA = "cell_formula"
    PROMPTS_TOO_MANY = "prompts_too_many"
    ROWS_CUT = "rows_cut"


@dataclass(frozen=True, slots=True)
class BookPlace:
    """Where something stands in a workbook: row from 1, column as its letter; 0 and "" for none."""

    sheet: str
    row: int = 0
    column: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class PromptFault:
    """One thing that keeps a prompt set from being whole.

    number is that of the prompt, or empty for the set; found is what stands there, cut short; limit
    is the bound that was passed, or the row where the same stood before; place is set for files.
    """

    what: PromptFaultKind
    field: PromptField
    number: str = ""
    found: str = ""
    limit: int = 0
    place: BookPlace | None = None

"""What a roster or a form says of a person before it is believed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from app.domain.calendar import PartialDate
from app.domain.errors import InputError
from app.domain.ids import PersonId
from app.domain.people import PersonCard, UnitKind


class FaultKind(Enum):
    """What can be wrong with one place in a file; the screen has a sentence and a remedy each."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_UNPRINTABLE = "name_unprintable"
    UNIT_MISSING = "unit_missing"
    UNIT_UNUSABLE = "unit_unusable"
    TITLE_MISSING = "title_missing"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_UNPRINTABLE = "text_unprintable"
    GENDER_UNCLEAR = "gender_unclear"
    DATE_UNREADABLE = "date_unreadable"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATES_CROSSED = "dates_crossed"
    YES_NO_UNCLEAR = "yes_no_unclear"
    UNIT_KIND_UNCLEAR = "unit_kind_unclear"
    CELL_BROKEN = "cell_broken"
    ROWS_TOO_MANY = "rows_too_many"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: sheet and row are empty for forms, heading for a whole row."""

    file_name: str
    sheet: str = ""
    row: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a row from being taken: where, what, and what was found there.

    The remedy follows from what; found is cut short.
    """

    place: Place
    what: FaultKind
    found: str = ""


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What of a form is kept beyond what a talk needs; photos are never kept."""

    keeps_identity_number: bool = False
    keeps_family: bool = False


@dataclass(frozen=True, slots=True)
class RosterPost:
    """A post as the file tells it; unit_kind is guessed when the file does not tell it.

    is_principal is guessed from the title unless tells_principal.
    """

    unit_name: str
    unit_kind: UnitKind
    title: str
    rank: str = ""
    is_principal: bool = False
    tells_principal: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person as a file tells it, posts in the order of the file."""

    place: Place
    name: str
    gender: str = ""
    ethnicity: str = ""
    political_status: str = ""
    born: PartialDate | None = None
    note: str = ""
    posts: tuple[RosterPost, ...] = ()
    faults: tuple[Fault, ...] = ()


class Standing(Enum):
    """How an entry stands to the register: only NEW and SAME need no answer."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    NAMESAKE = "namesake"
    FAULTY = "faulty"


class Choice(Enum):
    """What the user decides for an entry."""

    ADD = "add"
    JOIN = "join"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one entry.

    JOIN names either the person of the register it speaks of, or (row) an earlier entry of the same
    preview. ends_former ends the present posts the file does not name.
    """

    choice: Choice
    person_id: PersonId | None = None
    row: int | None = None
    ends_former: bool = False


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One entry with its number in the preview and everybody it may be.

    matches are persons of the register; earlier are numbers of entries with the same name.
    """

    number: int
    entry: RosterEntry
    standing: Standing
    matches: tuple[PersonCard, ...] = ()
    earlier: tuple[int, ...] = ()

    @property
    def needs_decision(self) -> bool:
        """Whether nothing is done with the entry until the user has decided."""
        return self.standing in {Standing.CHANGED, Standing.NAMESAKE}

    def suggested(self) -> Decision:
        """The decision a screen may offer first; never taken without being seen."""
        if self.standing is Standing.NEW:
            return Decision(Choice.ADD)
        if self.standing is Standing.CHANGED and self.matches:
            return Decision(Choice.JOIN, self.matches[0].person.id)
        if self.standing is Standing.CHANGED and self.earlier:
            return Decision(Choice.JOIN, row=self.earlier[0])
        return Decision(Choice.SKIP)


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file of several that could not be read at all, and why."""

    file_name: str
    error: InputError


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """All that the files say, before anything is written."""

    rows: tuple[PreviewRow, ...]
    refused: tuple[RefusedFile, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of all rows in order."""
        return tuple(fault for row in self.rows for fault in row.entry.faults)

    def undecided(self, decisions: Mapping[int, Decision]) -> tuple[PreviewRow, ...]:
        """The rows that still wait for an answer."""
        return tuple(r for r in self.rows if r.needs_decision and r.number not in decisions)

    def faulty(self, decisions: Mapping[int, Decision]) -> tuple[PreviewRow, ...]:
        """The rows with faults that the user has not agreed to leave out."""
        return tuple(
            row
            for row in self.rows
            if row.standing is Standing.FAULTY
            and (row.number not in decisions or decisions[row.number].choice is not Choice.SKIP)
        )

"""Why a finding cannot take a step, and what its forms and rules refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.errors import InputError, RefusedError


class Hindrance(Enum):
    """What stands in the way of an act; the sentence that shows it says what must come first."""

    ADVICE = "advice"  # 意见建议 takes no part
    TRANSFERRED = "transferred"  # it went on as a clue
    ARCHIVED = "archived"
    CLOSED = "closed"  # only a relapse opens it again
    FANNED_OUT = "fanned_out"  # its units put it right, each its own
    NOT_FANNED_OUT = "not_fanned_out"  # what belongs to no unit yet goes to none
    NOT_COMMON = "not_common"
    ISSUED_ALREADY = "issued_already"
    WORDS_ISSUED = "words_issued"  # the unit has the words on paper
    NOT_ISSUED = "not_issued"
    SIGNED_FOR_ALREADY = "signed_for_already"
    BEGUN_ALREADY = "begun_already"
    NOT_BEGUN = "not_begun"
    SUBMITTED = "submitted"  # the chain decides first
    NOT_SUBMITTED = "not_submitted"
    DECIDED_ALREADY = "decided_already"  # this place of the chain has spoken
    NOT_CLOSED = "not_closed"
    MORE_TIME_WAITS = "more_time_waits"
    NO_MORE_TIME_ASKED = "no_more_time_asked"
    LOOK_BACK_AHEAD = "look_back_ahead"
    NO_LOOK_BACK = "no_look_back"
    PROPOSAL_WAITS = "proposal_waits"
    NO_PROPOSAL = "no_proposal"


@dataclass(eq=False)
class FindingStepError(RefusedError):
    """The finding stands where this act cannot be; hindrance says what must come first."""

    number: str
    status: str
    act: str
    hindrance: Hindrance


@dataclass(eq=False)
class FindingWordsError(RefusedError):
    """A form of a finding lacks words it cannot do without; field names them."""

    field: str


@dataclass(eq=False)
class FindingDayError(RefusedError):
    """A day that cannot be: field names it; it must lie from earliest to latest, where told."""

    field: str
    day: date
    earliest: date | None = None
    latest: date | None = None


@dataclass(eq=False)
class DeadlineStaysError(RefusedError):
    """What was issued keeps its deadline, unless more time is asked for and granted."""

    number: str
    deadline: date


@dataclass(eq=False)
class EvidenceMissingError(RefusedError):
    """Nothing shows yet that it was put right."""

    number: str


@dataclass(eq=False)
class EvidenceTwiceError(RefusedError):
    """The very same file belongs to this finding already, under that title."""

    number: str
    file_name: str
    title: str


@dataclass(eq=False)
class AddresseeError(RefusedError):
    """The finding belongs to another unit or person than the list goes to."""

    number: str


@dataclass(eq=False)
class ClueReferenceError(RefusedError):
    """A clue is told by its reference number alone: one line, no longer than longest."""

    length: int
    longest: int


@dataclass(eq=False)
class UnitsOfCommonError(RefusedError):
    """The common finding has a part in this unit already."""

    number: str
    unit_name: str


@dataclass(eq=False)
class SignedForAlreadyError(RefusedError):
    """The list was signed for."""

    signed_on: date


# ── rules of the office ──────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class ChainLengthError(InputError):
    """An approval chain has at least one place and at most longest."""

    length: int
    longest: int


@dataclass(eq=False)
class TitleOfPlaceMissingError(InputError):
    """A place of the chain, counted from one, lacks who stands there or what is done there."""

    place: int


@dataclass(eq=False)
class LookBackDaysError(InputError):
    """Days after closing must be whole, different, more than none and no more than longest."""

    days: int
    longest: int


class GroundsMissingError(InputError):
    """A ground for calling to account is without words, or there is none at all."""

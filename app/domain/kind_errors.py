"""What can be refused about kinds of talk, problem tags, letters, and who came to a talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.errors import RefusedError


@dataclass(eq=False)
class WordMissingError(RefusedError):
    """A kind, a tag or a letter has no name: of is "kind", "tag" or "letter"."""

    of: str


@dataclass(eq=False)
class WordTooLongError(RefusedError):
    """A name is longer than lists and papers have room for."""

    of: str
    found: int
    longest: int


@dataclass(eq=False)
class WordTakenError(RefusedError):
    """Another kind, tag or letter has this name already."""

    of: str
    word: str


@dataclass(eq=False)
class DeadlineMonthsError(RefusedError):
    """The months until a finding must be put right are out of bounds."""

    found: int
    longest: int


@dataclass(eq=False)
class KindInUseError(RefusedError):
    """Whether many are talked to at once cannot change: talks of this kind were arranged."""

    title: str
    talks: int


class LastKindError(RefusedError):
    """The only kind that is still offered cannot be retired."""


@dataclass(eq=False)
class LetterDaysError(RefusedError):
    """A letter was answered, or was to be answered, before it was sent: of is "due", "replied"."""

    of: str
    sent_on: date


@dataclass(eq=False)
class AbsenceUnexplainedError(RefusedError):
    """Somebody did not come and nobody has written why; names are theirs, in order."""

    names: tuple[str, ...]


@dataclass(eq=False)
class NobodyOwedError(RefusedError):
    """Nobody who was absent still waits for a talk to be arranged."""

    talk_number: str

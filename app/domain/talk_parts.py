"""What a talk is made of: who was there, what was asked and said, breaks, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import AnswerId, PersonId, UnitId
from app.domain.people import Role


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in the talk, with the post of that day; person_id is empty for guests.

    is_first_form says that for this person the talk was stated to be 第一种形态.
    """

    role: Role
    name: str
    unit_name: str = ""
    title: str = ""
    person_id: PersonId | None = None
    unit_id: UnitId | None = None
    is_present: bool = True
    absence_reason: str = ""
    is_first_form: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing asked, with the exact words it was asked in, and what was said to it.

    prompt_number is empty for a question that came up in the talk (临时提问). is_left_out:
    before the talk it was decided not to ask it, for the reason that stands in skipped_reason.
    """

    id: AnswerId
    order: int
    area: str
    question: str
    prompt_number: str = ""
    follow_ups: tuple[str, ...] = ()
    concrete: tuple[str, ...] = ()
    is_required: bool = False
    text: str = ""
    skipped_reason: str = ""
    is_left_out: bool = False

    @property
    def is_on_record(self) -> bool:
        """Whether it is part of the record: answered, or put and not answered for a reason."""
        return self.is_answered or bool(self.skipped_reason.strip() and not self.is_left_out)

    @property
    def is_answered(self) -> bool:
        """Whether something was written down."""
        return bool(self.text.strip())

    @property
    def is_missing(self) -> bool:
        """Whether it must be answered, and is neither answered nor skipped with a reason."""
        return self.is_required and not self.is_answered and not self.skipped_reason.strip()


@dataclass(frozen=True, slots=True)
class Break:
    """A pause in the talk; ended is empty while it lasts."""

    began_at: datetime
    ended_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the interviewee had put right before signing; place is the key of a passage."""

    at: datetime
    place: str
    old_text: str
    new_text: str
    note: str = ""

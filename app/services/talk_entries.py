"""What is typed in about a talk: the plan, its people, a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.finding import FindingNature
from app.domain.ids import AnswerId, PersonId, UnitId
from app.domain.people import Role


@dataclass(frozen=True, slots=True)
class ParticipantEntry:
    """Somebody in a talk. With a person_id the rest is filled from the register, unless given."""

    role: Role
    person_id: PersonId | None = None
    name: str = ""
    unit_name: str = ""
    title: str = ""
    unit_id: UnitId | None = None


@dataclass(frozen=True, slots=True)
class TalkEntry:
    """A talk as it is planned; kind is the key of a kind of talk, planned_at is aware.

    delegation says on whose behalf the interviewer talks (受委托).
    """

    kind: str
    subject: str
    planned_at: datetime
    place: str = ""
    participants: tuple[ParticipantEntry, ...] = ()
    delegation: str = ""


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A finding as it is typed in; without a deadline and a term the kind of talk gives one.

    term is a term such as 30d, 20w or 1m (app/domain/terms_of_time.py), reckoned from the day it
    was found; it goes before a deadline. A deadline without a term is a day that was chosen.

    Unit and person are those of the interviewee, unless given, or common to all.
    """

    area: str
    manifestation: str
    measure: str = ""
    deadline: date | None = None
    answer_id: AnswerId | None = None
    is_common: bool = False
    unit_id: UnitId | None = None
    person_id: PersonId | None = None
    tag: str = ""
    nature: FindingNature = FindingNature.PROBLEM
    is_personal: bool = False
    regulation: str = ""
    is_regulation_new: bool = True
    term: str = ""
    is_repeated: bool = False

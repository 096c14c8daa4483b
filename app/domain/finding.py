"""A finding: something a talk brought up that must be put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.domain.calendar import quarter_of
from app.domain.ids import AnswerId, FindingId, PersonId, TalkId, UnitId


class FindingNature(Enum):
    """What was brought up: a problem to put right, or advice given (意见建议)."""

    PROBLEM = "problem"
    ADVICE = "advice"


class FindingStatus(Enum):
    """How far a finding has come."""

    REGISTERED = "registered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where it shows, what is to be done and by when. number is 年份-季度-流水.

    tag is the key of a problem tag. A personal one (个人承诺) moves with the person, any
    other stays with the unit. regulation (建章立制) names the rule made or revised because of it.
    """

    id: FindingId
    number: str
    talk_id: TalkId
    area: str
    manifestation: str
    found_at: datetime
    deadline: date
    answer_id: AnswerId | None = None
    unit_id: UnitId | None = None
    person_id: PersonId | None = None
    measure: str = ""
    is_common: bool = False
    status: FindingStatus = FindingStatus.REGISTERED
    tag: str = ""
    nature: FindingNature = FindingNature.PROBLEM
    is_personal: bool = False
    regulation: str = ""
    is_regulation_new: bool = True


def finding_number(day: date, serial: int) -> str:
    """The number of a finding: 年份-季度-流水, such as 2026-3-0007."""
    return f"{day.year}-{quarter_of(day)}-{serial:04}"

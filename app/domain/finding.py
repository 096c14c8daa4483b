"""A finding: something a talk brought up that must be put right.

The four lists (问题、举措、时限、责任) are four views of it; how it goes from one status to the
next stands in app/domain/finding_steps.py.
"""

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
    """How far a finding has come: 登记 下达 认领签收 整改中 申请销号 已销号 归档, or 转线索."""

    REGISTERED = "registered"
    ISSUED = "issued"
    CLAIMED = "claimed"
    UNDER_WAY = "under_way"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    ARCHIVED = "archived"
    TRANSFERRED = "transferred"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be put right; what goes on as a clue is not ours any more."""
        return self not in _DONE


_DONE = frozenset({FindingStatus.CLOSED, FindingStatus.ARCHIVED, FindingStatus.TRANSFERRED})


class FindingSource(Enum):
    """Where it comes from: 谈话, 日常监督, 巡察, 审计, 信访 (the category alone), 考核."""

    TALK = "talk"
    SUPERVISION = "supervision"
    INSPECTION = "inspection"
    AUDIT = "audit"
    PETITION = "petition"
    ASSESSMENT = "assessment"


class MeasureKind(Enum):
    """How it is to be put right: not said yet, 立行立改, 限期整改, 长期坚持."""

    UNSAID = ""
    AT_ONCE = "at_once"
    BY_DEADLINE = "by_deadline"
    LONG_TERM = "long_term"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where it shows, what is to be done and by when. number is 年份-季度-流水.

    tag is the key of a problem tag. A personal one (个人承诺) moves with the person, any
    other stays with the unit. regulation (建章立制) names the rule made or revised because of it.
    leader, responsible, measure, deadline and effect are the 五定. term is the rule the deadline
    was reckoned by, such as 30d, 20w or 1m (app/domain/terms_of_time.py); first_deadline is the
    deadline it was given at first, whatever extensions came after. look_back_on is when it is
    next to be looked back at. common_id names the common finding it was fanned out of;
    clue is the reference it went on under as a clue (转线索), nothing else of that is kept.
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
    source: FindingSource = FindingSource.TALK
    is_repeated: bool = False
    measure_kind: MeasureKind = MeasureKind.UNSAID
    evidence_wanted: str = ""
    leader: str = ""
    responsible: str = ""
    effect: str = ""
    supervisor: str = ""
    term: str = ""
    first_deadline: date | None = None
    done_on: date | None = None
    closed_on: date | None = None
    look_back_on: date | None = None
    extensions: int = 0
    returns: int = 0
    relapses: int = 0
    common_id: FindingId | None = None
    clue: str = ""


def finding_number(day: date, serial: int) -> str:
    """The number of a finding: 年份-季度-流水, such as 2026-3-0007."""
    return f"{day.year}-{quarter_of(day)}-{serial:04}"

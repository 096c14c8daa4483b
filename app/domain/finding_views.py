"""The ledger of findings (整改台账): a row of it, what it is narrowed to, and its four lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.finding import FindingNature, FindingSource, FindingStatus, MeasureKind
from app.domain.finding_words import Urgency, urgency_of
from app.domain.ids import FindingId, PersonId, UnitId
from app.domain.papers import FindingList


class FindingChip(Enum):
    """What of the ledger is looked at; each chip shows how many there are.

    All but ADVICE are problems. SOON falls due within seven days, OVERDUE is past its deadline,
    LOOK_BACK is to be looked back at today or should have been, LACKING has not its 五定 yet.
    """

    ALL = "all"
    UNDER_WAY = "under_way"
    SOON = "soon"
    OVERDUE = "overdue"
    TO_CLOSE = "to_close"
    LOOK_BACK = "look_back"
    TO_ISSUE = "to_issue"
    TO_SIGN_FOR = "to_sign_for"
    LACKING = "lacking"
    ADVICE = "advice"


class FindingKey(Enum):
    """By what the ledger is put in order."""

    NUMBER = "number"
    DEADLINE = "deadline"
    UNIT = "unit"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class FindingOrder:
    """The order of the rows; equal rows follow the key further: deadline or number."""

    key: FindingKey = FindingKey.DEADLINE
    is_descending: bool = False


class FindingColumn(Enum):
    """What a list may show of a finding; FOUND is what was found and where it shows."""

    NUMBER = "number"
    FOUND = "found"
    WHOSE = "whose"
    AREA = "area"
    TAG = "tag"
    SOURCE = "source"
    MEASURE = "measure"
    MEASURE_KIND = "measure_kind"
    EFFECT = "effect"
    LEADER = "leader"
    RESPONSIBLE = "responsible"
    SUPERVISOR = "supervisor"
    FIRST_DEADLINE = "first_deadline"
    DEADLINE = "deadline"
    LEFT = "left"
    STATUS = "status"
    EVIDENCE = "evidence"
    LOOK_BACK = "look_back"


@dataclass(frozen=True, slots=True)
class SavedView:
    """One of the four lists: its columns from the left, and its order."""

    list: FindingList
    columns: tuple[FindingColumn, ...]
    order: FindingOrder


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What the ledger is narrowed to; what is empty narrows nothing.

    area and tag are keys, a gap's tag means those under it too. text is found in the number, in
    what was found and in the measure. year is the one in the number. is_open_only leaves out what
    is closed, archived or went on as a clue.
    """

    chip: FindingChip = FindingChip.ALL
    unit_id: UnitId | None = None
    person_id: PersonId | None = None
    area: str = ""
    tag: str = ""
    source: FindingSource | None = None
    status: FindingStatus | None = None
    text: str = ""
    year: int = 0
    is_open_only: bool = False


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line of the ledger; area and tag are titles.

    closing is whose decision is awaited, such as 监督检查室; empty when nobody's is.
    evidence is how many papers prove it was put right.
    """

    id: FindingId
    number: str
    manifestation: str
    deadline: date
    first_deadline: date
    status: FindingStatus
    nature: FindingNature = FindingNature.PROBLEM
    unit_id: UnitId | None = None
    unit_name: str = ""
    person_id: PersonId | None = None
    person_name: str = ""
    area: str = ""
    tag: str = ""
    source: FindingSource = FindingSource.TALK
    measure: str = ""
    measure_kind: MeasureKind = MeasureKind.UNSAID
    effect: str = ""
    leader: str = ""
    responsible: str = ""
    supervisor: str = ""
    closing: str = ""
    closed_on: date | None = None
    look_back_on: date | None = None
    extensions: int = 0
    returns: int = 0
    relapses: int = 0
    has_waiting_extension: bool = False
    is_common: bool = False
    is_personal: bool = False
    evidence: int = 0

    @property
    def whose(self) -> str:
        """Who puts it right: the person for an undertaking, otherwise the unit."""
        if self.is_personal or not self.unit_name:
            return self.person_name or self.unit_name
        return self.unit_name

    def urgency(self, today: date) -> Urgency:
        """How it stands to its deadline that day; advice has none."""
        is_advice = self.nature is FindingNature.ADVICE
        return Urgency.CLOSED if is_advice else urgency_of(self.status, self.deadline, today)

    def days_left(self, today: date) -> int:
        """Days until the deadline; below 0 once it is past."""
        return (self.deadline - today).days

    def is_to_look_back(self, today: date) -> bool:
        """Whether it is to be looked back at that day, or should have been."""
        return self.look_back_on is not None and self.look_back_on <= today


@dataclass(frozen=True, slots=True)
class MondayGroup:
    """What one unit, or one person by an undertaking, has to hear of this week."""

    name: str
    unit_id: UnitId | None
    overdue: tuple[FindingRow, ...]
    soon: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class Monday:
    """The week at one look: what is overdue and due within seven days, by unit, the worst first.

    look_backs are due until the end of those seven days; closings and extensions wait for a
    decision. left_out is how many more overdue ones there are than can be shown at once.
    """

    today: date
    groups: tuple[MondayGroup, ...] = ()
    look_backs: tuple[FindingRow, ...] = ()
    closings: tuple[FindingRow, ...] = ()
    extensions: tuple[FindingRow, ...] = ()
    left_out: int = 0

    @property
    def urged(self) -> tuple[FindingRow, ...]:
        """What a reminder goes out for: the overdue and those due soon."""
        return tuple(one for group in self.groups for one in (*group.overdue, *group.soon))


_BY_NUMBER = FindingOrder(FindingKey.NUMBER, is_descending=True)
_BY_DEADLINE = FindingOrder(FindingKey.DEADLINE)
_BY_UNIT = FindingOrder(FindingKey.UNIT)
_C = FindingColumn
SHIPPED_VIEWS = (
    SavedView(
        FindingList.PROBLEMS,
        (_C.NUMBER, _C.FOUND, _C.WHOSE, _C.TAG, _C.LEFT, _C.STATUS),
        _BY_DEADLINE,
    ),
    SavedView(
        FindingList.MEASURES,
        (_C.NUMBER, _C.FOUND, _C.MEASURE, _C.MEASURE_KIND, _C.STATUS),
        _BY_NUMBER,
    ),
    SavedView(
        FindingList.DEADLINES,
        (_C.NUMBER, _C.FOUND, _C.WHOSE, _C.FIRST_DEADLINE, _C.DEADLINE, _C.LEFT),
        _BY_DEADLINE,
    ),
    SavedView(
        FindingList.DUTIES,
        (_C.WHOSE, _C.NUMBER, _C.FOUND, _C.LEADER, _C.RESPONSIBLE, _C.SUPERVISOR, _C.LEFT),
        _BY_UNIT,
    ),
)


def shipped_view(wanted: FindingList) -> SavedView:
    """That list as it is before anybody chose columns or an order of their own."""
    return next(view for view in SHIPPED_VIEWS if view.list is wanted)

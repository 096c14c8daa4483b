"""What a finding went through: its steps, extensions, applications to close, look-backs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.domain.finding import FindingStatus
from app.domain.ids import FindingId, IssueId, PersonId, UnitId
from app.domain.rectifying_rules import ChainPlace, Ground


class FindingAct(Enum):
    """What can be done with a finding; each that is done leaves a step."""

    COMPLETE = "complete"  # 补全四单
    FAN_OUT = "fan_out"  # 分解到单位
    ISSUE = "issue"  # 下达
    CLAIM = "claim"  # 认领签收
    BEGIN = "begin"  # 开始整改
    REPORT = "report"  # 整改情况
    ADD_EVIDENCE = "add_evidence"
    REMOVE_EVIDENCE = "remove_evidence"
    SUBMIT = "submit"  # 申请销号
    DECIDE = "decide"  # 审批
    ASK_MORE_TIME = "ask_more_time"  # 申请延期
    DECIDE_MORE_TIME = "decide_more_time"
    LOOK_BACK = "look_back"  # 回头看
    TRANSFER = "transfer"  # 转线索
    CALL_TO_ACCOUNT = "call_to_account"  # 提请问责
    DECIDE_ACCOUNTABILITY = "decide_accountability"
    ARCHIVE = "archive"  # 归档
    URGE = "urge"  # 催办
    FOLLOW = "follow"  # a common finding follows its parts: closed with the last, reopened with one


@dataclass(frozen=True, slots=True)
class FindingStep:
    """One step: at is when it was entered and who sat there, day the day it is said of.

    detail tells what kind of step it was, such as ("outcome", "sent_back").
    """

    serial: int
    at: datetime
    who: str
    act: FindingAct
    before: FindingStatus
    after: FindingStatus
    day: date
    note: str = ""
    detail: tuple[tuple[str, str], ...] = ()

    def told(self, key: str) -> str:
        """What the detail says of that, or nothing."""
        return dict(self.detail).get(key, "")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A part of the work and the day it is due."""

    due_on: date
    text: str
    done_on: date | None = None


class ExtensionOutcome(Enum):
    """What became of an application for more time."""

    WAITING = ""
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Extension:
    """An application for more time; old_deadline is kept whatever is decided."""

    serial: int
    asked_on: date
    old_deadline: date
    wanted: date
    reason: str
    outcome: ExtensionOutcome = ExtensionOutcome.WAITING
    decided_on: date | None = None
    decided_by: str = ""
    opinion: str = ""


class ClosingOutcome(Enum):
    """What became of an application to close."""

    WAITING = ""
    GRANTED = "granted"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class Approval:
    """What one place of the chain decided; place is counted from nought."""

    place: int
    title: str
    who: str
    decided_on: date
    is_granted: bool
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """An application to close, with the chain it was made with and what was decided so far."""

    serial: int
    asked_on: date
    result: str
    chain: tuple[ChainPlace, ...]
    outcome: ClosingOutcome = ClosingOutcome.WAITING
    approvals: tuple[Approval, ...] = ()

    @property
    def place(self) -> int:
        """The place that decides next, counted from nought; one past the last when all agreed."""
        return max((approval.place + 1 for approval in self.approvals), default=0)

    @property
    def waits_for(self) -> ChainPlace | None:
        """Who decides next, or None when nobody has to any more."""
        if self.outcome is not ClosingOutcome.WAITING or self.place >= len(self.chain):
            return None
        return self.chain[self.place]


class LookBackMethod(Enum):
    """How one looks back: not done yet, 实地抽查, 电话回访, 查阅资料, 谈话."""

    UNDONE = ""
    SITE = "site"
    PHONE = "phone"
    PAPERS = "papers"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class LookBack:
    """A look-back so many days after closing: planned, done, or dropped because of a relapse."""

    serial: int
    days: int
    due_on: date
    done_on: date | None = None
    method: LookBackMethod = LookBackMethod.UNDONE
    result: str = ""
    who: str = ""
    is_relapse: bool = False
    is_dropped: bool = False

    @property
    def is_ahead(self) -> bool:
        """Whether it still has to be done."""
        return self.done_on is None and not self.is_dropped


@dataclass(frozen=True, slots=True)
class Issue:
    """Lists as they went to a unit or a person, and when they were signed for (签收单)."""

    id: IssueId
    unit_id: UnitId | None
    person_id: PersonId | None
    issued_on: date
    finding_ids: tuple[FindingId, ...] = ()
    to_name: str = ""
    signed_on: date | None = None
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Accountability:
    """提请问责: the grounds as they were worded then, the facts, and what was decided."""

    serial: int
    asked_on: date
    grounds: tuple[Ground, ...]
    facts: str
    proposal: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class CommonPart:
    """The part of a common finding that one unit puts right."""

    id: FindingId
    number: str
    unit_name: str
    status: FindingStatus


@dataclass(frozen=True, slots=True)
class FindingHistory:
    """All of it, each in order; parts are those a common finding was fanned out to."""

    steps: tuple[FindingStep, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    extensions: tuple[Extension, ...] = ()
    closings: tuple[Closing, ...] = ()
    look_backs: tuple[LookBack, ...] = ()
    issues: tuple[Issue, ...] = ()
    accountabilities: tuple[Accountability, ...] = ()
    parts: tuple[CommonPart, ...] = ()

    @property
    def waiting_extension(self) -> Extension | None:
        """The application for more time that nobody has decided yet."""
        last = self.extensions[-1] if self.extensions else None
        return last if last and last.outcome is ExtensionOutcome.WAITING else None

    @property
    def waiting_closing(self) -> Closing | None:
        """The application to close that is on its way through the chain."""
        last = self.closings[-1] if self.closings else None
        return last if last and last.outcome is ClosingOutcome.WAITING else None

    @property
    def next_look_back(self) -> LookBack | None:
        """The earliest look-back that still has to be done."""
        return next((one for one in self.look_backs if one.is_ahead), None)

    @property
    def waiting_accountability(self) -> Accountability | None:
        """The proposal to call to account that nobody has decided yet."""
        last = self.accountabilities[-1] if self.accountabilities else None
        return last if last and last.decided_on is None else None

    @property
    def closed_parts(self) -> int:
        """How many parts of a common finding are not open any more."""
        return sum(not part.status.is_open for part in self.parts)

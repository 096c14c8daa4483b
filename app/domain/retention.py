"""How long records are kept (保管期限), what is held back from its end, and how a record ends.

The classes are the county's own table; 永久, 30年 and 10年 are shipped, the terms of
《机关文件材料归档范围和文书档案保管期限规定》(国家档案局令第8号). A term begins with the year
after the one the talk was held in, so that all records of a year fall due together.

A record ends in two steps: somebody proposes a list of those that are due, and, once it was
approved on paper, another carries it out with two who watch. What stays is the list and the
certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.ids import DestructionId, RecordId
from app.domain.retention_errors import (
    DestroyerIsProposerError,
    DestructionDayError,
    DestructionStateError,
    DestructionTooSoonError,
    DestructionWordMissingError,
)
from app.domain.retention_kinds import DestructionState, NeededWord, Obstacle

LONGEST_TITLE = 20
LONGEST_REASON = 300
LONGEST_NAME = 60
MOST_ITEMS = 500
WATCHERS = 2
# who keeps the only key may not propose and carry out in one breath
THINKING_TIME = timedelta(hours=24)
USUAL_CLASS = "thirty"
LEAF = "leaf."  # before the kind of a leaf, where kinds of talk and of leaves stand together
GONE = "（内容已按规定销毁）"
GONE_PERSON = "（已销毁）"


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A term; years is None for records that are kept for ever (永久)."""

    key: str
    title: str
    years: int | None
    place: int = 0
    is_retired: bool = False

    def due_on(self, year: int) -> date | None:
        """The first day on which a record of that year may be destroyed; None is never."""
        return None if self.years is None else date(year + 1 + self.years, 1, 1)

    def due_before(self, today: date) -> int | None:
        """Records of years before this one are due on that day; None when none ever is."""
        return None if self.years is None else today.year - self.years


@dataclass(frozen=True, slots=True)
class RetentionBook:
    """The classes in their order, and which of them each kind of talk gets."""

    classes: tuple[RetentionClass, ...]
    kinds: dict[str, str]

    def of(self, key: str) -> RetentionClass:
        """The class of that key. KeyError when there is none."""
        for one in self.classes:
            if one.key == key:
                return one
        raise KeyError(key)

    def usual(self, kind: str) -> RetentionClass:
        """The class of the records of a kind of talk."""
        return self.of(self.kinds.get(kind, USUAL_CLASS))

    @property
    def offered(self) -> tuple[RetentionClass, ...]:
        """The classes that may be chosen."""
        return tuple(one for one in self.classes if not one.is_retired)


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A sealed talk or a leaf of an archive, and its term; day is local.

    interviewees and unit_names are whose it is; hold_reason says why it is held, if it is.
    """

    record_id: RecordId
    number: str
    day: date
    kind_title: str
    interviewees: str
    unit_names: str
    class_title: str
    due_on: date
    hold_reason: str = ""
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class DestructionItem:
    """What stays of a record: no name and no text; text_digest is that of its signed minutes."""

    record_id: RecordId
    number: str
    day: date
    kind_title: str
    class_title: str
    due_on: date
    pages: int
    files: int
    text_digest: str
    destroyed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """What was agreed to in ink on the printed list: by whom, on which day, who watches."""

    approved_by: str
    approved_on: date
    watched_by: tuple[str, ...]

    def checked(self) -> Approval:
        """The same without blanks. Raises DestructionWordMissingError."""
        clean = replace(
            self,
            approved_by=self.approved_by.strip(),
            watched_by=tuple(name.strip() for name in self.watched_by if name.strip()),
        )
        if not clean.approved_by:
            raise DestructionWordMissingError(NeededWord.APPROVER)
        if len(set(clean.watched_by)) < WATCHERS:
            raise DestructionWordMissingError(NeededWord.WATCHERS)
        return clean


@dataclass(frozen=True, slots=True)
class Destruction:
    """A list of records to be destroyed; proposed_by and begun_by are key holders by name."""

    id: DestructionId
    serial: int
    proposed_at: datetime
    proposed_by: str
    reason: str
    state: DestructionState = DestructionState.PROPOSED
    approval: Approval | None = None
    begun_at: datetime | None = None
    begun_by: str = ""
    ended_at: datetime | None = None
    items: tuple[DestructionItem, ...] = ()

    @property
    def number(self) -> str:
        """What it is called: 销毁〔2056〕3号."""
        return f"销毁〔{self.proposed_at.year}〕{self.serial}号"

    @property
    def left(self) -> tuple[DestructionItem, ...]:
        """What is not destroyed yet."""
        return tuple(item for item in self.items if item.destroyed_at is None)

    def withdrawn(self) -> Destruction:
        """Nothing of it is done. Raises DestructionStateError."""
        self._expect(DestructionState.PROPOSED)
        return replace(self, state=DestructionState.WITHDRAWN)

    def begun(self, approval: Approval, who: str, now: datetime, holders: int) -> Destruction:
        """It was approved and is carried out from now on.

        holders is how many can open the vault: where there are two, another than who proposed
        must do it; where there is one, a day must lie between. Moments are local: it is approved
        on a day between the proposal and now.

        Raises DestructionStateError, DestructionDayError, DestructionWordMissingError,
        DestroyerIsProposerError, DestructionTooSoonError.
        """
        self._expect(DestructionState.PROPOSED)
        if not self.proposed_at.date() <= approval.approved_on <= now.date():
            raise DestructionDayError(approval.approved_on)
        if holders > 1 and who == self.proposed_by:
            raise DestroyerIsProposerError(who)
        if holders == 1 and now < self.proposed_at + THINKING_TIME:
            raise DestructionTooSoonError(self.proposed_at + THINKING_TIME)
        return replace(
            self,
            state=DestructionState.UNDER_WAY,
            approval=approval.checked(),
            begun_at=now,
            begun_by=who,
        )

    def going_on(self) -> Destruction:
        """The same, approved and not done yet. Raises DestructionStateError."""
        self._expect(DestructionState.UNDER_WAY)
        return self

    def ended(self, now: datetime) -> Destruction:
        """Every record on it is destroyed. Raises DestructionStateError."""
        self._expect(DestructionState.UNDER_WAY)
        return replace(self, state=DestructionState.DONE, ended_at=now)

    def _expect(self, state: DestructionState) -> None:
        if self.state is not state:
            raise DestructionStateError(self.number, self.state)

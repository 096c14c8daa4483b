"""How the keeping and the end of records refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.errors import RefusedError
from app.domain.retention_kinds import (
    DestructionState,
    HoldAct,
    NeededWord,
    Obstacle,
    TitleFault,
)


@dataclass(eq=False)
class RetentionTitleError(RefusedError):
    """A class without a name, with one too long, or with that of another."""

    title: str
    fault: TitleFault


@dataclass(eq=False)
class RetentionYearsError(RefusedError):
    """A term of no years, or of more than can be meant."""

    years: int


@dataclass(eq=False)
class RetentionClassInUseError(RefusedError):
    """The class is what some kind of talk gets, so it cannot be retired."""

    title: str


@dataclass(eq=False)
class HoldReasonMissingError(RefusedError):
    """A record is held, or let go, without a reason."""

    act: HoldAct


@dataclass(eq=False)
class RecordUnknownError(RefusedError):
    """No talk has this number."""

    number: str


@dataclass(eq=False)
class NothingToDestroyError(RefusedError):
    """The list would be empty."""


@dataclass(eq=False)
class TooManyToDestroyError(RefusedError):
    """More records than one list takes."""

    count: int
    most: int


@dataclass(eq=False)
class RecordNotDueError(RefusedError):
    """A record on the list is not due, or something is against its end; obstacle says what."""

    number: str
    obstacle: Obstacle


@dataclass(eq=False)
class DestructionWordMissingError(RefusedError):
    """The reason, the approver or the two who watch are lacking; word says which."""

    word: NeededWord


@dataclass(eq=False)
class DestructionStateError(RefusedError):
    """The list stands otherwise than the act needs."""

    number: str
    state: DestructionState


@dataclass(eq=False)
class DestructionDayError(RefusedError):
    """The day of approval lies before the proposal, or ahead."""

    day: date


@dataclass(eq=False)
class DestroyerIsProposerError(RefusedError):
    """Who proposed the list is not to carry it out."""

    who: str


@dataclass(eq=False)
class DestructionTooSoonError(RefusedError):
    """Who keeps the only key has to sleep over it; moment is when it may be carried out."""

    moment: datetime


@dataclass(eq=False)
class RecordDestroyedError(RefusedError):
    """The record was destroyed; nothing of it can be shown or written any more."""

    number: str

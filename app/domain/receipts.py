"""What came back from the registry: answers on a stick, what each settled, and what waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.domain.audit import AuditHead

OVERDUE_DAYS = 15
LONGEST_OVERDUE = 365


class Answer(Enum):
    """What became of an answer that was found."""

    RECEIVED = "received"  # the registry has the package; its talks count as received
    REFUSED = "refused"  # the registry says why it did not take the package
    KNOWN = "known"  # the very same file was taken before
    REJECTED = "rejected"  # the file is not believed, or settles nothing


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """An answer as it lies on a stick, not yet believed.

    problem is a Rejection's value when the file could not even be read.
    """

    name: str
    folder: str
    content: bytes = field(repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptOutcome:
    """How one file fared.

    rejection is a Rejection's value when the file is not believed, with its detail; reason and
    missing are what the registry says of a package that it did not take: a Rejection's value of a
    program there, and the numbers it waits for. talks counts the talks of the package,
    newly_received those that this very receipt brought to the registry.
    """

    name: str
    answer: Answer
    number: int | None = None
    rejection: str = ""
    detail: str = ""
    registry_name: str = ""
    answered_at: datetime | None = None
    talks: int = 0
    newly_received: int = 0
    reason: str = ""
    missing: tuple[int, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the package lies with the registry by this file or the same one before."""
        return self.answer is Answer.RECEIVED


@dataclass(frozen=True, slots=True)
class Waiting:
    """A package that was written and not answered. days are those since its first writing.

    refused_because is what the registry last answered, a Rejection's value, or empty when it never
    answered.
    """

    number: int
    written_at: datetime
    days: int
    is_overdue: bool
    refused_because: str = ""
    refused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandoverStanding:
    """What is open between office and registry.

    missing_at_registry are numbers the registry says it waits for and has not received since; gaps
    are numbers of ours that were begun and never written whole although a later one was, so that
    the registry will wait for them; last_anchor is the newest end of the trail that a registry
    countersigned.
    """

    unreceipted: tuple[Waiting, ...]
    missing_at_registry: tuple[int, ...]
    gaps: tuple[int, ...]
    last_anchor: AuditHead | None
    overdue_days: int

    @property
    def overdue(self) -> tuple[Waiting, ...]:
        """Those that have waited longer than they should."""
        return tuple(one for one in self.unreceipted if one.is_overdue)

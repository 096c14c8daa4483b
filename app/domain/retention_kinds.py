"""What can be said of the keeping and the end of records in fixed words."""

from __future__ import annotations

from enum import Enum


class Obstacle(Enum):
    """Why a record may not be destroyed, or not yet."""

    HELD = "held"
    FINDINGS_OPEN = "findings_open"
    COPIES_OUT = "copies_out"
    NOT_RECEIVED = "not_received"
    REPLY_AWAITED = "reply_awaited"
    LISTED = "listed"
    NOT_DUE = "not_due"
    GONE = "gone"


class DestructionState(Enum):
    """How far a list is: proposed, withdrawn, being carried out, done."""

    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    UNDER_WAY = "under_way"
    DONE = "done"


class TitleFault(Enum):
    """What is the matter with the name of a term."""

    MISSING = "missing"
    LONG = "long"
    TAKEN = "taken"


class NeededWord(Enum):
    """What a list of destruction cannot do without."""

    REASON = "reason"
    APPROVER = "approver"
    WATCHERS = "watchers"


class HoldAct(Enum):
    """What needs a reason: to hold a record, to let it go."""

    HOLD = "hold"
    RELEASE = "release"

"""What the yearly plan and the rules of 回避 refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError


class PlanItemDroppedError(RefusedError):
    """The item was struck from the plan, and is taken up again before it is altered."""


@dataclass(eq=False)
class PlanItemArrangedError(RefusedError):
    """A talk was arranged from the item; it is called off before the item is struck out."""

    talk_number: str


class DropReasonMissingError(RefusedError):
    """An item is struck from the plan without saying why."""


class NothingProposedError(RefusedError):
    """Nobody is left to be written into the plan: all were unticked or are in it already."""


class PlanEmptyError(RefusedError):
    """The year has no plan that could be printed or copied."""


class RecusalSelfError(RefusedError):
    """Nobody avoids himself."""


class GroundMissingError(RefusedError):
    """A pair that must not meet is entered without its ground."""

"""The four steps of a talk on screen, and which of them a status belongs to."""

from __future__ import annotations

from enum import IntEnum

from app.domain.talk import TalkStatus


class Step(IntEnum):
    """The pages of the editor from left to right."""

    PREPARE = 0
    CONDUCT = 1
    CONFIRM = 2
    SIGN = 3


TITLES = ("准备", "谈话", "核对", "签字")
STEP_OF = {
    TalkStatus.PLANNED: Step.PREPARE,
    TalkStatus.PREPARED: Step.PREPARE,
    TalkStatus.CANCELLED: Step.PREPARE,
    TalkStatus.UNDER_WAY: Step.CONDUCT,
    TalkStatus.TO_CONFIRM: Step.CONFIRM,
    TalkStatus.TO_SIGN: Step.SIGN,
    TalkStatus.SIGNED: Step.SIGN,
    TalkStatus.SEALED: Step.SIGN,
}

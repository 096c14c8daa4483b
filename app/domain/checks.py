"""What a talk itself gives to think about: its people, its kind, its time; nothing is forbidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from app.domain.kinds import TalkKind
from app.domain.people import Role
from app.domain.talk import Talk

LONGEST_WITHOUT_BREAK = timedelta(hours=2)
FASTEST_WRITING = 300  # characters in a minute; more was pasted, not written while it was said
_OUR_SIDE = (Role.INTERVIEWER, Role.COMPANION, Role.RECORDER)


class CautionKind(Enum):
    """What may be wrong with a talk without forbidding anything."""

    NEEDS_TWO = "needs_two"
    COLLECTIVE_OF_ONE = "collective_of_one"
    SEVERAL_IN_SINGLE = "several_in_single"
    ABSENT = "absent"
    POST_OUT_OF_DATE = "post_out_of_date"
    TWO_TALKS_AT_ONCE = "two_talks_at_once"
    PLACE_AT_ONCE = "place_at_once"
    RECUSED = "recused"
    LONG_WITHOUT_BREAK = "long_without_break"
    TOO_FAST = "too_fast"


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at: name says whom it concerns, other which talk or person, count how many.

    ground is why two persons must not meet (回避).
    """

    kind: CautionKind
    name: str = ""
    other: str = ""
    count: int = 0
    ground: str = ""


def cautions(talk: Talk, kind: TalkKind, now: datetime) -> tuple[Caution, ...]:
    """What the talk itself gives to think about; the register knows of more."""
    return (*_about_people(talk, kind), *_about_time(talk, now))


def _about_people(talk: Talk, kind: TalkKind) -> Iterator[Caution]:
    interviewees = talk.in_role(Role.INTERVIEWEE)
    ours = sum(p.role in _OUR_SIDE and p.is_present for p in talk.participants)
    if ours < 2:
        yield Caution(CautionKind.NEEDS_TWO, count=ours)
    if kind.is_collective and len(interviewees) == 1:
        yield Caution(CautionKind.COLLECTIVE_OF_ONE, count=1)
    if not kind.is_collective and len(interviewees) > 1:
        yield Caution(CautionKind.SEVERAL_IN_SINGLE, count=len(interviewees))
    for participant in interviewees:
        if not participant.is_present:
            yield Caution(CautionKind.ABSENT, participant.name)


def _about_time(talk: Talk, now: datetime) -> Iterator[Caution]:
    if talk.began_at is None:
        return
    end = talk.ended_at or now
    if _longest_stretch(talk, end) > LONGEST_WITHOUT_BREAK:
        hours = int(_longest_stretch(talk, end).total_seconds() // 3600)
        yield Caution(CautionKind.LONG_WITHOUT_BREAK, count=hours)
    minutes = max(talk.spoken_time(now).total_seconds() / 60, 1)
    written = sum(len(a.text) for a in talk.answers)
    if written / minutes > FASTEST_WRITING:
        yield Caution(CautionKind.TOO_FAST, count=round(written / minutes))


def _longest_stretch(talk: Talk, end: datetime) -> timedelta:
    start, longest = talk.began_at or end, timedelta(0)
    for pause in talk.breaks:
        longest = max(longest, pause.began_at - start)
        start = pause.ended_at or end
    return max(longest, end - start)

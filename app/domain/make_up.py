"""Who was absent from a collective talk, and the talks held to make up for it (补谈)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.refusals import WrongStatusError
from app.domain.talk import BEFORE_TALK, Participant, Talk, TalkStatus


class Owing(Enum):
    """Whether somebody who was absent has been talked to since."""

    OWED = "owed"
    ARRANGED = "arranged"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class TalkLink:
    """A talk named at another one."""

    id: TalkId
    number: str
    status: TalkStatus


@dataclass(frozen=True, slots=True)
class Absentee:
    """Somebody who did not come; talk_number is the talk that is to make up for it, if any."""

    who: Participant
    owing: Owing
    talk_number: str = ""


@dataclass(frozen=True, slots=True)
class MakeUps:
    """What hangs together: the talk this one makes up for, those that make up for this one."""

    original: TalkLink | None = None
    talks: tuple[TalkLink, ...] = ()
    absentees: tuple[Absentee, ...] = ()

    @property
    def owed(self) -> tuple[Participant, ...]:
        """Who still waits for a talk to be arranged."""
        return tuple(a.who for a in self.absentees if a.owing is Owing.OWED)


def absentees(talk: Talk, later: tuple[Talk, ...]) -> tuple[Absentee, ...]:
    """The absent of a talk, each with what the later talks made of it.

    Somebody absent from a later talk as well is owed again.
    """
    return tuple(
        _standing(who, later) for who in talk.in_role(Role.INTERVIEWEE) if not who.is_present
    )


def make_up_of(talk: Talk, owed: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """The participants of a talk that makes up: the same of our side, and those who are owed.

    Raises WrongStatusError while the talk has not ended.
    """
    if talk.status in (*BEFORE_TALK, TalkStatus.UNDER_WAY, TalkStatus.CANCELLED):
        raise WrongStatusError(talk.number, talk.status.value, "make_up")
    ours = tuple(p for p in talk.participants if p.role is not Role.INTERVIEWEE)
    expected = (replace(p, is_present=True, absence_reason="") for p in owed)
    return (*expected, *ours)


def _standing(who: Participant, later: tuple[Talk, ...]) -> Absentee:
    standing = Absentee(who, Owing.OWED)
    for talk in later:
        if talk.status is TalkStatus.CANCELLED:
            continue
        for again in talk.in_role(Role.INTERVIEWEE):
            if not is_same(who, again) or not again.is_present:
                continue
            if talk.status not in BEFORE_TALK:
                return Absentee(who, Owing.HELD, talk.number)
            standing = Absentee(who, Owing.ARRANGED, talk.number)
    return standing


def is_same(one: Participant, other: Participant) -> bool:
    """Whether two participants are one person: by the register, or a guest by name and unit."""
    if one.person_id or other.person_id:
        return one.person_id == other.person_id
    return (one.name, one.unit_name) == (other.name, other.unit_name)

"""回避: two persons who must not sit opposite each other in a talk, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import PersonId
from app.domain.people import Role, name_key
from app.domain.plan_errors import GroundMissingError, RecusalSelfError
from app.domain.talk import Participant, Talk

OUR_SIDE = (Role.INTERVIEWER, Role.COMPANION, Role.RECORDER)


@dataclass(frozen=True, slots=True)
class Recusal:
    """One pair, whoever of them is named first."""

    person_id: PersonId
    other_id: PersonId
    ground: str
    noted_at: datetime

    def checked(self) -> Recusal:
        """The pair in its one order, the smaller id first.

        Raises RecusalSelfError, GroundMissingError.
        """
        if self.person_id == self.other_id:
            raise RecusalSelfError
        if not self.ground.strip():
            raise GroundMissingError
        first, second = sorted((self.person_id, self.other_id))
        return Recusal(first, second, self.ground.strip(), self.noted_at)


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """Of whom a person must keep away: the other's name with the present post, and the ground."""

    other_id: PersonId
    name: str
    post: str
    ground: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """An interviewee and somebody of our side who must not meet in this talk."""

    interviewee: str
    role: Role
    name: str
    ground: str


def conflicts(
    talk: Talk, pairs: Iterable[tuple[PersonId, PersonId, str, str]]
) -> Iterator[Conflict]:
    """Who of our side should stay away. A pair is an interviewee, the other, name and ground.

    Somebody who is in the talk by name alone is taken for the registered person of that name: it
    is a warning, and a namesake is seen at once.
    """
    ours = [one for one in talk.participants if one.role in OUR_SIDE]
    names = {one.person_id: one.name for one in talk.in_role(Role.INTERVIEWEE) if one.person_id}
    for person, other, other_name, ground in pairs:
        for one in ours:
            if person in names and _is(one, other, other_name):
                yield Conflict(names[person], one.role, one.name, ground)


def _is(participant: Participant, person_id: PersonId, name: str) -> bool:
    if participant.person_id:
        return participant.person_id == person_id
    return name_key(participant.name) == name_key(name)

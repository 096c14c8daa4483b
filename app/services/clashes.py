"""What stands in the way of a talk as it is arranged: who is elsewhere, who must keep away."""

from __future__ import annotations

from app.domain.checks import Caution, CautionKind
from app.domain.people import Role
from app.domain.recusal import conflicts
from app.domain.talk import Talk
from app.store import recusals, talk_lists
from app.store.connection import Connection


def clashes(connection: Connection, talk: Talk) -> list[Caution]:
    """Somebody in two talks at once, two talks in one place, and pairs that must not meet (回避).

    The talk need not be kept yet.
    """
    at_once = talk_lists.at_once(connection, talk)
    return [
        *_recused(connection, talk),
        *(Caution(CautionKind.TWO_TALKS_AT_ONCE, name, number) for name, number in at_once),
        *(
            Caution(CautionKind.PLACE_AT_ONCE, talk.place, number)
            for number in talk_lists.place_at_once(connection, talk)
        ),
    ]


def _recused(connection: Connection, talk: Talk) -> list[Caution]:
    persons = [who.person_id for who in talk.in_role(Role.INTERVIEWEE) if who.person_id]
    found = conflicts(talk, recusals.pairs(connection, persons))
    return [Caution(CautionKind.RECUSED, c.interviewee, c.name, ground=c.ground) for c in found]

"""What a talk and the register give to think about, though nothing forbids to go on."""

from __future__ import annotations

from datetime import datetime

from app.domain.checks import Caution, CautionKind, cautions
from app.domain.talk import Talk
from app.services.clashes import clashes
from app.store import kinds, make_ups, people
from app.store.connection import Connection
from app.system.clock import Clock


def cautions_of(connection: Connection, talk: Talk, clock: Clock) -> tuple[Caution, ...]:
    """All of them, about the people first."""
    now: datetime = clock.now()
    own = cautions(talk, kinds.of(connection, talk.kind), now)
    if make_ups.original(connection, talk.id) is not None:  # one absent person is made up for alone
        own = tuple(c for c in own if c.kind is not CautionKind.COLLECTIVE_OF_ONE)
    return (
        *own,
        *_posts_out_of_date(connection, talk, clock),
        *clashes(connection, talk),
    )


def _posts_out_of_date(connection: Connection, talk: Talk, clock: Clock) -> list[Caution]:
    day = clock.local(talk.began_at or talk.planned_at).date()
    views = (
        (who, people.post_on(connection, who.person_id, day, who.unit_id))
        for who in talk.participants
        if who.person_id
    )
    return [
        Caution(CautionKind.POST_OUT_OF_DATE, who.name)
        for who, view in views
        if view and not view.post.is_held_on(day)
    ]

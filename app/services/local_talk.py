"""A talk with its times as the clock on the wall showed them, for what is written on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.talk import Talk
from app.system.clock import Clock


def in_local_time(talk: Talk, clock: Clock) -> Talk:
    """The same talk; the vault keeps its times in UTC."""

    def local_if(moment: datetime | None) -> datetime | None:
        return clock.local(moment) if moment else None

    return replace(
        talk,
        planned_at=clock.local(talk.planned_at),
        began_at=local_if(talk.began_at),
        ended_at=local_if(talk.ended_at),
        breaks=tuple(
            replace(pause, began_at=clock.local(pause.began_at), ended_at=local_if(pause.ended_at))
            for pause in talk.breaks
        ),
    )

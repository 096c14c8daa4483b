"""How every command on a talk goes: read it, let its rules decide, keep it, leave a trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.canonical import digest_of, plain
from app.domain.ids import TalkId
from app.domain.talk import Talk
from app.services.trail import Trail
from app.store import talks
from app.store.connection import Connection
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class TalkWork:
    """The vault, the hand that writes, and the one way a talk takes a step."""

    vault: Vault
    trail: Trail

    def _step(self, talk_id: TalkId, act: str, change: Callable[[Talk], Talk]) -> None:
        with self.vault.transaction() as connection:
            talk = change(talks.get(connection, talk_id))
            talks.keep(connection, talk)
            self._trace(connection, act, talk)

    def _trace(self, connection: Connection, act: str, talk: Talk) -> None:
        self.trail.write(connection, act, talk.id, digest_of(plain(talk)))

    def _now(self) -> datetime:
        return self.trail.clock.now()

    def _day(self, moment: datetime) -> date:
        return self.trail.clock.local(moment).date()

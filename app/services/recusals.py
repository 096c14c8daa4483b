"""What users do about 回避: pairs that must not meet, and what stands in the way of a talk."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.checks import Caution
from app.domain.ids import PersonId, TalkId
from app.domain.recusal import Recusal, RecusalRow
from app.domain.talk import Talk
from app.services.clashes import clashes
from app.services.talk_entries import TalkEntry
from app.services.talk_planning import participant
from app.services.trail import Trail
from app.store import recusals
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Recusals:
    """The commands and queries about pairs that must not meet."""

    vault: Vault
    trail: Trail

    def of(self, person_id: PersonId) -> tuple[RecusalRow, ...]:
        """Of whom a person must keep away, in the order of names."""
        today = self.trail.clock.local(self.trail.clock.now()).date()
        with self.vault.reading() as connection:
            return recusals.of(connection, person_id, today)

    def add(self, person_id: PersonId, other_id: PersonId, ground: str) -> Changes:
        """Note a pair; one that is known gets the new ground.

        Raises RecusalSelfError, GroundMissingError.
        """
        pair = Recusal(person_id, other_id, ground, self.trail.clock.now()).checked()
        with self.vault.transaction() as connection:
            recusals.keep(connection, pair)
            self.trail.write(connection, "recusal.add", person_id, digest_of(plain(pair)))
        return Changes.PEOPLE

    def remove(self, person_id: PersonId, other_id: PersonId) -> Changes:
        """Let these two meet again."""
        with self.vault.transaction() as connection:
            recusals.remove(connection, person_id, other_id)
            self.trail.write(connection, "recusal.remove", person_id, digest_of([other_id]))
        return Changes.PEOPLE

    def foresee(self, entry: TalkEntry, talk_id: str = "") -> tuple[Caution, ...]:
        """What would stand in the way of a talk arranged like this; talk_id if it is one already.

        Names that are still half typed are passed over.
        """
        day = self.trail.clock.local(entry.planned_at).date()
        named = [one for one in entry.participants if one.person_id or one.name.strip()]
        with self.vault.reading() as connection:
            talk = Talk(
                id=TalkId(talk_id),
                number="",
                kind=entry.kind,
                subject=entry.subject,
                planned_at=entry.planned_at,
                place=entry.place.strip(),
                participants=tuple(participant(connection, one, day) for one in named),
            )
            return tuple(clashes(connection, talk))

"""What the interviewer notes for no other eyes (私记)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.changes import Changes
from app.domain.ids import TalkId
from app.domain.preparing_errors import NoteTooLongError
from app.services.trail import Trail
from app.store import private_notes
from app.store.vault import Vault

_ACT = "note.keep"
LONGEST_NOTE = 20_000


@dataclass(frozen=True, slots=True)
class Notes:
    """The private note of each talk; the recorder's key neither reads nor writes it."""

    vault: Vault
    trail: Trail

    def get(self, talk_id: TalkId) -> str:
        """What was noted for a talk. Raises RoleRefusedError."""
        self.trail.refuse_early(_ACT)
        with self.vault.reading() as connection:
            return private_notes.get(connection, talk_id)

    def keep(self, talk_id: TalkId, text: str) -> Changes:
        """Keep what is noted. Raises RoleRefusedError, NoteTooLongError."""
        if len(text) > LONGEST_NOTE:
            raise NoteTooLongError(len(text), LONGEST_NOTE)
        with self.vault.transaction() as connection:
            private_notes.keep(connection, talk_id, text, self.trail.clock.now())
            # without a digest: the trail goes into packages, and short words can be guessed from it
            self.trail.write(connection, _ACT, talk_id)
        return Changes.NONE

"""What users do with the register of 谈话函询."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import LetterId
from app.domain.kind_errors import WordTakenError
from app.domain.letters import LetterInquiry
from app.services.trail import Trail
from app.store import letters
from app.store.vault import Vault

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Letters:
    """The commands and queries about inquiries by letter."""

    vault: Vault
    trail: Trail

    def newest(self) -> list[LetterInquiry]:
        """The letters, newest first, at most MOST_SHOWN."""
        with self.vault.reading() as connection:
            return letters.newest(connection, MOST_SHOWN)

    def keep(self, letter: LetterInquiry) -> tuple[LetterId, Changes]:
        """Keep a letter; one without an id is new.

        Raises WordMissingError, WordTooLongError, WordTakenError, LetterDaysError.
        """
        act = "letter.change" if letter.id else "letter.add"
        kept = replace(letter, id=letter.id or LetterId(self.trail.new_id())).checked()
        with self.vault.transaction() as connection:
            if letters.is_taken(connection, kept):
                raise WordTakenError("letter", kept.reference)
            letters.keep(connection, kept)
            self.trail.write(connection, act, kept.id, digest_of(plain(kept)))
        return kept.id, Changes.KINDS

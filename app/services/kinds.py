"""What users do with the kinds of talk."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.kinds import KindBook
from app.services.trail import Trail
from app.store import kinds
from app.store.vault import Vault


@dataclass(slots=True)
class Kinds:
    """The commands and queries about kinds of talk.

    book is the dictionary as it was last read, for the window, which must not wait for the vault:
    it is read at unlocking and after every change.
    """

    vault: Vault
    trail: Trail
    book: KindBook = field(init=False)

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> KindBook:
        """All kinds of talk in their order."""
        with self.vault.reading() as connection:
            self.book = kinds.book(connection)
        return self.book

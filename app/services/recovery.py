"""The way back in without a passphrase: three cards on paper, any two of which open the vault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.changes import Changes
from app.domain.recovery import CardSet, RecoveryState
from app.domain.recovery import check_group as check_group
from app.services.key_ring import KeyRing


@dataclass(frozen=True, slots=True)
class Recovery:
    """The commands and queries about recovery cards."""

    ring: KeyRing

    def state(self) -> RecoveryState:
        """Whether there are cards in force, and what is due."""
        raise NotImplementedError

    def prepare(self) -> CardSet:
        """A new set of cards, in memory alone: it opens nothing before it is kept."""
        raise NotImplementedError

    def keep(self, own: str, cards: CardSet, typed: Sequence[str]) -> Changes:
        """Put the set in force in place of any earlier one, once all three were typed from paper.

        Raises RoleRefusedError, RecoveryCardUnreadableError, RecoveryCardsSameError,
        RecoveryCardForeignError, TooManyTriesError, WrongPassphraseError, DiskFullError,
        FolderUnusableError.
        """
        raise NotImplementedError

    def drill(self, codes: Sequence[str]) -> Changes:
        """See that two cards (or three) still open the vault; done once a year.

        Raises RoleRefusedError, RecoveryMissingError, RecoveryCardUnreadableError,
        RecoveryCardsSameError, RecoveryCardForeignError, KeyFileDamagedError.
        """
        raise NotImplementedError

    @staticmethod
    def check_group(text: str, place: int) -> bool:
        """Whether this can be the group at that place, counted from one; needs no vault."""
        return check_group(text, place)

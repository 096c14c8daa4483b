"""A new data key for the vault: what an old key file and an old passphrase open is history then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.progress import Progress
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain.recovery import CardSet


@dataclass(frozen=True, slots=True)
class RotationRoom:
    """How many bytes a rotation needs beside the vault while it runs, and how many are free."""

    needed: int
    free: int

    @property
    def is_enough(self) -> bool:
        """Whether a rotation would not stop on a full disk."""
        return self.free >= self.needed


@dataclass(frozen=True, slots=True)
class KeyRotation:
    """Writes the whole vault anew under a new data key, and locks it."""

    session: Session = field(repr=False)

    def room(self) -> RotationRoom:
        """What a rotation needs now. A query."""
        raise NotImplementedError

    def rotate(
        self, own: str, others: Mapping[str, str], cards: CardSet | None, progress: Progress
    ) -> None:
        """Exchange the data key; afterwards the vault is locked and opens by the same passphrases.

        own is the passphrase of who sits here; others holds the passphrases of remaining holders
        by slot id: who is not among them loses the slot. Recovery cards are void unless new ones,
        typed back from paper before, are given. Runs on the vault lane, as the session's owner
        does; can be cancelled up to the last step, and then nothing has changed.
        Raises RoleRefusedError, TooManyTriesError, WrongPassphraseError, AttachmentDamagedError,
        VaultDamagedError, DiskFullError, FolderUnusableError, CancelledError.
        """
        raise NotImplementedError

"""What a door must know of the way in behind it, and of what it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # loaded once a vault is open, or damaged, or brought back
    from datetime import datetime
    from pathlib import Path

    from app.domain.backup import BackupRecord, Restored
    from app.domain.errors import AppError
    from app.domain.health import RescueReport, SalvageReport
    from app.domain.passphrase import Strength
    from app.domain.progress import Progress
    from app.services.last_place import LastPlace
    from app.services.recovering import CardsAccepted
    from app.services.session import Session
    from app.services.settings import Settings


class OpenVault(Protocol):
    """What a door and a window must know of anything that was unlocked."""

    @property
    def folder(self) -> Path:
        """The folder that was asked for."""

    @property
    def session(self) -> Session:
        """The open vault and who opened it."""

    @property
    def settings(self) -> Settings:
        """The name, and when it locks by itself."""

    @property
    def last_place(self) -> LastPlace:
        """Where who opened it was when the program ended last."""

    @property
    def noticed(self) -> AppError | None:
        """What was noticed at unlocking that the user must hear of."""

    def lock(self) -> None:
        """Close the vault; cannot be refused."""


class WayIn(Protocol):
    """Where the last vault was, and how one is unlocked."""

    def last_folder(self) -> Path | None:
        """The folder that was opened last."""

    def default_folder(self) -> Path:
        """Where a first one is offered to stand."""

    def strength(self, words: str) -> Strength:
        """How well a passphrase stands against guessing."""

    def suggest_passphrase(self) -> str:
        """Words that are easy to keep and hard to guess."""

    def unlock(self, folder: Path, words: str, progress: Progress) -> OpenVault:
        """Open what lies in the folder; raises an AccessError when it stays closed."""

    def read_cards(
        self, folder: Path, first: str, second: str, progress: Progress
    ) -> CardsAccepted:
        """See that two recovery cards open what lies in the folder, and who holds a key of it."""

    def recover(
        self,
        accepted: CardsAccepted,
        slot_id: str,
        new: str,
        repeated: str,
        progress: Progress,
    ) -> OpenVault:
        """Open it by cards, and give the chosen holder a new passphrase from now on."""


class WallClock(Protocol):
    """What time it is, and how the wall shows a moment."""

    def now(self) -> datetime:
        """This moment."""

    def local(self, moment: datetime) -> datetime:
        """The moment on this machine's wall."""


class WaysBack(Protocol):
    """What can be done with backups while nothing is open."""

    @property
    def clock(self) -> WallClock:
        """This machine's clock."""

    def backups_in(self, folder: Path) -> list[BackupRecord]:
        """The backup sets in the folder, newest first."""

    def default_target(self, folder: Path | None = None) -> Path:
        """Where it is offered to be restored."""

    def restore(
        self, record: BackupRecord, words: str, target: Path, progress: Progress
    ) -> Restored:
        """Bring it back from the set into a new or empty folder, by a passphrase of the set."""

    def restore_by_cards(
        self, record: BackupRecord, cards: tuple[str, str], target: Path, progress: Progress
    ) -> Restored:
        """The same by two recovery cards."""


class Salvaging(Protocol):
    """What can be done for something damaged."""

    @property
    def clock(self) -> WallClock:
        """This machine's clock."""

    def look(self, folder: Path, words: str, progress: Progress) -> SalvageReport:
        """See what can be read; nothing is written."""

    def rescue(self, folder: Path, words: str, target: Path, progress: Progress) -> RescueReport:
        """Save what can be read into something new."""

"""What a door must know of the way in behind it, and of what it opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import AppError
from app.domain.passphrase import Strength
from app.domain.progress import Progress

if TYPE_CHECKING:  # loaded once a vault is open
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

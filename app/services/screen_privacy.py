"""Who may take pictures of the screen: nobody, but for a while when somebody needs it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.changes import Changes
from app.domain.holders import may
from app.services.trail import Trail
from app.store.vault import Vault
from app.system import screen_capture
from app.system.screen_capture import ScreenGuard

ALLOWED_MINUTES = 10


@dataclass(frozen=True, slots=True)
class ScreenPrivacy:
    """Lets the windows be seen in pictures for ten minutes; it is the screen that counts them."""

    vault: Vault
    trail: Trail

    @property
    def may_allow(self) -> bool:
        """Whether the role of who is at work covers it."""
        return may(self.trail.role, "screen.allow")

    def allow(self) -> Changes:
        """Note who let the screen be taken, and for how many minutes. Raises RoleRefusedError."""
        with self.vault.transaction() as connection:
            self.trail.write(connection, "screen.allow", str(ALLOWED_MINUTES))
        return Changes.NONE


def screen_guard() -> ScreenGuard:
    """What keeps windows out of pictures on this system, if anything does."""
    return screen_capture.screen_guard()

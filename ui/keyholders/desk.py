"""What the page of passphrases and recovery works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.holders import HolderRole, may
from app.services.access import Access
from app.services.application import Application
from app.services.device_binding import DeviceBinding
from app.services.key_holders import KeyHolders
from app.services.recovery import Recovery
from app.services.recovery_paper import RecoveryPaper
from app.services.rotation import KeyRotation
from ui.new_passphrase import Advice
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class KeyDesk:
    """The services about keys, the role of who sits here, and local time."""

    tasks: Tasks
    access: Advice
    role: HolderRole
    holders: KeyHolders
    recovery: Recovery
    paper: RecoveryPaper
    binding: DeviceBinding
    rotation: KeyRotation
    local: Callable[[datetime], datetime]

    @property
    def looks_after_keys(self) -> bool:
        """Whether who sits here may add and remove key holders, make cards, exchange the key."""
        return may(self.role, "holder.add")


def key_desk_of(application: Application, access: Access, tasks: Tasks) -> KeyDesk:
    """The desk of an unlocked vault."""
    return KeyDesk(
        tasks=tasks,
        access=access,
        role=application.session.holder.role,
        holders=application.key_holders,
        recovery=application.recovery,
        paper=application.recovery_paper,
        binding=application.device,
        rotation=application.rotation,
        local=application.talks.trail.clock.local,
    )

"""What keeps a registry's desk: its key holders, recovery cards, backups, and the exchange of keys.

The same services as an office's, over the desk's own vault: losing the desk's keys would mean that
nobody opens the packages of any county any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.services.backups import Backups
from app.services.device_binding import DeviceBinding
from app.services.integrity import Integrity
from app.services.key_holders import KeyHolders
from app.services.key_ring import KeyRing
from app.services.recovery import Recovery
from app.services.recovery_paper import RecoveryPaper
from app.services.registry import Registry
from app.services.registry_access import RegistryAccess
from app.services.rehearsal import Rehearsal
from app.services.rotation import KeyRotation


@dataclass(frozen=True, slots=True)
class DeskCare:
    """The care of one open desk."""

    ring: KeyRing
    holders: KeyHolders
    recovery: Recovery
    paper: RecoveryPaper
    binding: DeviceBinding
    rotation: KeyRotation
    backups: Backups
    rehearsal: Rehearsal
    integrity: Integrity


def desk_care(access: RegistryAccess, desk: Registry) -> DeskCare:
    """The care of an open desk."""
    ring, session = access.ring(desk), desk.session
    return DeskCare(
        ring=ring,
        holders=KeyHolders(ring),
        recovery=Recovery(ring),
        paper=RecoveryPaper(session.vault, session.trail.clock),
        binding=DeviceBinding(ring),
        rotation=KeyRotation(ring),
        backups=Backups(session),
        rehearsal=Rehearsal(session, ring.door),
        integrity=Integrity(session),
    )

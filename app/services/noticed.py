"""What was noticed while a vault was unlocked, and must be told before anything else."""

from __future__ import annotations

from app.domain.calendar import written_time
from app.domain.errors import AppError, VaultBehindError
from app.domain.standing import VaultStanding
from app.domain.vault_errors import ClockBackError
from app.services.session import Session


def noticed(session: Session) -> AppError | None:
    """That the vault is older than it should be, or else that the clock was set back; or nothing.

    Neither keeps the vault closed: it is given as an error for its sentence alone.
    """
    if session.standing is VaultStanding.BEHIND:
        return VaultBehindError()
    reading = session.clock
    if reading.is_back and reading.latest:
        return ClockBackError(latest=written_time(session.trail.clock.local(reading.latest)))
    return None

"""What the page of signing certificates works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.services.application import Application
from app.services.minutes import MinutesPapers
from app.services.signers import Signers
from app.services.token_modules import proposed_modules
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class SignerDesk:
    """The services about signing keys; modules gives the token libraries that are here."""

    tasks: Tasks
    signers: Signers
    papers: MinutesPapers
    now: Callable[[], datetime]
    local: Callable[[datetime], datetime]
    modules: Callable[[], tuple[str, ...]] = proposed_modules


def signer_desk_of(application: Application, tasks: Tasks) -> SignerDesk:
    """The desk in an unlocked vault."""
    clock = application.talks.trail.clock
    return SignerDesk(tasks, application.signers, application.minutes, clock.now, clock.local)

"""Puts the parts together; the only place where all objects meet."""

from __future__ import annotations

from pathlib import Path

from app.domain.progress import Progress
from app.keys.derivation import Cost
from app.services.access import Access, Wiring
from app.services.application import Application
from app.services.audit import Audit
from app.services.preferences import Preferences
from app.services.session import Session
from app.services.settings import Settings
from app.system import paths
from app.system.clock import Clock, SystemClock


def access(
    preferences_folder: Path | None = None,
    clock: Clock | None = None,
    cost: Cost | None = None,
) -> Access:
    """The way into a vault; a clock and a cost of guessing are given by tests alone."""
    preferences = Preferences(preferences_folder or paths.preferences_folder())
    wiring = Wiring(assemble=_assemble, furnish=_furnish, sweep=_sweep)
    return Access(preferences, clock or SystemClock(), wiring, cost)


def _assemble(session: Session) -> Application:
    return Application(
        session=session,
        settings=Settings(session.vault, session.trail),
        audit=Audit(session.vault, session.heads),
    )


def _furnish(session: Session, progress: Progress) -> None:
    """What a new vault is given before it is used."""


def _sweep(session: Session) -> None:
    """Remove attachments that were written and then not kept."""

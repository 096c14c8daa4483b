"""What has been chosen so far on the way to a package, and the steps of that way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.ids import TalkId
from app.domain.package import PackageLevel, RegistryIdentity
from app.services.handover import Handover
from ui.tasks import Tasks

CheckPassphrase = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Counter:
    """What the steps work with. check_passphrase raises what unlocking raises; None: not asked."""

    tasks: Tasks
    handover: Handover
    local: Callable[[datetime], datetime]
    check_passphrase: CheckPassphrase | None = None


@dataclass(slots=True)
class Choice:
    """What has been chosen so far."""

    talks: tuple[TalkId, ...] = ()
    level: PackageLevel = PackageLevel.LEDGER
    reason: str = ""
    registry: RegistryIdentity | None = None
    destination: Path | None = None


class WizardStep(QWidget):
    """One step: says when it is ready, writes its part into the choice, and what is missing."""

    changed = Signal()
    wants_next = Signal()
    told = Signal(object)

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__()
        self.counter, self.choice = counter, choice

    def enter(self) -> None:
        """Called each time the step is shown."""

    def is_ready(self) -> bool:
        """Whether one may go on."""
        return True

    def leave(self) -> None:
        """Write what was chosen into the choice; called before the next step is shown."""

    def try_to_leave(self, go_on: Callable[[], None]) -> None:
        """Go on if nothing forbids it; steps that must ask somebody first do so here."""
        self.leave()
        go_on()

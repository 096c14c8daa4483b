"""What has been chosen so far on the way to a package, and what its steps work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.handover import Order, Place
from app.domain.ids import TalkId
from app.domain.package import PackageLevel, RegistryIdentity
from app.domain.sticks import StickRow
from app.services.application import Application
from app.services.handover import Handover
from app.services.receipts import Receipts
from app.services.sticks import StickRegister
from ui.tasks import Tasks

CheckPassphrase = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Counter:
    """What the steps work with. check_passphrase raises what unlocking raises; None: not asked."""

    tasks: Tasks
    handover: Handover
    sticks: StickRegister
    receipts: Receipts
    local: Callable[[datetime], datetime]
    check_passphrase: CheckPassphrase | None = None


def counter_of(
    application: Application, tasks: Tasks, check_passphrase: CheckPassphrase | None = None
) -> Counter:
    """The counter of an open vault."""
    return Counter(
        tasks=tasks,
        handover=application.handover,
        sticks=application.stick_register,
        receipts=application.receipts,
        local=application.talks.trail.clock.local,
        check_passphrase=check_passphrase,
    )


@dataclass(slots=True)
class Choice:
    """What has been chosen so far.

    again is the number of a package that is written once more, None when a new one is made; stick
    is the row the place was chosen from, and needed what the talks were last found to need there.
    is_folder_named: somebody named the folder, which may lie on a stick, instead of choosing one.
    """

    talks: tuple[TalkId, ...] = ()
    level: PackageLevel = PackageLevel.LEDGER
    reason: str = ""
    registry: RegistryIdentity | None = None
    place: Place | None = None
    stick: StickRow | None = field(default=None, repr=False)
    is_folder_named: bool = False
    needed: tuple[int, int] = (0, 0)
    again: int | None = None

    def order(self) -> Order:
        """Which talks go, how much of each, and why."""
        return Order(self.talks, self.level, self.reason)


class WizardStep(QWidget):
    """One step: says when it is ready, writes its part into the choice, and what is missing.

    told carries a message for the top of the way, None takes it away; go asks for another page.
    """

    changed = Signal()
    wants_next = Signal()
    wants_back = Signal()
    told = Signal(object)
    go = Signal(object)

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

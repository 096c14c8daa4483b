"""What the self-test's page works with: the test, and what the open vault adds to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from app.services.access import Access
from app.services.application import Application
from app.services.self_test import SelfTest
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class SelfTestDesk:
    """last_entry_at reads the trail, on the vault lane; now is the wall clock's."""

    tasks: Tasks
    test: SelfTest
    folder: Path
    last_entry_at: Callable[[], datetime | None]
    now: Callable[[], datetime]


def self_test_desk_of(access: Access, application: Application, tasks: Tasks) -> SelfTestDesk:
    """The page's desk over an open vault."""
    clock = access.clock
    return SelfTestDesk(
        tasks,
        SelfTest(clock, access.wiring.devices),
        application.folder,
        partial(_last_entry_at, application),
        lambda: clock.local(clock.now()),
    )


def _last_entry_at(application: Application) -> datetime | None:
    return next((entry.at for entry in application.audit.page(limit=1)), None)

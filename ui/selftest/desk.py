"""What the self-test's page works with: the test, and what the open vault adds to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from app.services.access import Access
from app.services.application import Application
from app.services.audit import Audit
from app.services.open_desk import OpenDesk
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
    test = SelfTest(access.clock, access.wiring.devices)
    return _over(tasks, test, application.folder, application.audit)


def self_test_desk_at(desk: OpenDesk, tasks: Tasks) -> SelfTestDesk:
    """The same over the open desk of a registry."""
    test = SelfTest(desk.clock, desk.care.ring.door.devices)
    return _over(tasks, test, desk.folder, desk.audit)


def _over(tasks: Tasks, test: SelfTest, folder: Path, audit: Audit) -> SelfTestDesk:
    clock = test.clock
    return SelfTestDesk(
        tasks, test, folder, partial(_last_entry_at, audit), lambda: clock.local(clock.now())
    )


def _last_entry_at(audit: Audit) -> datetime | None:
    return next((entry.at for entry in audit.page(limit=1)), None)

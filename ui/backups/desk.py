"""What the parts of this page work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.services.backups import Backups
from app.services.integrity import Integrity
from app.services.rehearsal import Rehearsal
from ui.backup_run import BackupRun
from ui.page_images import Papers
from ui.tasks import Tasks

Local = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class BackupDesk:
    """The services, the one backup that may be running, the clock, and page pictures for print."""

    tasks: Tasks
    backups: Backups
    rehearsal: Rehearsal
    integrity: Integrity
    run: BackupRun
    now: Callable[[], datetime]
    local: Local
    papers: Papers

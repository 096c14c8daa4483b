"""What an open desk does for itself while a clerk works: words that came are taken in, backups."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDeadlineTimer, QTimer

from app.domain.changes import Changes
from app.domain.progress import Progress
from app.services.backups import Backups
from app.services.open_desk import OpenDesk
from app.services.registry import Registry
from ui.backup_run import BackupRun
from ui.tasks import Tasks
from ui.vault_care import VaultCare

FIRST_LOOK_MS = 30_000
LOOK_EVERY_MS = 10 * 60_000
AFTER_REFUSAL_MS = 4 * 3_600_000
_A_MOMENT = 0.05  # seconds on the vault lane, so that whoever works there does not wait
_BETWEEN_MS = 200


class DeskUpkeep(VaultCare):
    """Makes what came findable a moment at a time, and backs the desk up when that is due."""

    def __init__(self, tasks: Tasks, desk: OpenDesk) -> None:
        super().__init__()
        self._tasks, self._desk = tasks, desk
        self._is_over = self._is_taking = False
        self.run = BackupRun(tasks, desk.care.backups, self)
        self._not_before = QDeadlineTimer(0)
        self._first = QTimer(self, singleShot=True, interval=FIRST_LOOK_MS)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._words = QTimer(self, singleShot=True, interval=_BETWEEN_MS)
        self._first.timeout.connect(self.look)
        self._timer.timeout.connect(self.look)
        self._words.timeout.connect(self._take_words)
        self.run.made.connect(self._wait)
        self.run.refused.connect(self._wait)
        tasks.changed.connect(self._hear)

    def begin(self) -> None:
        self._is_over = False
        self._first.start()
        self._timer.start()
        self._words.start()

    def stop(self) -> None:
        self._is_over = True
        for timer in (self._first, self._timer, self._words):
            timer.stop()
        self.run.finish()

    def look(self) -> None:
        """Back up what is due."""
        self._tasks.query(partial(_is_due, self._desk.care.backups), then=self._back_up)

    def _back_up(self, is_due: bool) -> None:
        if is_due and self._not_before.hasExpired() and not self._is_over:
            self.run.begin()

    def _wait(self, _: object = None) -> None:
        # a disk that is full or a medium that refuses is not tried again with every look
        self._not_before = QDeadlineTimer(AFTER_REFUSAL_MS)

    def _hear(self, changes: Changes) -> None:
        if changes & Changes.PACKAGES and not self._is_over:
            self._words.start()

    def _take_words(self) -> None:
        if not self._is_taking and not self._is_over:
            self._is_taking = True
            self._tasks.query(partial(_caught_up, self._desk.registry), self._go_on, self._leave)

    def _go_on(self, left: int) -> None:
        self._is_taking = False
        if left and not self._is_over:
            self._words.start()

    def _leave(self, _: object) -> None:
        """A search takes in by itself what is left."""
        self._is_taking = False


def _is_due(backups: Backups, _: Progress) -> bool:
    state = backups.state()
    return state.is_due or (state.is_second_due and state.is_second_here)


def _caught_up(registry: Registry, _: Progress) -> int:
    return registry.catch_up(_A_MOMENT)

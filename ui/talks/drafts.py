"""Texts that were typed and are not yet in the vault: handed over within two seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.changes import Changes
from app.domain.progress import Progress
from ui.tasks import Tasks

PAUSE_MS = 700  # after the last keystroke
LONGEST_MS = 1600  # while somebody types on and on; the promise is two seconds
RETRY_MS = 5000

Words = tuple[str, ...]
Save = Callable[[str, Words], Changes]


class Drafts(QObject):
    """Knows which texts wait, saves them in order, keeps what could not be saved and tries again.

    words_of gives the present text, or texts, of a key; save runs on the vault lane.
    """

    settled = Signal()
    pending = Signal()
    failed = Signal(object)

    def __init__(
        self, tasks: Tasks, words_of: Callable[[str], Words], save: Save, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._words_of, self._save = tasks, words_of, save
        self._dirty: dict[str, None] = {}
        self._flying: dict[str, int] = {}
        self._pause = self._timer(PAUSE_MS)
        self._longest = self._timer(LONGEST_MS)
        self._retry = self._timer(RETRY_MS)
        tasks.crashed.connect(self._after_crash)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.save_now)
        return timer

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is in the vault."""
        return not self._dirty and not self._flying

    def holds(self, key: str) -> bool:
        """Whether the text of this key is not in the vault yet."""
        return key in self._dirty or key in self._flying

    def touch(self, key: str) -> None:
        """Note that the text of this key was altered."""
        self._dirty[key] = None
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self.pending.emit()

    def save_now(self) -> None:
        """Hand every waiting text to the vault lane; returns at once."""
        for timer in (self._pause, self._longest, self._retry):
            timer.stop()
        waiting, self._dirty = list(self._dirty), {}
        for key in waiting:
            self._flying[key] = self._flying.get(key, 0) + 1
            flight = _Flight(self, key)
            work = partial(_carry, self._save, key, self._words_of(key))
            self._tasks.command(work, then=flight.land, refused=flight.bounce)

    def landed(self, key: str) -> None:
        """Note that a text has reached the vault."""
        self._put_down(key)
        if self.is_settled:
            self.settled.emit()

    def bounced(self, key: str, error: object) -> None:
        """Note that a text has not reached the vault: it waits on and is tried again."""
        self._put_down(key)
        self._dirty[key] = None
        self._retry.start()
        self.failed.emit(error)

    def _after_crash(self, _: object) -> None:
        """A bug on the lane may have been ours: what was on its way is sent once more."""
        for key in self._flying:
            self._dirty[key] = None
        if self._flying:
            self._flying.clear()
            self._retry.start()

    def _put_down(self, key: str) -> None:
        left = self._flying.get(key, 1) - 1
        if left:
            self._flying[key] = left
        else:
            self._flying.pop(key, None)


class _Flight(QObject):
    """One text on its way; hears how that ended."""

    def __init__(self, drafts: Drafts, key: str) -> None:
        super().__init__(drafts)
        self._drafts, self._key = drafts, key

    def land(self, _: object) -> None:
        """The text is in the vault."""
        self._drafts.landed(self._key)
        self.deleteLater()

    def bounce(self, error: object) -> None:
        """The text is not in the vault."""
        self._drafts.bounced(self._key, error)
        self.deleteLater()


def _carry(save: Save, key: str, words: Words, _: Progress) -> Changes:
    return save(key, words)

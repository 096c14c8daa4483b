"""Texts that were typed and are not yet in the vault: handed over within two seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.talk_times import Cursor
from ui.tasks import Tasks

PAUSE_MS = 700  # after the last keystroke
LONGEST_MS = 1600  # while somebody types on and on; the promise is two seconds
RETRY_MS = 5000
Words = Any  # what the screen gives for a key, and save takes: each screen has its own


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a talk under one key, and where the cursor stood then."""

    talk_id: str
    texts: tuple[str, ...]
    cursor: Cursor | None = None


Save = Callable[[str, Words], Changes]


class Drafts(QObject):
    """Knows which texts wait, saves them in order, keeps what could not be saved and tries again.

    words_of gives what is to be kept under a key, as it stands on screen; save runs on the vault
    lane and must take all it needs from the words, for by then the screen may show another talk.
    """

    settled = Signal()
    pending = Signal()
    failed = Signal(object)

    def __init__(
        self, tasks: Tasks, words_of: Callable[[str], Words], save: Save, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._words_of, self._save = tasks, words_of, save
        self._dirty: dict[str, Words | None] = {}  # None: to be read from the screen
        self._flights: list[_Flight] = []
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
        return not self._dirty and not self._flights

    def touch(self, key: str) -> None:
        """Note that the text of this key was altered."""
        self._dirty[key] = None
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self.pending.emit()

    def unsaved(self) -> dict[str, Words]:
        """What is not known to be in the vault, under its keys."""
        found = {flight.key: flight.words for flight in self._flights}
        return found | {key: self._as_it_stands(key, words) for key, words in self._dirty.items()}

    def adopt(self, unsaved: Mapping[str, Words]) -> None:
        """Save these words too, which an earlier screen could not."""
        for key, words in unsaved.items():
            self._dirty.setdefault(key, words)
        if self._dirty:
            self.save_now()

    def detach(self) -> None:
        """Take every text off the screen, which is about to show another talk."""
        for key, words in self._dirty.items():
            self._dirty[key] = self._as_it_stands(key, words)
        for flight in self._flights:
            flight.is_on_screen = False

    def save_now(self) -> None:
        """Hand every waiting text to the vault lane; returns at once."""
        for timer in (self._pause, self._longest, self._retry):
            timer.stop()
        waiting, self._dirty = self._dirty, {}
        for key, pinned in waiting.items():
            words = self._as_it_stands(key, pinned)
            flight = _Flight(self, key, words, pinned is None)
            self._flights.append(flight)
            work = partial(_carry, self._save, key, flight.words)
            self._tasks.command(work, then=flight.land, refused=flight.bounce)

    def landed(self, flight: _Flight) -> None:
        """Note that a text has reached the vault."""
        self._let_go(flight)
        if self.is_settled:
            self.settled.emit()

    def bounced(self, flight: _Flight, error: object) -> None:
        """Note that a text has not reached the vault: it waits on and is tried again."""
        self._let_go(flight)
        self._dirty.setdefault(flight.key, None if flight.is_on_screen else flight.words)
        self._retry.start()
        self.failed.emit(error)

    def _after_crash(self, _: object) -> None:
        """A bug on the lane may have been ours: what was on its way is sent once more."""
        for flight in list(self._flights):
            self._let_go(flight)
            self._dirty.setdefault(flight.key, None if flight.is_on_screen else flight.words)
        if self._dirty:
            self._retry.start()

    def _as_it_stands(self, key: str, pinned: Words | None) -> Words:
        """The words taken off the screen, which may be empty, else those that stand on it."""
        return self._words_of(key) if pinned is None else pinned

    def _let_go(self, flight: _Flight) -> None:
        if flight in self._flights:
            self._flights.remove(flight)
        flight.deleteLater()


class _Flight(QObject):
    """One text on its way; hears how that ended."""

    def __init__(self, drafts: Drafts, key: str, words: Words, is_on_screen: bool) -> None:
        super().__init__(drafts)
        self._drafts, self.key, self.words = drafts, key, words
        self.is_on_screen = is_on_screen

    def land(self, _: object) -> None:
        """The text is in the vault."""
        self._drafts.landed(self)

    def bounce(self, error: object) -> None:
        """The text is not in the vault."""
        self._drafts.bounced(self, error)


def _carry(save: Save, key: str, words: Words, _: Progress) -> Changes:
    return save(key, words)

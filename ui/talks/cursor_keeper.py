"""Keeps where one writes, also when nothing is typed: a talk broken off goes on at that place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.domain.changes import Changes
from app.domain.ids import TalkId
from app.domain.progress import Progress
from app.domain.talk_times import Cursor
from ui.talks.desk import Desk

PAUSE_MS = 1200  # after the last move; the promise is two seconds


class CursorKeeper(QObject):
    """Sends the cursor to the vault after it moved, unless it went there with the words."""

    def __init__(self, desk: Desk, cursor_of: Callable[[], Cursor], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._cursor_of = desk, cursor_of
        self._talk_id = ""
        self._kept: Cursor | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep_now)

    def follow(self, talk_id: str) -> None:
        """Keep the cursor of this talk; of none when it is not going on."""
        if talk_id != self._talk_id:
            self._talk_id, self._kept = talk_id, None
            self._pause.stop()

    def went(self, cursor: Cursor) -> Cursor:
        """Note that this cursor goes to the vault with the words; gives it back."""
        self._kept = cursor
        self._pause.stop()
        return cursor

    def moved(self) -> None:
        """Note that the cursor may stand elsewhere than the vault knows."""
        if self._talk_id and not self._is_kept(self._cursor_of()):
            self._pause.start()

    def keep_now(self) -> None:
        """Send the cursor to the vault lane, unless the vault knows it; returns at once."""
        cursor = self._cursor_of()
        if self._talk_id and cursor.place and not self._is_kept(cursor):
            work = partial(self._keep, TalkId(self._talk_id), self.went(cursor))
            self._desk.tasks.command(work, refused=self._let_go)

    def _is_kept(self, cursor: Cursor) -> bool:
        """Whether the vault knows it; how far the text is scrolled alone is not worth a save."""
        kept = self._kept
        return kept is not None and (kept.place, kept.position) == (cursor.place, cursor.position)

    def _keep(self, talk_id: TalkId, cursor: Cursor, _: Progress) -> Changes:
        return self._desk.talks.keep_cursor(talk_id, cursor)

    def _let_go(self, _: object) -> None:
        """A vault that took no cursor says so when it takes no words; the next move tries again."""
        self._kept = None

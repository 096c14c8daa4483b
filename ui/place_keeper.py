"""Keeps in the vault where somebody is, so that also a power cut leads back to the same place."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import AppError
from app.domain.progress import Progress
from ui.tasks import Task, Tasks

if TYPE_CHECKING:  # loaded behind the closed door
    from app.services.last_place import LastPlace
    from ui.workspace import Workspace

log = logging.getLogger(__name__)
KEEP_EVERY_MS = 3000


class PlaceKeeper(QObject):
    """Follows one workspace at a time; returned tells that it went back to a kept place.

    Nothing is sent to the vault while nothing has changed, nor while an earlier place is still on
    its way. A vault that takes none says so when it takes no words.
    """

    returned = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._places: LastPlace | None = None
        self._workspace: Workspace | None = None
        self._kept = ""
        self._is_on_its_way = False
        self._timer = QTimer(self, interval=KEEP_EVERY_MS)
        self._timer.timeout.connect(self.keep)

    def follow(self, places: LastPlace, workspace: Workspace) -> None:
        """Keep where this workspace is from now on."""
        self._places, self._workspace, self._kept = places, workspace, ""
        self._is_on_its_way = False
        self._timer.start()

    def go_back(self, *, is_any_age: bool) -> None:
        """Be where the same key holder was when the program ended, if that is known."""
        if self._places is not None:
            work = partial(_take, self._places, is_any_age)
            self._tasks.query(work, then=self._return, refused=_let_be)

    def keep(self) -> None:
        """Send the place to the vault lane, unless the vault has it; returns at once."""
        workspace = self._workspace
        if workspace is None or self._is_on_its_way or workspace.is_held:
            return
        workspace.note_whereabouts()
        self._send(self._words(workspace), self._watch)

    def leave(self, *, is_goodbye: bool) -> None:
        """Follow no longer: the vault is about to be locked. After a goodbye one begins anew."""
        self._timer.stop()
        workspace, self._workspace = self._workspace, None
        places, self._places = self._places, None
        if workspace is None or places is None:
            return
        if is_goodbye:
            self._tasks.query(partial(_forget, places), then=_let_be, refused=_let_be)
        else:
            self._places = places
            self._send(self._words(workspace))
            self._places = None

    def _words(self, workspace: Workspace) -> str:
        # to start faster: no place is kept before a vault is open
        from ui.bookmarks import words_of

        return words_of(workspace.place())

    def _send(self, words: str, watch: Callable[[Task], object] | None = None) -> None:
        if self._places is None or words == self._kept:
            return
        self._kept = words
        # no command: nothing is changed that any screen shows
        work = partial(_keep, self._places, words)
        self._tasks.query(work, then=_let_be, refused=self._forget_kept, watch=watch)

    def _watch(self, task: Task) -> None:
        self._is_on_its_way = True
        task.ended.connect(self._arrived)

    def _arrived(self) -> None:
        self._is_on_its_way = False

    def _forget_kept(self, _: AppError) -> None:
        self._kept = ""

    def _return(self, words: str | None) -> None:
        workspace = self._workspace
        if words is None or workspace is None or not workspace.is_untouched():
            return
        # to start faster, as above
        from ui.bookmarks import place_in

        place = place_in(words)
        if place is None:
            return
        try:
            workspace.return_to(place, is_whole=True)
        except Exception as error:  # noqa: BLE001 — a place of another version costs the place alone
            log.warning("a kept place cannot be gone back to: %s", type(error))
            workspace.go(workspace.first)
            return
        self.returned.emit()


def _keep(places: LastPlace, words: str, _: Progress) -> None:
    places.keep(words)


def _forget(places: LastPlace, _: Progress) -> None:
    places.forget()


def _take(places: LastPlace, is_any_age: bool, _: Progress) -> str | None:
    return places.take(is_any_age=is_any_age)


def _let_be(_: object) -> None:
    """A place that is lost costs a few clicks."""

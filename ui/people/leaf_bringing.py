"""Brings files to a leaf one after the other, off the window, and tells what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.archive_leaves import Leaf
from app.domain.attachment import Attachment
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import LeafId
from app.domain.progress import Progress
from app.services.attachment_taking import Brought, Taken
from ui.messages import message_for
from ui.people.desk import PeopleDesk
from ui.tasks import Task
from ui.widgets.message import Message, Tone


class LeafBringing(QObject):
    """Takes each file on the long lane and keeps it on the vault lane.

    began tells what is read now, stepped how far it is, ended that the queue is empty, with a
    message of what came of it all, or None.
    """

    began = Signal(str)
    stepped = Signal(int, int)
    ended = Signal(object)

    def __init__(self, desk: PeopleDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._queue: list[tuple[LeafId, Brought]] = []
        self._leaf: LeafId | None = None
        self._task: Task | None = None
        self._kept, self._is_stopped = 0, False
        self._refused: list[AppError] = []

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way."""
        return self._leaf is not None

    def add(self, leaf: Leaf, paths: Sequence[Path]) -> None:
        """Bring these after what is on its way already."""
        self._queue += [(leaf.id, Brought.file(path)) for path in paths]
        if not self.is_busy:
            self._kept, self._refused, self._is_stopped = 0, [], False
            self._next()

    def stop(self) -> None:
        """Stop what is on its way and forget what waits; what was kept stays."""
        self._queue.clear()
        self._is_stopped = self.is_busy
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        if not self._queue:
            self._leaf = None
            self.ended.emit(_told(self._kept, self._refused, self._is_stopped))
            return
        self._leaf, brought = self._queue.pop(0)
        self.began.emit(brought.name)
        take = partial(self._desk.archives.take, brought)
        self._desk.tasks.beside(take, then=self._keep, refused=self._refuse, watch=self._watch)

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.stepped)
        task.cancelled.connect(self._next)
        task.crashed.connect(self._next)
        task.ended.connect(self._forget_task)

    def _forget_task(self) -> None:
        self._task = None

    def _keep(self, taken: Taken) -> None:
        if self._leaf is not None:
            work = partial(self._add, self._leaf, taken)
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _add(self, leaf: LeafId, taken: Taken, _: Progress) -> tuple[Attachment, Changes]:
        return self._desk.archives.add_paper(leaf, taken)

    def _done(self, _: Attachment) -> None:
        self._kept += 1
        self._next()

    def _refuse(self, error: AppError) -> None:
        self._refused.append(error)
        self._next()


def _told(kept: int, refused: list[AppError], is_stopped: bool) -> Message | None:
    """What came of it all, in one message."""
    if len(refused) == 1 and not kept:
        return message_for(refused[0])
    if refused:
        faults = "\n".join(message_for(error).what for error in refused)
        return Message(
            f"附上了 {kept} 个，另外 {len(refused)} 个没有附上：",
            faults,
            "没有附上的，保险库里什么也没有写；看清楚原因以后可以再附一次。",
        )
    if is_stopped:
        what = f"已停止。附上了 {kept} 个，其余的没有附。"
        return Message(what, "没有存进残缺的内容。", tone=Tone.NOTE)
    return None

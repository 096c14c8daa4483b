"""Brings files and pictures in one after the other, off the window, and tells what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from app.domain.attachment import Purpose
from app.domain.attachment_errors import NothingToPasteError
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.attaching import Brought, Kept, Taken
from ui.messages import message_for
from ui.tasks import Task, Tasks
from ui.widgets.message import Message, Tone


@dataclass(frozen=True, slots=True)
class Wish:
    """One file or picture, what it is for, and the id of the talk, finding or leaf it goes to."""

    owner: str
    brought: Brought
    purpose: Purpose = Purpose.EVIDENCE
    picture: QImage | None = None


class Keeper(Protocol):
    """Takes files in two steps: the long one without the vault's connection."""

    def take(self, brought: Brought, progress: Progress) -> Taken:
        """Look at what was brought and write it encrypted beside the vault."""

    def keep(self, wish: Wish, taken: Taken) -> tuple[Kept, Changes]:
        """Add what was taken to what it is for, or have it gone again."""


class Bringing(QObject):
    """Takes each wish on the long lane and keeps it on the vault lane.

    began tells what is read now, stepped how far it is, ended that the queue is empty, with a
    message of what came of it all; kept gives each that was kept.
    """

    began = Signal(str)
    stepped = Signal(int, int)
    kept = Signal(object)
    ended = Signal(object)

    def __init__(self, tasks: Tasks, keeper: Keeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._keeper = tasks, keeper
        self._queue: list[Wish] = []
        self._now: Wish | None = None
        self._task: Task | None = None
        self._kept: list[Kept] = []
        self._refused: list[AppError] = []
        self._is_stopped = False

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way."""
        return self._now is not None

    def add(self, wishes: Sequence[Wish]) -> None:
        """Bring these after what is on its way already."""
        self._queue += wishes
        if not self.is_busy:
            self._kept, self._refused, self._is_stopped = [], [], False
            self._next()

    def stop(self) -> None:
        """Stop what is on its way and forget what waits; what was kept stays."""
        self._queue.clear()
        self._is_stopped = self.is_busy
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        if not self._queue:
            self._now = None
            self.ended.emit(_told(self._kept, self._refused, self._is_stopped))
            return
        self._now = wish = self._queue.pop(0)
        self.began.emit(wish.brought.name)
        self._tasks.beside(
            partial(_take, self._keeper, wish),
            then=self._keep,
            refused=self._refuse,
            watch=self._watch,
        )

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.stepped)
        task.cancelled.connect(self._next)
        task.crashed.connect(self._next)
        task.ended.connect(self._forget_task)

    def _forget_task(self) -> None:
        self._task = None

    def _keep(self, taken: Taken) -> None:
        if self._now is not None:
            self._tasks.command(
                partial(_keep, self._keeper, self._now, taken),
                then=self._done,
                refused=self._refuse,
            )

    def _done(self, kept: Kept) -> None:
        self._kept.append(kept)
        self.kept.emit(kept)
        self._next()

    def _refuse(self, error: AppError) -> None:
        self._refused.append(error)
        self._next()


def brought_by(data: QMimeData | None, name: str) -> tuple[list[Brought], QImage | None]:
    """The files in what is dropped or pasted, or the picture under that name.

    Raises NothingToPasteError.
    """
    if data is None:  # nobody ever put anything into the clipboard
        raise NothingToPasteError
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return [Brought.file(path) for path in files], None
    picture = data.imageData() if data.hasImage() else None
    if isinstance(picture, QImage) and not picture.isNull():
        return [Brought(name)], picture
    raise NothingToPasteError


def _take(keeper: Keeper, wish: Wish, progress: Progress) -> Taken:
    brought = wish.brought
    if wish.picture is not None:
        brought = replace(brought, untrusted_content=_as_png(wish.picture))
    return keeper.take(brought, progress)


def _as_png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload] # PySide's stubs ask for bytes here
    return bytes(buffer.data().data())


def _keep(keeper: Keeper, wish: Wish, taken: Taken, _: Progress) -> tuple[Kept, Changes]:
    return keeper.keep(wish, taken)


def _told(kept: list[Kept], refused: list[AppError], is_stopped: bool) -> Message | None:
    """What came of it all, in one message."""
    if len(refused) == 1 and not kept:
        return message_for(refused[0])
    if refused:
        faults = "\n".join(message_for(error).what for error in refused)
        return Message(
            f"附上了 {len(kept)} 个，另外 {len(refused)} 个没有附上：",
            faults,
            "没有附上的，保险库里什么也没有写；看清楚原因以后可以再附一次。",
        )
    if is_stopped:
        what = f"已停止。附上了 {len(kept)} 个，其余的没有附。"
        return Message(what, "没有存进残缺的内容。", tone=Tone.NOTE)
    elsewhere = [
        f"“{one.attachment.title}”也在谈话 {'、'.join(one.also_in)}" for one in kept if one.also_in
    ]
    if elsewhere:
        what = f"附上了 {len(kept)} 个。同样的文件别处也有：{'；'.join(elsewhere)}。"
        return Message(what, remedy="如果附错了谈话，可以在这里移除。", tone=Tone.NOTE)
    return None

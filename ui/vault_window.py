"""A window over a vault: a door while it is closed, the workspace while it is open; no feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.unexpected_end import UnexpectedEnd
from app.domain.vault_errors import VaultLockedError
from ui.actions import bind
from ui.crash import REOPEN_ACT, REOPEN_WORDS, RETURNED, ended_message
from ui.guarding import Guarding
from ui.help_key import HelpKey
from ui.lock import IdleLock
from ui.look import LookControl
from ui.page import Destination
from ui.place_keeper import PlaceKeeper
from ui.status import StatusLine
from ui.tasks import Task, Tasks
from ui.unlock.entrance import OpenVault
from ui.unlock.plain_door import PlainDoor
from ui.widgets.message import Message
from ui.widgets.message_bar import Way
from ui.widgets.reading_order import follow_reading

if TYPE_CHECKING:
    from app.services.settings import OfficeFacts
    from ui.workspace import Workspace

_STILL_HERE = Message(
    "有一段文字还没有存进保险库，所以窗口没有关。",
    "这段文字还留着，保险库已锁定。",
    "请解锁，回到那一页，按 Ctrl+S 再存一次。",
)
FIRST_SIZE = (1366, 720)
Holding = tuple[Path, str]  # whose place it is: a vault, and who opened it


@dataclass(frozen=True, slots=True)
class Reopening:
    """The program is to be opened anew; program is another file of it, such as a newer version."""

    program: Path | None = None


Opened = TypeVar("Opened", bound=OpenVault)


class VaultWindow(QMainWindow, Generic[Opened]):
    """Opens, locks and closes a vault, and shows what belongs to each state.

    shown is told once, after the first page has been painted; the title never holds a name.
    held_open tells whether something is unlocked. reopening says, once the window is closed, that
    the program is to be opened anew.
    """

    shown = Signal()
    held_open = Signal(bool)

    def __init__(self, title: str, door: PlainDoor, tasks: Tasks, look: LookControl) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.resize(*FIRST_SIZE)
        self._tasks, self._look = tasks, look
        self._application: Opened | None = None
        self.workspace: Workspace | None = None
        self._places: dict[Holding, Any] = {}
        self._is_locking = self._is_closing = self._is_shown = self._is_lock_due = False
        self.reopening: Reopening | None = None
        self._ended: UnexpectedEnd | None = None
        self.keeper = PlaceKeeper(tasks, self)
        self.keeper.returned.connect(self._say_returned)
        self.door = door
        self.door.opened.connect(self._open)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.door)
        self.setCentralWidget(self._stack)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.idle = IdleLock(self)
        self.idle.due.connect(self._lock_by_itself)
        self.idle.left.connect(self._show_left)
        self.door.made_vault.connect(self.idle.start)
        self.guarding = Guarding(self)
        self.guarding.left.connect(self.leave)
        self._help_key = HelpKey(self, self._help_topic)
        tasks.changed.connect(self._hear_changes)
        tasks.refused.connect(self._hear_refusal)
        self._bind_keys()

    @property
    def application(self) -> Opened | None:
        """What was unlocked, while it is."""
        return self._application

    def start_watching(self, application: QApplication) -> None:
        """Hear every key and click, for the idle lock."""
        application.installEventFilter(self.idle)

    # ── open, lock, close ────────────────────────────────────────────────────────────────────────

    def lock(self) -> None:
        """Close the vault without asking; what was typed is saved first, or kept for afterwards."""
        if self._application is None or self.workspace is None or self._is_locking:
            return
        self._is_locking, self._is_lock_due = True, False
        self.workspace.note_whereabouts()
        self.keeper.leave(is_goodbye=self._is_closing and self.reopening is None)
        self.idle.stop()
        self.guarding.lock()
        self.workspace.stop_work()
        self.workspace.save_now()
        self.door.show_locked(self._application.folder)
        self._stack.setCurrentWidget(self.door)
        # the vault lane keeps its order: whatever was sent to be saved is saved before this
        closing = partial(_lock, self._application)
        locked = self._locked
        self._tasks.query(closing, then=locked, refused=locked, watch=self._watch_locking)

    def leave(self) -> None:
        """The machine is being left: lock, and stop an unlocking that runs."""
        self.door.cancel()
        self.door.go_in()  # a vault that was made a moment ago is open, too
        self.lock()
        if not self._is_locking:
            self.guarding.done()

    def reopen(self, program: object = None) -> None:
        """Lock, close, and have the program opened anew in the same place; a path is another file
        of the program.
        """
        self.reopening = Reopening(program if isinstance(program, Path) else None)
        self.close()

    def way_for(self, act: str) -> Way | None:
        """The button by which the closed door helps with what a message tells."""
        return Way(REOPEN_WORDS, self.reopen) if act == REOPEN_ACT else None

    def tell_of_end(self, ended: UnexpectedEnd) -> None:
        """Say that the run before did not take its leave, and lead back to where it was."""
        self._ended = ended
        self.door.tell(ended_message(ended))

    def _lock_by_itself(self) -> None:
        # work that closes the vault is not stopped for it; if it ends otherwise, it is locked then
        self._is_lock_due = self.workspace is not None and self.workspace.is_held
        if not self._is_lock_due:
            self.leave()

    def _lock_if_due(self) -> None:
        if self._is_lock_due:
            self.lock()

    def _lock_saying(self, message: Message) -> None:
        self.lock()
        self.door.tell(message)

    def furnished(self, opened: Opened) -> Workspace:
        """The pages over what was unlocked; each window says which they are."""
        raise TypeError("a window of a kind of its own is needed")

    def _open(self, application: Opened) -> None:
        self._application = application
        self.workspace = self.furnished(application)
        self.workspace.lock_asked.connect(self.lock)
        self.workspace.closed.connect(self._lock_saying)
        self.workspace.released.connect(self._lock_if_due)
        self.workspace.reopen_asked.connect(self.reopen)
        self.workspace.saved.connect(self._note_saved)
        self._stack.addWidget(self.workspace)
        self._stack.setCurrentWidget(self.workspace)
        self._tasks.query(self._read_office, then=self._show_office)
        self.workspace.navigation.setFocus()
        self.held_open.emit(True)
        self.keeper.follow(application.last_place, self.workspace)
        place = self._places.pop(_holding(application), None)
        if place is None:
            self.workspace.go(self.workspace.first)
            self.keeper.go_back(is_any_age=self._ended is not None)
        else:
            self.workspace.return_to(place)
        if application.noticed:
            self.tell(_sentence(application.noticed))

    def _watch_locking(self, task: Task) -> None:
        task.crashed.connect(self._locked)

    def _locked(self, _: object) -> None:
        workspace, self.workspace = self.workspace, None
        application, self._application = self._application, None
        self._is_locking = False
        if workspace is not None and application is not None:
            # somebody else who unlocks begins anew; who was here finds all as it was
            self._places[_holding(application)] = workspace.place()
            if self._is_closing and workspace.has_unsaved():
                self._is_closing, self.reopening = False, None
                self.door.tell(_STILL_HERE)
            self._stack.removeWidget(workspace)
            workspace.deleteLater()
        self.status.locked()
        self.guarding.done()
        self.held_open.emit(False)
        if self._is_closing:
            self.close()

    def focusNextPrevChild(self, forward: bool) -> bool:
        follow_reading(self)
        return super().focusNextPrevChild(forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_shown:
            self._is_shown = True
            QTimer.singleShot(0, self.shown.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._application is None and not self._is_locking:
            self.guarding.lock()  # a desktop may keep the clipboard of a program that ends
            if pending := self.door.pending():
                self._tasks.query(partial(_lock, pending), then=self._locked)
            self._tasks.finish()
            event.accept()
            return
        event.ignore()
        self._is_closing = True
        self.lock()

    # ── what is heard ────────────────────────────────────────────────────────────────────────────

    def save_now(self) -> None:
        """Send what was typed to the vault; also the first thing done when the program fails."""
        if self.workspace is not None:
            self.workspace.save_now()

    def tell(self, message: Message) -> None:
        """Show a message where the user is looking."""
        if self.workspace is not None and not self._is_locking:
            self.workspace.show_message(message)
        else:
            self.door.tell(message)

    def _say_returned(self) -> None:
        if self._ended is not None and self.workspace is not None:
            self.workspace.show_message(RETURNED)

    def untell(self, message: Message) -> None:
        """Take the message away wherever it still stands: what it says is over."""
        self.door.untell(message)
        if self.workspace is not None:
            self.workspace.take_back(message)

    def _hear_changes(self, changes: Changes) -> None:
        self._note_saved()
        if changes & Changes.SETTINGS and self._application is not None:
            self._tasks.query(self._read_office, then=self._show_office)

    def _note_saved(self) -> None:
        if self.workspace is not None and not self.workspace.has_unsaved():
            self.status.saved(datetime.now().astimezone())

    def _hear_refusal(self, error: AppError) -> None:
        if isinstance(error, VaultLockedError):
            return  # a list that was still being read when it locked; the door says that it did
        self.tell(_sentence(error))
        if self.workspace is not None and self.workspace.has_unsaved():
            self.status.not_saved()

    def _read_office(self, _: Progress) -> OfficeFacts | None:
        application = self._application
        return application.settings.office() if application and not self._is_locking else None

    def _show_office(self, facts: OfficeFacts | None) -> None:
        if facts is not None and self._application is not None:
            self.status.opened(facts.name)
            self.idle.start(facts.idle_minutes)
            self._show_left(self.idle.seconds_left())

    def _show_left(self, seconds: int) -> None:
        self.status.show_left(seconds, self.idle.minutes())

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────

    def _bind_keys(self) -> None:
        bind(self, "window.lock", self.lock)
        bind(self, "window.save", self.save_now)
        bind(self, "window.larger", partial(self._zoom, 1, self._look.larger))
        bind(self, "window.smaller", partial(self._zoom, -1, self._look.smaller))
        bind(self, "window.normal", partial(self._zoom, 0, self._look.normal))
        bind(self, "window.help", self._help)
        bind(self, "window.back", self._go_back)
        bind(self, "window.find", self._with_workspace(methodcaller("look_everywhere")))
        bind(self, "window.narrow", self._with_workspace(methodcaller("narrow")))
        bind(self, "window.new", self._with_workspace(_new))
        for number in range(1, 10):
            go = partial(_go_to_number, number)
            bind(self, f"window.page{number}", self._with_workspace(go))

    def _zoom(self, by: int, otherwise: Callable[[], None]) -> None:
        if self.workspace is None or self._is_locking or not self.workspace.zoom(by):
            otherwise()

    def _help(self) -> None:
        if self.workspace is None or self._is_locking or self.workspace.is_held:
            self._help_key.show_over(self)
        else:
            self.workspace.go(Destination("help", self.workspace.help_topic()))

    def _help_topic(self) -> str:
        return self.workspace.help_topic() if self.workspace else self.door.help_topic()

    def _go_back(self) -> None:
        if self.workspace is None:
            self.door.step_back()
        elif not self._is_locking:
            self.workspace.go_back()

    def _with_workspace(self, act: Callable[[Workspace], object]) -> Callable[[], None]:
        def do() -> None:
            if self.workspace is not None and not self._is_locking:
                act(self.workspace)

        return do


def _lock(application: OpenVault, _: Progress) -> None:
    application.lock()


def _holding(application: OpenVault) -> Holding:
    return application.folder, application.session.holder.slot_id


def _go_to_number(number: int, workspace: Workspace) -> None:
    workspace.go_to_number(number)


def _sentence(error: AppError) -> Message:
    # to start faster: the sentences name half the domain
    from ui.messages import message_for

    return message_for(error)


def _new(workspace: Workspace) -> None:
    if workspace.current is not None:
        workspace.current.begin_new()

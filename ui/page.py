"""What every page can do, and how it asks the window for what is not its own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from ui.tasks import Tasks
from ui.theme import px
from ui.widgets.message import Message

INPUT_ACT = "input"  # the window leads to the page on input methods
ATTACHMENTS = "attachments"  # the place in a talk where its attachments are


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to go: a page by its key, and what to show there by id; act says more, such as new.

    place names where within it, such as an answer of a talk.
    """

    page: str
    subject: str = ""
    act: str = ""
    place: str = ""


class Page(QWidget):
    """A page of the window. It reads when it is shown and again when what it shows has changed.

    told asks the window to show a message (None takes it away), go asks for another page,
    titled gives the heading, saved says that everything typed here is in the vault, closed that
    the vault was closed by the page's own work: the door is to say the message that comes with it.
    held says that such work has begun, or ended without closing it: nothing else may happen then.
    reopen asks that the vault be locked and the program opened anew, in the same place: with the
    path of the program to be started, or None for this one.
    """

    told = Signal(object)
    go = Signal(object)
    titled = Signal(str)
    saved = Signal()
    closed = Signal(object)
    held = Signal(bool)
    reopen = Signal(object)

    help_topic = "index"
    watches = Changes.NONE

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.tasks = tasks
        self.is_stale = True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(2))
        tasks.changed.connect(self._hear)

    # ── what a page may offer ────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read again what is shown."""

    def arrive(self, destination: Destination) -> None:
        """Show what the destination names; called each time somebody goes here."""

    def save_now(self) -> None:
        """Send everything typed to the vault lane, at once and without asking."""

    def stop_work(self) -> None:
        """Stop long work that runs, at once: the vault is about to be locked."""

    def has_unsaved(self) -> bool:
        """Whether something typed is not known to be in the vault."""
        return False

    def place(self) -> object:
        """Where the user is on this page, with any text not saved; kept over a lock."""
        return None

    def return_to(self, place: object) -> None:
        """Be where place() was."""

    def seek(self) -> None:
        """Put the cursor where the page's own list is narrowed (F3)."""

    def begin_new(self) -> None:
        """Begin what this page makes (Ctrl+N)."""

    def zoom(self, _by: int) -> bool:
        """Make the words of this page alone larger (1), smaller (-1) or as usual (0).

        False when there is nothing of the kind, so that the type of all pages is meant.
        """
        return False

    def step_back(self) -> bool:
        """Leave what is open inside the page (Esc); False when there is nothing to leave."""
        return False

    def hasHeightForWidth(self) -> bool:
        """Never: wrapped words, reckoned at the narrowest, would push the foot off the screen."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Never more than a small screen has: words shown for a moment must not grow the window."""
        return super().minimumSizeHint().boundedTo(QSize(px(138), px(72)))

    # ── what pages use ───────────────────────────────────────────────────────────────────────────

    def refresh_if_stale(self) -> None:
        """Read if something changed while the page was hidden; called when it is shown."""
        if self.is_stale:
            self.is_stale = False
            self.refresh()

    def tell_error(self, error: AppError) -> None:
        """Show the error's sentence in the window's message bar."""
        # to start faster: the sentences name half the domain
        from ui.messages import message_for

        self.told.emit(message_for(error))

    def tell(self, message: Message | None) -> None:
        """Show a message in the window's message bar, or take it away."""
        self.told.emit(message)

    def _hear(self, changes: Changes) -> None:
        if changes & self.watches:
            if self.isVisible():
                self.refresh()
            else:
                self.is_stale = True

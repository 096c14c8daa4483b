"""What is seen while the vault is open: navigation, heading, message, and the page in work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.vault_errors import RoleRefusedError
from ui import icons
from ui.actions import with_key
from ui.crash import REOPEN_ACT, REOPEN_WORDS
from ui.later import Later
from ui.messages import BACKUPS_ACT, SIGNERS_ACT, message_for
from ui.page import INPUT_ACT, Destination, Page
from ui.page_entry import Around, PageEntry
from ui.theme import characters, px, row_height
from ui.whereabouts import WayBack, Whereabouts, noted
from ui.widgets.buttons import button
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.words import label
from ui.work_place import WorkPlace

_MOST_NUMBERS = 9  # there are no more keys with a number; help, the last page, has F1


class Navigation(QListWidget):
    """The pages one can go to, by mouse, arrows or Alt and a number."""

    went = Signal(str)

    def __init__(self, entries: Sequence[PageEntry[Any]]) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName("页面")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._entries = tuple(entries)
        for number, entry in enumerate(entries, 1):
            item = QListWidgetItem(entry.title)
            key = f"（Alt+{number}）" if number <= _MOST_NUMBERS else ""
            item.setToolTip(entry.title + key)
            self.addItem(item)
        # When the keys come to a list without a current row, Qt (6.8) makes its first one current,
        # but for a list that was told to have none. A page without a row here, 查找, would be left
        # for the first page; or that one would show through it, when the keys come here off a page
        # that is just being hidden.
        self.setCurrentIndex(QModelIndex())
        self.measure()
        self.currentRowChanged.connect(self._tell)
        self.itemSelectionChanged.connect(self._go_to_chosen)

    def measure(self) -> None:
        """Fit rows and pictures to the size of the type."""
        side = round(QFontMetrics(self.font()).ascent() * 1.0)
        self.setIconSize(QSize(side, side))
        for number, entry in enumerate(self._entries):
            self.item(number).setIcon(icons.icon(entry.icon, self.palette(), side))
            # a style sheet's padding does not change row heights once the view has cached them
            self.item(number).setSizeHint(QSize(0, round(row_height(self) * 1.05)))
        self.setFixedWidth(characters(self, 6.4) + px(3))

    def show_key(self, key: str) -> None:
        """Mark the page in work without going there."""
        keys = [entry.key for entry in self._entries]
        self.blockSignals(True)
        self.setCurrentRow(keys.index(key) if key in keys else -1)
        self.blockSignals(False)

    def _go_to_chosen(self) -> None:
        """A screen reader chooses a line without going to it; whoever chooses a page wants it."""
        for item in self.selectedItems():
            self.setCurrentItem(item)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.went.emit(self._entries[row].key)


class Workspace(QWidget):
    """Makes each page when somebody first goes there, and keeps where the user is."""

    lock_asked = Signal()
    saved = Signal()
    closed = Signal(object)
    released = Signal()
    reopen_asked = Signal(object)

    is_held = False
    _whereabouts = Whereabouts()

    def __init__(self, given: Around, entries: Sequence[PageEntry[Around]]) -> None:
        super().__init__()
        self._given: Any = given
        self._role = given.role
        self._entries = {entry.key: entry for entry in entries if entry.is_for(given.role)}
        self._pages: dict[str, Page] = {}
        self._spots: dict[str, object] = {}  # where the user was on pages that are still to be made
        self._later = Later((), self)
        self._trail: list[Destination] = []
        self.navigation = Navigation([e for e in self._entries.values() if not e.belongs_to])
        self.navigation.went.connect(self._go_to_key)
        self.heading = label("", "title", wrap=False)
        self.lock_button = button(with_key("锁定", "window.lock"), "lock", name="锁定保险库")
        self.lock_button.clicked.connect(self.lock_asked)
        self.find_button = button(with_key("查找", "window.find"), "search", name="查找全部资料")
        self.find_button.clicked.connect(self.look_everywhere)
        self.message = MessageBar()
        self.stack = QStackedWidget()
        self._lay_out()
        # only now: shown before it stands in the page it would be a window of its own
        self.find_button.setVisible(self.has_page("search"))
        given.look.changed.connect(self._measure)
        self.upkeep = given.upkeep
        self._look_after()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.find_button)
        head.addWidget(self.lock_button)
        right = QVBoxLayout()
        right.setContentsMargins(px(2), px(1.5), px(2), px(1.5))
        right.setSpacing(px(1.5))
        right.addLayout(head)
        right.addWidget(self.message)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)

    def _look_after(self) -> None:
        self.upkeep.setParent(self)
        self.upkeep.told.connect(self.show_message)
        self.upkeep.room_given.connect(self.save_now)
        self.upkeep.begin()

    @property
    def current(self) -> Page | None:
        """The page in work."""
        page = self.stack.currentWidget()
        return page if isinstance(page, Page) else None

    def pages(self) -> tuple[Page, ...]:
        """Every page made so far."""
        return tuple(self._pages.values())

    @property
    def first(self) -> Destination:
        """Where one begins: the first page of those that are shown to this key holder."""
        return Destination(next(iter(self._entries)))

    def has_page(self, key: str) -> bool:
        """Whether the page is shown to this key holder."""
        return key in self._entries

    def go(self, destination: Destination) -> None:
        """Show a page, and on it what the destination names; one that is not theirs, the first."""
        if self.is_held:
            self.navigation.show_key(self._shown_key())
            return
        if not self.has_page(destination.page):
            self._refuse_page(destination)
            return
        before, page = self.current, self._page(destination.page)
        if before is not None and before is not page:
            before.save_now()
            self.message.clear()
        self._trail.append(destination)
        entry = self._entries[destination.page]
        self.navigation.show_key(self._shown_key())
        self.heading.setText(entry.title)
        self.stack.setCurrentWidget(page)
        page.arrive(destination)
        page.refresh_if_stale()

    def go_back(self) -> None:
        """Leave what is open in the page, else show the page before this one."""
        if self.current is not None and self.current.step_back():
            return
        here = self._trail[-1].page if self._trail else ""
        while self._trail and self._trail[-1].page == here:
            self._trail.pop()
        if self._trail:
            self.go(self._trail.pop())
        elif here:
            self.go(self.first)

    def zoom(self, by: int) -> bool:
        """Make the words of the page in work larger or smaller, if it has words of its own."""
        return self.current is not None and self.current.zoom(by)

    def look_everywhere(self) -> None:
        """Look for something in everything the vault holds."""
        if self.has_page("search"):
            self.go(Destination("search"))

    def narrow(self) -> None:
        """Put the cursor where the list of the page is narrowed."""
        if self.current is not None:
            self.current.seek()

    def go_to_number(self, number: int) -> None:
        """Show the page at that place of the navigation, counted from one."""
        self.navigation.setCurrentRow(number - 1)

    def show_message(self, message: Message | None, *ways: Way) -> None:
        """Show the message in the page, or take it away."""
        if message is None:
            self.message.clear()
        else:
            self.message.show_message(message, *ways)

    def take_back(self, message: Message) -> None:
        """Take the message away if it is still the one that stands here."""
        self.message.take_back(message)

    def way_for(self, act: str) -> Way | None:
        """What the window can do about a message that names this act; its bar offers it."""
        if act == BACKUPS_ACT and self.has_page("backups"):
            return Way("看有哪些备份…", partial(self.go, Destination("backups")))
        if act == SIGNERS_ACT and self.has_page("signers"):
            return Way("去签名证书…", partial(self.go, Destination("signers")))
        if act == REOPEN_ACT:
            return Way(REOPEN_WORDS, partial(self.reopen_asked.emit, None))
        if act == INPUT_ACT and self.has_page("input"):
            return Way("输入法自检…", partial(self.go, Destination("input")))
        return self.upkeep.way_for(act)

    def save_now(self) -> None:
        """Have every page send what was typed to the vault lane."""
        for page in self.pages():
            page.save_now()

    def stop_work(self) -> None:
        """Have everything stop its long work, so that locking need not wait for it."""
        self._later.stop()
        self.upkeep.stop()
        for page in self.pages():
            page.stop_work()

    def has_unsaved(self) -> bool:
        """Whether any page holds text that is not known to be in the vault."""
        return any(page.has_unsaved() for page in self.pages())

    def note_whereabouts(self) -> None:
        """Note which field has the keys and how far lists are scrolled, while they are in sight."""
        if self.current is not None:
            self._whereabouts = noted(self.current)

    def is_untouched(self) -> bool:
        """Whether nobody has gone anywhere yet from where one begins."""
        return all(step.page == self.first.page for step in self._trail)

    def place(self) -> WorkPlace:
        """Where the user is, page by page."""
        here = self._trail[-1] if self._trail else self.first
        made = {key: page.place() for key, page in self._pages.items()}
        unsaved = frozenset(key for key, page in self._pages.items() if page.has_unsaved())
        return WorkPlace(here, self._spots | made, self._whereabouts, unsaved)

    def return_to(self, place: WorkPlace, *, is_whole: bool = False) -> None:
        """Be where place() was.

        The page in work comes first, and with it what was typed and is not in the vault; then one
        page after the other. If it is whole, all come back now.
        """
        for key, spot in place.pages.items():
            # somebody else may have unlocked, to whom not every page is shown
            if spot is None or not self.has_page(key):
                continue
            if is_whole or key in place.unsaved or key in self._pages:
                self._page(key).return_to(spot)
            else:
                self._spots[key] = spot
        # a page that came back by itself must not be sent to where it was first gone to
        came_back = place.pages.get(place.here.page) is not None
        self.go(Destination(place.here.page, "" if came_back else place.here.subject))
        if self.current is not None:
            WayBack(self.current, place.whereabouts)
        self._later = Later([partial(self._make_behind, key) for key in self._spots], self)

    def help_topic(self) -> str:
        """What F1 is about on this page."""
        return self.current.help_topic if self.current else "index"

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._made(key)
            self.stack.addWidget(page)
            if key in self._spots:
                page.return_to(self._spots.pop(key))
        return self._pages[key]

    def _make_behind(self, key: str) -> None:
        """Make a page that nobody has gone to yet; outside the window it cannot take the keys."""
        if key in self._spots:
            page = self._made(key)
            try:
                page.return_to(self._spots.pop(key))
            finally:
                self.stack.addWidget(page)

    def _made(self, key: str) -> Page:
        page = self._pages[key] = self._entries[key].make(self._given)
        page.told.connect(self.show_message)
        page.go.connect(self.go)
        page.titled.connect(self._set_heading)
        page.saved.connect(self.saved)
        page.closed.connect(self.closed)
        page.held.connect(self._hold)
        page.reopen.connect(self.reopen_asked)
        return page

    def _shown_key(self) -> str:
        entry = self._entries[self._trail[-1].page]
        return entry.belongs_to or entry.key

    def _hold(self, is_held: bool) -> None:
        """Keep to this page while its work is about to close the vault: all else would be lost."""
        self.is_held = is_held
        self.navigation.setEnabled(not is_held)
        if is_held:
            self.upkeep.stop()
        else:
            self.upkeep.begin()
            self.released.emit()

    def _refuse_page(self, destination: Destination) -> None:
        """Say that the page is not theirs; with nothing in sight yet, show the first that is."""
        if self.current is None:
            self.go(self.first)
        else:
            self.show_message(message_for(RoleRefusedError(self._role.value, destination.page)))

    def _go_to_key(self, key: str) -> None:
        self.go(Destination(key))

    def _set_heading(self, text: str) -> None:
        if self.sender() is self.current:
            self.heading.setText(text)

    def _measure(self) -> None:
        self.navigation.measure()

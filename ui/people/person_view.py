"""One person: who it is and what can be done in a card above, the archive in tabs below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.archives import ArchiveView
from app.domain.people import PersonCard
from app.domain.recusal import RecusalRow
from app.services.facts import KnownFacts
from ui.people.archive_tabs import OPEN_WORDS, ArchiveTabs
from ui.people.basics import Basics
from ui.theme import px
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card, Place, column
from ui.widgets.words import label


@dataclass(frozen=True, slots=True)
class WholePerson:
    """A person's card, and the archive when it was taken out, read together."""

    card: PersonCard
    known: KnownFacts
    recused: tuple[RecusalRow, ...] = ()
    archive: ArchiveView | None = None


class PersonView(QWidget):
    """Shows a person; tells what the user wants to do."""

    edit_asked = Signal(object)
    post_asked = Signal(object)
    post_edit_asked = Signal(object)
    post_end_asked = Signal(object)
    talk_new_asked = Signal(str)
    open_asked = Signal(object)
    archive_asked = Signal(str)
    facts_asked = Signal(object)
    figures_asked = Signal(object)
    recusal_asked = Signal(object)
    recusal_released = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.card: PersonCard | None = None
        self._head = Place()
        self.tabs = ArchiveTabs()
        self.tabs.open_asked.connect(self._ask_open)
        self._whole = QWidget()
        lines = column(Card().add(self._head), self.tabs)
        lines.setStretch(1, 1)
        self._whole.setLayout(lines)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1))
        box.addWidget(self._whole)
        self._whole.hide()

    def show_whole(self, whole: WholePerson, today: date) -> None:
        """Show this person."""
        self.card = whole.card
        self._head.put(self._made_head(whole))
        self.tabs.basics.put(self._made_basics(whole))
        if whole.archive is None:
            self.tabs.shut()
        else:
            self.tabs.show_view(whole.archive, today)
        self._whole.show()

    def clear(self) -> None:
        """Show nobody."""
        self.card = None
        self._head.clear()
        self.tabs.basics.clear()
        self.tabs.shut()
        self._whole.hide()

    def _made_head(self, whole: WholePerson) -> QWidget:
        head = QWidget()
        box = column(
            label(whole.card.person.name, "title"),
            label(_post_line(whole.card)),
            self._buttons(whole),
            gap=0.5,
        )
        head.setLayout(box)
        return head

    def _buttons(self, whole: WholePerson) -> QWidget:
        person = whole.card.person
        talk = button("安排谈话", "calendar-plus")
        talk.clicked.connect(lambda: self.talk_new_asked.emit(person.id))
        if whole.archive is None:
            way = button(OPEN_WORDS, "folder-open", "primary")
            way.clicked.connect(self._ask_open)
        else:
            way = button("打印档案…", "printer", name="打印这个人的廉政谈话档案")
            way.clicked.connect(lambda: self.archive_asked.emit(person.id))
        return flow(way, talk)

    def _made_basics(self, whole: WholePerson) -> Basics:
        basics = Basics(whole.card)
        basics.edit_asked.connect(self.edit_asked)
        basics.post_asked.connect(self.post_asked)
        basics.post_edit_asked.connect(self.post_edit_asked)
        basics.post_end_asked.connect(self.post_end_asked)
        basics.facts_asked.connect(self.facts_asked)
        basics.figures_asked.connect(self.figures_asked)
        basics.recusal_asked.connect(self.recusal_asked)
        basics.recusal_released.connect(self.recusal_released)
        if whole.archive is not None:
            basics.add_known(whole.known, whole.recused)
            basics.add_accesses(whole.archive)
        basics.finish()
        return basics

    def _ask_open(self) -> None:
        if self.card is not None:
            self.open_asked.emit(self.card.person)


def _post_line(card: PersonCard) -> str:
    """The posts held now, in one line."""
    held = (f"{v.unit_name}{v.post.title}" for v in card.posts if v.post.until is None)
    return "、".join(held) or "现无登记的任职"

"""Choosing people from the register by name, unit or initials, and guests by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.ids import PersonId
from app.domain.people import PersonRow
from app.domain.planning import Principal
from app.domain.progress import Progress
from app.domain.talk import Participant
from ui import theme
from ui.talks.desk import Desk
from ui.terms import UNIT_KIND
from ui.widgets.buttons import FlowLayout, button
from ui.widgets.fields import SearchEdit
from ui.widgets.surfaces import column
from ui.widgets.words import set_property

_MOST = 6
_PICK_ROLE = Qt.ItemDataRole.UserRole + 1
_KIND_OF = {word: kind for kind, word in UNIT_KIND.items()}


@dataclass(frozen=True, slots=True)
class Pick:
    """Somebody chosen: from the register, or a guest who has only a name."""

    name: str
    person_id: PersonId | None = None
    unit_name: str = ""
    title: str = ""

    def written(self) -> str:
        """Name and post on one line."""
        return "　".join(filter(None, (self.name, self.unit_name + self.title)))


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked for and found; leading are all heads of the kind of unit that was typed."""

    text: str
    rows: list[PersonRow]
    leading: tuple[Pick, ...] = ()


def pick_of(row: PersonRow | Participant) -> Pick:
    """A row of the register, or somebody already in a talk, as a choice."""
    person_id = row.id if isinstance(row, PersonRow) else row.person_id
    return Pick(row.name, person_id, row.unit_name, row.title)


class PeoplePicker(QWidget):
    """A search line, what it finds, and the chosen ones as buttons that take them out again.

    Without several a new choice takes the place of the old one; with guests a name that is not in
    the register can be taken as it is.
    """

    changed = Signal()

    def __init__(self, desk: Desk, name: str, several: bool, guests: bool) -> None:
        super().__init__()
        self._desk, self._several, self._guests = desk, several, guests
        self._picks: list[Pick] = []
        self.search = SearchEdit("输姓名、单位或拼音首字母来找")
        self.search.setAccessibleName(f"{name}：{self.search.placeholderText()}")
        self.found = QListWidget()
        self.found.setAccessibleName(f"找到的人（{name}）")
        self.found.setTabKeyNavigation(False)
        self.found.hide()
        self._chosen = QWidget()
        self._line = FlowLayout(self._chosen)
        policy = self._chosen.sizePolicy()
        policy.setHeightForWidth(True)
        self._chosen.setSizePolicy(policy)
        self._chosen.hide()
        self.setFocusProxy(self.search)
        self.setLayout(column(self._chosen, self.search, self.found, gap=0.5))
        self.search.searched.connect(self._look)
        self.search.installEventFilter(self)
        self.found.itemActivated.connect(self._take_item)
        self.found.itemClicked.connect(self._take_item)

    def picks(self) -> tuple[Pick, ...]:
        """The chosen ones in order."""
        return tuple(self._picks)

    def set_picks(self, picks: tuple[Pick, ...]) -> None:
        """Choose these instead."""
        self._picks = list(picks if self._several else picks[:1])
        self._show_chosen()

    def set_several(self, several: bool) -> None:
        """Allow more than one, or only the first from now on."""
        self._several = several
        self.set_picks(self.picks())

    def take(self, *picks: Pick) -> None:
        """Choose one more, or several, or another one."""
        for pick in picks:
            if pick.person_id is None or all(p.person_id != pick.person_id for p in self._picks):
                new = [p for p in self._picks if p != pick] if self._several else []
                self._picks = [*new, pick]
        self.search.clear()
        self._hide_found()
        self._show_chosen()
        self.changed.emit()

    def drop(self, pick: Pick) -> None:
        """Choose this one no more."""
        self._picks = [p for p in self._picks if p != pick]
        self._show_chosen()
        self.search.setFocus()
        self.changed.emit()

    def close_found(self) -> bool:
        """Close the list of what was found; whether it was open."""
        was_open = self.found.isVisible()
        self._hide_found()
        return was_open

    def show_fault(self, is_faulty: bool) -> None:
        """Mark the search line as the place of a fault, or not."""
        set_property(self.search, "fault", is_faulty)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.found.isVisible():
                self.found.setFocus()
                self.found.setCurrentRow(0)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.found.isVisible():
                self._take_item(self.found.item(max(self.found.currentRow(), 0)))
                return True
        return super().eventFilter(watched, event)

    # ── finding ──────────────────────────────────────────────────────────────────────────────────

    def _look(self, text: str) -> None:
        if text:
            self._desk.tasks.query(partial(self._page, text), then=self._show_found)
        else:
            self._hide_found()

    def _page(self, text: str, _: Progress) -> Found:
        people = self._desk.people
        kind = _KIND_OF.get(text) if self._several and not self._guests else None
        leading = tuple(map(_pick_of_principal, people.principals(kind))) if kind else ()
        return Found(text, people.page(text, limit=_MOST), leading)

    def _show_found(self, answer: Found) -> None:
        text, rows = answer.text, answer.rows
        if text != self.search.text().strip():
            return
        self.found.clear()
        if answer.leading:
            self._offer(f"全部{text}一把手（{len(answer.leading)} 位）", answer.leading)
        for row in rows:
            self._offer(pick_of(row).written(), pick_of(row))
        if self._guests:
            self._offer(f"“{text}”（不在档案里，只记姓名）", Pick(text))
        elif not rows and not answer.leading:
            self._offer(f"档案里没有“{text}”。请先在“人员档案”里登记。", None)
        height = theme.row_height(self.found)
        for number in range(self.found.count()):
            item = self.found.item(number)
            item.setSizeHint(QSize(0, height))
        self.found.setFixedHeight(height * self.found.count() + theme.px(0.5))
        self.found.show()
        self.found.setCurrentRow(0)

    def _offer(self, text: str, pick: Pick | tuple[Pick, ...] | None) -> None:
        item = QListWidgetItem(text)
        item.setData(_PICK_ROLE, pick)
        if pick is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.found.addItem(item)

    def _take_item(self, item: QListWidgetItem) -> None:
        pick = item.data(_PICK_ROLE)
        if isinstance(pick, tuple):
            self.take(*pick)
        elif isinstance(pick, Pick):
            self.take(pick)
        self.search.setFocus()

    def _hide_found(self) -> None:
        self.found.clear()
        self.found.hide()

    def _show_chosen(self) -> None:
        while self._line.count():
            item = self._line.takeAt(0)
            widget = item.widget() if item is not None else None
            if isinstance(widget, QWidget):
                widget.deleteLater()
        last: QWidget = self.found
        for pick in self._picks:
            # of many the names alone: with their posts they would fill the page
            shown = pick.name if len(self._picks) > _MOST else pick.written()
            out = button(f"{shown}　✕", kind="chip", name=f"去掉{pick.written()}")
            out.setToolTip(pick.written())
            out.clicked.connect(partial(self._drop_later, pick))
            self._line.addWidget(out)
            self.setTabOrder(last, out)
            last = out
        self._chosen.setVisible(bool(self._picks))
        is_searching = self._several or not self._picks
        self.search.setVisible(is_searching)
        # what cannot be seen cannot take the keys: Tab would stay before this picker for ever
        self.setFocusProxy(self.search if is_searching else last)

    def _drop_later(self, pick: Pick, _: bool = False) -> None:
        self.drop(pick)


def _pick_of_principal(one: Principal) -> Pick:
    return Pick(one.name, one.person_id, one.unit_name, one.title)

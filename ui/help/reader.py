"""The manual: topics on the left, one of them on the right, a field that looks through all."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePosixPath

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.manual import Topic
from app.domain.manual_search import Hit, hits
from app.services.manual import Manual
from ui.actions import bind, key_text
from ui.help.manual_text import ManualText, plain_text
from ui.theme import characters, row_height
from ui.widgets.buttons import button
from ui.widgets.fields import SearchEdit
from ui.widgets.surfaces import column, halves, row
from ui.widgets.words import label

_NAME = Qt.ItemDataRole.UserRole
_SHARES = (1, 4)
_STEPS_KEPT = 100
_Step = tuple[str, int]  # a topic, and how far it was scrolled


class ManualReader(QWidget):
    """Shows the manual by topics; shown tells the name of each that comes in sight."""

    shown = Signal(str)

    def __init__(self, manual: Manual) -> None:
        super().__init__()
        self._topics = {topic.name: topic for topic in manual.topics}
        self._back: list[_Step] = []
        self._forward: list[_Step] = []
        self._current = ""
        self._hits: tuple[Hit, ...] = ()
        self._at = -1
        self._is_fresh = False
        self.search = SearchEdit("查找全部说明")
        self.found = label("", "small", "quiet", wrap=False)
        self.topics = QListWidget()
        self.topics.setAccessibleName("帮助主题")
        self.topics.setMinimumWidth(characters(self, 10))
        self.text = ManualText()
        self._fill(manual)
        self._make_buttons()
        self._lay_out()
        self.search.searched.connect(self.look_for)
        self.search.returnPressed.connect(self._enter)
        self.topics.currentItemChanged.connect(self._choose)
        self.text.followed.connect(self._follow)
        self._bind_keys()
        self._show_hits()

    # ── where one is ─────────────────────────────────────────────────────────────────────────────

    @property
    def current(self) -> str:
        """The name of the topic in sight; empty before the first."""
        return self._current

    def show_topic(self, name: str) -> None:
        """Open a topic by its name; an unknown one opens the first."""
        known = name if name in self._topics else next(iter(self._topics))
        if known == self._current:
            self.text.verticalScrollBar().setValue(0)
            return
        self._note(self._back)
        self._forward.clear()
        self._turn_to(known)

    def go_back(self) -> None:
        """Show what was read before this, as far down as it was."""
        self._step(self._back, self._forward)

    def go_forward(self) -> None:
        """Show what going back has left."""
        self._step(self._forward, self._back)

    def seek(self) -> None:
        """Put the cursor where words are looked for."""
        self.search.setFocus()
        self.search.selectAll()

    # ── looking for words ────────────────────────────────────────────────────────────────────────

    def look_for(self, asked: str) -> None:
        """Mark the words wherever they stand in the manual, and show the first place."""
        self._hits = hits(self._plain, asked) if asked else ()
        self._is_fresh, self._at = True, -1
        self._count_in_list()
        here = next((n for n, hit in enumerate(self._hits) if hit.topic == self._current), 0)
        if self._hits:
            self._show_hit(here)
        else:
            self.text.mark(())
            self._show_hits()

    def next_hit(self, by: int = 1) -> None:
        """Show the next place, or the one before; after the last comes the first."""
        if self._hits:
            self._show_hit((self._at + by) % len(self._hits))

    def stop_looking(self) -> bool:
        """Take the words and marks away; False when there are none."""
        if not self.search.text():
            return False
        self.search.clear()
        self.look_for("")
        return True

    @cached_property
    def _plain(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, plain_text(topic.text)) for name, topic in self._topics.items())

    def _show_hit(self, number: int) -> None:
        hit = self._hits[number]
        self._at = number
        if hit.topic != self._current:
            self._note(self._back)
            self._forward.clear()
            self._turn_to(hit.topic)
        self._mark()
        self.text.go_to(hit)
        self._show_hits()

    def _mark(self) -> None:
        current = self._hits[self._at] if self._at >= 0 else None
        self.text.mark([hit for hit in self._hits if hit.topic == self._current], current)

    def _show_hits(self) -> None:
        asked, count = bool(self.search.text().strip()), len(self._hits)
        self.found.setText(f"第 {self._at + 1} 处，共 {count} 处" if count else "没有找到")
        self.found.setVisible(asked)
        for one in (self.next_button, self.previous_button):
            one.setEnabled(bool(count))

    def _count_in_list(self) -> None:
        """Say behind each topic how many places it has."""
        for item in self._items():
            topic = self._topics[str(item.data(_NAME))]
            count = sum(hit.topic == topic.name for hit in self._hits)
            item.setText(f"{topic.title}（{count}）" if count else topic.title)

    def _enter(self) -> None:
        if self._is_fresh:
            self._is_fresh = False
        else:
            self.next_hit()

    # ── making and moving ────────────────────────────────────────────────────────────────────────

    def _fill(self, manual: Manual) -> None:
        for title, topics in manual.parts:
            head = QListWidgetItem(title)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            strong = QFont(self.topics.font())
            strong.setWeight(QFont.Weight.Medium)
            head.setFont(strong)
            head.setSizeHint(QSize(0, row_height(self)))
            self.topics.addItem(head)
            for topic in topics:
                self.topics.addItem(self._item(topic))

    def _item(self, topic: Topic) -> QListWidgetItem:
        item = QListWidgetItem(topic.title)
        item.setData(_NAME, topic.name)
        item.setToolTip(topic.title)
        item.setSizeHint(QSize(0, row_height(self)))
        return item

    def _items(self) -> list[QListWidgetItem]:
        every = (self.topics.item(number) for number in range(self.topics.count()))
        return [item for item in every if item.data(_NAME)]

    def _make_buttons(self) -> None:
        self.back_button = button("后退", "arrow-left", name="回到前面看的")
        self.forward_button = button("前进", "arrow-right", name="再到后面看的")
        self.previous_button = button("上一处", "chevron-up")
        self.next_button = button("下一处", "chevron-down")
        self.back_button.clicked.connect(self.go_back)
        self.forward_button.clicked.connect(self.go_forward)
        self.previous_button.clicked.connect(lambda: self.next_hit(-1))
        self.next_button.clicked.connect(lambda: self.next_hit())
        for made, action in (
            (self.back_button, "help.back"),
            (self.forward_button, "help.forward"),
            (self.previous_button, "help.previous"),
            (self.next_button, "help.next"),
        ):
            made.setToolTip(key_text(action))

    def _lay_out(self) -> None:
        head = row(
            self.back_button,
            self.forward_button,
            self.search,
            self.found,
            self.previous_button,
            self.next_button,
        )
        head.setStretchFactor(self.search, 1)
        whole = column(head, halves(self.topics, self.text, _SHARES))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _bind_keys(self) -> None:
        bind(self, "help.back", self.go_back)
        bind(self, "help.forward", self.go_forward)
        bind(self, "help.next", self.next_hit)
        bind(self, "help.previous", lambda: self.next_hit(-1))

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME):
            self.show_topic(str(item.data(_NAME)))

    def _follow(self, link: str) -> None:
        self.show_topic(PurePosixPath(link).stem)

    def _step(self, back: list[_Step], forth: list[_Step]) -> None:
        if back:
            name, down = back.pop()
            self._note(forth)
            self._turn_to(name)
            self.text.verticalScrollBar().setValue(down)

    def _note(self, steps: list[_Step]) -> None:
        if self._current:
            steps.append((self._current, self.text.verticalScrollBar().value()))
            del steps[:-_STEPS_KEPT]

    def _turn_to(self, name: str) -> None:
        self._current = name
        self.text.show_topic(self._topics[name].text)
        self._mark()
        self.topics.blockSignals(True)
        for item in self._items():
            if item.data(_NAME) == name:
                self.topics.setCurrentItem(item)
        self.topics.blockSignals(False)
        self.back_button.setEnabled(bool(self._back))
        self.forward_button.setEnabled(bool(self._forward))
        self.shown.emit(name)

"""帮助: the manual that lies on this machine, and the table of keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QTextBrowser

from app.domain.manual import KEYS_TOPIC as KEYS_TOPIC
from ui import assets
from ui.help.keys import keys_table
from ui.help.manual_type import set_type
from ui.page import Destination, Page
from ui.tasks import Tasks
from ui.theme import characters, px, row_height
from ui.widgets.words import label

_ORDER = (
    "index",
    "unlock",
    "home",
    "people",
    "prompts",
    "talks",
    "checks",
    "collective",
    "figures",
    "prepare",
    "minutes",
    "verify",
    "handover",
    "settings",
    "kinds",
    "keys",
    "audit",
    "threats",
)
_TOPIC = Qt.ItemDataRole.UserRole


class HelpPage(Page):
    """Topics on the left, the topic on the right; F1 anywhere opens the topic of that page."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(tasks)
        self.topics = QListWidget()
        self.topics.setAccessibleName("帮助主题")
        self.text = QTextBrowser()
        self.text.setAccessibleName("帮助正文")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.text.document().setDocumentMargin(px(2))
        for path in topic_files():
            self._add(title_of(path), path.stem)
        self._add("快捷键", KEYS_TOPIC)
        self.topics.currentItemChanged.connect(self._show_current)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.topics)
        splitter.addWidget(self.text)
        splitter.setStretchFactor(1, 1)
        self.topics.setMinimumWidth(characters(self, 11))
        self.topics.setMaximumWidth(characters(self, 15))
        self.body.addWidget(splitter, 1)
        note = "这些说明就在本机，不需要网络。在任何页面按 F1，直接看那一页的说明。"
        self.body.addWidget(label(note, "small", "quiet"))

    def arrive(self, destination: Destination) -> None:
        self.show_topic(destination.subject or self._current() or "index")

    def show_topic(self, topic: str) -> None:
        """Open a topic by its name; an unknown one opens the first."""
        names = [self.topics.item(n).data(_TOPIC) for n in range(self.topics.count())]
        self.topics.setCurrentRow(names.index(topic) if topic in names else 0)

    def place(self) -> object:
        return self._current()

    def return_to(self, place: object) -> None:
        self.show_topic(str(place))

    def _current(self) -> str:
        item = self.topics.currentItem()
        return str(item.data(_TOPIC)) if self.topics.currentRow() >= 0 else ""

    def _add(self, title: str, topic: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_TOPIC, topic)
        item.setSizeHint(QSize(0, row_height(self)))
        self.topics.addItem(item)

    def _show_current(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        topic = str(item.data(_TOPIC))
        path = assets.resource("help", f"{topic}.md")
        self.text.setMarkdown(keys_table() if topic == KEYS_TOPIC else path.read_text("utf-8"))
        set_type(self.text.document(), self.text.font())

    def _follow(self, link: QUrl) -> None:
        self.show_topic(Path(link.path()).stem)


def topic_files() -> list[Path]:
    """The pages of the manual in the order of the work, others after them by name."""
    files = sorted(assets.resource("help").glob("*.md"))
    known = {topic: place for place, topic in enumerate(_ORDER)}
    return sorted(files, key=lambda path: known.get(path.stem, len(known)))


def title_of(path: Path) -> str:
    """The heading of a page of the manual."""
    first = path.read_text("utf-8").lstrip().split("\n", 1)[0]
    return first.lstrip("# ").strip()

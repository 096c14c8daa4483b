"""The tabs of one person: 概况 for everybody, the archive once a reason was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from app.domain.archive_leaves import Leaf
from app.domain.archive_timeline import ArchiveFinding, TimelineEntry
from app.domain.archives import ArchiveLeaf, ArchiveView
from app.domain.talk_list import TalkRow
from ui.page import Destination
from ui.people.archive_lists import FileList, FindingsOfPerson, LeafList, TalkList
from ui.people.timeline_view import TimelineView
from ui.theme import px
from ui.widgets.empty_state import EmptyState
from ui.widgets.surfaces import Place, column, scrolled

_SHUT = "档案要写明事由才能看。写过以后，到锁定为止一直开着；每次调阅都记入操作留痕。"
OPEN_WORDS = "调阅档案…"


class _Shut(QStackedWidget):
    """A tab that says what to do until the archive is taken out. asked: it is to be."""

    asked = Signal()

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.door = EmptyState("lock", _SHUT, OPEN_WORDS)
        self.door.pressed.connect(self.asked)
        framed = QWidget()
        framed.setLayout(column(inside, margin=1))
        self.addWidget(self.door)
        self.addWidget(framed)

    def show_open(self, is_open: bool) -> None:
        """Show what is inside, or the door."""
        self.setCurrentIndex(int(is_open))


@dataclass(frozen=True, slots=True)
class TabsPlace:
    """Which tab is in front."""

    tab: int = 0


class ArchiveTabs(QTabWidget):
    """open_asked: the archive is to be taken out; go leads elsewhere; leaf_opened and paper_opened
    give what is to be looked at here.
    """

    open_asked = Signal()
    go = Signal(object)
    leaf_opened = Signal(str)
    paper_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.basics = Place()
        self.timeline, self.talks = TimelineView(), TalkList()
        self.findings, self.leaves, self.files = FindingsOfPerson(), LeafList(), FileList()
        self.setAccessibleName("这个人的档案")
        self.tabBar().setAccessibleName("这个人的档案")
        self.setDocumentMode(True)
        holder = QWidget()
        holder.setLayout(column(self.basics, margin=1))
        self.addTab(scrolled(holder, "概况"), "概况")
        self._shut: list[_Shut] = []
        for title, part in (
            ("时间线", self.timeline),
            ("谈话", self.talks),
            ("问题与整改", self.findings),
            ("廉政档案", self.leaves),
            ("附件", self.files),
        ):
            shut = _Shut(part)
            shut.asked.connect(self.open_asked)
            self._shut.append(shut)
            self.addTab(shut, title)
        self.setMinimumHeight(px(24))
        self._connect()

    def _connect(self) -> None:
        self.timeline.opened.connect(self._open_entry)
        self.talks.opened.connect(self._open_talk)
        self.findings.opened.connect(self._open_finding)
        self.leaves.opened.connect(self._open_leaf)
        self.files.opened.connect(self.paper_opened)

    @property
    def is_open(self) -> bool:
        """Whether an archive is in sight."""
        return self._shut[0].currentIndex() == 1

    def show_view(self, view: ArchiveView, today: date) -> None:
        """Show this archive."""
        self.timeline.show_years(view.years)
        self.talks.show_talks(view.talks)
        self.findings.show_findings(view.findings, today)
        self.leaves.show_leaves(view.leaves, today)
        late = sum((one.leaf.days_left(today) or 0) < 0 for one in view.leaves)
        self._mark_leaves(late)
        self.files.show_papers(view.papers)
        self._show_open(True)

    def shut(self) -> None:
        """Show no archive; nothing of the one before stays in the widgets."""
        self._show_open(False)
        self._mark_leaves(0)
        self.timeline.show_years(())
        for one in (self.talks, self.findings, self.leaves, self.files):
            one.fill((), ())

    def turn_to_archive(self) -> None:
        """Bring the timeline to the front when the archive has just been taken out."""
        if self.currentIndex() == 0:
            self.setCurrentIndex(1)

    def turn_to_leaves(self) -> None:
        """Bring the leaves to the front."""
        self.setCurrentIndex(self._leaves_tab)

    @property
    def _leaves_tab(self) -> int:
        return self.count() - 2

    def _mark_leaves(self, late: int) -> None:
        """Say on the tab how many replies are overdue."""
        self.setTabText(self._leaves_tab, f"廉政档案 ⚠{late}" if late else "廉政档案")
        told = f"有 {late} 份建议书逾期没有答复" if late else ""
        self.setTabToolTip(self._leaves_tab, told)

    def place(self) -> TabsPlace:
        """Which tab is in front."""
        return TabsPlace(self.currentIndex())

    def return_to(self, place: TabsPlace) -> None:
        """Bring that tab to the front."""
        self.setCurrentIndex(place.tab)

    def _show_open(self, is_open: bool) -> None:
        for shut in self._shut:
            shut.show_open(is_open)

    # ── opening ──────────────────────────────────────────────────────────────────────────────────

    def _open_entry(self, entry: TimelineEntry) -> None:
        if isinstance(entry.what, TalkRow):
            self._open_talk(entry.what)
        elif isinstance(entry.what, ArchiveFinding):
            self._open_finding(entry.what)
        elif isinstance(entry.what, Leaf):
            self.leaf_opened.emit(entry.what.id)
        else:
            self.setCurrentIndex(0)

    def _open_talk(self, talk: TalkRow) -> None:
        self.go.emit(Destination("talks", talk.id))

    def _open_finding(self, one: ArchiveFinding) -> None:
        self.go.emit(Destination("findings", one.id))

    def _open_leaf(self, one: ArchiveLeaf) -> None:
        self.leaf_opened.emit(one.leaf.id)

"""查找: one box over talks, persons, findings and attachments; Enter opens the place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent

from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.search import FoundKind, Hit, SearchFilter, SearchMark, SearchPage
from ui.page import ATTACHMENTS, Destination, Page
from ui.search.desk import Choices, SearchDesk
from ui.search.filter_bar import FilterBar, FilterPlace
from ui.search.hit_table import HitTable, spoken
from ui.tasks import Task
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchEdit
from ui.widgets.paged_table import Column, PageAnswer, PagedModel, PageRequest, TablePlace
from ui.widgets.surfaces import row
from ui.widgets.words import label

_PAGE = 25  # a screen shows eight; more are read as one scrolls
_ASK = "输入要找的字词，例如姓名、单位、编号，或记录里说过的话。"
_NOTHING = "没有找到。可以少输几个字，或用空格把几个词分开。"
_NOTHING_NARROWED = "在这些筛选条件下没有找到。"


@dataclass(frozen=True, slots=True)
class FindPlace:
    """What was looked for, and where in the hits one was."""

    text: str
    filter: FilterPlace
    choices: Choices
    list: TablePlace


class FindPage(Page):
    """Looks while one types; a search that is overtaken by the next is stopped."""

    help_topic = "search"
    watches = (
        Changes.TALKS
        | Changes.PEOPLE
        | Changes.FINDINGS
        | Changes.ATTACHMENTS
        | (Changes.KINDS | Changes.PROMPTS)
    )

    def __init__(self, desk: SearchDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._task: Task | None = None
        self._next: SearchMark | None = None
        self._choices = Choices((), ())
        self._waiting = 0
        self.box = SearchEdit("在谈话、人员、问题和附件名里查找；姓名可输拼音首字母")
        self.box.setAccessibleName("查找")
        self.filters = FilterBar(desk)
        self.count = label("", tone="quiet", wrap=False)
        self.building = label("", tone="quiet", wrap=False)
        self.hold_button = button("先停下", "pause", "quiet")
        self.empty = EmptyState("search", _ASK)
        self.model = PagedModel((Column[Hit]("查到的内容", spoken),), self._read_page, self)
        self.table = HitTable(self.model, self.empty, desk.local)
        self.body.addWidget(self.box)
        self.body.addWidget(self.filters)
        self.body.addLayout(row(self.count, None, self.building, self.hold_button))
        self.body.addWidget(self.table, 1)
        self.setFocusProxy(self.box)
        self._hear_parts()
        self._show_run()

    def _hear_parts(self) -> None:
        self.box.searched.connect(self._search)
        self.box.installEventFilter(self)
        self.filters.changed.connect(self._search)
        self.table.opened.connect(self._open)
        self.empty.pressed.connect(self.filters.clear)
        self.hold_button.clicked.connect(self._hold_or_go_on)
        self._desk.run.changed.connect(self._show_run)
        self._desk.run.finished.connect(self.refresh)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(self._desk.choices, then=self._offer)
        self._search()

    def seek(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    def stop_work(self) -> None:
        self._stop()

    def arrive(self, destination: Destination) -> None:
        self.seek()

    def place(self) -> FindPlace:
        return FindPlace(self.box.text(), self.filters.place(), self._choices, self.table.place())

    def return_to(self, place: object) -> None:
        if isinstance(place, FindPlace):
            with QSignalBlocker(self.box):
                self.box.setText(place.text)
            self._choices = place.choices
            self.filters.return_to(place.filter, place.choices)
            self.table.return_to(place.list)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if event.type() == QEvent.Type.KeyPress and is_down and self.model.rowCount():
            self._enter_list()
            return True
        return super().eventFilter(watched, event)

    def _enter_list(self) -> None:
        """From the box down into the hits."""
        self.table.view.setFocus()
        if self.table.current() is None:
            self.table.choose(0)

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def _search(self, _: object = None) -> None:
        self._stop()
        self._next = None
        self.model.reset()

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _read_page(self, request: PageRequest[Hit]) -> None:
        asked = (self.box.text(), self.filters.filter(), self._next if request.after else None)
        work = partial(self._find, asked, request)
        self.tasks.query(work, then=self._show, watch=self._watch)

    def _find(
        self,
        asked: tuple[str, SearchFilter, SearchMark | None],
        request: PageRequest[Hit],
        progress: Progress,
    ) -> tuple[SearchPage, PageRequest[Hit]]:
        text, narrowed, after = asked
        return self._desk.search.find(text, narrowed, after, _PAGE, progress), request

    def _watch(self, task: Task) -> None:
        self._task = task
        task.ended.connect(self._forget)

    def _forget(self) -> None:
        if self.sender() is self._task:
            self._task = None

    def _show(self, answer: tuple[SearchPage, PageRequest[Hit]]) -> None:
        found, request = answer
        self._next = found.next
        if request.after is None:
            self._say(found)
        self.model.add_page(PageAnswer(found.hits, request.serial, found.next is None))

    def _say(self, found: SearchPage) -> None:
        self._waiting = found.waiting
        self._show_run()
        self.count.setText(_counted(found))
        is_narrowed = self.filters.filter() != SearchFilter()
        if not self.box.text().strip() and self.filters.filter().is_empty:
            self.empty.say(_ASK)
        elif is_narrowed:
            self.empty.say(_NOTHING_NARROWED, "清除筛选")
        else:
            self.empty.say(_NOTHING)

    def _open(self, hit: Hit) -> None:
        if hit.kind is FoundKind.PERSON:
            self.go.emit(Destination("people", hit.id))
        elif hit.talk_id is not None:
            place = ATTACHMENTS if hit.kind is FoundKind.ATTACHMENT else hit.place
            self.go.emit(Destination("talks", hit.talk_id, place=place))

    # ── the index ────────────────────────────────────────────────────────────────────────────────

    def _offer(self, choices: Choices) -> None:
        self._choices = choices
        self.filters.offer(choices)

    def _hold_or_go_on(self) -> None:
        if self._desk.run.is_held:
            self._desk.run.go_on()
        else:
            self._desk.run.hold()

    def _show_run(self) -> None:
        run = self._desk.run
        is_at_work = run.is_running or run.is_held
        left = run.total - run.done if is_at_work else self._waiting
        is_building = left > 0
        self.building.setVisible(is_building)
        self.hold_button.setVisible(is_building)
        if is_building:
            state = "已停下" if run.is_held else "正在建立"
            self.building.setText(f"查找索引{state}：还有 {left:,} 条没有收进来，暂时查不到")
            text = "继续建立" if run.is_held else "先停下"
            self.hold_button.setText(text)
            self.hold_button.setAccessibleName(text)


def _counted(found: SearchPage) -> str:
    if not found.hits:
        return ""
    if found.at_least:
        return f"{found.about:,} 条以上"
    return f"共 {found.about:,} 条" if found.is_exact else f"约 {found.about:,} 条"

"""查询: the talks of all offices, found by words, names, units, office, kind and year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.calendar import days_of, written_date
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.registry import DeskSearch, DeskTalk, FoundTalk
from ui.desk.saving import WorkbookSaving
from ui.desk.talk_view import TalkView
from ui.desk.tools import DeskTools
from ui.page import Destination, Page
from ui.theme import characters
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchEdit, choice, show_choice
from ui.widgets.paged_table import (
    Column,
    PageAnswer,
    PagedModel,
    PagedTable,
    PageRequest,
    TablePlace,
)
from ui.widgets.surfaces import column, row

_HEADING = "查询"
_NOTHING = "没有找到。可以少输几个字，或放宽筛选。"
_NO_TALKS = "还没有收到谈话。收下台账包或全卷包以后，在这里查。"
_YEARS = 12
_EVERY = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked for."""

    words: str
    name: str
    unit: str
    code: str
    kind: str
    year: int


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """What was looked for, and where in the list one was."""

    looked: Looked
    list: TablePlace


class DeskSearchPage(Page):
    """Looks while one types; Enter opens a talk."""

    help_topic = "desk"
    watches = Changes.PACKAGES | Changes.SETTINGS

    def __init__(self, tools: DeskTools) -> None:
        super().__init__(tools.tasks)
        self._tools = tools
        self._offices: list[tuple[str, str]] = []
        self.words = SearchEdit("记录里的字词，用空格分开")
        self.name, self.unit = SearchEdit("谈话对象姓名"), SearchEdit("所在单位")
        self.office = choice("移交单位", [("全部单位", _EVERY)])
        self.kind = choice("谈话类型", [("全部类型", _EVERY)])
        this_year = tools.today().year
        years: list[tuple[str, object]] = [("全部年份", 0)]
        years += [(f"{year}年", year) for year in range(this_year, this_year - _YEARS, -1)]
        self.year = choice("年份", years)
        self.saving = WorkbookSaving(tools, "谈话清单", self)
        self.empty = EmptyState("search", _NO_TALKS)
        self.model = PagedModel(_COLUMNS, self._read_page, self)
        self.table = PagedTable(self.model, "查到的谈话", self.empty)
        self.view = TalkView(tools)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        whole = QWidget()
        first, second = row(self.words), row(self.name, self.unit)
        first.addWidget(self.saving.button)
        for box in (self.office, self.kind, self.year):
            second.addWidget(box)
        self.office.setMaximumWidth(characters(self, 14))
        self.kind.setMaximumWidth(characters(self, 10))
        laid = column(first, second, self.table)
        laid.setStretch(2, 1)
        whole.setLayout(laid)
        self._stack.addWidget(whole)
        self._stack.addWidget(self.view)
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self.words)

    def _connect(self) -> None:
        for edit in (self.words, self.name, self.unit):
            edit.searched.connect(self._search)
        for box in (self.office, self.kind, self.year):
            box.currentIndexChanged.connect(self._search)
        self.table.opened.connect(self._open)
        self.view.left.connect(self.leave_talk)
        self.view.told.connect(self.tell)
        self.view.other_asked.connect(self._open_version)
        self.saving.told.connect(self.tell)
        self.saving.asked.connect(self._save)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(self._read_choices, then=self._offer)

    def arrive(self, destination: Destination) -> None:
        self.seek()

    def seek(self) -> None:
        if self._stack.currentWidget() is not self.view:
            self.words.setFocus()
            self.words.selectAll()

    def stop_work(self) -> None:
        self.saving.stop()
        self.view.stop_work()

    def step_back(self) -> bool:
        is_open = self._stack.currentWidget() is self.view
        if is_open and not self.view.step_back():
            self.leave_talk()
        return is_open

    def leave_talk(self) -> None:
        """Back to the list."""
        self.view.clear()
        self.titled.emit(_HEADING)
        self._stack.setCurrentIndex(0)
        self.table.view.setFocus()

    def place(self) -> SearchPlace:
        return SearchPlace(self._looked(), self.table.place())

    def return_to(self, place: object) -> None:
        if isinstance(place, SearchPlace):
            looked = place.looked
            for edit, text in (
                (self.words, looked.words),
                (self.name, looked.name),
                (self.unit, looked.unit),
            ):
                with QSignalBlocker(edit):
                    edit.setText(text)
            self._narrow(looked)
            self.table.return_to(place.list)

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def _looked(self) -> Looked:
        return Looked(
            words=self.words.text().strip(),
            name=self.name.text().strip(),
            unit=self.unit.text().strip(),
            code=str(self.office.currentData() or ""),
            kind=str(self.kind.currentData() or ""),
            year=int(self.year.currentData() or 0),
        )

    def _asked(self, after: str = "") -> DeskSearch:
        looked = self._looked()
        first, last = days_of(looked.year, (1, 12)) if looked.year else (None, None)
        return DeskSearch(
            words=looked.words,
            name=looked.name,
            unit=looked.unit,
            codes=(looked.code,) if looked.code else (),
            kinds=(looked.kind,) if looked.kind else (),
            first=first,
            last=last,
            after=after,
        )

    def _search(self, _: object = None) -> None:
        self.empty.say(_NOTHING if self._is_narrowed() else _NO_TALKS)
        self.model.reset()

    def _is_narrowed(self) -> bool:
        return self._looked() != Looked("", "", "", "", "", 0)

    def _read_page(self, request: PageRequest[FoundTalk]) -> None:
        asked = self._asked(request.after.mark if request.after else "")
        self.tasks.query(partial(self._find, asked, request), then=self.model.add_page)

    def _find(
        self, asked: DeskSearch, request: PageRequest[FoundTalk], _: Progress
    ) -> PageAnswer[FoundTalk]:
        found = tuple(self._tools.registry.search(asked))
        return PageAnswer(found, request.serial, len(found) < asked.limit)

    # ── what can be chosen ───────────────────────────────────────────────────────────────────────

    def _read_choices(self, _: Progress) -> tuple[list[tuple[str, str]], list[str]]:
        registry = self._tools.registry
        offices = [(one.card.name, one.card.code) for one in registry.offices()]
        return offices, registry.kinds()

    def _offer(self, found: tuple[list[tuple[str, str]], list[str]]) -> None:
        offices, kinds = found
        looked = self._looked()
        for box, first, pairs in (
            (self.office, "全部单位", offices),
            (self.kind, "全部类型", [(kind, kind) for kind in kinds]),
        ):
            with QSignalBlocker(box):
                box.clear()
                for text, value in ((first, _EVERY), *pairs):
                    box.addItem(text, value)
        self._narrow(looked)
        self._search()

    def _narrow(self, looked: Looked) -> None:
        for box, value in (
            (self.office, looked.code),
            (self.kind, looked.kind),
            (self.year, looked.year),
        ):
            with QSignalBlocker(box):
                if not show_choice(box, value) and value:
                    box.addItem(str(value), value)  # offered by name once the desk was asked
                    box.setCurrentIndex(box.count() - 1)

    # ── a talk ───────────────────────────────────────────────────────────────────────────────────

    def open_first(self) -> None:
        """Open the first talk of the list."""
        self._open(self.model.row_at(0))

    def _open(self, found: FoundTalk) -> None:
        # the newest that has all of it says more than a newer list
        sequence = found.full_sequence or found.sequence
        self._open_version((found.office_code, sequence, found.talk_id))

    def _open_version(self, which: tuple[str, int, str]) -> None:
        self.tell(None)
        self.tasks.query(partial(self._read_talk, which), then=self._show_talk)

    def _read_talk(self, which: tuple[str, int, str], _: Progress) -> DeskTalk:
        return self._tools.registry.talk(*which)

    def _show_talk(self, talk: DeskTalk) -> None:
        self.titled.emit("一场谈话")
        self.view.show_talk(talk)
        self._stack.setCurrentWidget(self.view)
        self.view.setFocus()

    def _save(self) -> None:
        self.saving.save(partial(_workbook, self._tools, self._asked()))


def _workbook(tools: DeskTools, asked: DeskSearch, _: Progress) -> bytes:
    return tools.registry.talks_workbook(asked)


def _office(talk: FoundTalk) -> str:
    return talk.office_name


def _day(talk: FoundTalk) -> str:
    return written_date(talk.day)


def _kind(talk: FoundTalk) -> str:
    return talk.kind_title


def _who(talk: FoundTalk) -> str:
    return talk.interviewees


def _unit(talk: FoundTalk) -> str:
    return talk.unit_names


def _findings(talk: FoundTalk) -> str:
    return str(talk.findings)


_COLUMNS = (
    Column("日期", _day, 8),
    Column("移交单位", _office, 9),
    Column("类型", _kind, 7),
    Column("谈话对象", _who, 6),
    Column("所在单位", _unit),
    Column("问题", _findings, 3, is_number=True),
)

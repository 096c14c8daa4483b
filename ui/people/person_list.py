"""The register of persons: found by name, unit or initials as one types."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.ids import PersonId
from app.domain.people import PersonRow
from app.domain.progress import Progress
from ui.people.desk import PeopleDesk
from ui.people.words import place_and_post
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchEdit
from ui.widgets.paged_table import Column, PageAnswer, PagedModel, PagedTable, PageRequest

_COLUMNS = (
    Column[PersonRow]("姓名", lambda p: p.name, 5),
    Column[PersonRow]("单位和职务", place_and_post, 0),
)


class PersonList(QObject):
    """A field to search in and a table. chosen gives a row, emptied tells that nobody is found,
    import_asked that a roster is to be brought.
    """

    chosen = Signal(object)
    emptied = Signal()
    import_asked = Signal()

    def __init__(self, desk: PeopleDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: PersonId | None = None
        self.search = SearchEdit("查找：姓名、单位或拼音首字母（zs → 张三）")
        self.model = PagedModel(_COLUMNS, self._read, self)
        self.empty = EmptyState("users", "还没有登记人员。", "导入名册")
        self.table = PagedTable(self.model, "人员", self.empty)
        self.model.filled.connect(self._filled)
        self.search.searched.connect(lambda _: self.model.reset())
        self.empty.pressed.connect(self._fill)
        self.table.chosen.connect(self._choose)

    def expect(self, person_id: PersonId | None) -> None:
        """Mark who is shown beside the list, if that row is in sight yet."""
        self._wanted = person_id
        ids = [person.id for person in self.model.rows()]
        if person_id in ids:
            self.table.choose(ids.index(person_id))
        else:
            self.table.view.clearSelection()

    def _read(self, request: PageRequest[PersonRow]) -> None:
        work = partial(self._page, request, self.search.text().strip())
        self._desk.tasks.query(work, then=self.model.add_page)

    def _page(
        self, request: PageRequest[PersonRow], text: str, _: Progress
    ) -> PageAnswer[PersonRow]:
        return request.answered(self._desk.people.page(text, None, request.after, request.limit))

    def _filled(self, count: int) -> None:
        text = self.search.text().strip()
        if text:
            self.empty.say(f"没有找到“{text}”。试试只输姓，或姓名的拼音首字母。", "清除查找")
        else:
            self.empty.say("还没有登记人员。可以导入名册，也可以一个一个录入。", "导入名册")
        if not count:
            self.emptied.emit()
        elif self.table.current() is None:
            self._choose_again(bool(text))

    def _choose_again(self, is_narrowed: bool) -> None:
        ids = [person.id for person in self.model.rows()]
        if self._wanted in ids:
            self.table.choose(ids.index(self._wanted))
        elif self._wanted is None or is_narrowed:
            self.table.choose(0)  # else somebody is shown whose row is further down

    def _fill(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.import_asked.emit()

    def _choose(self, person: PersonRow | None) -> None:
        if person is not None:
            self._wanted = person.id
            self.chosen.emit(person)

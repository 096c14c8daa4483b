"""One line of the plan, or several at once: entered, altered, or struck out with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import PersonId, PlanItemId
from app.domain.people import PersonRow
from app.domain.plan import PlanChange, PlanRow
from app.domain.progress import Progress
from ui.messages import message_for
from ui.plans.desk import PlanDesk
from ui.plans.words import MONTHS
from ui.theme import characters, line
from ui.widgets.buttons import button, primary
from ui.widgets.fields import Field, SearchEdit, choice, line_edit
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled

ADD, CHANGE, DROP = "add", "change", "drop"
_TITLES = {ADD: "加一个人到计划里", CHANGE: "修改计划", DROP: "注明不谈"}
_WAYS_ON = {ADD: "加入计划", CHANGE: "改好了", DROP: "注明不谈"}
_LEAVE = "（不改）"
_MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class LinePlace:
    """What was being done to which lines, and what stood in the fields."""

    act: str
    year: int
    rows: tuple[PlanRow, ...]
    person: PersonRow | None
    choices: tuple[object, object, object]
    texts: tuple[str, str, str]


class LinePanel(QWidget):
    """done: the plan was altered; closed: nothing is to be altered."""

    done = Signal()
    closed = Signal()

    def __init__(self, desk: PlanDesk) -> None:
        super().__init__()
        self._desk = desk
        self._act, self._year = CHANGE, 0
        self._rows: tuple[PlanRow, ...] = ()
        self._person: PersonRow | None = None
        self._found: list[PersonRow] = []
        self.messages = MessageBar()
        self.card = Card(_TITLES[CHANGE])
        self._make_fields()
        self.close_button = button("取消 Esc", name="取消")
        self.way_on = primary(_WAYS_ON[CHANGE])
        inside = QWidget()
        beside = row(self.card, None)
        beside.setStretch(0, 100)
        inside.setLayout(beside)
        self.card.setMaximumWidth(characters(self, 44))
        foot = row(None, self.close_button, self.way_on)
        whole = column(self.messages, scrolled(inside, "计划里的一条"), foot, gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._hear()

    def _make_fields(self) -> None:
        self.search = SearchEdit("输姓名、单位或拼音首字母来找")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的人")
        self.found.setMinimumHeight(line(self.found, 5))
        self.month, self.kind = choice("月份", []), choice("谈话类型", [])
        self.leader = line_edit("主谈人", "姓名")
        self.delegated = choice("受委托", [])
        self.note = line_edit("备注", "如：先了解审计整改情况")
        self.reason = line_edit("不谈的原因", "如：已调离、退休、另行约谈")
        self.person_field = Field("谈话对象", self.search, is_needed=True)
        self.fields = (
            Field("月份", self.month),
            Field("谈话类型", self.kind),
            Field("主谈人", self.leader),
            Field("受委托", self.delegated, "副职代表书记谈的，选“是”"),
            Field("备注", self.note),
        )
        self.reason_field = Field("不谈的原因", self.reason, is_needed=True)
        self.card.add(self.person_field, self.found, *self.fields, self.reason_field)
        self.card.body.addStretch(1)

    def _hear(self) -> None:
        self.search.searched.connect(self._look)
        self.found.currentRowChanged.connect(self._take)
        self.reason.textChanged.connect(self._check)
        self.close_button.clicked.connect(self.closed)
        self.way_on.clicked.connect(self.confirm)
        for edit in (self.leader, self.note, self.reason):
            edit.returnPressed.connect(self.confirm)
        self._desk.tasks.crashed.connect(self._check)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def begin(self, act: str, year: int, rows: tuple[PlanRow, ...] = ()) -> None:
        """Enter somebody, or alter or strike out these lines."""
        self._act, self._year, self._rows, self._person = act, year, rows, None
        self.messages.clear()
        self.card.title.setText(self._title())
        self.way_on.setText(_WAYS_ON[act])
        self.way_on.setAccessibleName(_WAYS_ON[act])
        self.person_field.setVisible(act == ADD)
        self.found.setVisible(act == ADD)
        for one in self.fields:
            one.setVisible(act != DROP)
        self.reason_field.setVisible(act == DROP)
        self._fill_choices()
        with QSignalBlocker(self.search):
            self.search.clear()
        self.found.clear()
        self.reason.clear()
        self._check()
        {ADD: self.search, CHANGE: self.month, DROP: self.reason}[act].setFocus()

    def place(self) -> LinePlace:
        """What was filled in and not kept yet."""
        chosen = tuple(one.currentData() for one in (self.month, self.kind, self.delegated))
        texts = (self.leader.text(), self.note.text(), self.reason.text())
        month, kind, delegated = chosen
        return LinePlace(
            self._act, self._year, self._rows, self._person, (month, kind, delegated), texts
        )

    def return_to(self, place: LinePlace) -> None:
        """Fill in what was filled in before."""
        self.begin(place.act, place.year, place.rows)
        lists = (self.month, self.kind, self.delegated)
        for one, value in zip(lists, place.choices, strict=True):
            one.setCurrentIndex(max(one.findData(value), 0))
        edits = (self.leader, self.note, self.reason)
        for edit, text in zip(edits, place.texts, strict=True):
            edit.setText(text)
        if place.person is not None:
            self._show_found((place.person.name, [place.person]))
        self._check()

    def _title(self) -> str:
        title = _TITLES[self._act]
        if len(self._rows) == 1:
            return f"{title}：{self._rows[0].name}　{self._rows[0].unit_name}"
        return f"{title}：{len(self._rows)} 条一起" if self._rows else title

    def _fill_choices(self) -> None:
        """What all the lines share is chosen; what differs among them is left as it is in each."""
        leave: list[tuple[str, object]] = [(_LEAVE, None)] if len(self._rows) > 1 else []
        kinds = self._desk.kind_pairs()
        known = {key for _, key in kinds}
        kinds += [(r.kind_title, r.item.kind) for r in self._rows[:1] if r.item.kind not in known]
        yes_no: list[tuple[str, object]] = [("否", False), ("是", True)]
        for one, pairs, shared in (
            (self.month, MONTHS, {r.item.month for r in self._rows}),
            (self.kind, kinds, {r.item.kind for r in self._rows} or {"supervision"}),
            (self.delegated, yes_no, {r.item.is_delegated for r in self._rows}),
        ):
            one.clear()
            for text, value in [*leave, *pairs]:
                one.addItem(text, value)
            chosen = next(iter(shared)) if len(shared) == 1 else None
            one.setCurrentIndex(max(one.findData(chosen) if chosen is not None else 0, 0))
        leaders = {r.item.interviewer.name for r in self._rows}
        notes = {r.item.note for r in self._rows}
        self.leader.setText(leaders.pop() if len(leaders) == 1 else "")
        self.leader.setPlaceholderText("不写就各人照旧" if len(self._rows) > 1 else "姓名")
        self.note.setText(notes.pop() if len(notes) == 1 else "")

    # ── whom ─────────────────────────────────────────────────────────────────────────────────────

    def _look(self, text: str) -> None:
        if text:
            self._desk.tasks.query(partial(self._page, text), then=self._show_found)
        else:
            self._show_found(("", []))

    def _page(self, text: str, _: Progress) -> tuple[str, list[PersonRow]]:
        return text, self._desk.people.page(text, limit=_MOST_FOUND)

    def _show_found(self, answer: tuple[str, list[PersonRow]]) -> None:
        self._found = answer[1]
        self.found.clear()
        for one in answer[1]:
            written = "　".join(filter(None, (one.name, one.unit_name + one.title)))
            self.found.addItem(QListWidgetItem(written))
        if answer[1]:
            self.found.setCurrentRow(0)
        else:
            self._take(-1)

    def _take(self, number: int) -> None:
        self._person = self._found[number] if 0 <= number < len(self._found) else None
        self._check()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def confirm(self) -> None:
        """Do it, or say what is missing."""
        if not self._is_ready():
            return
        self.way_on.setEnabled(False)
        self._desk.tasks.command(self._work(), then=self._done, refused=self._refuse)

    def _work(self) -> partial[Changes]:
        ids = tuple(one.item.id for one in self._rows)
        if self._act == DROP:
            return partial(self._drop, ids, self.reason.text())
        month, kind, delegated = self.place().choices
        wanted = PlanChange(
            month=month if isinstance(month, int) else None,
            kind=str(kind) if kind else None,
            is_delegated=delegated if isinstance(delegated, bool) else None,
            note=self._kept_or_new(self.note.text()),
        )
        leader = self._kept_or_new(self.leader.text())
        if self._person is not None:
            return partial(self._add, self._person.id, wanted, leader)
        return partial(self._change, ids, wanted, leader)

    def _kept_or_new(self, text: str) -> str | None:
        """A field left empty leaves several lines as they are; of one line it is emptied."""
        return text.strip() if text.strip() or len(self._rows) < 2 else None

    def _change(
        self, ids: tuple[PlanItemId, ...], wanted: PlanChange, leader: str | None, _: Progress
    ) -> Changes:
        return self._desk.plans.change(ids, self._desk.plans.led_by(wanted, leader))

    def _add(
        self, person_id: PersonId, wanted: PlanChange, leader: str | None, _: Progress
    ) -> Changes:
        plans = self._desk.plans
        return plans.add(self._year, person_id, plans.led_by(wanted, leader))

    def _drop(self, ids: tuple[PlanItemId, ...], reason: str, _: Progress) -> Changes:
        return self._desk.plans.drop(ids, reason)

    def _done(self, _: object) -> None:
        self.done.emit()

    def _refuse(self, error: AppError) -> None:
        self._check()
        self.messages.show_message(message_for(error))

    def _is_ready(self) -> bool:
        if self._act == DROP:
            return bool(self.reason.text().strip())
        return self._act == CHANGE or self._person is not None

    def _check(self, _: object = None) -> None:
        self.way_on.setEnabled(self._is_ready())

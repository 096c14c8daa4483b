"""签收: the lists that went out and wait to be signed for, and those that were."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_history import Issue
from app.domain.ids import IssueId
from app.domain.people import name_key
from app.domain.progress import Progress
from ui.messages import message_for
from ui.page import Destination
from ui.rectifying.desk import RectifyingDesk
from ui.widgets.buttons import button, primary
from ui.widgets.dates import day_edit, day_of, show_day
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import Field, SearchEdit, choice, line_edit
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.paged_table import Column, PagedModel, PagedTable, PageRequest
from ui.widgets.surfaces import column, row

_WAITING, _ALL = "还没签收的", "全部（最近 500 份）"


class IssuesPanel(QWidget):
    """closed asks to go back to the list; go asks for another page."""

    closed = Signal()
    go = Signal(object)

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__()
        self._desk = desk
        self._issues: tuple[Issue, ...] = ()
        self._rows: list[Issue] = []
        self._chosen: IssueId | None = None
        self.back_button = button("返回台账", "arrow-left", "quiet")
        self.which = choice("看哪些签收单", [(_WAITING, True), (_ALL, False)])
        self.search = SearchEdit("单位或姓名")
        self.empty = EmptyState("signature", "没有等着签收的清单。")
        self.model = PagedModel(_columns(), self._give, self)
        self.table = PagedTable(self.model, "签收单", self.empty)
        self.messages = MessageBar()
        self.signed_by = line_edit("签收人", "签收单上签的姓名")
        self.signed_on = day_edit("签收日期", desk.today())
        self.by_field = Field("签收人", self.signed_by)
        self.on_field = Field("签收日期", self.signed_on)
        self.sign_button = primary("登记签收", "check")
        self.print_button = button("打印签收单…", "printer", name="打印所选的签收单")
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        above = row(self.back_button, None, self.search, self.which)
        fields = row(self.by_field, self.on_field, gap=2)
        fields.setStretch(0, 3)
        fields.setStretch(1, 2)
        acts = row(self.sign_button, self.print_button, None)
        self.foot = QWidget()
        self.foot.setLayout(column(fields, acts, gap=1.5))
        whole = column(above, self.table, self.messages, self.foot, gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.back_button.clicked.connect(self.closed)
        self.which.currentIndexChanged.connect(self.refresh)
        self.search.searched.connect(self._narrow)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.signed_by.setFocus())
        self.signed_by.textChanged.connect(self._suit)
        self.signed_by.returnPressed.connect(self.sign_button.click)
        self.sign_button.clicked.connect(self._sign)
        self.print_button.clicked.connect(self._print)
        self._suit()

    def begin(self, issue_id: IssueId | None = None) -> None:
        """Show what waits; put the cursor on that one."""
        self._chosen = issue_id
        self.messages.clear()
        show_day(self.signed_on, self._desk.today())
        self.which.setCurrentIndex(0)
        self.refresh()
        self.table.view.setFocus()

    def refresh(self, _: object = None) -> None:
        """Read the slips again."""
        work = partial(self._read, bool(self.which.currentData()))
        self._desk.tasks.query(work, then=self._show)

    # ── the slips ────────────────────────────────────────────────────────────────────────────────

    def _read(self, is_open_only: bool, _: Progress) -> tuple[Issue, ...]:
        return self._desk.rectifying.issues(is_open_only=is_open_only)

    def _show(self, issues: tuple[Issue, ...]) -> None:
        self._issues = issues
        self._narrow()

    def _narrow(self, _: object = None) -> None:
        text, chosen = name_key(self.search.text()), self._chosen
        self._rows = [one for one in self._issues if not text or text in name_key(one.to_name)]
        self.model.reset()
        place = next((n for n, one in enumerate(self._rows) if one.id == chosen), 0)
        if self._rows:
            self.table.choose(place)
        self._suit()

    def _give(self, request: PageRequest[Issue]) -> None:
        first = self._rows.index(request.after) + 1 if request.after is not None else 0
        self.model.add_page(request.answered(self._rows[first : first + request.limit]))

    def _choose(self, issue: Issue | None) -> None:
        if issue is not None:
            self._chosen = issue.id
            self._suit()

    def _suit(self, _: object = None) -> None:
        issue: Issue | None = self.table.current()
        is_waiting = issue is not None and issue.signed_on is None
        self.by_field.setEnabled(is_waiting)
        self.on_field.setEnabled(is_waiting)
        may_sign = is_waiting and self._desk.may("finding.sign_for")
        self.sign_button.setEnabled(may_sign and bool(self.signed_by.text().strip()))
        self.print_button.setEnabled(issue is not None)
        self.foot.setVisible(bool(self._rows))

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def _sign(self) -> None:
        issue: Issue | None = self.table.current()
        if issue is None:
            return
        self.messages.clear()
        self.sign_button.setEnabled(False)
        work = partial(self._sign_for, issue, self.signed_by.text(), day_of(self.signed_on))
        self._desk.tasks.command(work, then=self._signed, refused=self._refuse)

    def _sign_for(self, issue: Issue, by: str, on: date, _: Progress) -> tuple[Issue, Changes]:
        return issue, self._desk.rectifying.sign_for(issue.id, by, on)

    def _signed(self, issue: Issue) -> None:
        count = len(issue.finding_ids)
        said = f"{issue.to_name}签收了 {count} 条。"
        self.signed_by.clear()
        self._chosen = None
        self.messages.show_message(Message(said, tone=Tone.NOTE))
        self.table.view.setFocus()
        self.refresh()

    def _refuse(self, error: AppError) -> None:
        self._suit()
        self.messages.show_message(message_for(error))

    def _print(self) -> None:
        issue: Issue | None = self.table.current()
        if issue is not None:
            self.go.emit(Destination("papers", issue.id, "issue_slip"))


def _columns() -> tuple[Column[Issue], ...]:
    return (
        Column("下达给", lambda one: one.to_name),
        Column("下达日期", lambda one: written_date(one.issued_on), 8),
        Column("条数", lambda one: f"{len(one.finding_ids)} 条", 4),
        Column("签收", _signed_text, 14),
    )


def _signed_text(issue: Issue) -> str:
    if issue.signed_on is None:
        return "等着签收"
    return f"{issue.signed_by}　{written_date(issue.signed_on)}"

"""操作留痕: every act, newest first, and the check that none was taken out or altered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt

from app.domain.audit import AuditEntry, AuditFilter
from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.services.audit import Audit, ChainReport
from ui.audit.act_words import entry_text
from ui.audit.chain_words import last_check_text, report_message
from ui.audit.filter_bar import FilterBar, FilterPlace
from ui.page import Page
from ui.paper_printing import PaperPrinting
from ui.tasks import Task, Tasks
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.paged_table import Column, PageAnswer, PagedModel, PagedTable, PageRequest
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import row
from ui.widgets.words import label

_EVERYTHING = ~Changes.NONE
_NOTE = "每一条都扣着上一条的摘要，抽掉或改动任何一条，后面就全对不上。只记做了什么，不记内容。"
_EMPTY = "还没有留痕。做的每一件事都会记在这里。"
_PRINTED = Message(
    "摘要单已送到打印机。",
    "",
    "请当场签名、写日期，交给保管保险库以外的人收存。",
    tone=Tone.NOTE,
)


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """What the list was narrowed to, and where one was in it."""

    narrowed: FilterPlace
    row: int
    scroll: int


class AuditPage(Page):
    """The trail as a list to be narrowed, 核对 with its result, and its end on paper."""

    help_topic = "audit"
    watches = _EVERYTHING

    def __init__(self, tasks: Tasks, audit: Audit) -> None:
        super().__init__(tasks)
        self._audit = audit
        self._task: Task | None = None
        self._wanted: AuditPlace | None = None
        self.printing = PaperPrinting(tasks, self)
        self.printing.printed.connect(self._say_printed)
        self.printing.refused.connect(self.tell_error)
        self.filters = FilterBar(lambda: audit.local(audit.now()).date(), audit.midnight)
        self.check_button = button("核对全部留痕", "shield-check")
        self.print_button = button("打印摘要单…", "printer")
        self.banner, self.progress = MessageBar(), ProgressPanel()
        self.last_check = label("", "small", "quiet")
        self.model = PagedModel(self._columns(), self._read, self)
        self.empty = EmptyState("history", _EMPTY)
        self.table = PagedTable(self.model, "操作留痕", self.empty)
        self._lay_out()
        self._hear_parts()
        tasks.query(self._people, then=self.filters.offer_people)

    def _columns(self) -> tuple[Column[AuditEntry], ...]:
        local = self._audit.local
        return (
            Column("序号", lambda e: f"{e.sequence:,}", 4, is_number=True),
            Column("时间", lambda e: _written(local(e.at)), 12),
            Column("谁", lambda e: e.who, 6),
            Column("做了什么", lambda e: entry_text(e, local), 0),
            Column("摘要", lambda e: e.digest[:16], 9, tone=lambda _: "quiet"),
        )

    def _lay_out(self) -> None:
        head = row(self.filters, self.check_button, self.print_button)
        head.setStretch(0, 1)
        for made in (self.check_button, self.print_button):
            head.setAlignment(made, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(label(_NOTE, tone="quiet"))
        self.body.addLayout(head)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.last_check)
        self.body.addWidget(self.table, 1)

    def _hear_parts(self) -> None:
        self.check_button.clicked.connect(self.check)
        self.print_button.clicked.connect(self.print)
        self.progress.stopped.connect(self.stop_work)
        self.filters.changed.connect(self.model.reset)
        self.model.filled.connect(self._filled)
        self.empty.pressed.connect(self.filters.clear)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.model.reset()
        self.tasks.query(self._last_check, then=self._show_last_check)

    def place(self) -> AuditPlace:
        view = self.table.view
        spot = (view.currentIndex().row(), view.verticalScrollBar().value())
        return AuditPlace(self.filters.place(), *spot)

    def return_to(self, place: object) -> None:
        if isinstance(place, AuditPlace):
            self._wanted = place
            self.filters.return_to(place.narrowed)

    def stop_work(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # ── checking ─────────────────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        """Go through the whole trail and tell what was found."""
        self.check_button.setEnabled(False)
        self.banner.clear()
        self.progress.begin("正在从第一条起逐条核对…")
        self.tasks.command(self._check, then=self._show_report, watch=self._watch)

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.progress.step)
        task.ended.connect(self._checked)

    def _checked(self) -> None:
        self._task = None
        self.progress.end()
        self.check_button.setEnabled(True)

    def _check(self, progress: Progress) -> tuple[ChainReport, Changes]:
        report = self._audit.check(progress)
        return report, self._audit.note_check(report)

    def _show_report(self, report: ChainReport) -> None:
        self.banner.show_message(report_message(report))
        self.refresh()

    def _last_check(self, _: Progress) -> AuditEntry | None:
        return self._audit.last_check()

    def _show_last_check(self, entry: AuditEntry | None) -> None:
        self.last_check.setText(last_check_text(entry, self._audit.local))

    # ── the end of the trail on paper ────────────────────────────────────────────────────────────

    def print(self) -> None:
        """Print where the trail ends now, on the printer the user chooses."""
        self.printing.print_made(self._paper)

    def _paper(self, _: Progress) -> tuple[bytes, Changes]:
        return self._audit.head_paper()

    def _say_printed(self, _: int) -> None:
        self.banner.show_message(_PRINTED)
        self.refresh()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def _people(self, _: Progress) -> list[str]:
        return self._audit.people()

    def _read(self, request: PageRequest[AuditEntry]) -> None:
        work = partial(self._page, self.filters.wanted(), request)
        self.tasks.query(work, then=self.model.add_page)

    def _page(
        self, wanted: AuditFilter, request: PageRequest[AuditEntry], _: Progress
    ) -> PageAnswer[AuditEntry]:
        return request.answered(self._audit.page(request.after, request.limit, wanted))

    def _filled(self, count: int) -> None:
        if self.filters.is_narrow():
            self.empty.say("没有符合条件的留痕。", "看全部留痕")
        else:
            self.empty.say(_EMPTY, "")
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted.row >= 0 and count:
            self.table.choose(min(wanted.row, count - 1))
            self.table.view.verticalScrollBar().setValue(wanted.scroll)


def _written(moment: datetime) -> str:
    # not by strftime: Windows knows no %-m, and a C locale no 年
    return f"{written_date(moment.date())} {moment:%H:%M:%S}"

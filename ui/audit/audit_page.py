"""操作留痕: every act, newest first, and the check that none was taken out or altered."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from app.domain.audit import AuditEntry
from app.domain.calendar import written_date
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.services.audit import Audit, ChainReport
from ui.audit.act_words import act_text
from ui.page import Page
from ui.tasks import Task, Tasks
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.paged_table import Column, PageAnswer, PagedModel, PagedTable, PageRequest
from ui.widgets.surfaces import row
from ui.widgets.words import label


def _written(moment: datetime) -> str:
    # not by strftime: Windows knows no %-m, and a C locale no 年
    return f"{written_date(moment.date())} {moment:%H:%M:%S}"


COLUMNS = (
    Column[AuditEntry]("序号", lambda e: f"{e.sequence:,}", 4, is_number=True),
    Column[AuditEntry]("时间", lambda e: _written(e.at.astimezone()), 12),
    Column[AuditEntry]("谁", lambda e: e.who, 6),
    Column[AuditEntry]("做了什么", lambda e: act_text(e.what), 10),
    Column[AuditEntry]("摘要", lambda e: e.digest[:16], 0, tone=lambda _: "quiet"),
)
_EVERYTHING = ~Changes.NONE


class AuditPage(Page):
    """The trail as a list, and 核对 with its result."""

    help_topic = "audit"
    watches = _EVERYTHING

    def __init__(self, tasks: Tasks, audit: Audit) -> None:
        super().__init__(tasks)
        self._audit = audit
        self.check_button = button("核对全部留痕", "shield-check")
        self.check_button.clicked.connect(self.check)
        self.banner = MessageBar()
        self.model = PagedModel(COLUMNS, self._read, self)
        empty = EmptyState("history", "还没有留痕。做的每一件事都会记在这里。")
        self.table = PagedTable(self.model, "操作留痕", empty)
        note = label(
            "每一条都扣着上一条的摘要，抽掉或改动任何一条，后面就全对不上。只记做了什么，不记内容。",
            tone="quiet",
        )
        head = row(note, self.check_button)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        self.model.reset()

    def check(self) -> None:
        """Go through the whole trail and tell what was found."""
        self.check_button.setEnabled(False)
        self.check_button.setText("正在核对…")
        self.tasks.query(self._check, then=self._show_report, watch=self._watch)

    def _watch(self, task: Task) -> None:
        task.ended.connect(self._checked)

    def _checked(self) -> None:
        self.check_button.setEnabled(True)
        self.check_button.setText("核对全部留痕")

    def _check(self, _: Progress) -> ChainReport:
        return self._audit.check()

    def _show_report(self, report: ChainReport) -> None:
        self.banner.show_message(_message(report))

    def _read(self, request: PageRequest[AuditEntry]) -> None:
        self.tasks.query(partial(self._page, request), then=self.model.add_page)

    def _page(self, request: PageRequest[AuditEntry], _: Progress) -> PageAnswer[AuditEntry]:
        return request.answered(self._audit.page(request.after, request.limit))


def _message(report: ChainReport) -> Message:
    if report.first_break is None:
        end = f"末条摘要 {report.head.digest[:16]}。" if report.count else ""
        return Message(f"留痕完整，共 {report.count:,} 条（刚刚核对）。", "", end, tone=Tone.PROVEN)
    return Message(
        f"留痕从第 {report.first_break:,} 条起对不上，可能被改动或抽掉过。",
        "谈话和人员档案没有因此改动。",
        "请不要再使用这个保险库，把它原样保存好，并报告上级和技术人员。",
    )

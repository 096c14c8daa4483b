"""All that happened to a finding: look-backs, approvals, more time, and every step with its day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.calendar import written_date
from app.domain.finding_history import Closing, ClosingOutcome, FindingHistory, Issue
from app.services.rectifying import FindingSheet
from ui.rectifying.sheet_words import (
    approvals_text,
    extension_text,
    look_back_words,
    step_title,
)
from ui.theme import px
from ui.widgets.surfaces import Card, Place, column
from ui.widgets.words import label

Line = tuple[str, str, str]  # day, what, more
_TOP = Qt.AlignmentFlag.AlignTop
_OUTCOME = {
    ClosingOutcome.WAITING: "审批中",
    ClosingOutcome.GRANTED: "批准销号",
    ClosingOutcome.SENT_BACK: "退回补正",
}


class HistoryView(QWidget):
    """Cards of what is planned and was decided, then the steps, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._place = Place()
        whole = column(self._place)
        whole.addStretch(1)
        self.setLayout(whole)

    def show_sheet(self, sheet: FindingSheet, today: date) -> None:
        """Show what happened to this finding."""
        history, inside = sheet.history, QWidget()
        cards = (
            ("回头看", _look_backs(history, today)),
            ("销号申请与审批", [_closing(one) for one in reversed(history.closings)]),
            ("延期", _extensions(history)),
            ("下达与签收", [_issue(one) for one in reversed(history.issues)]),
            ("提请问责", _accountabilities(history)),
            ("经过", _steps(sheet)),
        )
        shown = [Card(title).add(_lines(lines)) for title, lines in cards if lines]
        inside.setLayout(column(*shown, gap=1.5))
        self._place.put(inside)


def _lines(lines: list[Line]) -> QWidget:
    """Each with its day and what it was in one line, and what more there is to say under it."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(2))
    grid.setVerticalSpacing(px(0.25))
    grid.setColumnStretch(1, 1)
    for number, (day, what, more) in enumerate(lines):
        top = 3 * number
        grid.addWidget(label(day, tone="quiet", wrap=False), top, 0, _TOP)
        grid.addWidget(label(what, "strong"), top, 1)
        if more:
            text = label(more)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(text, top + 1, 0, 1, 2)
        grid.setRowMinimumHeight(top + 2, px(1) if number + 1 < len(lines) else 0)
    return holder


def _look_backs(history: FindingHistory, today: date) -> list[Line]:
    return [(written_date(one.due_on), *look_back_words(one, today)) for one in history.look_backs]


def _closing(closing: Closing) -> Line:
    return written_date(closing.asked_on), _OUTCOME[closing.outcome], approvals_text(closing)


def _extensions(history: FindingHistory) -> list[Line]:
    return [
        (written_date(one.asked_on), f"第 {one.serial} 次", extension_text(one))
        for one in reversed(history.extensions)
    ]


def _issue(issue: Issue) -> Line:
    signed = "还没有签收"
    if issue.signed_on is not None:
        signed = f"✓ {issue.signed_by}{written_date(issue.signed_on)}签收"
    count = f"（一起 {len(issue.finding_ids)} 条）" if len(issue.finding_ids) > 1 else ""
    return written_date(issue.issued_on), "下达", f"{issue.to_name}{count}；{signed}"


def _accountabilities(history: FindingHistory) -> list[Line]:
    lines = []
    for one in reversed(history.accountabilities):
        grounds = "；".join(ground.title for ground in one.grounds)
        said = [f"情形：{grounds}", f"事实：{one.facts}"]
        if one.proposal:
            said.append(f"建议：{one.proposal}")
        if one.decided_on is not None:
            said.append(f"批复：{one.outcome}（{one.decided_by}，{written_date(one.decided_on)}）")
        state = "等批复" if one.decided_on is None else "已批复"
        lines.append((written_date(one.asked_on), state, "\n".join(said)))
    return lines


def _steps(sheet: FindingSheet) -> list[Line]:
    finding = sheet.finding
    lines = [
        (written_date(step.day), step_title(step), step.note)
        for step in reversed(sheet.history.steps)
    ]
    origin = f"由共性问题 {sheet.origin_number} 分解而来" if sheet.origin_number else ""
    found = origin or f"谈话 {sheet.talk_number} 提出"
    return [*lines, (written_date(finding.found_at.date()), "登记", found)]

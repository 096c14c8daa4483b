"""安排: who talks with whom, when and where, what to look at, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date, written_time
from app.domain.checks import Caution
from app.domain.finding import Finding
from app.domain.finding_words import days_words
from app.domain.people import Role
from app.domain.talk import Participant, Talk
from ui.talks.cautions import caution_lines
from ui.talks.desk import Desk
from ui.terms import FORM, ROLE
from ui.theme import px
from ui.widgets.surfaces import Card, Place, column, facts, row, scrolled
from ui.widgets.words import label

_MOST_NAMES = 12


class ArrangeTab(QWidget):
    """Two cards side by side; findings are named by number with their deadline."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.facts = Card("这场谈话")
        self._facts = Place()
        self.facts.add(self._facts)
        self.cautions = label("", tone="brick")
        self.cautions.hide()
        self.open_list = label("")
        self.earlier = Card("以前提出、还没有了结的问题").add(self.open_list)
        self.beside = column(self.earlier)
        self.beside.addStretch(1)
        inside = QWidget()
        halves = row(self.facts, self.beside, gap=2)
        halves.setStretch(0, 3)
        halves.setStretch(1, 2)
        lines = column(self.cautions, halves)
        lines.addStretch(1)
        inside.setLayout(lines)
        whole = column(scrolled(inside, "谈话安排"))
        whole.setContentsMargins(0, px(1), 0, 0)
        self.setLayout(whole)

    def show_talk(self, talk: Talk) -> None:
        """Show who, when, where and why."""
        kind = self._desk.kinds.book.of(talk.kind)
        pairs = [
            ("类型", kind.title),
            ("时间", written_time(self._desk.local(talk.began_at or talk.planned_at))),
            ("地点", talk.place),
            ("事由", talk.subject),
            ("受委托", talk.delegation),
            ("要备的文书", "、".join(FORM.get(form, form) for form in kind.forms)),
        ]
        for role in Role:
            if people := talk.in_role(role):
                pairs.append((ROLE[role], _written(people)))
        if talk.cancel_reason:
            pairs.append(("取消原因", talk.cancel_reason))
        self._facts.put(facts([p for p in pairs if p[1]]))

    def show_cautions(self, cautions: tuple[Caution, ...]) -> None:
        """Show what should be looked at before it begins."""
        self.cautions.setText(caution_lines(cautions))
        self.cautions.setVisible(bool(cautions))

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what earlier talks found and is still open, or is to be looked back at."""
        today = self._desk.local(self._desk.now()).date()
        lines = [_finding_line(one, today) for one in findings]
        more = f"另有 {len(lines) - _MOST_NAMES} 条" if len(lines) > _MOST_NAMES else ""
        shown = "\n".join(filter(None, (*lines[:_MOST_NAMES], more)))
        self.open_list.setText(shown or "没有。")


def _finding_line(finding: Finding, today: date) -> str:
    """A finding, and how it stands: so many days left, overdue, or closed and to be looked at."""
    said = f"{finding.number}　{finding.manifestation}"
    if finding.look_back_on is not None and not finding.status.is_open:
        return f"△ 待回头看　{said}（已销号，{written_date(finding.look_back_on)}回头看）"
    left = days_words(finding.deadline, today)
    mark = "⚠ " if finding.deadline < today else ""
    return f"{mark}{said}（时限{written_date(finding.deadline)}，{left}）"


def _written(people: tuple[Participant, ...]) -> str:
    lines = ["　".join(filter(None, (p.name, p.unit_name + p.title))) for p in people[:_MOST_NAMES]]
    if len(people) > _MOST_NAMES:
        lines.append(f"等 {len(people)} 人")
    return "\n".join(lines)

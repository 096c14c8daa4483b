"""What the four lists say of one finding: 问题、举措、时限、责任."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date
from app.domain.finding import Finding
from app.domain.finding_history import Milestone
from app.domain.finding_words import (
    MEASURE_KIND_WORDS,
    nature_words,
    regulation_words,
    source_words,
)
from app.domain.terms_of_time import said_term
from app.services.rectifying import FindingSheet
from ui.rectifying.sheet_words import NOT_YET
from ui.widgets.buttons import button
from ui.widgets.surfaces import Card, Place, column, facts, row

Pairs = list[tuple[str, str]]


class PartsCard(QWidget):
    """completing tells that somebody wants to fill in what is lacking."""

    completing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.complete_button = button("补全或修改…", "pencil", name="补全或修改四单")
        self.complete_button.clicked.connect(self.completing)
        self._place = Place()
        self.setLayout(column(self._place, row(self.complete_button, None), gap=1.5))

    def show_sheet(self, sheet: FindingSheet, may_complete: bool) -> None:
        """Show the four parts of this finding."""
        finding = sheet.finding
        self.complete_button.setVisible(may_complete)
        parts = (
            ("问题", _problem(sheet)),
            ("举措", _measure(finding)),
            ("时限", _time(finding, sheet.history.milestones)),
            ("责任", _duty(sheet)),
        )
        inside = QWidget()
        cards = [Card(title).add(facts(pairs)) for title, pairs in parts]
        inside.setLayout(column(*cards, gap=1.5))
        self._place.put(inside)


def _problem(sheet: FindingSheet) -> Pairs:
    finding = sheet.finding
    nature = nature_words(finding.nature, finding.is_common, finding.is_personal)
    pairs = [
        ("具体表现", finding.manifestation),
        ("单位", sheet.unit_name or "还没有落到单位"),
        ("性质", nature),
        ("来源", source_words(finding.source, finding.is_repeated)),
        ("聚焦", sheet.area_title),
        ("标签", sheet.tag_title or "不归类"),
        ("谈话", f"{sheet.talk_number}（{written_date(sheet.talk_day)}）"),
    ]
    if sheet.person_name:
        pairs.insert(2, ("谈话对象", sheet.person_name))
    return [*pairs, ("谈到时问的", sheet.question)] if sheet.question else pairs


def _measure(finding: Finding) -> Pairs:
    rule = regulation_words(finding.regulation, finding.is_regulation_new)
    return [
        ("整改举措", finding.measure or NOT_YET),
        ("方式", MEASURE_KIND_WORDS[finding.measure_kind] or NOT_YET),
        ("建章立制", rule or "无"),
        ("达到效果", finding.effect or NOT_YET),
        ("要什么佐证", finding.evidence_wanted or "没有另外要求"),
    ]


def _time(finding: Finding, milestones: tuple[Milestone, ...]) -> Pairs:
    term = said_term(finding.term)
    deadline = written_date(finding.deadline) + (f"（{term}）" if term else "")
    pairs = [("整改时限", deadline)]
    first = finding.first_deadline
    if first is not None and first != finding.deadline:
        pairs.append(("原定时限", f"{written_date(first)}（延期 {finding.extensions} 次）"))
    pairs += [(_day(one.due_on), _milestone(one)) for one in milestones]
    if finding.done_on is not None:
        pairs.append(("整改完成", written_date(finding.done_on)))
    if finding.closed_on is not None:
        pairs.append(("批准销号", written_date(finding.closed_on)))
    return pairs


def _duty(sheet: FindingSheet) -> Pairs:
    finding = sheet.finding
    whose = sheet.person_name if finding.is_personal else sheet.unit_name
    return [
        ("责任人" if finding.is_personal else "责任单位", whose or "还没有落到单位"),
        ("责任领导", finding.leader or NOT_YET),
        ("具体负责", finding.responsible or NOT_YET),
        ("督办", finding.supervisor or NOT_YET),
    ]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _milestone(milestone: Milestone) -> str:
    done = f"（{_day(milestone.done_on)}完成）" if milestone.done_on else ""
    return f"{milestone.text}{done}"

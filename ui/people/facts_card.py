"""What is known of a person and the unit, in the person's view: the newest facts, the figures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date
from app.domain.facts import SourceFact, UnitFigure
from app.domain.portrait_words import count_by_source
from app.services.facts import KnownFacts
from ui.terms import FACT_CATEGORY
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import column
from ui.widgets.words import label

_MOST_FACTS = 6
_MOST_FIGURES = 6


class FactsCard(QWidget):
    """facts_asked and figures_asked: the user wants to note or alter some."""

    facts_asked = Signal()
    figures_asked = Signal()

    def __init__(self, known: KnownFacts) -> None:
        super().__init__()
        note = button("登记情况…", "plus")
        note.clicked.connect(self.facts_asked)
        buttons = [note]
        if known.unit_id is not None:
            figures = button("单位数据…", "chart-column")
            figures.clicked.connect(self.figures_asked)
            buttons.append(figures)
        lines = column(label("掌握的情况", "strong"), flow(*buttons), gap=0.5)
        counts = count_by_source(known.facts)
        told = "　".join(f"{FACT_CATEGORY[c]} {n}" for c, n in counts.items())
        lines.addWidget(label(told or "还没有登记。谈话前的画像由这里的情况写成。", tone="quiet"))
        for fact in known.facts[:_MOST_FACTS]:
            lines.addWidget(label(fact_line(fact, known)))
        if len(known.facts) > _MOST_FACTS:
            lines.addWidget(label(f"另有 {len(known.facts) - _MOST_FACTS} 条", tone="quiet"))
        for figure in known.figures[:_MOST_FIGURES]:
            lines.addWidget(label(figure_line(figure), tone="quiet"))
        self.setLayout(lines)


def fact_line(fact: SourceFact, known: KnownFacts) -> str:
    """A fact on one line: when, from where, about whom, what."""
    whose = "本人" if fact.person_id else known.unit_name or "单位"
    return f"{written_date(fact.day)}　{FACT_CATEGORY[fact.category]}（{whose}）　{fact.text}"


def figure_line(figure: UnitFigure) -> str:
    """A figure on one line: the year, what it is, how much, which place."""
    rank = f"第 {figure.place} 位，共 {figure.out_of} 个" if figure.place else ""
    parts = (f"{figure.year}年　{figure.name}", figure.value, rank)
    return "　".join(filter(None, parts))

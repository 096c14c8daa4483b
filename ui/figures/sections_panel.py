"""The figures of a period by focus area, by problem tag or by kind of unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QSplitter, QWidget

from app.domain.figure_lines import NOTHING, tenths_said
from app.domain.figures import Figure, SectionFigures, Statistics
from ui.figures.cells import fill
from ui.figures.desk import FiguresDesk
from ui.figures.reader import Counted
from ui.figures.records_panel import Chosen, RecordsPanel
from ui.theme import row_height
from ui.widgets.fields import choice
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_SHARES = (3, 2)
_PIXELS = 120


class By(Enum):
    """What the figures are put apart by."""

    AREA = "area"
    TAG = "tag"
    UNIT_KIND = "unit_kind"


class When(Enum):
    """Which of the two times is shown, or what is between them."""

    NOW = "now"
    BEFORE = "before"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Number:
    """A column: its heading, the figure whose records it opens, its tenths if it is a rate."""

    heading: str
    name: str
    figure: Callable[[SectionFigures], Figure]
    tenths: Callable[[SectionFigures], int | None] | None = None

    def said(self, section: SectionFigures) -> str:
        """The number of one line."""
        if self.tenths is not None:
            return tenths_said(self.tenths(section))
        return f"{self.figure(section).count:,}"

    def change(self, now: SectionFigures, before: SectionFigures) -> str:
        """How much more or less it is than before."""
        if self.tenths is None:
            change = self.figure(now).count - self.figure(before).count
            return f"{change:+,}" if change else "0"
        here, there = self.tenths(now), self.tenths(before)
        if here is None or there is None:
            return NOTHING
        sign = "+" if here > there else "-"
        return f"{sign}{tenths_said(abs(here - there))}" if here != there else "0"


_PROBLEMS = Number("问题", "问题", lambda s: s.problems)
_FOLLOWED = (
    Number("应销", "到期应销", lambda s: s.follow_up.due),
    Number("已销", "已销号", lambda s: s.follow_up.due_closed),
    Number("整改率", "整改率%", lambda s: s.follow_up.due, lambda s: s.follow_up.rate.tenths),
    Number("逾期", "逾期", lambda s: s.follow_up.overdue),
)
_OF_FINDINGS = (
    _PROBLEMS,
    Number("共性", "共性问题", lambda s: s.problems_common),
    Number("个性", "个性问题", lambda s: s.problems_individual),
    Number("建议", "意见建议", lambda s: s.advice),
    *_FOLLOWED,
)
_OF_UNITS = (
    Number("人次", "谈话人次", lambda s: s.attendances),
    Number("人数", "谈话人数", lambda s: s.persons),
    _PROBLEMS,
    *_FOLLOWED,
    Number("应谈", "应谈", lambda s: s.coverage.whole),
    Number("已谈", "已谈", lambda s: s.coverage.part),
    Number("覆盖率", "覆盖率%", lambda s: s.coverage.whole, lambda s: s.coverage.tenths),
)
_MEANING = {
    By.AREA: "按问题登记时的聚焦领域分；应销、已销、逾期含个人承诺。",
    By.TAG: "差下面是它的各项；一条问题只算在一个标签上，差的数含下面各项。",
    By.UNIT_KIND: "谈话按对象当天的单位，问题按责任单位；没有登记的单位和个人承诺另列一行。",
}


class SectionsPanel(QWidget):
    """Each cell opens the records behind it; go says where one of them leads."""

    go = Signal(object)

    def __init__(self, desk: FiguresDesk) -> None:
        super().__init__()
        self._counted: Counted | None = None
        self._lines: list[tuple[SectionFigures, SectionFigures]] = []
        self.by = choice(
            "按什么分",
            [("按聚焦领域", By.AREA), ("按问题标签", By.TAG), ("按单位类别", By.UNIT_KIND)],
        )
        self.when = choice(
            "看哪一段", [("本期", When.NOW), ("上年同期", When.BEFORE), ("增减", When.CHANGE)]
        )
        self.meaning = label("", "small", "quiet")
        headings = ("项目", *(number.heading for number in _OF_UNITS))
        self.table = plain_table("分项数字", headings, stretched=0)
        self.table.setSelectionBehavior(self.table.SelectionBehavior.SelectItems)
        self.records = RecordsPanel(desk)
        self.records.go.connect(self.go)
        upper = QWidget()
        self.meaning.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        upper.setLayout(column(row(self.by, self.when, self.meaning), self.table))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        for part in (upper, self.records):
            halves.addWidget(part)
        halves.setSizes([share * _PIXELS for share in _SHARES])
        self.setLayout(column(halves))
        self.by.currentIndexChanged.connect(self._fill)
        self.when.currentIndexChanged.connect(self._fill)
        self.table.currentCellChanged.connect(self._choose)
        self.table.activated.connect(lambda _: self.records.enter())

    def show_counted(self, counted: Counted) -> None:
        """Show these; what is chosen stays."""
        self._counted = counted
        with QSignalBlocker(self.when):
            self.when.setItemText(1, counted[0].span.before_title)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    @property
    def _numbers(self) -> tuple[Number, ...]:
        return _OF_UNITS if self.by.currentData() is By.UNIT_KIND else _OF_FINDINGS

    def _fill(self, *_: int) -> None:
        if self._counted is None:
            return
        by, when = self.by.currentData(), self.when.currentData()
        self._lines = _paired(_sections(self._counted[0], by), _sections(self._counted[1], by))
        at = max(0, self.table.currentRow()), max(1, self.table.currentColumn())
        numbers = self._numbers
        with QSignalBlocker(self.table):
            self.table.setColumnCount(len(numbers) + 1)
            self.table.setHorizontalHeaderLabels(["项目", *(n.heading for n in numbers)])
            rows = [_row(pair, numbers, when) for pair in self._lines]
            fill(self.table, rows, range(1, len(numbers) + 1))
            self.table.setCurrentCell(min(at[0], len(rows) - 1), min(at[1], len(numbers)))
        self.meaning.setText(_MEANING[by])
        self._measure()
        self._choose()

    def _choose(self, *_: int) -> None:
        line, place = self.table.currentRow(), self.table.currentColumn() - 1
        if not (0 <= line < len(self._lines) and 0 <= place < len(self._numbers)):
            return
        number, is_before = self._numbers[place], self.when.currentData() is When.BEFORE
        section = self._lines[line][is_before]
        when = f"{self.when.currentText()}　" if is_before else ""
        title = f"{when}{section.title}　{number.name}"
        self.records.show_figure(Chosen(title, number.said(section), number.figure(section)))

    def _measure(self) -> None:
        if hasattr(self, "records"):
            self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))


def _sections(counted: Statistics, by: By) -> tuple[SectionFigures, ...]:
    return {By.AREA: counted.areas, By.TAG: counted.tags, By.UNIT_KIND: counted.unit_kinds}[by]


def _paired(
    now: tuple[SectionFigures, ...], before: tuple[SectionFigures, ...]
) -> list[tuple[SectionFigures, SectionFigures]]:
    """Each line with that of the time before; parts and what has no name only when counted."""
    earlier = {section.key: section for section in before}
    pairs = [
        (one, earlier.get(one.key, SectionFigures(one.key, one.title, one.is_part))) for one in now
    ]
    known = {section.key for section in now}
    pairs += [
        (SectionFigures(one.key, one.title, one.is_part), one)
        for one in before
        if one.key not in known
    ]
    return [
        (one, then)
        for one, then in pairs
        if not (one.is_empty and then.is_empty) or (one.key and not one.is_part)
    ]


def _row(
    pair: tuple[SectionFigures, SectionFigures], numbers: tuple[Number, ...], when: When
) -> tuple[str, ...]:
    now, before = pair
    title = f"　{now.title}" if now.is_part else now.title
    if when is When.CHANGE:
        return (title, *(number.change(now, before) for number in numbers))
    section = before if when is When.BEFORE else now
    return (title, *(number.said(section) for number in numbers))

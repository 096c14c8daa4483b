"""What stands behind a chosen number: how it is counted, and its talks, findings or persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QTableWidget, QWidget

from app.domain.calendar import written_date
from app.domain.figure_records import FindingRecord, PersonRecord
from app.domain.figures import Figure
from app.domain.finding import FindingNature
from app.domain.finding_words import STATUS_WORDS, nature_words
from app.domain.progress import Progress
from app.domain.talk_list import TalkRow
from ui.figures.cells import fill
from ui.figures.desk import FiguresDesk
from ui.page import Destination
from ui.theme import row_height
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column
from ui.widgets.words import label

MOST_ROWS = 300
_WHOSE = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """A number that was chosen: what it is called with its number, and how it is counted."""

    title: str
    said: str
    figure: Figure
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a chosen number, at most so many as are listed."""

    chosen: Chosen
    talks: tuple[TalkRow, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    persons: tuple[PersonRecord, ...] = ()


class RecordsPanel(QWidget):
    """Enter on a record opens it: go says where."""

    go = Signal(object)

    def __init__(self, desk: FiguresDesk) -> None:
        super().__init__()
        self._desk = desk
        self._behind: Behind | None = None
        self.said, self.meaning = label("", "strong"), label("", "small", "quiet")
        self.talks = plain_table(
            "这个数背后的谈话", ("日期", "类型", "谈话对象", "单位"), stretched=3
        )
        self.findings = plain_table(
            "这个数背后的问题和意见建议",
            ("编号", "内容", "单位或本人", "期限或状态"),
            stretched=1,
        )
        # both give way, so that what is long never pushes the rest out of sight
        stretch = self.findings.horizontalHeader().ResizeMode.Stretch
        self.findings.horizontalHeader().setSectionResizeMode(_WHOSE, stretch)
        self.persons = plain_table("这个数背后的人", ("姓名", "单位", "职务"), stretched=1)
        self.lists = QStackedWidget()
        for table in self._tables:
            self.lists.addWidget(table)
            table.activated.connect(lambda at: self._open(at.row()))
        inside = column(self.said, self.meaning, self.lists)
        inside.setStretch(2, 1)
        self.setLayout(inside)
        self.setFocusProxy(self.lists)

    @property
    def table(self) -> QTableWidget:
        """The list in sight."""
        return self._tables[self.lists.currentIndex()]

    @property
    def _tables(self) -> tuple[QTableWidget, QTableWidget, QTableWidget]:
        return (self.talks, self.findings, self.persons)

    def show_figure(self, chosen: Chosen) -> None:
        """Read and list what stands behind this number."""
        self._desk.tasks.query(partial(self._read, chosen), then=self._show)

    def enter(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus()
        if self.table.currentRow() < 0 and self.table.rowCount():
            self.table.setCurrentCell(0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _read(self, chosen: Chosen, _: Progress) -> Behind:
        figures, figure = self._desk.figures, chosen.figure
        if figure.persons:
            return Behind(chosen, persons=tuple(figures.persons_behind(figure, MOST_ROWS)))
        if figure.findings:
            return Behind(chosen, findings=tuple(figures.findings_behind(figure, MOST_ROWS)))
        return Behind(chosen, talks=tuple(figures.behind(figure, MOST_ROWS)))

    def _show(self, behind: Behind) -> None:
        self._behind = behind
        figure = behind.chosen.figure
        self.meaning.setText(f"怎么数的：{behind.chosen.meaning}" if behind.chosen.meaning else "")
        self.meaning.setVisible(bool(behind.chosen.meaning))
        if figure.persons:
            self._list(2, [(p.name, p.unit_name, p.title) for p in behind.persons])
            self._say(len(figure.persons), len(behind.persons), "人")
        elif figure.findings:
            self._list(1, [_finding(one) for one in behind.findings])
            self._say(len(figure.findings), len(behind.findings), "条记录")
        else:
            self._list(0, [self._talk(talk) for talk in behind.talks])
            self._say(len(figure.talks), len(behind.talks), "场谈话")

    def _list(self, place: int, rows: list[tuple[str, ...]]) -> None:
        fill(self._tables[place], rows)
        self.lists.setCurrentIndex(place)
        self._measure()

    def _say(self, many: int, listed: int, unit: str) -> None:
        if self._behind is None:
            return
        chosen = self._behind.chosen
        shown = f"，列出最近 {listed}" if listed < many else ""
        whence = f"来自 {many:,} {unit}{shown}" if many else "没有记录"
        self.said.setText(f"{chosen.title} {chosen.said}，{whence}")

    def _talk(self, talk: TalkRow) -> tuple[str, ...]:
        day: datetime = self._desk.local(talk.day)
        return (written_date(day.date()), talk.kind_title, talk.interviewees, talk.unit_names)

    def _open(self, number: int) -> None:
        behind = self._behind
        if behind is None:
            return
        where: list[Destination] = [Destination("talks", talk.id) for talk in behind.talks]
        where += [Destination("findings", one.id) for one in behind.findings]
        where += [Destination("people", person.id) for person in behind.persons]
        if 0 <= number < len(where):
            self.go.emit(where[number])

    def _measure(self) -> None:
        for table in self._tables:
            table.verticalHeader().setDefaultSectionSize(row_height(table))


def _finding(one: FindingRecord) -> tuple[str, ...]:
    """Number, words, whose it is, and its deadline while it is open, or what became of it."""
    if one.nature is FindingNature.ADVICE:
        standing = nature_words(one.nature, one.is_common, one.is_personal)
    else:
        standing = one.deadline.isoformat() if one.status.is_open else STATUS_WORDS[one.status]
    rule = f"（{one.regulation}）" if one.regulation else ""
    return (one.number, one.manifestation + rule, one.whose, standing)

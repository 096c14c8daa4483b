"""Four plots of a period beside the time before, each with its table of numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.figures import SectionFigures, Statistics
from ui.figures.cells import fill
from ui.figures.reader import Counted
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.plain_table import fit_height, plain_table
from ui.widgets.plots import BarsPlot, LinePlot, LyingBarsPlot, Plot, RingPlot
from ui.widgets.plotted import Plotted, Series
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

_SHOW, _HIDE = "看数字", "收起数字"


class PlotCard(Card):
    """A plot with its name; 看数字 shows its table below it, 复制数字 takes it along as text."""

    def __init__(self, plot: Plot, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.plot = plot
        self.heading = label(name, "strong")
        self.numbers_button = button(_SHOW, kind="quiet", name=f"{name}：{_SHOW}")
        self.copy_button = button("复制数字", kind="quiet", name=f"{name}：复制数字")
        self.table = plain_table(f"{name}的数字", ("", "", ""), stretched=0)
        self.table.hide()
        self.add(row(self.heading, None, self.numbers_button, self.copy_button), plot, self.table)
        self.body.setStretch(1, 0)
        self.body.setStretch(2, 1)
        self.numbers_button.clicked.connect(self.turn)
        self.copy_button.clicked.connect(self.copy)
        self._name = name

    def show_plotted(self, data: Plotted) -> None:
        """Draw this, and list it."""
        self.plot.show_plotted(data)
        headings = [data.head, *(series.name for series in data.series)]
        self.table.setColumnCount(len(headings))
        self.table.setHorizontalHeaderLabels(headings)
        fill(self.table, data.rows(), range(1, len(headings)))
        self._measure()

    def turn(self) -> None:
        """Show the table, or put it away again."""
        is_shown = self.table.isHidden()
        self.table.setVisible(is_shown)
        word = _HIDE if is_shown else _SHOW
        self.numbers_button.setText(word)
        self.numbers_button.setAccessibleName(f"{self._name}：{word}")
        self._measure()

    def copy(self) -> None:
        """Put the numbers on the clipboard, parted by tabs; it is emptied again after a while."""
        data = self.plot.plotted
        lines = [(data.head, *(series.name for series in data.series)), *data.rows()]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        if hasattr(self, "table"):
            fit_height(self.table, self.table.rowCount())


class PlotsPanel(QWidget):
    """人次 by month, 问题 by area and by tag, 整改率 by month."""

    def __init__(self) -> None:
        super().__init__()
        self.attendances = PlotCard(BarsPlot(), "谈话人次")
        self.rates = PlotCard(LinePlot(), "整改完成率")
        self.areas = PlotCard(RingPlot(), "问题按聚焦领域")
        self.tags = PlotCard(LyingBarsPlot(), "问题按标签")
        self.cards = (self.attendances, self.rates, self.areas, self.tags)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, px(1), 0)
        grid.setSpacing(px(2))
        for place, card in enumerate(self.cards):
            grid.addWidget(card, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        self.setLayout(column(scrolled(inside, "图")))

    def show_counted(self, counted: Counted) -> None:
        """Draw these."""
        for card, data in zip(self.cards, plots_of(*counted), strict=True):
            card.show_plotted(data)


def plots_of(now: Statistics, before: Statistics) -> tuple[Plotted, ...]:
    """What the four plots show."""
    names = ("本期", now.span.before_title)
    titles = tuple(bucket.title for bucket in now.buckets)
    came = tuple(
        Series(name, tuple(float(b.attendances.count) for b in one.buckets))
        for name, one in zip(names, (now, before), strict=True)
    )
    rates = tuple(
        Series(name, tuple(_percent(b.rate.tenths) for b in one.buckets))
        for name, one in zip(names, (now, before), strict=True)
    )
    return (
        Plotted("谈话人次", "人次", "时间", titles, came),
        Plotted("整改完成率", "%", "到期的时间", titles, rates, has_decimals=True),
        _problems("问题按聚焦领域", "聚焦领域", (now.areas, before.areas), names),
        _problems("问题按标签", "标签", (_gaps(now.tags), _gaps(before.tags)), names),
    )


def _problems(
    title: str,
    head: str,
    sections: tuple[tuple[SectionFigures, ...], tuple[SectionFigures, ...]],
    names: tuple[str, str],
) -> Plotted:
    known = {section.key: section.title for both in sections[::-1] for section in both}
    counts = [{section.key: section.problems.count for section in both} for both in sections]
    # what has no area or no tag stands last, and only when there is some
    keys = [key for key in known if key or any(count.get(key) for count in counts)]
    keys.sort(key=lambda key: (not key, _place(sections[0], key)))
    rows = tuple(
        Series(name, tuple(float(count.get(key, 0)) for key in keys))
        for name, count in zip(names, counts, strict=True)
    )
    return Plotted(title, "个", head, tuple(known[key] for key in keys), rows)


def _place(sections: tuple[SectionFigures, ...], key: str) -> int:
    keys = [section.key for section in sections]
    return keys.index(key) if key in keys else len(keys)


def _gaps(tags: tuple[SectionFigures, ...]) -> tuple[SectionFigures, ...]:
    return tuple(section for section in tags if not section.is_part)


def _percent(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10

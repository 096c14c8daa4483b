"""What the ledger of findings is narrowed to, beside the chips: words, unit, and more on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.domain.finding import FindingSource, FindingStatus
from app.domain.finding_views import FindingChip, FindingFilter
from app.domain.finding_words import SOURCE_WORDS, STATUS_WORDS
from app.services.finding_ledger import LedgerChoices
from ui.theme import characters
from ui.widgets.buttons import button, flow
from ui.widgets.fields import SearchEdit, choice, show_choice
from ui.widgets.surfaces import column

_YEARS = 20


class FilterBar(QWidget):
    """changed tells that something else is wanted; the further choices are shown on demand."""

    changed = Signal()

    def __init__(self, year: int) -> None:
        super().__init__()
        self.search = SearchEdit("表现、举措或编号里的字")
        self.unit = choice("单位", [("所有单位", None)])
        self.more_button = button("更多条件", "list-checks", name="更多筛选条件")
        self.more_button.setCheckable(True)
        self.clear_button = button("清除筛选", kind="quiet")
        self.area = choice("聚焦", [("所有聚焦", "")])
        self.tag = choice("标签", [("所有标签", "")])
        sources = [(SOURCE_WORDS[one], one) for one in FindingSource]
        self.source = choice("来源", [("所有来源", None), *sources])
        statuses = [(STATUS_WORDS[one], one) for one in FindingStatus]
        self.status = choice("状态", [("所有状态", None), *statuses])
        years = [(f"{year - n}年", year - n) for n in range(_YEARS)]
        self.year = choice("年份", [("所有年份", 0), *years])
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        self.unit.setMinimumWidth(characters(self.unit, 10))
        for box in self._boxes():
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
        first = QHBoxLayout()
        first.setContentsMargins(0, 0, 0, 0)
        first.addWidget(self.search, 3)
        first.addWidget(self.unit, 2)
        first.addWidget(self.more_button)
        first.addWidget(self.clear_button)
        self.more = flow(self.area, self.tag, self.source, self.status, self.year)
        self.more.setMinimumWidth(characters(self.more, 36))
        self.more.hide()
        self.setLayout(column(first, self.more))

    def _hear(self) -> None:
        self.search.searched.connect(self._tell)
        for box in self._boxes():
            box.currentIndexChanged.connect(self._tell)
        self.more_button.toggled.connect(self.more.setVisible)
        self.clear_button.clicked.connect(self.clear)
        self._suit()

    # ── what the page asks ───────────────────────────────────────────────────────────────────────

    def offer(self, choices: LedgerChoices) -> None:
        """Offer these, and keep to what is chosen as far as it is still offered."""
        wanted = self.filter(FindingChip.ALL)
        with (
            QSignalBlocker(self.unit),
            QSignalBlocker(self.area),
            QSignalBlocker(self.tag),
        ):
            _fill(self.unit, "所有单位", None, [(name, key) for key, name in choices.units])
            _fill(self.area, "所有聚焦", "", [(title, key) for key, title in choices.areas])
            tags = [(choices.tags.title(one.key), one.key) for one in choices.tags.offered]
            _fill(self.tag, "所有标签", "", tags)
            self._choose(wanted)

    def filter(self, chip: FindingChip) -> FindingFilter:
        """What the ledger is narrowed to, together with that chip."""
        return FindingFilter(
            chip=chip,
            unit_id=self.unit.currentData(),
            area=self.area.currentData() or "",
            tag=self.tag.currentData() or "",
            source=self.source.currentData(),
            status=self.status.currentData(),
            text=self.search.text().strip(),
            year=self.year.currentData() or 0,
        )

    def narrow(self, wanted: FindingFilter) -> None:
        """Show what it was narrowed to before, without telling."""
        boxes = [QSignalBlocker(box) for box in self._boxes()]
        with QSignalBlocker(self.search):
            self.search.setText(wanted.text)
        self._choose(wanted)
        for held in boxes:
            held.unblock()
        self._suit()

    def clear(self) -> None:
        """Narrow nothing any more."""
        self.narrow(FindingFilter())
        self.changed.emit()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is narrowed."""
        return self.filter(FindingChip.ALL) != FindingFilter()

    # ── its parts ────────────────────────────────────────────────────────────────────────────────

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.unit, self.area, self.tag, self.source, self.status, self.year

    def _choose(self, wanted: FindingFilter) -> None:
        values = (
            wanted.unit_id,
            wanted.area,
            wanted.tag,
            wanted.source,
            wanted.status,
            wanted.year,
        )
        for box, value in zip(self._boxes(), values, strict=True):
            show_choice(box, value)

    def _tell(self, _: object = None) -> None:
        self._suit()
        self.changed.emit()

    def _suit(self) -> None:
        wanted = self.filter(FindingChip.ALL)
        self.clear_button.setVisible(self.is_narrowed)
        hidden = replace(wanted, text="", unit_id=None) != FindingFilter()
        if hidden:
            self.more_button.setChecked(True)


def _fill(box: QComboBox, first: str, nothing: object, pairs: Sequence[tuple[str, object]]) -> None:
    box.clear()
    box.addItem(first, nothing)
    for text, value in pairs:
        box.addItem(text, value)

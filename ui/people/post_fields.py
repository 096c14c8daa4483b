"""The fields of a post: unit, title, rank, principal or not, since when."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.ids import UnitId
from app.domain.people import Post, Unit
from app.services.people import PostEntry
from ui.people.unit_choice import UnitChoice
from ui.people.words import date_of, read_date, written
from ui.theme import px
from ui.widgets.dates import MonthEdit
from ui.widgets.fields import Field, line_edit


class PostFields(QWidget):
    """Fields of one post; entry() is what stands in them."""

    changed = Signal()

    def __init__(self, units: list[Unit], post: Post | None = None, has_end: bool = False) -> None:
        super().__init__()
        self.unit = UnitChoice(units, post.unit_id if post else None)
        self.title = line_edit("职务", "如：镇党委书记", post.title if post else "")
        self.rank = line_edit("职级", "如：正科级", post.rank if post else "")
        self.is_principal = QCheckBox("是“一把手”（党政正职）")
        self.is_principal.setChecked(post.is_principal if post else False)
        self.since = MonthEdit("任现职时间", read_date, written(post.since) if post else "")
        self.until = MonthEdit("任职止", read_date, written(post.until) if post else "")
        self.until_field = Field("任职止", self.until, "仍在任就不填")
        if not has_end:
            self.until_field.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1.5))
        for part in (
            self.unit,
            Field("职务", self.title),
            self.is_principal,
            Field("任现职时间", self.since, "只知道年月也可以"),
            self.until_field,
            Field("职级", self.rank),
        ):
            box.addWidget(part)
        for signal in (self.unit.changed, self.title.textChanged):
            signal.connect(lambda: self.changed.emit())
        for edit in (self.since, self.until):
            edit.changed.connect(lambda: self.changed.emit())

    def is_empty(self) -> bool:
        """Whether neither unit nor title was filled in."""
        return not self.unit.text() and not self.title.text().strip()

    def is_ready(self) -> bool:
        """Whether unit and title are there and the dates can be read."""
        is_whole = bool(self.unit.text() and self.title.text().strip())
        return is_whole and self.since.is_readable() and self.until.is_readable()

    def entry(self) -> PostEntry:
        """What stands in the fields."""
        unit = self.unit.unit()
        return PostEntry(
            unit_id=unit.id if unit else None,
            new_unit_name="" if unit else self.unit.text(),
            new_unit_kind=self.unit.unit_kind(),
            title=self.title.text().strip(),
            rank=self.rank.text().strip(),
            is_principal=self.is_principal.isChecked(),
            since=date_of(self.since.text()),
            until=date_of(self.until.text()),
        )

    def unit_id(self) -> UnitId | None:
        """The unit that was chosen from the register."""
        unit = self.unit.unit()
        return unit.id if unit else None

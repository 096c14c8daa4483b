"""The forms for what is known before a talk: facts by source, the figures of a unit by year."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from app.domain.calendar import PartialDate, written_date
from app.domain.facts import LONGEST_MATTER, FactCategory, SourceFact, UnitFigure
from app.domain.ids import PersonId, UnitId
from app.services.facts import FactEntry, KnownFacts
from ui.people.facts_card import fact_line, figure_line
from ui.people.words import date_of, read_date
from ui.terms import FACT_CATEGORY
from ui.theme import line
from ui.widgets.buttons import button
from ui.widgets.dates import MonthEdit
from ui.widgets.fields import Field, choice, line_edit, text_area
from ui.widgets.form_dialog import FormDialog
from ui.widgets.surfaces import row
from ui.widgets.words import label

_HINT = "一两句话，写清时间、事情和数字"
_PETITION_HINT = (
    f"信访只写类别和事由，{LONGEST_MATTER} 字以内；信件原文、写信的人和联系方式一概不记"
)
_LIST_LINES = 5


class ListedForm(FormDialog):
    """A list of what is noted, its first row for something new; the fields belong to that row."""

    removed = Signal()

    def __init__(self, parent: QWidget, title: str, new: str) -> None:
        super().__init__(parent, title, lines=27)
        self._new = new
        self.first: QWidget = self
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setMinimumHeight(line(self.list, _LIST_LINES))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.remove_button = button("删去这一条", "trash-2")
        self.remove_button.clicked.connect(self.removed)
        self.cancel.setText("关闭")
        self.cancel.setAccessibleName("关闭")
        self.add(self.list, row(self.remove_button, None))
        self.list.currentRowChanged.connect(self._show_row)

    def show_lines(self, lines: list[str]) -> None:
        """List these below the row for something new, which is chosen."""
        self.list.clear()
        self.list.addItems([self._new, *lines])
        self.list.setCurrentRow(0)

    def place_in_list(self) -> int:
        """Which of the lines is chosen, counted from nought; less than nought for the new one."""
        return self.list.currentRow() - 1

    def show_known(self, known: KnownFacts) -> None:
        """List what is noted now."""

    def fill(self) -> None:
        """Fill the fields with what is chosen."""

    def _show_row(self, _: int) -> None:
        self.remove_button.setEnabled(self.place_in_list() >= 0)
        self.message.clear()
        self.fill()
        self.check()


class FactsDialog(ListedForm):
    """The facts of a person with the unit of today, or of a unit alone."""

    def __init__(
        self, parent: QWidget, name: str, known: KnownFacts, person_id: PersonId | None, day: date
    ) -> None:
        super().__init__(parent, f"掌握的情况：{name}", "＋ 新情况")
        self._known, self._person_id, self._today = known, person_id, day
        words = [(word, category) for category, word in FACT_CATEGORY.items()]
        self.category = choice("来源", [(word, value) for word, value in words])
        self.about = choice("谁的情况", _owners(known, person_id))
        self.day = MonthEdit("时间", read_date)
        self.text = text_area("情况", 4)
        self.text_field = Field("情况", self.text, _HINT, is_needed=True)
        self.add(
            _beside(Field("来源", self.category), Field("谁的情况", self.about)),
            Field("时间", self.day, "只知道年月也可以", is_needed=True),
            self.text_field,
        )
        self.category.currentIndexChanged.connect(self._say_hint)
        self.text.textChanged.connect(self.check)
        self.day.changed.connect(self.check)
        self.first = self.text
        self.finish_fields(self.text)
        self.show_known(known)

    def show_known(self, known: KnownFacts) -> None:
        self._known = known
        self.show_lines([fact_line(fact, known) for fact in known.facts])

    def chosen(self) -> SourceFact | None:
        """The fact that is being altered, or None for a new one."""
        place = self.place_in_list()
        return self._known.facts[place] if 0 <= place < len(self._known.facts) else None

    def entry(self) -> FactEntry:
        """The fact as it stands in the fields."""
        day = date_of(self.day.text()) or PartialDate(self._today.year)
        is_own = self.about.currentData() == "person"
        return FactEntry(
            category=FactCategory(self.category.currentData()),
            day=day.first_day(),
            text=self.text.toPlainText(),
            unit_id=None if is_own else self._known.unit_id,
            person_id=self._person_id if is_own else None,
        )

    def is_ready(self) -> bool:
        has_text = bool(self.text.toPlainText().strip())
        return has_text and bool(self.day.text()) and self.day.is_readable()

    def fill(self) -> None:
        fact = self.chosen()
        self.text.setPlainText(fact.text if fact else "")
        day = fact.day if fact else self._today
        self.day.edit.setText(written_date(day))
        if fact is not None:
            self.category.setCurrentIndex(self.category.findData(fact.category))
            whose = "person" if fact.person_id else "unit"
            self.about.setCurrentIndex(max(0, self.about.findData(whose)))
        self.about.setEnabled(fact is None)
        self._say_hint()

    def _say_hint(self) -> None:
        is_petition = self.category.currentData() is FactCategory.PETITION
        self.text_field.set_hint(_PETITION_HINT if is_petition else _HINT)


class FiguresDialog(ListedForm):
    """The figures of a unit; the same name in the year before is compared with."""

    def __init__(self, parent: QWidget, unit_id: UnitId, known: KnownFacts, year: int) -> None:
        super().__init__(parent, f"单位数据：{known.unit_name}", "＋ 新数据")
        self._unit_id, self._known, self._year = unit_id, known, year
        self.year = line_edit("年份", "如：2026")
        self.name = line_edit("数据名称", "如：信访量、年度考核得分")
        self.value = line_edit("数值", "如：12件、88.5分")
        self.place = line_edit("名次", "没有排名就空着")
        self.out_of = line_edit("共几个单位排名", "没有排名就空着")
        self.add(
            _beside(
                Field("年份", self.year, is_needed=True),
                Field("数据名称", self.name, is_needed=True),
            ),
            label("名称和上年一致，画像里才会对比。", "small", "quiet"),
            Field("数值", self.value),
            _beside(Field("名次", self.place), Field("共几个单位排名", self.out_of)),
            label("排在最后五分之一的，提纲会加上排名靠后的提问。", "small", "quiet"),
        )
        for edit in (self.year, self.name, self.value, self.place, self.out_of):
            edit.textChanged.connect(self.check)
        self.first = self.name
        self.finish_fields(self.name)
        self.show_known(known)

    def show_known(self, known: KnownFacts) -> None:
        self._known = known
        self.show_lines([figure_line(figure) for figure in known.figures])

    def chosen(self) -> UnitFigure | None:
        """The figure that is being altered, or None for a new one."""
        place = self.place_in_list()
        return self._known.figures[place] if 0 <= place < len(self._known.figures) else None

    def figure(self) -> UnitFigure:
        """The figure as it stands in the fields."""
        return UnitFigure(
            unit_id=self._unit_id,
            year=_whole(self.year.text()) or 0,
            name=self.name.text(),
            value=self.value.text(),
            place=_whole(self.place.text()),
            out_of=_whole(self.out_of.text()),
        )

    def is_ready(self) -> bool:
        numbers = (self.year.text(), self.place.text(), self.out_of.text())
        are_numbers = all(not text.strip() or _whole(text) is not None for text in numbers)
        return are_numbers and bool(self.year.text().strip() and self.name.text().strip())

    def fill(self) -> None:
        figure = self.chosen() or UnitFigure(self._unit_id, self._year, "")
        self.year.setText(str(figure.year))
        self.name.setText(figure.name)
        self.value.setText(figure.value)
        self.place.setText(str(figure.place or ""))
        self.out_of.setText(str(figure.out_of or ""))
        # another year or name is another figure: it is noted anew, and this one deleted
        for edit in (self.year, self.name):
            edit.setEnabled(self.chosen() is None)


def _owners(known: KnownFacts, person_id: PersonId | None) -> list[tuple[str, object]]:
    owners: list[tuple[str, object]] = []
    if known.unit_id is not None:
        owners.append((f"单位（{known.unit_name}）", "unit"))
    if person_id is not None:
        owners.append(("本人", "person"))
    return owners


def _beside(left: Field, right: Field) -> QHBoxLayout:
    pair = row(left, right, gap=1.5)
    for number in (0, 1):
        pair.setStretch(number, 1 + number)
        pair.setAlignment(pair.itemAt(number).widget(), Qt.AlignmentFlag.AlignTop)
    return pair


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None

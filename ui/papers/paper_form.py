"""What a document is to say: the fields of its kind, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.domain.ids import FindingId
from app.domain.papers import FindingList, PaperKind, PaperWish
from app.services.paper_steps import DAYS_TO_ANSWER
from ui.papers.desk import PaperChoices, PaperDesk
from ui.papers.subject_picker import SubjectPicker
from ui.papers.wanted_fields import (
    COUNTY,
    MAY_BE_CHOSEN,
    OF_FINDINGS,
    OF_PERIOD,
    TALK,
    UNIT,
    wanted_fields,
)
from ui.papers.words import LIST, PAPER, SAID
from ui.periods import periods
from ui.theme import line
from ui.widgets.buttons import flow
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import Field, choice, line_edit, show_choice, text_area
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_YEARS = 12
_RANGES: list[tuple[str, object]] = [("全县", COUNTY), ("一个单位", UNIT), ("一场谈话", TALK)]
_DAYS: list[tuple[str, object]] = [
    ("只催已经逾期和今天到期的", 0),
    ("7 天内到期的也催", 7),
    ("15 天内到期的也催", 15),
    ("30 天内到期的也催", 30),
]


@dataclass(frozen=True, slots=True)
class FormPlace:
    """What stood in the fields."""

    wish: PaperWish
    range: str = COUNTY


class PaperForm(QWidget):
    """changed: something else is wanted; activated: Enter on whom it is about.

    Fields that a kind does not need are not shown.
    """

    changed = Signal()
    activated = Signal()

    def __init__(self, desk: PaperDesk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: FormPlace | None = None
        self._chosen: tuple[FindingId, ...] = ()
        self.kind = choice("文书", [(PAPER[kind], kind) for kind in desk.kinds()])
        self.said = label("", tone="quiet")
        self._make_fields()
        self._lay_out()
        for box in (self.kind, self.range, self.unit, self.year, self.period, self.package):
            box.currentIndexChanged.connect(self._suit)
        for picker in self._pickers:
            picker.changed.connect(self.changed)
            picker.activated.connect(self.activated)
        self.these.toggled.connect(self._suit)
        self.reason.textChanged.connect(self.changed)
        for tick in self.lists.values():
            tick.toggled.connect(self.changed)
        self._suit()

    def _make_fields(self) -> None:
        desk = self._desk
        today = desk.today()
        self.talk = SubjectPicker(desk.tasks, "谈话", desk.find_talks, desk.one_talk)
        self.person = SubjectPicker(desk.tasks, "人员", desk.find_persons, desk.one_person)
        self.finding = SubjectPicker(desk.tasks, "问题", desk.find_findings, desk.one_finding)
        self.issue = SubjectPicker(desk.tasks, "下达", desk.find_issues, desk.one_issue)
        self.these = QCheckBox()
        self.range = choice("范围", _RANGES)
        self.unit = choice("单位", [("全部单位", None)])
        years: list[tuple[str, object]] = [
            (f"{year}年", year) for year in range(today.year, today.year - _YEARS, -1)
        ]
        self.year = choice("年份", [("不限年份", 0), *years])
        self.period = choice("时段", [*periods()])
        self.package = choice("移交包", [])
        self.days = choice("催办", _DAYS, 7)
        self.answer_by = day_edit("请在这一天前报告", today + timedelta(days=DAYS_TO_ANSWER))
        self.lists = {one: QCheckBox(LIST[one]) for one in FindingList}
        for tick in self.lists.values():
            tick.setChecked(True)
        self.open_only = QCheckBox("只列没有销号的")
        self.with_advice = QCheckBox("连同意见建议")
        self.points = text_area("承诺事项", 6)
        self.points.setMaximumHeight(line(self.points, 9))
        self.reason = line_edit("事由")
        self.method = line_edit("销毁方式", "如：碎纸机粉碎、送保密部门集中销毁")
        self.addressee = line_edit("主送", "如：县纪委常委会，可以不写")
        self.copies_to = line_edit("抄送", "如：县委组织部，可以不写")

    def _lay_out(self) -> None:
        self._fields = {
            "these": self.these,
            "range": Field("范围", self.range),
            "unit": Field("单位", self.unit),
            "talk": self.talk,
            "person": self.person,
            "finding": self.finding,
            "issue": self.issue,
            "period": _pair(Field("年份", self.year), Field("时段", self.period)),
            "package": Field("移交包", self.package),
            "days": Field("催办", self.days),
            "answer_by": Field("请在这一天前报告", self.answer_by),
            "lists": flow(*self.lists.values()),
            "open_only": flow(self.open_only, self.with_advice),
            "points": Field("承诺事项", self.points, "一行一条，编号自动加上。"),
            "reason": Field("事由", self.reason),
            "method": Field("销毁方式", self.method),
            "addressee": Field("主送", self.addressee),
            "copies_to": Field("抄送", self.copies_to),
        }
        body = column(Field("文书", self.kind), self.said, *self._fields.values())
        body.addStretch(1)
        self.setLayout(body)

    # ── what is wanted ───────────────────────────────────────────────────────────────────────────

    @property
    def paper(self) -> PaperKind:
        """Which document is chosen."""
        kind: PaperKind = self.kind.currentData()
        return kind

    def wish(self) -> PaperWish:
        """What stands in the fields."""
        return PaperWish(
            kind=self.paper,
            subject=self._subject(),
            unit_id=self.unit.currentData() if self._shows("unit") else None,
            finding_ids=self._chosen if self._shows("these") and self.these.isChecked() else (),
            year=self.year.currentData() if self._shows("period") else 0,
            months=self.period.currentData() or (1, 12),
            lists=tuple(one for one, tick in self.lists.items() if tick.isChecked()),
            is_open_only=self.open_only.isChecked(),
            has_advice=self.with_advice.isChecked(),
            days=self.days.currentData(),
            answer_by=day_of(self.answer_by),
            text=self.points.toPlainText(),
            reason=self.reason.text(),
            method=self.method.text(),
            addressee=self.addressee.text(),
            copies_to=self.copies_to.text(),
        )

    def is_ready(self) -> bool:
        """Whether enough is chosen to make the document."""
        wish = self.wish()
        if self.paper is PaperKind.PERSON_ARCHIVE:
            return bool(wish.subject and wish.reason.strip())
        if self.paper is PaperKind.FINDING_LISTS and not wish.lists:
            return False
        if self._picker or self.paper is PaperKind.HANDOVER_SLIP:
            return bool(wish.subject)
        return not (self._shows("unit") and self._is_of_unit() and wish.unit_id is None)

    def _subject(self) -> str:
        if self._picker is not None:
            return self._picker.chosen
        return self.package.currentData() or "" if self._shows("package") else ""

    @property
    def _pickers(self) -> tuple[SubjectPicker, ...]:
        return (self.talk, self.person, self.finding, self.issue)

    @property
    def _picker(self) -> SubjectPicker | None:
        """Where it is chosen what the document is about, if its kind is about one thing."""
        shown = set(self._wanted_fields())
        named = zip(("talk", "person", "finding", "issue"), self._pickers, strict=True)
        return next((picker for name, picker in named if name in shown), None)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def offer(self, choices: PaperChoices) -> None:
        """Fill in what was read; what is chosen stays."""
        _refill(self.unit, [("全部单位", None), *((u.name, u.id) for u in choices.units)])
        _refill(self.package, list(choices.packages))
        if not self.points.toPlainText():
            self.points.setPlainText(choices.usual.points)
            self.addressee.setText(choices.usual.addressee)
            self.copies_to.setText(choices.usual.copies_to)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._put(waiting)
        self._suit()

    def place(self) -> FormPlace:
        """What stands in the fields."""
        return FormPlace(self.wish(), self.range.currentData())

    def return_to(self, place: FormPlace) -> None:
        """Fill in what stood there, as soon as it is known what can be chosen."""
        self._waiting = place

    def choose(self, kind: PaperKind) -> None:
        """Turn to that document."""
        show_choice(self.kind, kind)

    def choose_subject(self, subject: str) -> None:
        """Make it about this talk, person, package, issue or finding."""
        if self.paper in OF_FINDINGS:
            show_choice(self.range, TALK)
        if self._picker is not None:
            self._picker.choose(subject)
        elif self._shows("package"):
            show_choice(self.package, subject)

    def begin_list(self) -> None:
        """Make it about everything in the county again: what stood here before is forgotten."""
        if self.paper not in MAY_BE_CHOSEN:
            return
        show_choice(self.range, COUNTY)
        show_choice(self.unit, None)
        self.choose_period(0, (1, 12))
        for tick in (self.open_only, self.with_advice):
            tick.setChecked(False)
        for tick in self.lists.values():
            tick.setChecked(True)

    def choose_unit(self, unit_id: str) -> None:
        """Make it about this unit."""
        show_choice(self.range, UNIT)
        show_choice(self.unit, unit_id)

    def choose_findings(self, finding_ids: tuple[FindingId, ...]) -> None:
        """Make it about these findings alone; none at all takes the choice away."""
        self._chosen = finding_ids
        with QSignalBlocker(self.these):
            self.these.setText(f"只做选出的 {len(finding_ids)} 条")
            self.these.setChecked(bool(finding_ids))
        self._suit()

    def choose_list(self, only: FindingList) -> None:
        """Make that list alone."""
        for one, tick in self.lists.items():
            tick.setChecked(one is only)

    def choose_period(self, year: int, months: tuple[int, int]) -> None:
        """Make it about these months."""
        show_choice(self.year, year)
        show_choice(self.period, months)

    def _put(self, place: FormPlace) -> None:
        wish = place.wish
        self.choose(wish.kind)
        self.choose_findings(wish.finding_ids)
        show_choice(self.range, place.range)
        show_choice(self.unit, wish.unit_id)
        self.choose_period(wish.year, wish.months)
        for one, tick in self.lists.items():
            tick.setChecked(one in wish.lists)
        self.open_only.setChecked(wish.is_open_only)
        self.with_advice.setChecked(wish.has_advice)
        self.points.setPlainText(wish.text)
        self.reason.setText(wish.reason)
        self.method.setText(wish.method)
        self.addressee.setText(wish.addressee)
        self.copies_to.setText(wish.copies_to)
        if wish.subject:
            self.choose_subject(wish.subject)

    def _suit(self, _: object = None) -> None:
        """Show the fields of the chosen kind."""
        shown = set(self._wanted_fields())
        for name, field in self._fields.items():
            field.setVisible(name in shown)
        self.said.setText(SAID[self.paper])
        if self.paper in OF_PERIOD and not self.year.currentData():
            with QSignalBlocker(self.year):
                show_choice(self.year, self._desk.today().year)
        self.period.setEnabled(bool(self.year.currentData()))
        for picker in self._pickers:
            if picker.isVisibleTo(self) and not picker.list.count() and not picker.search.text():
                picker.look()
        self.changed.emit()

    def _wanted_fields(self) -> Iterable[str]:
        about = self.range.currentData()
        return wanted_fields(self.paper, about, bool(self._chosen), self.these.isChecked())

    def _is_of_unit(self) -> bool:
        return self.paper in OF_FINDINGS and self.range.currentData() == UNIT

    def _shows(self, name: str) -> bool:
        return name in set(self._wanted_fields())


def _pair(left: QWidget, right: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(left, right))
    return holder


def _refill(box: QComboBox, pairs: list[tuple[str, object]]) -> None:
    """Offer something else; what is chosen stays if it is still offered."""
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for text, value in pairs:
            box.addItem(text, value)
        show_choice(box, chosen)

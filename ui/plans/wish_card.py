"""What a year's plan is to be made of: which units, what kind, which months, who leads."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.people import UnitKind
from app.domain.planning import PlanWish
from app.services.plans import Plans
from ui.plans.desk import PlanDesk
from ui.plans.words import MONTHS
from ui.terms import UNIT_KIND
from ui.widgets.buttons import flow
from ui.widgets.fields import Field, SearchEdit, choice
from ui.widgets.surfaces import Card, column, row
from ui.widgets.words import label


@dataclass(frozen=True, slots=True)
class WishText:
    """A wish as it was filled in: names are not looked up yet."""

    unit_kinds: frozenset[UnitKind]
    kind: str
    first: int
    last: int
    is_unsettled: bool
    owner: str
    deputies: str

    def wish(self, plans: Plans) -> PlanWish:
        """The wish with the names looked up in the register; call it on the vault's lane."""
        low, high = sorted((self.first, self.last))
        months = () if self.is_unsettled else tuple(range(low, high + 1))
        owner = plans.interviewers(self.owner)
        return PlanWish(
            self.unit_kinds,
            self.kind,
            months,
            owner[0] if owner else PlanWish().owner,
            plans.interviewers(self.deputies),
        )


class WishCard(Card):
    """changed: something was chosen otherwise, a moment after the last key in a name."""

    changed = Signal()

    def __init__(self, desk: PlanDesk, parent: QWidget | None = None) -> None:
        super().__init__("按什么做", parent)
        self.kinds = {kind: QCheckBox(word) for kind, word in UNIT_KIND.items()}
        for box in self.kinds.values():
            box.setChecked(True)
        self._desk = desk
        self.kind = choice("谈话类型", desk.kind_pairs(), PlanWish().kind)
        self.first = choice("从几月", MONTHS[1:], 1)
        self.last = choice("到几月", MONTHS[1:], 12)
        self.unsettled = QCheckBox("月份先不定")
        self.owner = SearchEdit("姓名")
        self.deputies = SearchEdit("如：周正、吴清")
        self.found = label("", "small", "quiet")
        self._lay_out()
        self._hear()

    def _lay_out(self) -> None:
        self.owner.setAccessibleName("主谈人")
        self.deputies.setAccessibleName("受委托的副职")
        months = row(self.first, label("至", wrap=False), self.last, None)
        self.add(
            label("单位类型"),
            flow(*self.kinds.values()),
            Field("谈话类型", self.kind),
            label("月份（均匀安排）"),
            months,
            self.unsettled,
            Field("主谈人", self.owner, "乡镇由主谈人谈"),
            Field("受委托的副职", self.deputies, "部门、企业由他们轮流受委托谈；不填都由主谈人谈"),
            column(self.found),
        )
        self.body.addStretch(1)

    def _hear(self) -> None:
        for box in (*self.kinds.values(), self.unsettled):
            box.toggled.connect(self.changed)
        for chosen in (self.kind, self.first, self.last):
            chosen.currentIndexChanged.connect(self.changed)
        for names in (self.owner, self.deputies):
            names.searched.connect(self.changed)
        self.unsettled.toggled.connect(self.first.setDisabled)
        self.unsettled.toggled.connect(self.last.setDisabled)

    def offer_kinds(self) -> None:
        """Offer the kinds of talk as they are called now."""
        chosen = self.kind.currentData()
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for title, key in self._desk.kind_pairs():
                self.kind.addItem(title, key)
            self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0))

    def text(self) -> WishText:
        """What was filled in."""
        return WishText(
            frozenset(kind for kind, box in self.kinds.items() if box.isChecked()),
            str(self.kind.currentData()),
            int(self.first.currentData()),
            int(self.last.currentData()),
            self.unsettled.isChecked(),
            self.owner.text().strip(),
            self.deputies.text().strip(),
        )

    def fill(self, text: WishText) -> None:
        """Fill in what was filled in before."""
        with QSignalBlocker(self):
            for kind, box in self.kinds.items():
                box.setChecked(kind in text.unit_kinds)
            self.kind.setCurrentIndex(max(self.kind.findData(text.kind), 0))
            self.first.setCurrentIndex(text.first - 1)
            self.last.setCurrentIndex(text.last - 1)
            self.unsettled.setChecked(text.is_unsettled)
            self.fill_names(text.owner, text.deputies)

    def fill_names(self, owner: str, deputies: str) -> None:
        """Fill in who leads."""
        with QSignalBlocker(self.owner), QSignalBlocker(self.deputies):
            self.owner.setText(owner)
            self.deputies.setText(deputies)

    def tell_found(self, wish: PlanWish) -> None:
        """Say who of the named is not in the register: of those no 回避 can be known."""
        named = [one for one in (wish.owner, *wish.deputies) if one.name]
        unknown = "、".join(one.name for one in named if one.person_id is None)
        said = f"{unknown}不在人员档案里（或有同名），只记姓名，查不出回避。" if unknown else ""
        self.found.setText(said)
        self.found.setVisible(bool(said))

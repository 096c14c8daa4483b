"""分解到单位: a common finding becomes one of its own for each unit that is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.ids import FindingId, UnitId
from app.domain.people import Unit, UnitKind
from app.domain.progress import Progress
from app.services.rectifying import Rectifying
from ui.rectifying.finding_form import Command, FindingForm, Ground
from ui.terms import UNIT_KIND
from ui.theme import line
from ui.widgets.buttons import button, flow
from ui.widgets.steady_tree import SteadyTree
from ui.widgets.words import label

_NAMED = Qt.ItemDataRole.UserRole
_SAID = "每个单位一条，各有编号、各自整改销号；最后一个销号，这一条随着销号。"


class FanOutForm(FindingForm):
    """Units by their kinds; those that were at the talk can be ticked at once."""

    name = "fan_out"

    def __init__(self, parent: QWidget, ground: Ground) -> None:
        super().__init__(parent, ground, "分解到单位", "分解")
        parts = {part.unit_name for part in ground.sheet.history.parts}
        self._units = tuple(unit for unit in ground.units if unit.name not in parts)
        self.add(label(_SAID, tone="quiet"))
        if parts:
            self.add(label(f"已经分解到：{'、'.join(sorted(parts))}", "small", "quiet"))
        self.present_button = button("勾选到会的单位", "users")
        self.none_button = button("全不选")
        self.tree = SteadyTree()
        self.tree.setAccessibleName("分解到哪些单位")
        self.tree.setHeaderHidden(True)
        self.tree.setMinimumHeight(line(self.tree, 13))
        self._fill()
        self.count = label("", tone="quiet")
        self.add(flow(self.present_button, self.none_button), self.tree, self.count)
        self.present_button.clicked.connect(lambda: self.choose(ground.present))
        self.present_button.setEnabled(bool(ground.present))
        self.none_button.clicked.connect(lambda: self.choose(()))
        self.tree.itemChanged.connect(self._typed)
        if not parts:
            self.choose(ground.present)
        self.finish_fields(self.tree)

    @classmethod
    def lines(cls) -> float:
        return 32

    def _fill(self) -> None:
        by_kind: dict[UnitKind, list[Unit]] = {}
        for unit in self._units:
            by_kind.setdefault(unit.kind, []).append(unit)
        for kind in (kind for kind in UNIT_KIND if kind in by_kind):
            units = by_kind[kind]
            top = QTreeWidgetItem(self.tree, [f"{UNIT_KIND[kind]}（{len(units)}）"])
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            top.setCheckState(0, Qt.CheckState.Unchecked)
            for unit in units:
                item = QTreeWidgetItem(top, [unit.name])
                item.setData(0, _NAMED, unit.id)
                item.setCheckState(0, Qt.CheckState.Unchecked)
            top.setExpanded(True)
        if self.tree.topLevelItemCount():
            self.tree.setCurrentItem(self.tree.topLevelItem(0))

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────

    def choose(self, units: Iterable[str]) -> None:
        """Tick these units and no others."""
        wanted = frozenset(units)
        for item in self._items():
            is_wanted = item.data(0, _NAMED) in wanted
            item.setCheckState(0, Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
        self._typed()

    def chosen(self) -> tuple[UnitId, ...]:
        """The units that are ticked, in their order."""
        ticked = (i for i in self._items() if i.checkState(0) is Qt.CheckState.Checked)
        return tuple(UnitId(item.data(0, _NAMED)) for item in ticked)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        return [top.child(n) for top in tops for n in range(top.childCount())]

    # ── the form ─────────────────────────────────────────────────────────────────────────────────

    def typed(self) -> tuple[object, ...]:
        return self.chosen()

    def put_back(self, typed: tuple[object, ...]) -> None:
        self.choose(str(one) for one in typed)

    def is_filled(self) -> bool:
        return bool(self.chosen())

    def check(self) -> None:
        super().check()
        chosen = len(self.chosen())
        self.count.setText(f"选了 {chosen} 个单位。" if chosen else "还没有选单位。")

    def command(self, rectifying: Rectifying) -> Command:
        return partial(_fanned_out, rectifying, self.ground.sheet.finding.id, self.chosen())

    def success(self) -> str:
        return f"已分解到 {len(self.chosen())} 个单位，每个单位一条。"

    def remedy(self) -> str:
        return "在列表里逐条补全、下达。"


def _fanned_out(
    rectifying: Rectifying, finding_id: FindingId, units: tuple[UnitId, ...], _: Progress
) -> tuple[tuple[FindingId, ...], Changes]:
    return rectifying.fan_out(finding_id, units)

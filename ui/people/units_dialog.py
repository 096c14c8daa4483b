"""The register of units: add one, rename one, change its kind."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.ids import UnitId
from app.domain.people import Unit, UnitKind
from ui.terms import UNIT_KIND
from ui.theme import line
from ui.widgets.buttons import button
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.form_dialog import FormDialog
from ui.widgets.surfaces import row

_NEW = "＋ 新单位"


class UnitsDialog(FormDialog):
    """The list of units; the fields below belong to the chosen one, or to a new one.

    facts_asked and figures_asked tell the id of a unit whose facts or figures are wanted.
    """

    facts_asked = Signal(str)
    figures_asked = Signal(str)

    def __init__(self, parent: QWidget, units: list[Unit]) -> None:
        super().__init__(parent, "单位", lines=24)
        self._units: list[Unit] = []
        self.list = QListWidget()
        self.list.setAccessibleName("单位")
        self.list.setMinimumHeight(line(self.list, 9))
        self.name = line_edit("单位名称", "如：某某镇")
        self.kind = choice("单位类型", [(word, kind) for kind, word in UNIT_KIND.items()])
        self.new = button("另加一个单位", "plus")
        self.new.clicked.connect(lambda: self.list.setCurrentRow(0))
        self.facts, self.figures = button("情况…"), button("数据…")
        self.facts.clicked.connect(lambda: self._ask(self.facts_asked))
        self.figures.clicked.connect(lambda: self._ask(self.figures_asked))
        self.add(
            self.list,
            row(self.new, None, self.facts, self.figures),
            Field("单位名称", self.name, "改名后，以前的谈话仍写当时的名称", is_needed=True),
            Field("单位类型", self.kind, "决定哪些提问适用"),
        )
        self.list.currentRowChanged.connect(self._show)
        self.name.textChanged.connect(self.check)
        self.kind.currentIndexChanged.connect(self.check)
        self.cancel.setText("关闭")
        self.cancel.setAccessibleName("关闭")
        self.finish_fields(self.name)
        self.show_units(units)

    def show_units(self, units: list[Unit]) -> None:
        """List these units."""
        self._units = units
        self.list.clear()
        self.list.addItem(QListWidgetItem(_NEW))
        for unit in units:
            self.list.addItem(QListWidgetItem(f"{unit.name}（{UNIT_KIND[unit.kind]}）"))
        self.list.setCurrentRow(0)

    def known(self) -> Unit | None:
        """The unit that is being changed, or None for a new one."""
        number = self.list.currentRow() - 1
        return self._units[number] if 0 <= number < len(self._units) else None

    def unit(self) -> Unit:
        """The unit as it stands in the fields."""
        base = self.known() or Unit(UnitId(""), "", UnitKind.OTHER)
        kind = self.kind.currentData()
        chosen = kind if isinstance(kind, UnitKind) else base.kind
        return replace(base, name=self.name.text().strip(), kind=chosen)

    def is_ready(self) -> bool:
        return bool(self.name.text().strip()) and self.unit() != self.known()

    def _show(self, _: int) -> None:
        known = self.known()
        self.name.setText(known.name if known else "")
        self.kind.setCurrentIndex(self.kind.findData(known.kind if known else UnitKind.TOWNSHIP))
        for one in (self.facts, self.figures):
            one.setEnabled(known is not None)
        self.message.clear()
        self.check()

    def _ask(self, signal: SignalInstance) -> None:
        if known := self.known():
            signal.emit(known.id)

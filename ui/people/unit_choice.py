"""Choosing a unit of the register, or naming a new one in the same field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from app.domain.ids import UnitId
from app.domain.people import Unit, UnitKind
from ui.terms import UNIT_KIND
from ui.theme import px
from ui.widgets.fields import Field, choice


class UnitChoice(QWidget):
    """A field that finds units as one types; an unknown name asks for its kind as well."""

    changed = Signal()

    def __init__(self, units: list[Unit], chosen: UnitId | None = None) -> None:
        super().__init__()
        self._units = {unit.name: unit for unit in units}
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setAccessibleName("单位")
        self.name.addItems(list(self._units))
        completer = self.name.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        edit = self.name.lineEdit()
        if edit is not None:
            edit.setAccessibleName("单位")
            edit.setPlaceholderText("输入几个字来查找，或写一个新单位")
        self.kind = choice("单位类型", [(word, kind) for kind, word in UNIT_KIND.items()])
        self.name_field = Field("单位", self.name)
        self.kind_field = Field("单位类型", self.kind, "新单位，会一起登记")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1.5))
        box.addWidget(self.name_field)
        box.addWidget(self.kind_field)
        names = [unit.name for unit in units if unit.id == chosen]
        self.name.setCurrentIndex(self.name.findText(names[0]) if names else -1)
        self.name.setEditText(names[0] if names else "")
        self.name.editTextChanged.connect(self._show_kind)
        self._show_kind()

    def text(self) -> str:
        """The name in the field."""
        return self.name.currentText().strip()

    def unit(self) -> Unit | None:
        """The unit of the register with that name, or None for a new one."""
        return self._units.get(self.text())

    def unit_kind(self) -> UnitKind:
        """The kind chosen for a new unit."""
        kind = self.kind.currentData()
        return kind if isinstance(kind, UnitKind) else UnitKind.OTHER

    def _show_kind(self) -> None:
        self.kind_field.setVisible(bool(self.text()) and self.unit() is None)
        self.changed.emit()

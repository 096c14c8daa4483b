"""The fields of one prompt that is being written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.prompt_editing import lines_of, tidy
from app.domain.prompt_faults import PromptFault, PromptField
from app.domain.prompts import Applicability, FocusArea, Prompt
from ui.prompts.words import CONDITIONS, fault_words
from ui.terms import UNIT_KIND
from ui.theme import line, px
from ui.widgets.buttons import flow
from ui.widgets.fields import Field, choice, line_edit, text_area
from ui.widgets.words import label

_LINES = 3.4  # of a field for several lines


class PromptForm(QWidget):
    """altered: something else stands in the fields; area_wanted: it belongs to another area."""

    altered = Signal()
    area_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt: Prompt | None = None
        self.number = label("", "small", "accent")
        self.text = text_area("问法", 3, "照着念就能问的一句话")
        self.required = QCheckBox("必问：没有问到须写明原因")
        self.concrete = text_area("具体的答复应包含", 3, "如：日期")
        self.follow_ups = text_area("追问", 3, "如：谁定的？")
        self.kinds = {kind: QCheckBox(word) for kind, word in UNIT_KIND.items()}
        self.conditions = {name: QCheckBox(word) for name, word in CONDITIONS}
        self.source = line_edit("出处", "依据的规定或主题")
        self.area = choice("所属聚焦", [])
        self._fields = {
            PromptField.TEXT: Field("问法", self.text, is_needed=True),
            PromptField.CONCRETE: Field("具体的答复应包含", self.concrete, "一行一条"),
            PromptField.FOLLOW_UPS: Field("追问", self.follow_ups, "一行一条"),
            PromptField.SOURCE: Field("出处", self.source),
            PromptField.AREA: Field("所属聚焦", self.area, "换了聚焦，编号跟着换"),
        }
        self._lay_out()
        self._fit()
        self._hear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        for area in (self.text, self.concrete, self.follow_ups):
            area.setFixedHeight(line(area, _LINES) + px(2))

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, px(1), 0)
        box.setSpacing(px(1.5))
        box.addWidget(self.number)
        box.addWidget(self._fields[PromptField.TEXT])
        box.addWidget(self.required)
        box.addWidget(self._fields[PromptField.CONCRETE])
        box.addWidget(self._fields[PromptField.FOLLOW_UPS])
        box.addWidget(label("适用单位（都不勾就是都适用）"))
        box.addWidget(flow(*self.kinds.values()))
        box.addWidget(label("适用情形（勾几项，就要几项都符合）"))
        box.addWidget(flow(*self.conditions.values()))
        box.addWidget(self._fields[PromptField.SOURCE])
        box.addWidget(self._fields[PromptField.AREA])
        box.addStretch(1)

    def _hear(self) -> None:
        for area in (self.text, self.concrete, self.follow_ups):
            area.textChanged.connect(self._tell)
        self.source.textChanged.connect(self._tell)
        for box in self._boxes():
            box.toggled.connect(self._tell)
        self.area.activated.connect(lambda _: self.area_wanted.emit(self.area.currentData()))

    def show_prompt(self, prompt: Prompt | None, areas: Sequence[FocusArea]) -> None:
        """Fill the fields with a prompt; with none there is nothing to fill in."""
        self._prompt = None
        self.setEnabled(prompt is not None)
        shown = prompt or Prompt("", "", "")
        self.number.setText(f"编号 {shown.number}" if prompt else "在左边选一问")
        self.text.setPlainText(shown.text)
        self.concrete.setPlainText("\n".join(shown.concrete))
        self.follow_ups.setPlainText("\n".join(shown.follow_ups))
        self.source.setText(shown.source)
        self.required.setChecked(shown.is_required)
        for kind, box in self.kinds.items():
            box.setChecked(kind in shown.applies.unit_kinds)
        for name, box in self.conditions.items():
            box.setChecked(getattr(shown.applies, name))
        with QSignalBlocker(self.area):
            self.area.clear()
            for area in areas:
                self.area.addItem(area.title, area.key)
            self.area.setCurrentIndex(self.area.findData(shown.area))
        self._prompt = prompt

    def prompt(self) -> Prompt | None:
        """The prompt as it stands in the fields."""
        if self._prompt is None:
            return None
        kinds = frozenset(kind for kind, box in self.kinds.items() if box.isChecked())
        conditions = {name: box.isChecked() for name, box in self.conditions.items()}
        return replace(
            self._prompt,
            text=tidy(self.text.toPlainText()),
            concrete=lines_of(self.concrete.toPlainText()),
            follow_ups=lines_of(self.follow_ups.toPlainText()),
            is_required=self.required.isChecked(),
            applies=Applicability(kinds, **conditions),
            source=tidy(self.source.text()),
        )

    def show_faults(self, faults: Iterable[PromptFault]) -> None:
        """Say at each field what is wrong there."""
        said = {fault.field: "，".join(fault_words(fault)) for fault in reversed(list(faults))}
        for where, shown in self._fields.items():
            shown.set_fault(said.get(where, ""))

    def _boxes(self) -> tuple[QCheckBox, ...]:
        return (self.required, *self.kinds.values(), *self.conditions.values())

    def _tell(self) -> None:
        if self._prompt is not None:
            self.altered.emit()

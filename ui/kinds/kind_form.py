"""The form of a kind of talk: its name, its rules and its papers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.changes import Changes
from app.domain.kinds import FORMS, LONGEST_DEADLINE, FirstForm, TalkKind
from app.domain.progress import Progress
from ui.dictionary_panel import Command, WordForm
from ui.kinds.desk import KindDesk
from ui.kinds.words import FIRST_FORM
from ui.terms import FORM
from ui.widgets.buttons import flow
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.words import label

_NEW = TalkKind("", "", forms=("minutes",))


class KindForm(WordForm):
    """A kind that is new, or one to be changed."""

    def __init__(self, parent: QWidget, kind: TalkKind | None = None) -> None:
        super().__init__(parent, "修改谈话类型" if kind else "添加谈话类型", "保存", 25)
        self.name = "change" if kind else "add"
        self._kind = kind or _NEW
        known = self._kind
        self.title = line_edit("谈话类型", "如：案中谈话", known.title)
        manners: list[tuple[str, object]] = [("单人谈", False), ("多人一起谈", True)]
        self.manner = choice("谈法", manners, known.is_collective)
        months: list[tuple[str, object]] = [
            (f"{n} 个月", n) for n in range(1, LONGEST_DEADLINE + 1)
        ]
        self.months = choice("整改时限", months, known.deadline_months)
        ways: list[tuple[str, object]] = [(word, form) for form, word in FIRST_FORM.items()]
        self.first_form = choice("是否计为第一种形态", ways, known.first_form)
        self.needs_two = _box("我方须有两人以上在场", known.needs_two)
        self.has_fingerprint = _box("记录上留按指印的地方", known.has_fingerprint)
        self.forms = {form: _box(FORM[form], form in known.forms) for form in FORMS}
        self.add(
            Field("谈话类型", self.title, is_needed=True),
            Field("谈法", self.manner, "已经有谈话用着的类型，谈法不能再变"),
            self.needs_two,
            self.has_fingerprint,
            Field("整改时限", self.months, "记为问题时先按这个填，可以逐个改"),
            Field("是否计为第一种形态", self.first_form),
            label("要备的文书", "strong"),
            flow(*self.forms.values()),
        )
        self.title.textChanged.connect(self.check)
        self.finish_fields(self.title)

    def is_filled(self) -> bool:
        return bool(self.title.text().strip())

    def kind(self) -> TalkKind:
        """The kind as it stands in the fields."""
        return replace(
            self._kind,
            title=self.title.text().strip(),
            is_collective=bool(self.manner.currentData()),
            needs_two=self.needs_two.isChecked(),
            has_fingerprint=self.has_fingerprint.isChecked(),
            deadline_months=int(self.months.currentData()),
            first_form=FirstForm(self.first_form.currentData()),
            forms=tuple(form for form, box in self.forms.items() if box.isChecked()),
        )

    def command(self, desk: KindDesk) -> Command:
        """What is sent to the vault."""
        return partial(_keep, desk, self.kind())


def _keep(desk: KindDesk, kind: TalkKind, _: Progress) -> tuple[str, Changes] | Changes:
    return desk.kinds.change(kind) if kind.key else desk.kinds.add(kind)


def _box(text: str, is_ticked: bool) -> QCheckBox:
    made = QCheckBox(text)
    made.setAccessibleName(text)
    made.setChecked(is_ticked)
    return made

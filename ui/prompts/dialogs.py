"""Small forms around a prompt set: its names, retiring a version, giving up a draft."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.prompt_editing import SetDraft, tidy
from app.domain.prompt_faults import LONGEST_AREA, LONGEST_TITLE
from app.domain.prompts import PromptSetRow
from ui.widgets.fields import Field, line_edit, text_area
from ui.widgets.form_dialog import FormDialog
from ui.widgets.words import label


class NamesDialog(FormDialog):
    """The name of the set and of its four areas."""

    def __init__(self, parent: QWidget, draft: SetDraft) -> None:
        super().__init__(parent, "名称与聚焦", "改好", lines=24)
        self._draft = draft
        self.title = line_edit("提问集名称", text=draft.title)
        self.areas = [
            line_edit(f"第{number}个聚焦", text=area.title)
            for number, area in enumerate(draft.areas, 1)
        ]
        self.add(Field("提问集名称", self.title, is_needed=True))
        self.add(label("聚焦有四个，可以改名，不能增减。", tone="quiet"))
        for number, edit in enumerate(self.areas, 1):
            self.add(Field(f"第{number}个聚焦", edit, is_needed=True))
        for edit in (self.title, *self.areas):
            edit.textChanged.connect(self.check)
        self.title.setMaxLength(LONGEST_TITLE)
        for edit in self.areas:
            edit.setMaxLength(LONGEST_AREA)
        self.finish_fields(self.title)

    def is_ready(self) -> bool:
        names = [tidy(edit.text()) for edit in self.areas]
        is_told = bool(tidy(self.title.text())) and all(names)
        return is_told and len(set(names)) == len(names)

    def draft(self) -> SetDraft:
        """The draft under the names in the fields."""
        draft = self._draft.titled(self.title.text())
        for area, edit in zip(self._draft.areas, self.areas, strict=True):
            draft = draft.with_area_title(area.key, edit.text())
        return draft


class RetireDialog(FormDialog):
    """Why a version is not to be used any more."""

    def __init__(self, parent: QWidget, row: PromptSetRow) -> None:
        super().__init__(parent, f"停用第 {row.version} 版", "停用", lines=14)
        self.row = row
        self.reason = text_area("停用的原因", 3)
        self.add(
            label("停用后，新的谈话不再从这一版选提问；用过它的谈话仍看得到当时的问法。"),
            Field("停用的原因", self.reason, is_needed=True),
        )
        self.reason.textChanged.connect(self.check)
        self.finish_fields(self.reason)

    def is_ready(self) -> bool:
        return bool(self.text())

    def text(self) -> str:
        """The reason in the field."""
        return self.reason.toPlainText().strip()


class DropDialog(FormDialog):
    """Whether what is being written is to be given up."""

    def __init__(self, parent: QWidget, because: str, way_on: str) -> None:
        super().__init__(parent, "放弃草稿", way_on, lines=10)
        self.add(label(because), label("存下的各版提问集不受影响。", tone="quiet"))
        self.finish_fields(self.cancel)

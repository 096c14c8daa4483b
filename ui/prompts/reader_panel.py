"""A version of the prompts to read, and the ways to a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date
from app.domain.prompts import PromptSet, PromptSetRow
from ui.prompts.prompt_sheet import prompt_sheet
from ui.prompts.set_tree import SetTree
from ui.theme import characters
from ui.widgets.buttons import button, primary
from ui.widgets.fields import choice
from ui.widgets.surfaces import Card, Place, column, halves, row, scrolled
from ui.widgets.words import label


class ReaderPanel(QWidget):
    """version_wanted tells the id of the version to show; the others what is to be done."""

    version_wanted = Signal(str)
    new_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    retire_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: PromptSet | None = None
        self.row: PromptSetRow | None = None
        self.versions = choice("版本", [])
        self.title = label("", tone="quiet")
        self.new_button = primary("编新版", "pencil")
        self.import_button = button("导入…", "upload")
        self.export_button = button("导出…", "download")
        self.retire_button = button("停用…")
        self.tree = SetTree("提问，按四个聚焦排列")
        self.card = Card()
        self._place = Place()
        self.card.add(self._place)
        splitter = halves(self.tree, scrolled(self.card, "所选的提问"), (2, 3))
        self.card.setMinimumWidth(characters(self, 14))
        self.versions.setMinimumWidth(characters(self, 9))
        ways = (self.new_button, self.import_button, self.export_button, self.retire_button)
        whole = column(row(self.versions, None, *ways), self.title, splitter, gap=1.5)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._hear()

    def _hear(self) -> None:
        self.tree.chosen.connect(self._show_prompt)
        self.versions.activated.connect(
            lambda _: self.version_wanted.emit(self.versions.currentData())
        )
        self.new_button.clicked.connect(self.new_wanted)
        self.import_button.clicked.connect(self.import_wanted)
        self.export_button.clicked.connect(self.export_wanted)
        self.retire_button.clicked.connect(self.retire_wanted)

    def show_set(
        self, shown: PromptSet, rows: Sequence[PromptSetRow], number: str, has_draft: bool
    ) -> None:
        """Show this version of all there are, with the cursor on that prompt."""
        self.shown = shown
        self.row = next((one for one in rows if one.id == shown.id), None)
        in_force = next((one.id for one in rows if one.retired_at is None), "")
        with QSignalBlocker(self.versions):
            self.versions.clear()
            for one in rows:
                self.versions.addItem(_version_words(one, in_force), one.id)
            self.versions.setCurrentIndex(self.versions.findData(shown.id))
        self.title.setText(_title(shown, self.row))
        words = "接着编草稿" if has_draft else "编新版"
        self.new_button.setText(words)
        self.new_button.setAccessibleName(words)
        is_in_use = self.row is not None and self.row.retired_at is None
        still = sum(one.retired_at is None for one in rows)
        self.retire_button.setEnabled(is_in_use and still > 1)
        self.tree.show_set(shown.areas, shown.prompts, number)

    def _show_prompt(self, number: str) -> None:
        if self.shown is not None and number:
            prompt = self.shown.prompt(number)
            self._place.put(prompt_sheet(prompt, self.shown.area_title(prompt.area)))


def _version_words(one: PromptSetRow, in_force: str) -> str:
    state = "现用" if one.id == in_force else "已停用" if one.retired_at else "旧版"
    return f"第 {one.version} 版（{state}）"


def _title(shown: PromptSet, known: PromptSetRow | None) -> str:
    said = f"{shown.title}，共 {len(shown.prompts)} 问。"
    if known is not None and known.retired_at is not None:
        when = written_date(known.retired_at.date())
        return f"{said}{when}停用：{known.retired_reason}。用过它的谈话仍看得到当时的问法。"
    return f"{said}存下的版本不再改动，每场谈话都记着当时的问法；要改就编新版。"

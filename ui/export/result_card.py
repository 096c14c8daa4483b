"""What came of an export: how many went out, and the files that need looking after."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.copies import written_number
from app.domain.year_export import LineState, YearExported
from ui.theme import row_height
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

_STATE = {
    LineState.WRITTEN: "写好，读回核对相符",
    LineState.THERE: "原来就在，核对相符",
    LineState.DIFFERS: "▲ 那里有同名的别的文件，没有动它",
    LineState.DAMAGED: "▲ 保险库里的这一份读不出来，没有写",
}
_AMISS = (LineState.DIFFERS, LineState.DAMAGED)


def result_message(exported: YearExported) -> Message:
    """What came of it in a sentence: proven when everything stands there."""
    written, there = (len(exported.of(s)) for s in (LineState.WRITTEN, LineState.THERE))
    more = f"，{there} 份原来就在" if there else ""
    said = f"写好 {written} 份{more}，都读回核对过。"
    amiss = sum(len(exported.of(state)) for state in _AMISS)
    if not amiss:
        remedy = f"目录是“{exported.index_name}”，每份的摘要都在里面。"
        return Message(said, remedy=remedy, tone=Tone.PROVEN)
    return Message(
        f"{said}有 {amiss} 份没有写。",
        "保险库没有受影响，那里原有的文件没有动。",
        "请看下面的表；处理后再导出一次，只补没有写的。",
    )


class ResultCard(Card):
    """The lines, those that need looking after first. left: back to the form."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__("导出的文件")
        self.back_button = button("返回", "arrow-left")
        self.back_button.clicked.connect(self.left)
        self.said = label("", tone="quiet")
        self.table = plain_table("导出的文件", ("文件", "份号", "页数", "情况"), stretched=3)
        self.add(self.said, self.table, row(self.back_button, None))
        self.hide()

    def show_result(self, exported: YearExported) -> None:
        """Show what came of it."""
        self.said.setText(f"位置：{exported.folder}")
        lines = sorted(exported.lines, key=lambda line: line.state not in _AMISS)
        self.table.setRowCount(len(lines))
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))
        for number, line in enumerate(lines):
            copy = written_number(line.copy_number) if line.copy_number else "—"
            texts = (line.file.file_name, copy, str(line.file.pages), _STATE[line.state])
            for place, text in enumerate(texts):
                self.table.setItem(number, place, QTableWidgetItem(text))
        self.table.setCurrentCell(0, 0)
        self.show()

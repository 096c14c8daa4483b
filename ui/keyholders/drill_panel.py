"""The yearly drill: two cards are fetched from their safes and typed; nothing is changed by it."""

from __future__ import annotations

from functools import partial

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.recovery import check_group
from ui.keyholders.desk import KeyDesk
from ui.keyholders.step_panel import PanelStep, StepPanel
from ui.widgets.card_entry import CardEntry
from ui.widgets.surfaces import Card, column
from ui.widgets.words import label

_TOLD = (
    "从柜子里取出任意两张，照着填。程序真的用它们开一次数据密钥，看看管不管用；"
    "资料和单子都不变，填完请重新装信封封好。"
)


class DrillStep(PanelStep):
    """Two cards; which two is seen from what is typed."""

    title = "演练恢复单"
    way_on = "演练"

    def __init__(self) -> None:
        super().__init__()
        self.entries = (CardEntry("第一张", check_group), CardEntry("第二张", check_group))
        sheets = [
            Card(name).add(entry)
            for name, entry in zip(("第一张", "第二张"), self.entries, strict=True)
        ]
        for entry in self.entries:
            entry.changed.connect(self.changed)
            entry.entered.connect(self.done)
        whole = column(label(_TOLD, tone="quiet"), *sheets, gap=1.5)
        whole.addStretch(1)
        self.setLayout(whole)
        self.entries[0].completed.connect(self.entries[1].setFocus)

    def enter(self) -> None:
        self.entries[0].groups[0].setFocus()

    def is_ready(self) -> bool:
        return all(entry.is_whole() for entry in self.entries)

    def forget(self) -> None:
        for entry in self.entries:
            entry.clear()


class DrillPanel(StepPanel):
    """closed after the drill was passed, too; ask was_passed before."""

    def __init__(self, desk: KeyDesk) -> None:
        cards = DrillStep()
        super().__init__((cards,))
        self._desk, self.cards = desk, cards
        self.was_passed = False
        self.reached_end.connect(self._drill)

    def begin(self) -> None:
        self.was_passed = False
        super().begin()

    def _drill(self) -> None:
        self.next_button.setEnabled(False)
        codes = tuple(entry.text() for entry in self.cards.entries)
        work = partial(_drilled, self._desk, codes)
        self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _done(self, _: object) -> None:
        self.was_passed = True
        self.close_panel()

    def _refuse(self, error: AppError) -> None:
        self.refuse(error)


def _drilled(desk: KeyDesk, codes: tuple[str, ...], _: Progress) -> Changes:
    return desk.recovery.drill(codes)

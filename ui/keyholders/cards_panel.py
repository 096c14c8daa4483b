"""Making recovery cards: what they are, on paper, typed back from paper, in force."""

from __future__ import annotations

from functools import partial

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.recovery import CardSet
from ui.keyholders.desk import KeyDesk
from ui.keyholders.paper_step import PaperStep
from ui.keyholders.step_panel import PanelStep, StepPanel
from ui.keyholders.typed_step import TypedStep
from ui.widgets.surfaces import Card, column
from ui.widgets.words import label

_WHAT = (
    "恢复单是三张纸：甲、乙、丙。任意两张合在一起能打开保险库，单独一张什么也打不开。",
    "口令忘了、人调走了、电脑坏了、本机密钥没有了，都靠它回来。没有恢复单，就没有别的办法。",
)
_HOW = (
    "三张各装一个信封，封口签字，锁进至少两处柜子，由两个人分管。",
    "不复印、不拍照、不存进任何电脑，也不和这台电脑放在一起。",
    "每年取出来演练一次。用过一次，或丢了一张，就重做一套。",
)
_RENEWS = "新的一套照纸填对之前，旧的一套照常有效；填对以后，旧的随即作废。"


class AboutCardsStep(PanelStep):
    """What the cards are for, and how they are kept."""

    title = "先看一眼"
    way_on = "做三张单子"

    def __init__(self) -> None:
        super().__init__()
        what = Card("恢复单是什么").add(*(label(text) for text in _WHAT))
        how = Card("怎么收").add(*(label(f"{n}. {text}") for n, text in enumerate(_HOW, 1)))
        whole = column(what, how, label(_RENEWS, tone="quiet"), gap=1.5)
        whole.addStretch(1)
        self.setLayout(whole)


class CardsPanel(StepPanel):
    """closed after the set was kept, too; ask was_kept before."""

    def __init__(self, desk: KeyDesk) -> None:
        paper = PaperStep(desk)
        typed = TypedStep(paper, asks_own=True)
        typed.way_on = "启用这一套"
        super().__init__((AboutCardsStep(), paper, typed))
        self._desk, self.paper, self.typed = desk, paper, typed
        self.was_kept = False
        self.reached_end.connect(self._keep)

    def begin(self) -> None:
        self.was_kept = False
        super().begin()

    def _keep(self) -> None:
        cards = self.paper.cards
        if cards is not None:
            self.next_button.setEnabled(False)
            work = partial(_kept, self._desk, self.typed.own.text(), cards, self.typed.typed())
            self._desk.tasks.command(work, then=self._done, refused=self._refuse)

    def _done(self, _: object) -> None:
        self.was_kept = True
        self.close_panel()

    def _refuse(self, error: AppError) -> None:
        self.refuse(error)
        self.typed.own.select_all()


def _kept(desk: KeyDesk, own: str, cards: CardSet, typed: tuple[str, ...], _: Progress) -> Changes:
    return desk.recovery.keep(own, cards, typed)

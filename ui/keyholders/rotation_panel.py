"""Exchanging the data key, step by step; it ends with a locked vault."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.errors import AppError
from ui.keyholders.desk import KeyDesk
from ui.keyholders.paper_step import PaperStep
from ui.keyholders.rotation_steps import AboutRotationStep, RotateStep, StayingStep
from ui.keyholders.step_panel import StepPanel
from ui.keyholders.typed_step import TypedStep


class _WantedPaper(PaperStep):
    """The cards, when they are made with the exchange."""

    def __init__(self, desk: KeyDesk, about: AboutRotationStep) -> None:
        super().__init__(desk)
        self._about = about

    def is_skipped(self) -> bool:
        return self._about.later.isChecked()


class _WantedTyped(TypedStep):
    """Typing them back, when they are made with the exchange."""

    def __init__(self, paper: PaperStep) -> None:
        super().__init__(paper, asks_own=False)

    def is_skipped(self) -> bool:
        return self._paper.is_skipped()


class RotationPanel(StepPanel):
    """rotated: the data key is exchanged and the vault closed; held: whether it is at work."""

    rotated = Signal()
    held = Signal(bool)

    def __init__(self, desk: KeyDesk) -> None:
        about, staying = AboutRotationStep(desk), StayingStep(desk)
        paper = _WantedPaper(desk, about)
        typed, work = _WantedTyped(paper), RotateStep(desk)
        super().__init__((about, staying, paper, typed, work))
        self.about, self.staying, self.paper = about, staying, paper
        self.typed, self.work = typed, work
        work.began.connect(lambda: self.held.emit(True))
        work.gave_up.connect(lambda: self.held.emit(False))
        work.rotated.connect(self._finish)
        work.mistyped.connect(self._mend)

    def go_to(self, number: int) -> None:
        """Show that step; from the last but one on, the work begins."""
        was = self.number
        if self.steps[number] is self.work and not self._is_all_there():
            return
        super().go_to(number)
        if self.step is self.work and was != self.number:
            cards = None if self.paper.is_skipped() else self.paper.cards
            self.work.begin(self.staying.own.text(), self.staying.others(), cards)

    def suit(self) -> None:
        """As any panel; the button that begins the work says so."""
        super().suit()
        is_last_before = self.step is self.typed or (
            self.step is self.staying and self.paper.is_skipped()
        )
        if is_last_before:
            self.next_button.setText("更换数据密钥")
            self.next_button.setAccessibleName("更换数据密钥")

    def stop(self) -> None:
        """The vault is about to be locked: stop the work."""
        self.work.stop()

    def _is_all_there(self) -> bool:
        has_cards = self.paper.is_skipped() or self.typed.is_ready()
        return self.about.is_ready() and self.staying.is_ready() and has_cards

    def _mend(self, error: AppError) -> None:
        """Go back to where passphrases are typed, and say there which was wrong."""
        self.go_to(self.steps.index(self.staying))
        self.refuse(error)

    def _finish(self) -> None:
        self.forget()
        self.rotated.emit()

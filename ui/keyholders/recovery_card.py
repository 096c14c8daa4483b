"""How the vault stands to its recovery cards, and making or drilling them."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.progress import Progress
from app.domain.recovery import RecoveryState
from ui import icons
from ui.keyholders.desk import KeyDesk
from ui.keyholders.words import recovery_due, recovery_text
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card
from ui.widgets.words import label, set_property, set_tone


class RecoveryStateCard(Card):
    """cards_wanted: make a set; drill_wanted: try the set in force; known: whether there is one."""

    cards_wanted = Signal()
    drill_wanted = Signal()
    known = Signal(bool)

    def __init__(self, desk: KeyDesk) -> None:
        super().__init__("恢复单")
        self._desk = desk
        self.state = RecoveryState(has_cards=False)
        self.now, self.due = label(""), label("", tone="brick")
        self.make_button = button("做恢复单…", "key-round")
        self.drill_button = button("演练…", "list-checks")
        self.make_button.clicked.connect(self.cards_wanted)
        self.drill_button.clicked.connect(self.drill_wanted)
        self.buttons = flow(self.make_button, self.drill_button)
        if not desk.looks_after_keys:
            self.buttons.hide()
        what = "三张纸，任意两张合在一起能打开保险库。口令忘了，靠它回来。"
        self.add(label(what, tone="quiet"), self.now, self.due, self.buttons)
        self.show_state(self.state)

    def refresh(self) -> None:
        """Read the state again."""
        self._desk.tasks.query(self._read, then=self.show_state)

    def show_state(self, state: RecoveryState) -> None:
        """Say how it stands, and offer what can be done."""
        self.state = state
        due = recovery_due(state)
        is_well = state.has_cards and not due
        self.now.setText(("✓ " if is_well else "") + recovery_text(state, self._desk.local))
        set_tone(self.now, "green" if is_well else "ink")
        self.due.setText(f"⚠ {due}" if due else "")
        self.due.setVisible(bool(due))
        words = "重做一套…" if state.has_cards else "做恢复单…"
        self.make_button.setText(words)
        self.make_button.setAccessibleName(words)
        is_urgent = not state.has_cards or state.must_renew
        set_property(self.make_button, "kind", "primary" if is_urgent else "")
        colour = icons.Role.HighlightedText if is_urgent else icons.Role.ButtonText
        icons.put(self.make_button, "key-round", colour)
        self.drill_button.setVisible(state.has_cards)
        self.known.emit(state.has_cards)

    def _read(self, _: Progress) -> RecoveryState:
        return self._desk.recovery.state()

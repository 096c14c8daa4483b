"""口令与恢复: who can open the vault, the recovery cards, this machine's secret, the data key."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.changes import Changes
from app.domain.vault_errors import RoleRefusedError
from ui.keyholders.cards_panel import CardsPanel
from ui.keyholders.desk import KeyDesk
from ui.keyholders.device_card import DeviceCard
from ui.keyholders.drill_panel import DrillPanel
from ui.keyholders.holder_dialogs import REMOVED
from ui.keyholders.holders_card import HoldersCard
from ui.keyholders.recovery_card import RecoveryStateCard
from ui.keyholders.rotation_panel import RotationPanel
from ui.keyholders.step_panel import StepPanel
from ui.page import Destination, Page
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

_HEADING = "口令与恢复"
_KEPT = Message(
    "新的恢复单已启用，三张都照纸填对了。",
    "资料没有改动，以前的恢复单已作废。",
    "请把三张分开封好，锁进不同的柜子；旧的请销毁。",
    Tone.PROVEN,
)
_PASSED = Message(
    "演练过了：这两张恢复单打得开保险库。",
    "资料和单子都没有改动。",
    "请重新装信封封好，放回原处。",
    Tone.PROVEN,
)
_ROTATED = Message(
    "数据密钥已更换，保险库已锁定。",
    "全部资料核对无误，旧的密钥打不开它了。",
    "请用原来的口令解锁，然后马上做一次备份，收回旧备份。",
    Tone.PROVEN,
)

Panel = TypeVar("Panel", bound=StepPanel)


class KeysPage(Page):
    """act cards of a destination begins making cards, drill the drill."""

    help_topic = "keys"
    watches = Changes.SETTINGS

    def __init__(self, desk: KeyDesk, passphrase_card: Card) -> None:
        super().__init__(desk.tasks)
        self._desk, self._shown, self._can_work = desk, _HEADING, False
        self.message = MessageBar()
        self.passphrase_card = passphrase_card
        self.holders, self.recovery = HoldersCard(desk), RecoveryStateCard(desk)
        self.device, self.rotation_card = DeviceCard(desk), Card("数据密钥")
        self.rotation_button = button("更换数据密钥…", "refresh-cw")
        self.rotation_card.add(
            label("有人离岗，或旧备份、旧口令落到别人手里时，换一把。", tone="quiet"),
            row(self.rotation_button, None),
        )
        if not desk.looks_after_keys:
            self.rotation_card.hide()
        self._stack = QStackedWidget()
        self._overview = self._laid_out()
        self._stack.addWidget(self._overview)
        self.body.addWidget(self._stack, 1)
        self._connect()

    # The ways are made when one of them is gone: most who come here only look.

    @cached_property
    def cards_panel(self) -> CardsPanel:
        """The way of making recovery cards."""
        return self._added(CardsPanel(self._desk))

    @cached_property
    def drill_panel(self) -> DrillPanel:
        """The way of the drill."""
        return self._added(DrillPanel(self._desk))

    @cached_property
    def rotation_panel(self) -> RotationPanel:
        """The way of exchanging the data key."""
        panel = self._added(RotationPanel(self._desk))
        panel.rotated.connect(self._close_vault)
        panel.held.connect(self.held)
        self._can_work = True
        return panel

    def refresh(self) -> None:
        self.holders.refresh()
        self.recovery.refresh()
        self.device.refresh()

    def arrive(self, destination: Destination) -> None:
        self.titled.emit(self._shown)  # it may be in the middle of making cards
        if destination.act and not self._desk.looks_after_keys:
            self.tell_error(RoleRefusedError(self._desk.role.value, "recovery.make"))
        elif destination.act == "cards":
            self.make_cards()
        elif destination.act == "drill":
            self.drill()

    def make_cards(self) -> None:
        """Begin making recovery cards."""
        self._show(self.cards_panel, "做恢复单")

    def drill(self) -> None:
        """Begin the drill."""
        self._show(self.drill_panel, "演练恢复单")

    def rotate(self) -> None:
        """Begin exchanging the data key."""
        self._show(self.rotation_panel, "更换数据密钥")

    def step_back(self) -> bool:
        panel = self._stack.currentWidget()
        if not isinstance(panel, StepPanel):
            return False
        panel.close_panel()
        return True

    def stop_work(self) -> None:
        if self._can_work:
            self.rotation_panel.stop()

    def _laid_out(self) -> QWidget:
        content = QWidget()
        left = column(self.message, self.holders, self.recovery, gap=2)
        right = column(self.passphrase_card, self.device, self.rotation_card, gap=2)
        halves = row(left, right, gap=2)
        for place, (half, share) in enumerate(((left, 3), (right, 2))):
            half.addStretch(1)
            halves.setStretch(place, share)
        halves.setContentsMargins(0, 0, px(1), 0)
        content.setLayout(halves)
        return scrolled(content, _HEADING)

    def _connect(self) -> None:
        self.holders.told.connect(self._tell_of_holders)
        self.recovery.cards_wanted.connect(self.make_cards)
        self.recovery.drill_wanted.connect(self.drill)
        self.recovery.known.connect(self.device.note_cards)
        self.device.told.connect(self.message.show_message)
        self.device.kept.connect(self.refresh)
        self.rotation_button.clicked.connect(self.rotate)

    def _added(self, panel: Panel) -> Panel:
        self._stack.addWidget(panel)
        panel.closed.connect(self._show_overview)
        return panel

    def _show(self, panel: StepPanel, heading: str) -> None:
        if self._stack.currentWidget() is panel:
            return
        self.message.clear()
        self._set_heading(heading)
        self._stack.setCurrentWidget(panel)
        panel.begin()

    def _set_heading(self, heading: str) -> None:
        self._shown = heading
        self.titled.emit(heading)

    def _show_overview(self) -> None:
        panel = self._stack.currentWidget()
        if isinstance(panel, CardsPanel) and panel.was_kept:
            self.message.show_message(_KEPT)
        elif isinstance(panel, DrillPanel) and panel.was_passed:
            self.message.show_message(_PASSED)
        self._set_heading(_HEADING)
        self._stack.setCurrentWidget(self._overview)
        self.refresh()

    def _tell_of_holders(self, message: Message) -> None:
        if message is REMOVED:
            self.message.show_message(message, Way("更换数据密钥…", self.rotate))
        else:
            self.message.show_message(message)

    def _close_vault(self) -> None:
        self.closed.emit(_ROTATED)

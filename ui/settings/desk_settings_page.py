"""设置 of a registry's desk: how it looks, when it locks, whether the machine is fit for it."""

from __future__ import annotations

from functools import partial

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.holders import HolderRole, may
from app.domain.progress import Progress
from app.services.settings import OfficeFacts, Settings
from ui.look import LookControl
from ui.messages import message_for
from ui.page import Destination, Page
from ui.settings.about import AboutCard
from ui.settings.idle_minutes import IDLE, idle_minutes
from ui.settings.link_card import input_card, selftest_card
from ui.settings.look_card import LookCard
from ui.tasks import Tasks
from ui.widgets.buttons import primary
from ui.widgets.fields import Field
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled, side_by_side


class DeskSettingsPage(Page):
    """Cards in two columns; what is changed counts at once, the minutes after 保存."""

    help_topic = "desk"
    watches = Changes.SETTINGS

    def __init__(
        self, tasks: Tasks, settings: Settings, look: LookControl, role: HolderRole
    ) -> None:
        super().__init__(tasks)
        self.look_card = LookCard(look)
        self.idle_card = IdleCard(tasks, settings, may(role, "office.idle"))
        self.input_card, self.selftest_card = input_card(), selftest_card()
        self.about_card = AboutCard()
        for key, card in (("input", self.input_card), ("selftest", self.selftest_card)):
            card.button.clicked.connect(partial(self._go_to, key))
        left = column(self.look_card, self.idle_card, gap=2)
        right = column(self.input_card, self.selftest_card, self.about_card, gap=2)
        self.body.addWidget(scrolled(side_by_side(left, right), "设置"), 1)

    def refresh(self) -> None:
        self.idle_card.refresh()

    def place(self) -> object:
        return self.idle_card.typed()

    def return_to(self, place: object) -> None:
        if isinstance(place, int):
            self.idle_card.put_back = place

    def _go_to(self, key: str, _: object = None) -> None:
        self.go.emit(Destination(key))


class IdleCard(Card):
    """The minutes until the desk locks by itself."""

    def __init__(self, tasks: Tasks, settings: Settings, may_keep: bool) -> None:
        super().__init__("自动锁定")
        self._tasks, self._settings, self._may_keep = tasks, settings, may_keep
        self._kept = 0
        self.put_back: int | None = None
        self.minutes = idle_minutes()
        self.minutes.setEnabled(may_keep)
        self.save = primary("保存", "check")
        self.message = MessageBar()
        hint = "离开座位前也可以随手按 Ctrl+L"
        self.add(self.message, Field(IDLE, self.minutes, hint), row(None, self.save))
        if not may_keep:
            self.save.hide()
        self.minutes.valueChanged.connect(self._enable)
        self.save.clicked.connect(self.keep)
        self._enable()

    def refresh(self) -> None:
        """Read again what is kept."""
        self._tasks.query(self._read, then=self._show)

    def typed(self) -> int | None:
        """What was typed and not kept, or None."""
        minutes = self.minutes.value()
        return minutes if self._kept and minutes != self._kept else None

    def keep(self) -> None:
        """Keep what stands in the field."""
        self.save.setEnabled(False)
        work = partial(self._keep, self.minutes.value())
        self._tasks.command(work, then=self._say_kept, refused=self._refuse)

    def _read(self, _: Progress) -> OfficeFacts:
        return self._settings.office()

    def _keep(self, minutes: int, _: Progress) -> Changes:
        return self._settings.keep_idle(minutes)

    def _show(self, facts: OfficeFacts) -> None:
        self._kept = facts.idle_minutes
        minutes, self.put_back = self.put_back or facts.idle_minutes, None
        self.minutes.setValue(minutes)
        self._enable()

    def _say_kept(self, _: object) -> None:
        self.message.show_message(Message("已保存，从现在起生效。", tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self._enable()

    def _enable(self, _: object = None) -> None:
        self.save.setEnabled(self._may_keep and self.minutes.value() != self._kept)

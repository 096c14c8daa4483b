"""设置: how it looks, when it locks, whose office it is, and what the program is made of."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.settings import LONGEST_IDLE, OfficeFacts, Settings
from ui.look import LookControl
from ui.messages import message_for
from ui.page import Destination, Page
from ui.settings.about import AboutCard
from ui.settings.look_card import LookCard
from ui.tasks import Tasks
from ui.theme import px
from ui.widgets.buttons import button, primary
from ui.widgets.fields import Field, line_edit
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label


class SettingsPage(Page):
    """Cards in two columns; what is changed counts at once, the office after 保存."""

    help_topic = "settings"
    watches = Changes.SETTINGS

    def __init__(
        self, tasks: Tasks, settings: Settings, look: LookControl, passphrase_card: Card
    ) -> None:
        super().__init__(tasks)
        self.passphrase_card = passphrase_card
        self.look_card = LookCard(look)
        self.office_card = OfficeCard(tasks, settings)
        self.prompts_card = Card("提问集")
        self.prompts_button = button("看提问集…", "book-open")
        self.prompts_button.clicked.connect(lambda: self.go.emit(Destination("prompts")))
        what = label("四个聚焦的提问、追问和具体答复的样子。", tone="quiet")
        self.prompts_card.add(what, row(self.prompts_button, None))
        self.about_card = AboutCard()
        content = QWidget()
        halves = row(
            column(self.look_card, self.prompts_card, self.about_card, gap=2),
            column(self.office_card, self.passphrase_card, gap=2),
            gap=2,
        )
        for place in (0, 1):
            half = halves.itemAt(place).layout()
            if isinstance(half, QVBoxLayout):
                half.addStretch(1)
            halves.setStretch(place, 1)
        halves.setContentsMargins(0, 0, px(1), 0)
        content.setLayout(halves)
        self.body.addWidget(scrolled(content, "设置"), 1)

    def refresh(self) -> None:
        self.office_card.refresh()

    def place(self) -> object:
        return self.office_card.typed()

    def return_to(self, place: object) -> None:
        if isinstance(place, OfficeFacts):
            self.office_card.put_back = place


class OfficeCard(Card):
    """The office, its secretary, its code, and the minutes until the vault locks by itself."""

    def __init__(self, tasks: Tasks, settings: Settings) -> None:
        super().__init__("单位与自动锁定")
        self._tasks, self._settings = tasks, settings
        self._kept: OfficeFacts | None = None
        self.put_back: OfficeFacts | None = None
        self.name, self.secretary = line_edit("单位名称"), line_edit("书记姓名")
        self.code = line_edit("行政区划代码", "六位数字")
        self.minutes = QSpinBox()
        self.minutes.setRange(1, LONGEST_IDLE)
        self.minutes.setSuffix(" 分钟")
        self.minutes.setAccessibleName("无操作几分钟后自动锁定")
        self.save = primary("保存", "check")
        self.message = MessageBar()
        hint = "移交编号里用；六位数字，不清楚就填 000000"
        self.code_field = Field("行政区划代码", self.code, hint)
        self.add(
            self.message,
            Field("单位名称", self.name, "印在谈话记录的页头", is_needed=True),
            Field("书记姓名", self.secretary, is_needed=True),
            self.code_field,
            Field("无操作几分钟后自动锁定", self.minutes, "离开座位前也可以随手按 Ctrl+L"),
            row(None, self.save),
        )
        for edit in (self.name, self.secretary, self.code):
            edit.textChanged.connect(self._enable)
        self.minutes.valueChanged.connect(self._enable)
        self.save.clicked.connect(self.keep)
        self._enable()

    def refresh(self) -> None:
        """Read the office again."""
        self._tasks.query(self._read, then=self._show)

    def facts(self) -> OfficeFacts:
        """What stands in the fields."""
        base = self._kept or OfficeFacts("", "")
        return replace(
            base,
            name=self.name.text().strip(),
            secretary=self.secretary.text().strip(),
            code=self.code.text().strip(),
            idle_minutes=self.minutes.value(),
        )

    def typed(self) -> OfficeFacts | None:
        """What was typed and not kept, or None."""
        facts = self.facts()
        return facts if self._kept is not None and facts != self._kept else None

    def keep(self) -> None:
        """Keep what stands in the fields."""
        self.save.setEnabled(False)
        work = partial(_keep, self._settings, self.facts())
        self._tasks.command(work, then=self._say_kept, refused=self._refuse)

    def _read(self, _: Progress) -> OfficeFacts:
        return self._settings.office()

    def _show(self, facts: OfficeFacts) -> None:
        self._kept = facts
        facts, self.put_back = self.put_back or facts, None
        self.name.setText(facts.name)
        self.secretary.setText(facts.secretary)
        self.code.setText(facts.code)
        self.minutes.setValue(facts.idle_minutes)
        self._enable()

    def _say_kept(self, _: object) -> None:
        self.message.show_message(Message("已保存，从现在起生效。", tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self._enable()

    def _enable(self) -> None:
        facts = self.facts()
        is_code = len(facts.code) == 6 and facts.code.isascii() and facts.code.isdigit()
        self.code_field.set_fault("" if is_code or self._kept is None else "要六位数字。")
        is_right = bool(facts.name and facts.secretary) and is_code
        self.save.setEnabled(is_right and facts != self._kept)


def _keep(settings: Settings, facts: OfficeFacts, _: Progress) -> Changes:
    return settings.keep_office(facts)

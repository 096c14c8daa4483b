"""设置: how it looks, when it locks, whose office it is, and what the program is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from ui.settings.font_card import FontCard
from ui.settings.idle_minutes import IDLE, idle_minutes
from ui.settings.link_card import LinkCard, input_card, selftest_card
from ui.settings.look_card import LookCard
from ui.settings.passphrase_card import PassphraseCard
from ui.settings.printing_card import PrintingCard
from ui.settings.record_card import RecordCard
from ui.tasks import Tasks
from ui.widgets.buttons import primary
from ui.widgets.fields import Field, line_edit
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled, side_by_side

_KEYS = "谁能打开保险库、恢复单、本机密钥、更换数据密钥。"
_BACKUPS = "备份到哪里、演练恢复、检查保险库。"
_SIGNERS = "谁用什么密钥签谈话记录，本单位的证书。"
_KINDS = "谈话类型和它的规矩、问题标签、谈话函询登记。"
_RULES = "谁批销号、几时回头看、默认时限、节假日表、苗头提醒。"
_UPDATES = "用 U 盘带来的更新文件换新版，退回上一版本。"
_RETENTION = "谈话档案保存多久，暂缓销毁，期满两步销毁。"
_PROMPTS = "四个聚焦的提问、追问和具体答复的样子。"


@dataclass(frozen=True, slots=True)
class OwnCards:
    """Cards that know services this page does not."""

    passphrase: PassphraseCard
    fonts: FontCard
    printing: PrintingCard
    screen: Card | None = None


class SettingsPage(Page):
    """Cards in two columns; what is changed counts at once, the office after 保存.

    own are cards made elsewhere: one's own passphrase, the fonts of documents, what may be seen of
    the screen.
    """

    help_topic = "settings"
    watches = Changes.SETTINGS

    def __init__(
        self,
        tasks: Tasks,
        settings: Settings,
        look: LookControl,
        own: OwnCards,
        role: HolderRole,
    ) -> None:
        super().__init__(tasks)
        self.passphrase_card, self.look_card = own.passphrase, LookCard(look)
        self.office_card = OfficeCard(tasks, settings, may(role, "office.keep"))
        self.font_card = own.fonts
        self.record_card = RecordCard(tasks, settings, may(role, "office.record"))
        self.keys_card = LinkCard("口令与恢复", _KEYS, "口令与恢复…", "key-round")
        self.backups_card = LinkCard("备份与检查", _BACKUPS, "备份与检查…", "save")
        self.prompts_card = LinkCard("提问集", _PROMPTS, "看提问集…", "book-open")
        self.signers_card = LinkCard("签名证书", _SIGNERS, "签名证书…", "signature")
        self.kinds_card = LinkCard("谈话类型与标签", _KINDS, "类型与标签…", "list-tree")
        self.rules_card = LinkCard("整改规则", _RULES, "整改规则…", "list-checks")
        self.retention_card = LinkCard("保管与销毁", _RETENTION, "保管与销毁…", "stamp")
        self.input_card, self.selftest_card = input_card(), selftest_card()
        self.updates_card = LinkCard("程序更新", _UPDATES, "程序更新…", "refresh-cw")
        self.prompts_button = self.prompts_card.button
        acts = {
            "prompt_set.add": self.prompts_card,
            "kind.change": self.kinds_card,
            "rectifying.rules": self.rules_card,
            "retention.hold": self.retention_card,
            "backup.plan": self.backups_card,
            "signer.add": self.signers_card,
            "program.update": self.updates_card,
        }
        for act, card in acts.items():
            if not may(role, act):
                card.hide()
        links = {
            "signers": self.signers_card,
            "keys": self.keys_card,
            "backups": self.backups_card,
            "prompts": self.prompts_card,
            "kinds": self.kinds_card,
            "rules": self.rules_card,
            "retention": self.retention_card,
            "updates": self.updates_card,
            "input": self.input_card,
            "selftest": self.selftest_card,
        }
        for key, card in links.items():
            card.button.clicked.connect(lambda _=False, to=key: self.go.emit(Destination(to)))
        self.about_card = AboutCard()
        self._lay_out(own)

    def _lay_out(self, own: OwnCards) -> None:
        keys = (self.keys_card, self.signers_card, self.backups_card)
        left = column(self.look_card, *keys, self.prompts_card, self.kinds_card, gap=2)
        left.addWidget(self.rules_card)
        left.addWidget(self.retention_card)
        right = column(self.office_card, self.passphrase_card, gap=2)
        if own.screen is not None:
            right.addWidget(own.screen)
        right.addWidget(self.font_card)
        right.addWidget(self.updates_card)
        right.addWidget(self.input_card)
        right.addWidget(self.selftest_card)
        left.addWidget(own.printing)
        left.addWidget(self.record_card)
        left.addWidget(self.about_card)
        self.body.addWidget(scrolled(side_by_side(left, right), "设置"), 1)

    def refresh(self) -> None:
        self.office_card.refresh()
        self.record_card.refresh()
        self.font_card.refresh()

    def place(self) -> object:
        return self.office_card.typed()

    def return_to(self, place: object) -> None:
        if isinstance(place, OfficeFacts):
            self.office_card.put_back = place


class OfficeCard(Card):
    """The office, its secretary, its code, and the minutes until the vault locks by itself."""

    def __init__(self, tasks: Tasks, settings: Settings, may_keep: bool = True) -> None:
        super().__init__("单位与自动锁定")
        self._tasks, self._settings, self._may_keep = tasks, settings, may_keep
        self._kept: OfficeFacts | None = None
        self.put_back: OfficeFacts | None = None
        self.name, self.secretary = line_edit("单位名称"), line_edit("书记姓名")
        self.code = line_edit("行政区划代码", "六位数字")
        self.minutes = idle_minutes()
        self.save = primary("保存", "check")
        self.message = MessageBar()
        hint = "移交编号里用；六位数字，不清楚就填 000000"
        self.code_field = Field("行政区划代码", self.code, hint)
        self.add(
            self.message,
            Field("单位名称", self.name, "印在谈话记录的页头", is_needed=True),
            Field("书记姓名", self.secretary, is_needed=True),
            self.code_field,
            Field(IDLE, self.minutes, "离开座位前也可以随手按 Ctrl+L"),
            row(None, self.save),
        )
        for edit in (self.name, self.secretary, self.code):
            edit.textChanged.connect(self._enable)
            edit.setReadOnly(not may_keep)
        self.minutes.setEnabled(may_keep)
        if not may_keep:
            self.save.hide()
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
        is_right = bool(facts.name and facts.secretary) and is_code and self._may_keep
        self.save.setEnabled(is_right and facts != self._kept)


def _keep(settings: Settings, facts: OfficeFacts, _: Progress) -> Changes:
    return settings.keep_office(facts)

"""Every page of a registry's desk: its key, its name, its picture, and how it is made."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.holders import HolderRole
from app.services.input_methods import HERE
from app.services.open_desk import DeskEntrance, OpenDesk
from ui.audit.audit_page import AuditPage
from ui.backups.backups_page import BackupsPage
from ui.backups.desk import BackupDesk
from ui.desk.figures_page import DeskFiguresPage
from ui.desk.identity_page import IdentityPage
from ui.desk.offices_page import OfficesPage
from ui.desk.quarantine_page import QuarantinePage
from ui.desk.receive_page import ReceivePage
from ui.desk.search_page import DeskSearchPage
from ui.desk.tools import DeskTools
from ui.desk_care import DeskUpkeep
from ui.help.help_page import HelpPage
from ui.input.input_page import InputPage
from ui.keyholders.desk import KeyDesk
from ui.keyholders.keys_page import KeysPage
from ui.look import LookControl
from ui.page import Page
from ui.page_entry import PageEntry
from ui.selftest.desk import self_test_desk_at
from ui.selftest.self_test_page import SelfTestPage
from ui.settings.desk_settings_page import DeskSettingsPage
from ui.settings.passphrase_card import PassphraseCard
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class DeskSurroundings:
    """What a page of the desk may be given."""

    entrance: DeskEntrance
    desk: OpenDesk
    tasks: Tasks
    look: LookControl
    upkeep: DeskUpkeep

    @property
    def role(self) -> HolderRole:
        """What the one who opened the desk may do."""
        return self.desk.session.holder.role

    @property
    def tools(self) -> DeskTools:
        """What the desk's own pages work with."""
        return DeskTools(self.tasks, self.desk)


def _receive(s: DeskSurroundings) -> Page:
    return ReceivePage(s.tools)


def _offices(s: DeskSurroundings) -> Page:
    return OfficesPage(s.tools)


def _quarantine(s: DeskSurroundings) -> Page:
    return QuarantinePage(s.tools)


def _search(s: DeskSurroundings) -> Page:
    return DeskSearchPage(s.tools)


def _figures(s: DeskSurroundings) -> Page:
    return DeskFiguresPage(s.tools)


def _identity(s: DeskSurroundings) -> Page:
    return IdentityPage(s.tools)


def _keys(s: DeskSurroundings) -> Page:
    care = s.desk.care
    keys = KeyDesk(
        tasks=s.tasks,
        access=s.entrance,
        role=s.role,
        holders=care.holders,
        recovery=care.recovery,
        paper=care.paper,
        binding=care.binding,
        rotation=care.rotation,
        local=s.desk.clock.local,
    )
    return KeysPage(keys, PassphraseCard(s.tasks, s.entrance, care.ring.change_passphrase))


def _backups(s: DeskSurroundings) -> Page:
    care, clock = s.desk.care, s.desk.clock
    backups = BackupDesk(
        tasks=s.tasks,
        backups=care.backups,
        rehearsal=care.rehearsal,
        integrity=care.integrity,
        run=s.upkeep.run,
        now=clock.now,
        local=clock.local,
        papers=care.paper,
    )
    return BackupsPage(backups)


def _settings(s: DeskSurroundings) -> Page:
    return DeskSettingsPage(s.tasks, s.desk.settings, s.look, s.role)


def _input(s: DeskSurroundings) -> Page:
    return InputPage(s.tasks, HERE)


def _selftest(s: DeskSurroundings) -> Page:
    return SelfTestPage(self_test_desk_at(s.desk, s.tasks))


def _audit(s: DeskSurroundings) -> Page:
    return AuditPage(s.tasks, s.desk.audit)


def _help(s: DeskSurroundings) -> Page:
    return HelpPage(s.tasks)


DESK_PAGES = (
    PageEntry("receive", "接收", "inbox", _receive, act="package.receive"),
    PageEntry("offices", "单位", "building-2", _offices, act="package.receive"),
    PageEntry("quarantine", "隔离", "shield-alert", _quarantine, act="package.receive"),
    PageEntry("search", "查询", "search", _search, act="package.look"),
    PageEntry("figures", "统计", "chart-column", _figures, act="package.look"),
    PageEntry("identity", "身份", "badge-check", _identity),
    PageEntry("keys", "口令与恢复", "key-round", _keys, "identity"),
    PageEntry("backups", "备份与检查", "save", _backups, "identity", "backup.plan"),
    PageEntry("settings", "设置", "settings", _settings),
    PageEntry("input", "输入法自检", "keyboard", _input, "settings"),
    PageEntry("selftest", "本机自检", "monitor", _selftest, "settings"),
    PageEntry("audit", "操作留痕", "history", _audit),
    PageEntry("help", "帮助", "circle-question-mark", _help),
)

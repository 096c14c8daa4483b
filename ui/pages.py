"""Every page of the window: its key, its name, its picture, and how it is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from app.domain.holders import HolderRole, may
from app.services.access import Access
from app.services.application import Application
from app.services.input_methods import HERE
from ui.audit.audit_page import AuditPage
from ui.backups.backups_page import BackupsPage
from ui.backups.desk import BackupDesk
from ui.copies.copies_page import CopiesPage
from ui.copies.desk import copy_desk_of
from ui.export.export_page import ExportPage
from ui.figures.desk import figures_desk_of
from ui.figures.figures_page import FiguresPage
from ui.guarding import Guarding
from ui.handover.choice import counter_of
from ui.handover.handover_page import HandoverPage
from ui.help.help_page import HelpPage
from ui.input.input_page import InputPage
from ui.keyholders.desk import key_desk_of
from ui.keyholders.keys_page import KeysPage
from ui.kinds.desk import KindDesk
from ui.kinds.kinds_page import KindsPage
from ui.look import LookControl
from ui.minutes.verify_page import VerifyPage
from ui.overview.home_page import HomePage, HomeServices
from ui.overview.signs_page import SignsPage
from ui.page import Page
from ui.page_entry import PageEntry
from ui.papers.desk import paper_desk_of
from ui.papers.papers_page import PapersPage
from ui.people.desk import people_desk_of
from ui.people.people_page import PeoplePage
from ui.plans.desk import plan_desk_of
from ui.plans.plans_page import PlansPage
from ui.prompts.prompts_page import PromptsPage
from ui.rectifying.desk import rectifying_desk_of
from ui.rectifying.ledger_page import LedgerPage
from ui.retention.desk import retention_desk_of
from ui.retention.retention_page import RetentionPage
from ui.rules.desk import rules_desk_of
from ui.rules.rules_page import RulesPage
from ui.search.desk import SearchDesk
from ui.search.search_page import FindPage
from ui.selftest.desk import self_test_desk_of
from ui.selftest.self_test_page import SelfTestPage
from ui.settings.font_card import FontCard
from ui.settings.passphrase_card import PassphraseCard
from ui.settings.printing_card import PrintingCard
from ui.settings.screen_card import ScreenCard
from ui.settings.settings_page import OwnCards, SettingsPage
from ui.signers.desk import signer_desk_of
from ui.signers.signers_page import SignersPage
from ui.sticks.desk import stick_desk_of
from ui.sticks.sticks_page import SticksPage
from ui.talks.desk import desk_of
from ui.talks.talk_look import TalkLook
from ui.talks.talks_page import TalksPage
from ui.tasks import Tasks
from ui.updates.desk import update_desk_of
from ui.updates.updates_page import UpdatesPage
from ui.upkeep import Upkeep


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page may be given."""

    access: Access
    application: Application
    tasks: Tasks
    look: LookControl
    upkeep: Upkeep
    guarding: Guarding

    @property
    def role(self) -> HolderRole:
        """What the one who opened the vault may do."""
        return self.application.session.holder.role


def _home(s: Surroundings) -> Page:
    a = s.application
    page = HomePage(s.tasks, HomeServices(a.overview, a.upkeep, a.early_signs))
    if not may(s.role, "package.write"):
        page.offer_no_handover()
    return page


def _signs(s: Surroundings) -> Page:
    page = SignsPage(s.tasks, s.application.early_signs)
    if not may(s.role, "office.signs"):
        page.offer_no_rules()
    return page


def _talks(s: Surroundings) -> Page:
    return TalksPage(desk_of(s.application, s.tasks), _talk_look(s))


def _talk_look(s: Surroundings) -> TalkLook:
    preferences = s.access.preferences
    chosen = preferences.load()

    def keep(zoom: int, is_night: bool) -> None:
        kept = replace(preferences.load(), talk_zoom=zoom, is_talk_night=is_night)
        preferences.keep(kept)

    return TalkLook(chosen.talk_zoom, chosen.is_talk_night, keep, s.look.wear_night)


def _plans(s: Surroundings) -> Page:
    return PlansPage(plan_desk_of(s.application, s.tasks))


def _verify(s: Surroundings) -> Page:
    return VerifyPage(s.tasks, s.application.verifying, s.application.talks.trail.clock.local)


def _handover(s: Surroundings) -> Page:
    check = partial(s.access.ask_again, s.application)
    return HandoverPage(counter_of(s.application, s.tasks, check))


def _people(s: Surroundings) -> Page:
    return PeoplePage(people_desk_of(s.application, s.tasks))


def _findings(s: Surroundings) -> Page:
    return LedgerPage(rectifying_desk_of(s.application, s.tasks))


def _passphrase_card(s: Surroundings) -> PassphraseCard:
    return PassphraseCard(s.tasks, s.access, partial(s.access.change_passphrase, s.application))


def _settings(s: Surroundings) -> Page:
    role = s.role
    screen = ScreenCard(s.tasks, s.application.screen, s.guarding)
    a, may_choose = s.application, may(role, "office.fonts")
    fonts = FontCard(s.tasks, a.typefaces, a.minutes, may_choose)
    own = OwnCards(_passphrase_card(s), fonts, PrintingCard(s.tasks, a.plain_forms), screen)
    return SettingsPage(s.tasks, s.application.settings, s.look, own, role)


def _keys(s: Surroundings) -> Page:
    return KeysPage(key_desk_of(s.application, s.access, s.tasks), _passphrase_card(s))


def _backups(s: Surroundings) -> Page:
    application, clock = s.application, s.application.talks.trail.clock
    desk = BackupDesk(
        tasks=s.tasks,
        backups=application.backups,
        rehearsal=application.rehearsal,
        integrity=application.integrity,
        run=s.upkeep.run,
        now=clock.now,
        local=clock.local,
        papers=application.minutes,
    )
    return BackupsPage(desk)


def _prompts(s: Surroundings) -> Page:
    return PromptsPage(s.tasks, s.application.prompts)


def _kinds(s: Surroundings) -> Page:
    return KindsPage(KindDesk(s.tasks, s.application.kinds, s.application.letters))


def _rules(s: Surroundings) -> Page:
    return RulesPage(rules_desk_of(s.application, s.tasks), s.application.early_signs)


def _search(s: Surroundings) -> Page:
    application, clock = s.application, s.application.talks.trail.clock
    desk = SearchDesk(
        tasks=s.tasks,
        search=application.search,
        kinds=application.kinds,
        prompts=application.prompts,
        run=s.upkeep.indexing,
        now=clock.now,
        local=clock.local,
    )
    return FindPage(desk)


def _figures(s: Surroundings) -> Page:
    return FiguresPage(figures_desk_of(s.application, s.tasks))


def _export(s: Surroundings) -> Page:
    return ExportPage(s.tasks, s.application.year_export)


def _signers(s: Surroundings) -> Page:
    return SignersPage(signer_desk_of(s.application, s.tasks))


def _retention(s: Surroundings) -> Page:
    return RetentionPage(retention_desk_of(s.application, s.tasks))


def _sticks(s: Surroundings) -> Page:
    return SticksPage(stick_desk_of(s.application, s.tasks))


def _papers(s: Surroundings) -> Page:
    return PapersPage(paper_desk_of(s.application, s.tasks))


def _copies(s: Surroundings) -> Page:
    return CopiesPage(copy_desk_of(s.application, s.tasks))


def _input(s: Surroundings) -> Page:
    return InputPage(s.tasks, HERE)


def _selftest(s: Surroundings) -> Page:
    return SelfTestPage(self_test_desk_of(s.access, s.application, s.tasks))


def _updates(s: Surroundings) -> Page:
    return UpdatesPage(update_desk_of(s.application, s.tasks))


def _audit(s: Surroundings) -> Page:
    return AuditPage(s.tasks, s.application.audit)


def _help(s: Surroundings) -> Page:
    return HelpPage(s.tasks)


PAGES = (
    PageEntry("home", "首页", "house", _home, act="talk.answer"),
    PageEntry("talks", "谈话", "messages-square", _talks, act="talk.answer"),
    PageEntry("people", "人员档案", "users", _people, act="person.change"),
    PageEntry("findings", "整改台账", "list-checks", _findings, act="talk.answer"),
    PageEntry("figures", "统计", "chart-column", _figures, act="talk.answer"),
    PageEntry("verify", "签名核验", "file-check", _verify),
    PageEntry("handover", "移交", "usb", _handover, act="package.write"),
    PageEntry("settings", "设置", "settings", _settings),
    PageEntry("signs", "苗头提醒", "circle-alert", _signs, "home", "talk.answer"),
    PageEntry("plans", "年度计划", "calendar", _plans, "talks", "plan.build"),
    PageEntry("export", "批量导出", "download", _export, "talks", "export.year"),
    PageEntry("papers", "文书", "file-text", _papers, "talks", "talk.answer"),
    PageEntry("copies", "份号登记", "copy", _copies, "talks", "copy.take"),
    PageEntry("prompts", "提问集", "book-open", _prompts, "settings", "prompt_set.add"),
    PageEntry("kinds", "谈话类型与标签", "list-tree", _kinds, "settings", "kind.change"),
    PageEntry("rules", "整改规则", "list-checks", _rules, "settings", "rectifying.rules"),
    PageEntry("keys", "口令与恢复", "key-round", _keys, "settings"),
    PageEntry("signers", "签名证书", "signature", _signers, "settings", "signer.add"),
    PageEntry("backups", "备份与检查", "save", _backups, "settings", "backup.plan"),
    PageEntry("retention", "保管与销毁", "stamp", _retention, "settings", "retention.hold"),
    PageEntry("input", "输入法自检", "keyboard", _input, "settings"),
    PageEntry("selftest", "本机自检", "monitor", _selftest, "settings"),
    PageEntry("updates", "程序更新", "refresh-cw", _updates, "settings", "program.update"),
    PageEntry("sticks", "U 盘登记", "usb", _sticks, "handover", "stick.register"),
    PageEntry("search", "查找", "search", _search, "search", "talk.answer"),
    PageEntry("audit", "操作留痕", "history", _audit),
    PageEntry("help", "帮助", "circle-question-mark", _help),
)

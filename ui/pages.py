"""Every page of the window: its key, its name, its picture, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.services.access import Access
from app.services.application import Application
from ui.audit.audit_page import AuditPage
from ui.handover.choice import Counter
from ui.handover.handover_page import HandoverPage
from ui.help.help_page import HelpPage
from ui.look import LookControl
from ui.minutes.verify_page import VerifyPage
from ui.overview.home_page import HomePage
from ui.page import Page
from ui.people.people_page import PeoplePage
from ui.prompts.prompts_page import PromptsPage
from ui.settings.passphrase_card import PassphraseCard
from ui.settings.settings_page import SettingsPage
from ui.talks.desk import desk_of
from ui.talks.talks_page import TalksPage
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page may be given."""

    access: Access
    application: Application
    tasks: Tasks
    look: LookControl


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the window; one without a place in the navigation names the page it belongs to."""

    key: str
    title: str
    icon: str
    make: Callable[[Surroundings], Page]
    belongs_to: str = ""


def _home(s: Surroundings) -> Page:
    return HomePage(s.tasks, s.application.overview)


def _talks(s: Surroundings) -> Page:
    return TalksPage(desk_of(s.application, s.tasks))


def _verify(s: Surroundings) -> Page:
    return VerifyPage(s.tasks, s.application.minutes, s.application.talks.trail.clock.local)


def _handover(s: Surroundings) -> Page:
    check = partial(s.access.ask_again, s.application)
    local = s.application.talks.trail.clock.local
    return HandoverPage(Counter(s.tasks, s.application.handover, local, check))


def _people(s: Surroundings) -> Page:
    return PeoplePage(s.tasks, s.application.people, s.application.rosters)


def _settings(s: Surroundings) -> Page:
    change = partial(s.access.change_passphrase, s.application)
    passphrase = PassphraseCard(s.tasks, s.access, change)
    return SettingsPage(s.tasks, s.application.settings, s.look, passphrase)


def _prompts(s: Surroundings) -> Page:
    return PromptsPage(s.tasks, s.application.prompts)


def _audit(s: Surroundings) -> Page:
    return AuditPage(s.tasks, s.application.audit)


def _help(s: Surroundings) -> Page:
    return HelpPage(s.tasks)


PAGES = (
    PageEntry("home", "首页", "house", _home),
    PageEntry("talks", "谈话", "messages-square", _talks),
    PageEntry("people", "人员档案", "users", _people),
    PageEntry("verify", "签名核验", "file-check", _verify),
    PageEntry("handover", "移交", "usb", _handover),
    PageEntry("settings", "设置", "settings", _settings),
    PageEntry("prompts", "提问集", "book-open", _prompts, belongs_to="settings"),
    PageEntry("audit", "操作留痕", "history", _audit),
    PageEntry("help", "帮助", "circle-question-mark", _help),
)

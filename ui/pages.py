"""Every page of the window: its key, its name, its picture, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.services.application import Application
from ui.audit.audit_page import AuditPage
from ui.help.help_page import HelpPage
from ui.look import LookControl
from ui.overview.home_page import HomePage
from ui.page import Page
from ui.people.people_page import PeoplePage
from ui.prompts.prompts_page import PromptsPage
from ui.settings.settings_page import SettingsPage
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page may be given."""

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


def _people(s: Surroundings) -> Page:
    return PeoplePage(s.tasks, s.application.people, s.application.rosters)


def _settings(s: Surroundings) -> Page:
    return SettingsPage(s.tasks, s.application.settings, s.look)


def _prompts(s: Surroundings) -> Page:
    return PromptsPage(s.tasks, s.application.prompts)


def _audit(s: Surroundings) -> Page:
    return AuditPage(s.tasks, s.application.audit)


def _help(s: Surroundings) -> Page:
    return HelpPage(s.tasks)


PAGES = (
    PageEntry("home", "首页", "house", _home),
    PageEntry("people", "人员档案", "users", _people),
    PageEntry("settings", "设置", "settings", _settings),
    PageEntry("prompts", "提问集", "book-open", _prompts, belongs_to="settings"),
    PageEntry("audit", "操作留痕", "history", _audit),
    PageEntry("help", "帮助", "circle-question-mark", _help),
)

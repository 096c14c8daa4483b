"""Starts Qt: the type, the words of Qt's own buttons, the look, the lanes, and the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.services.access import Access
from app.services.preferences import Preferences
from app.services.runs import Run
from ui import assets, icons, input_start
from ui.bare_window import tell_shown
from ui.collector import MainThreadCollector
from ui.contrast import Contrast
from ui.crash import CrashGuard
from ui.file_lists import show_files_as_lists
from ui.later import OFFICE, Later, pieces
from ui.look import LookControl
from ui.main_window import TITLE, MainWindow
from ui.tasks import Lane, Tasks
from ui.theme import Look
from ui.vault_window import VaultWindow

AnyWindow = VaultWindow[Any]
EXIT_WHEN_SHOWN = "--exit-when-shown"
FAMILY = "Noto Sans SC"
_FIRST_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf")
_RARE_FONTS = ("TanxinRareA.ttf", "TanxinRareB.ttf")


@dataclass(frozen=True, slots=True)
class Start:
    """A window that is to be opened: its name, how it is made, the modules loaded once it is seen.

    preferences hold the look, reports is where a crash is noted.
    """

    title: str
    make: Callable[[Tasks, LookControl], AnyWindow]
    load: tuple[str, ...]
    preferences: Preferences
    reports: Path


def run(access: Access, reports: Path, exits_when_shown: bool = False) -> int:
    """Open the office's window and stay until it is closed; reports is where a crash is noted."""
    make = partial(MainWindow, access)
    start = Start(TITLE, make, OFFICE, access.preferences, reports)
    return opened(start, exits_when_shown)


def opened(start: Start, exits_when_shown: bool) -> int:
    """Open the window and stay until it is closed; give the exit code."""
    with input_start.prepared() as standing:
        application = made_application(start.title)
    MainThreadCollector(application)
    show_files_as_lists(start.preferences.folder)
    look = look_of(start.preferences)
    look.put_on()
    tasks = Tasks(Lane(1), Lane(1), Lane(1))
    window = start.make(tasks, look)
    guard = CrashGuard(start.reports, window.save_now)
    guard.happened.connect(window.tell)
    tasks.crashed.connect(guard.hear)
    guard.install()
    run = begun_run(window, start.reports)
    if not standing.is_found:
        input_start.InputNotice(window, tasks)
    later = partial(load_the_rest, window, look, start.load)
    # to start faster: Qt asks a filter of ours about every event, and makes its classes for that
    window.shown.connect(partial(window.start_watching, application))
    window.shown.connect(_leave if exits_when_shown else later)
    show(window)
    code = application.exec()
    tasks.finish()
    run.end()
    if window.reopening is not None:
        run.begin_another(window.reopening.program, (EXIT_WHEN_SHOWN,))
    return code


def _leave() -> None:
    tell_shown()
    QApplication.quit()


def begun_run(window: AnyWindow, reports: Path) -> Run:
    """This run, which takes its leave at the end; the window tells if the one before did not."""
    run = Run(reports)
    if ended := run.begin():
        window.tell_of_end(ended)
    window.held_open.connect(run.note_open)
    return run


def made_application(title: str = TITLE) -> QApplication:
    """Qt itself, speaking Chinese, with the type the program brings."""
    application = QApplication.instance() or QApplication([sys.argv[0]])
    if not isinstance(application, QApplication):
        raise TypeError("a core application without windows is running")
    application.setApplicationName("tanxinbu")
    application.setApplicationDisplayName(title)
    application.setDesktopFileName("tanxinbu")
    application.setQuitOnLastWindowClosed(True)
    application.setStyle("Fusion")
    application.setWindowIcon(icons.application_icon())
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    _add_fonts(_FIRST_FONTS)
    QFontDatabase.addApplicationFont(str(assets.resource("style", "signs.ttf")))
    _translate(application)
    return application


def load_the_rest(window: AnyWindow, look: LookControl, names: tuple[str, ...]) -> None:
    """Load what the first page did not need; before its first paint the window would stay black."""
    first = (
        partial(guard_surroundings, window), partial(follow_machine, window, look), add_rare_fonts,
    )  # fmt: skip
    Later((*first, *pieces(names)), window)


def follow_machine(window: AnyWindow, look: LookControl) -> None:
    """Look as the machine's user asks of every program, now and whenever that changes."""
    # to start faster: the window wears what the machine asked for when it was last heard
    from ui.appearance.here import wishes_here

    wishes = wishes_here(window)
    wishes.told.connect(look.follow)
    wishes.watch()


def guard_surroundings(window: AnyWindow) -> None:
    """Hear when the machine is left, and keep the windows out of pictures where that can be."""
    # to start faster: the buses and the calls of the system are wanted after the first paint
    from app.services.screen_privacy import screen_guard
    from ui.departure.here import departure_here

    application = QApplication.instance()
    if isinstance(application, QApplication):
        window.guarding.shield.watch(screen_guard(), application)
    window.guarding.listen(departure_here(window))


def load_pages() -> None:
    """Load all pages and services at once, where nobody is typing."""
    for load in pieces(OFFICE):
        load()


def look_control(access: Access) -> LookControl:
    """The look as it was chosen last on the way into an office's vault."""
    return look_of(access.preferences)


def look_of(preferences: Preferences) -> LookControl:
    """The look as it was chosen last, kept again whenever it is chosen anew."""
    choices = preferences.load()

    def keep(look: Look, seen: Contrast) -> None:
        kept = replace(preferences.load(), seen_contrast=seen.value)
        preferences.keep(replace(kept, type_size=look.type_size, contrast=look.contrast.value))

    seen = Contrast(choices.seen_contrast) if choices.seen_contrast else _seen_by_qt()
    return LookControl(Look(choices.type_size, Contrast(choices.contrast)), seen, keep, FAMILY)


def _seen_by_qt() -> Contrast:
    """What Qt takes the desktop for, before the machine was ever asked."""
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Contrast.DARK if is_dark else Contrast.LIGHT


def show(window: AnyWindow) -> None:
    """Show the window whole: on a small screen it takes all of it."""
    available = window.screen().availableGeometry()
    if available.width() <= window.width() or available.height() <= window.height():
        window.showMaximized()
    else:
        window.show()


def add_rare_fonts() -> None:
    """Add the fonts of rare characters; they are wanted for a few names, not for the first page."""
    _add_fonts(_RARE_FONTS)


def _add_fonts(names: tuple[str, ...]) -> None:
    for name in names:
        path = assets.resource("fonts", name)
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))


def _translate(application: QApplication) -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)

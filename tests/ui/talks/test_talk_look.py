"""Talk mode has its own size of type and its own night; nothing else is touched by either."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import application_of, settle, unlock
from ui import theme
from ui.page import Destination
from ui.talks.talk_look import TalkLook
from ui.talks.talks_page import TalksPage


@pytest.fixture
def kept():
    return []


@pytest.fixture
def worn():
    return []


@pytest.fixture
def page(qtbot, office, kept, worn):
    look = TalkLook(keep=lambda *c: kept.append(c), wear=worn.append)
    shown = TalksPage(office.desk(), look)
    qtbot.addWidget(shown)
    shown.resize(1200, 620)
    shown.show()
    return shown


def opened(qtbot, page, office):
    page.open_talk(office.begun())
    conduct = page.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    return conduct


def test_question_and_answer_grow_and_the_outline_does_not(qtbot, page, office, kept):
    assert not page.zoom(1)
    conduct = opened(qtbot, page, office)
    before, outline = conduct.sheet.editor.font().pointSizeF(), conduct.outline.font().pointSizeF()
    body = QApplication.font().pointSizeF()
    assert page.zoom(1)
    grown = conduct.sheet.editor.font().pointSizeF()
    assert grown == pytest.approx(body * 1.25 * theme.ZOOMS[theme.USUAL_ZOOM + 1], abs=0.2)
    assert conduct.sheet.question.question.font().pointSizeF() == grown
    assert conduct.outline.font().pointSizeF() == outline
    assert page.zoom(0)
    assert conduct.sheet.editor.font().pointSizeF() == before
    assert kept == [(2, False), (1, False)]


def test_there_is_a_largest_and_a_smallest_size():
    look = TalkLook(zoom=0)
    look.step(-1)
    assert look.zoom == 0
    for _ in range(9):
        look.step(1)
    assert look.zoom == len(theme.ZOOMS) - 1


def test_night_comes_with_talk_mode_and_goes_with_it(qtbot, page, office, kept, worn):
    conduct = opened(qtbot, page, office)
    qtbot.waitUntil(lambda: bool(worn))
    assert not any(worn)
    qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_F11)
    assert worn[-1]
    assert kept == [(1, True)]
    assert conduct.night_button.isChecked()
    page.show_list()
    assert not worn[-1]
    page.open_talk(page.editor.place().talk_id)
    qtbot.waitUntil(lambda: worn[-1])
    page.editor.show_step(0)
    assert not worn[-1]


def paper() -> str:
    return QApplication.palette().base().color().name()


def talk_under_way(window) -> str:
    application, box = application_of(window), []

    def begin(_):
        talk_id = application.talks.page()[0].id
        numbers = tuple(p.number for p in application.prompts.current().prompts[:3])
        application.talks.prepare(talk_id, numbers)
        application.talks.begin(talk_id)
        return talk_id

    window._tasks.query(begin, then=box.append)
    settle(window)
    return box[0]


def test_night_is_dark_in_talk_mode_light_behind_the_door_and_back_after_it(qtbot, window):
    window.workspace.go(Destination("talks", talk_under_way(window)))
    settle(window)
    conduct, day = window.workspace.current.editor.conduct, paper()
    qtbot.waitUntil(conduct.isVisible)
    conduct.night_button.click()
    assert paper() == theme.NIGHT.paper
    assert theme.NIGHT.paper in QApplication.instance().styleSheet()
    window.workspace.go(Destination("people"))
    assert paper() == day
    window.workspace.go(Destination("talks"))
    qtbot.waitUntil(lambda: paper() == theme.NIGHT.paper)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    assert paper() == day
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: paper() == theme.NIGHT.paper, timeout=10_000)


def test_keys_of_size_are_for_all_pages_where_no_question_is_asked(qtbot, window):
    size = window._look.look.type_size
    window.workspace.go(Destination("people"))
    settle(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window._look.look.type_size < size
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window._look.look.type_size == theme.DEFAULT_TYPE_SIZE

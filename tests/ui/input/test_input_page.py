"""输入法自检 says what is so, hears what is typed, and copies nothing that names anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.input_standing import FCITX5_NAME, PORTAL_NAME, InputFacts, InputWay, judged
from app.services.input_methods import HERE, InputMethods
from tests.ui.conftest import settle, unlock
from ui import input_start
from ui.input import words
from ui.input.input_page import InputPage
from ui.input.trial_box import Heard
from ui.page import Destination
from ui.tasks import Lane, Tasks
from ui.widgets.card_entry import GroupEdit
from ui.widgets.passphrase_edit import PassphraseEdit

BARE = InputFacts(is_linux=True, asked=("fcitx",), names=frozenset())
FCITX5 = replace(BARE, names=frozenset({PORTAL_NAME, FCITX5_NAME}), desktop="UKUI")


class OnMachine(InputMethods):
    """Input methods of a machine that is described, for what cannot be installed for a test."""

    def __init__(self, at_start: InputFacts, now: InputFacts | None = None) -> None:
        super().__init__()
        self.standing, self._now = judged(at_start), judged(now or at_start)

    def look(self):
        return self._now


@pytest.fixture
def page_on(qtbot, qapp):
    made = []

    def make(*facts: InputFacts) -> InputPage:
        made.append((Tasks(Lane(1)), OnMachine(*facts)))
        page = InputPage(*made[-1])
        qtbot.addWidget(page)
        page.show()
        return page

    yield make
    for tasks, _ in made:
        assert tasks.finish()


def spell(page: InputPage, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(page.trial_card.box, event)


def test_every_case_has_its_words_and_its_sign(page_on):
    assert set(words.CASES) == set(InputWay)
    found, lost = page_on(FCITX5), page_on(BARE)
    assert found.found_card.headline.text().startswith("✓")
    assert lost.found_card.headline.text() == "✗ 没有找到中文输入法。"
    for case in words.CASES.values():
        assert case.remedies
        assert not any(
            bad in case.headline + case.reason for bad in ("无效", "非法", "抱歉", "错误", "出错")
        )


def test_what_is_typed_is_judged_as_it_comes(page_on):
    page = page_on(FCITX5)
    box, verdict = page.trial_card.box, page.trial_card.verdict
    assert box.state is Heard.NOTHING
    box.insertPlainText("你好")  # pasted: no input method had a part in it
    assert box.state is Heard.NOTHING
    box.insertPlainText("nihao")
    assert (box.state, words.LETTERS in verdict.text()) == (Heard.LETTERS, True)
    spell(page, "ni hao")
    assert box.state is Heard.SPELT
    spell(page, "", "你好")
    assert (box.state, verdict.text()) == (Heard.GOOD, f"✓ {words.GOOD}")
    page.trial_card.clear_button.click()
    assert (box.state, box.toPlainText()) == (Heard.NOTHING, "")
    spell(page, "", "𠮷")
    assert box.state is Heard.OUTSIDE


def test_one_that_was_started_later_is_found_and_said_to_need_a_new_start(qtbot, page_on):
    page = page_on(BARE, FCITX5)
    page.found_card.again_button.click()
    qtbot.waitUntil(lambda: page.found_card.headline.text().startswith("✓"))
    assert page.found_card.restart.isVisible()


def test_the_diagnostics_are_copied_without_what_was_typed(qtbot, page_on):
    page = page_on(replace(FCITX5, desktop="UKUI"))
    spell(page, "", "王建国")
    page.found_card.copy_button.click()
    text = QApplication.clipboard().text()
    assert "input.way: portal\n" in text
    assert "input.typed: outside\n" in text
    assert text.isascii()


def test_no_input_method_sees_a_passphrase_or_a_card(qtbot, qapp):
    passphrase, group = PassphraseEdit("口令"), GroupEdit("第 1 组")
    for widget in (passphrase, group):
        qtbot.addWidget(widget)
        widget.show()
    line = passphrase.edit
    assert isinstance(line, QLineEdit)
    for _ in range(2):
        assert not accepts(line)
        passphrase.show_button.toggle()
    assert not accepts(group)
    assert accepts(page_line(qtbot))


def accepts(widget: QLineEdit) -> bool:
    """What Qt asks of a field before it speaks of it to any input method."""
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(widget, query)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled))


def page_line(qtbot) -> QLineEdit:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    return line


def test_the_door_and_the_pages_say_that_there_is_none_until_there_is(
    qtbot, closed_window, monkeypatch
):
    looks = OnMachine(BARE, FCITX5)
    monkeypatch.setattr(HERE, "look", looks.look)
    notice = input_start.InputNotice(closed_window, closed_window._tasks)
    assert closed_window.door.unlock.message.message == input_start.NOTHING_FOUND
    unlock(qtbot, closed_window)
    settle(closed_window)
    bar = closed_window.workspace.message
    assert bar.message == input_start.NOTHING_FOUND
    way = closed_window.workspace.way_for(input_start.INPUT_ACT)
    way.take()
    assert isinstance(closed_window.workspace.current, InputPage)
    notice.look_again()
    qtbot.waitUntil(lambda: bar.message == input_start.FOUND_LATER)
    closed_window.workspace.go(Destination("home"))
    settle(closed_window)


def test_settings_lead_here(window, workspace):
    workspace.go(Destination("settings"))
    settle(window)
    workspace.current.input_card.button.click()
    assert isinstance(workspace.current, InputPage)
    assert workspace.help_topic() == "input"


def test_a_module_nobody_has_is_not_loaded_and_the_carried_one_is(qapp):
    assert input_start.can_load("ibus")
    assert input_start.can_load("compose")
    assert not input_start.can_load("no-such-module")

"""Typing a card back from paper: each group is judged at once, and slips of the eye are forgiven."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.recovery import RecoveryCard, check_group, written_groups
from ui.widgets.card_entry import CardEntry, plain

GROUPS = written_groups(bytes(range(16)))


@pytest.fixture
def entry(qtbot, qapp):
    made = CardEntry("第一张", check_group)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.groups[0].setFocus()
    return made


def typed(text):
    for character in text:
        QTest.keyClicks(QApplication.focusWidget(), character)


def test_a_whole_card_is_typed_without_a_mouse_or_a_tab(qtbot, entry):
    with qtbot.waitSignal(entry.completed):
        typed("".join(GROUPS).lower())
    assert entry.is_whole()
    assert entry.text() == "".join(GROUPS)
    assert all(mark.text() == "✓ 对" for mark in entry.marks)


def test_blanks_and_hyphens_as_on_a_scanner_do_no_harm(entry):
    typed(RecoveryCard("A", GROUPS).code)
    assert entry.is_whole()


def test_a_wrong_group_is_told_at_once_and_holds_one_there(entry):
    wrong = ("0" if GROUPS[0][0] != "0" else "1") + GROUPS[0][1:]
    typed(wrong)
    assert entry.marks[0].text() == "✕ 不对"
    assert entry.groups[0].hasFocus()
    assert not entry.is_whole()
    assert "不对" in entry.groups[0].accessibleDescription()


def test_a_group_at_another_place_is_wrong_there(entry):
    typed(GROUPS[1])
    assert entry.marks[0].text() == "✕ 不对"


def test_letters_that_no_card_bears_are_read_as_the_eye_took_them():
    assert plain("o0il-\uff2c \uff11") == "001111"


def test_a_card_pasted_whole_fills_all_its_fields(entry):
    QApplication.clipboard().setText(" ".join(GROUPS))
    entry.groups[0].paste()
    assert entry.is_whole()


def test_backspace_at_the_beginning_goes_back(entry):
    typed(GROUPS[0])
    assert entry.groups[1].hasFocus()
    QTest.keyClick(entry.groups[1], Qt.Key.Key_Backspace)
    assert entry.groups[0].hasFocus()


def test_clearing_leaves_nothing_behind(entry):
    entry.set_groups(GROUPS)
    entry.clear()
    assert entry.text() == ""
    assert not entry.is_whole()
    assert [mark.text() for mark in entry.marks] == [f"第{n}组" for n in range(1, 8)]


def test_each_field_has_a_name_that_tells_its_place(entry):
    assert [edit.accessibleName() for edit in entry.groups] == [
        f"第一张 第{n}组" for n in range(1, 8)
    ]

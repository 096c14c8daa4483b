"""A passphrase is typed, marked, taken out and shown, and Qt's own line never holds it."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.ui.office import write
from ui.widgets.hidden_line import HiddenLine
from ui.widgets.passphrase_edit import PassphraseEdit

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LETTERS = string.ascii_letters + string.digits + "-_ "
# every key by which text is gone about in, marked or taken out
WAYS = {
    "left": (Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    "right": (Key.Key_Right, Qt.KeyboardModifier.NoModifier),
    "mark left": (Key.Key_Left, SHIFT),
    "mark right": (Key.Key_Right, SHIFT),
    "home": (Key.Key_Home, Qt.KeyboardModifier.NoModifier),
    "end": (Key.Key_End, Qt.KeyboardModifier.NoModifier),
    "mark home": (Key.Key_Home, SHIFT),
    "back": (Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
    "delete": (Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    "all": (Key.Key_A, CTRL),
}


@pytest.fixture
def line(qtbot, qapp) -> HiddenLine:
    made = HiddenLine("口令")
    qtbot.addWidget(made)
    made.show()
    return made


def held_by_qt(line: QLineEdit) -> str:
    """What Qt's own line holds, from which it tells the accessibility bus."""
    return QLineEdit.text(line)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(st.sampled_from(LETTERS), st.sampled_from(sorted(WAYS))), max_size=25))
def test_it_is_edited_as_any_line_is(line, steps):
    plain = QLineEdit()
    line.clear()
    for step in steps:
        for one in (plain, line):
            if step in WAYS:
                QTest.keyClick(one, *WAYS[step])
            else:
                QTest.keyClick(one, step)
        assert (line.text(), line.cursorPosition()) == (plain.text(), plain.cursorPosition())
        assert set(held_by_qt(line)) <= {"●"}


def test_it_is_pasted_into_and_not_copied_from(line, qtbot):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("shan\nshui")
    QTest.keyClick(line, Key.Key_V, CTRL)
    assert (line.text(), held_by_qt(line)) == ("shanshui", "●" * 8)
    clipboard.setText("before")
    line.show_words(True)
    line.selectAll()
    QTest.keyClick(line, Key.Key_C, CTRL)
    QTest.keyClick(line, Key.Key_X, CTRL)
    assert clipboard.text() == "before"
    line.setText("shanshui")
    QTest.mouseClick(line, Qt.MouseButton.MiddleButton)
    assert line.text() == "shanshui"


def test_what_an_input_method_or_an_aid_puts_in_is_taken(line):
    write(line, "山水")
    assert (line.text(), held_by_qt(line)) == ("山水", "●●")
    told = QAccessible.queryAccessibleInterface(line)
    told.setText(QAccessible.Text.Value, "from a keyboard on the screen")
    assert line.text() == "from a keyboard on the screen"
    assert set(held_by_qt(line)) == {"●"}


def test_a_key_of_the_window_is_not_written_down(line):
    QTest.keyClick(line, Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert line.text() == held_by_qt(line) == ""


def test_other_words_of_the_same_length_are_told(line, qtbot):
    line.setText("abcd")
    with qtbot.waitSignal(line.textChanged):
        line.setText("efgh")
    assert line.text() == "efgh"
    line.selectAll()
    line.insert("ijkl")
    assert (line.text(), line.cursorPosition()) == ("ijkl", 4)


def test_shown_it_is_for_eyes_and_not_for_ears(qtbot, qapp):
    edit = PassphraseEdit("开箱口令")
    qtbot.addWidget(edit)
    edit.resize(600, 80)
    edit.show()
    QTest.keyClicks(edit.edit, "shanshui")
    hidden = edit.edit.grab().toImage()
    edit.show_button.click()
    shown = edit.edit.grab().toImage()
    assert hidden != shown
    edit.set_text("shanshux")
    assert edit.edit.grab().toImage() != shown  # it is the words that are painted
    told = QAccessible.queryAccessibleInterface(edit.edit)
    assert told.role() is QAccessible.Role.EditableText
    assert told.state().passwordEdit
    said = [told.text(what) for what in QAccessible.Text if what is not QAccessible.Text.UserText]
    assert not [words for words in said if "shan" in words]
    QTest.mouseClick(edit.edit, Qt.MouseButton.LeftButton, pos=QPoint(4, 12))
    assert edit.edit.cursorPosition() == 0
    edit.clear()
    assert not edit.edit.is_shown


def test_long_words_stay_in_sight_where_one_types(line):
    line.resize(120, 40)
    line.show_words(True)
    line.setText("a" * 60)
    at_the_end = line.grab().toImage()
    line.home(False)
    assert line.grab().toImage() != at_the_end

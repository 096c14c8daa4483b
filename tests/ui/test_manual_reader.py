"""The manual on screen: looking through all of it, going back, and F1 wherever one is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.manual_search import hits
from app.services.manual import Manual
from tests.ui.conftest import settle
from ui.help.help_window import HelpWindow
from ui.help.keys import keys_table
from ui.help.reader import ManualReader
from ui.page import Destination
from ui.widgets.form_dialog import FormDialog

WORD = "恢复单"


@pytest.fixture(scope="module")
def manual():
    return Manual(keys_table(), "0.6.0")


@pytest.fixture
def reader(qtbot, qapp, manual):
    made = ManualReader(manual)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.show_topic("index")
    return made


def marked(reader) -> list[str]:
    return [one.cursor.selectedText() for one in reader.text.extraSelections()]


def test_words_are_found_in_the_whole_manual_and_marked_where_they_stand(reader):
    reader.look_for("")
    assert reader.found.isHidden()
    reader.search.setText(WORD)
    reader.look_for(WORD)
    assert reader.current == "index"
    assert set(marked(reader)) == {WORD}
    first = reader.found.text()
    topics = {hit.topic for hit in reader._hits}
    assert {"index", "keys", "threats"} <= topics
    seen = {reader.current}
    for _ in reader._hits:
        reader.next_hit()
        seen.add(reader.current)
        assert reader.text.textCursor().position() == reader._hits[reader._at].start
    assert seen == topics
    assert reader.found.text() == first  # after the last comes the first
    reader.next_hit(-1)
    assert reader.current == reader._hits[reader._at].topic


def test_all_the_words_must_be_in_a_topic_and_what_is_nowhere_is_said(reader):
    reader.search.setText("恢复单 不会有的词")
    reader.look_for("恢复单 不会有的词")
    assert reader.found.text() == "没有找到"
    assert marked(reader) == []
    assert not reader.next_button.isEnabled()
    reader.search.setText("恢复单 信封")
    reader.look_for("恢复单 信封")
    assert {hit.topic for hit in reader._hits} >= {"keys"}
    assert reader.stop_looking()
    assert not reader.stop_looking()
    assert marked(reader) == []


def test_one_goes_back_and_forth_through_what_was_read(reader):
    reader.text.followed.emit("talks.md")
    reader.text.verticalScrollBar().setValue(200)
    reader.text.followed.emit("keys.md")
    assert reader.current == "keys"
    QTest.keyClick(reader.text, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert reader.current == "talks"
    assert reader.text.verticalScrollBar().value() == 200
    reader.go_back()
    assert reader.current == "index"
    assert not reader.back_button.isEnabled()
    reader.go_forward()
    assert reader.current == "talks"
    reader.show_topic("home")
    assert not reader.forward_button.isEnabled()


def test_pictures_are_as_wide_as_the_text_and_follow_it(qtbot, reader):
    reader.show_topic("home")
    qtbot.waitUntil(reader.text.is_at_rest, timeout=3000)
    room = reader.text._room()
    assert pictures(reader) == [room]
    reader.resize(800, 600)
    narrow = reader.text._room()
    assert narrow < room
    qtbot.waitUntil(lambda: pictures(reader) == [narrow], timeout=3000)


def told(window) -> str:
    message = window.workspace.message.message
    return message.text() if message else ""


def pictures(reader) -> list[int]:
    found, block = [], reader.text.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            form = pieces.fragment().charFormat()
            if form.isImageFormat():
                name = form.toImageFormat().name()
                image = reader.text.loadResource(2, name)
                found.append(round(image.width() / image.devicePixelRatio()))
            pieces += 1
        block = block.next()
    return found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ctrl", ["Ctrl", "ctrl"]),
        ("b ab", ["ab", "b"]),
        ("", []),
        ("zz", []),
    ],
)
def test_places_are_found_without_regard_to_size_and_never_twice(asked, found):
    text = "Ctrl+L ctrl ab xb İ"
    assert [text[hit.start : hit.end] for hit in hits([("t", text)], asked)] == found


def test_f1_before_the_door_opens_the_manual_over_it(qtbot, closed_window):
    QTest.keyClick(closed_window, Qt.Key.Key_F1)
    (opened,) = closed_window.findChildren(HelpWindow)
    assert opened.isVisible()
    assert opened.reader.current == "unlock"
    qtbot.waitUntil(opened.isActiveWindow)
    QTest.keyClick(opened, Qt.Key.Key_F3)
    assert opened.focusWidget() is opened.reader.search
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    closed_window.door.show_cards()
    assert closed_window.door.help_topic() == "keys"
    closed_window.door.show_restore()
    assert closed_window.door.help_topic() == "restore"
    closed_window.door.show_wizard()
    assert closed_window.door.help_topic() == "index"


def test_f1_in_a_form_opens_the_manual_over_it_and_nothing_typed_is_lost(qtbot, window):
    window.workspace.go(Destination("people"))
    settle(window)
    form = FormDialog(window.workspace.current, "录入人员")
    form.open()
    form.cancel.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.cancel)
    QTest.keyClick(form, Qt.Key.Key_F1)
    (opened,) = form.findChildren(HelpWindow)
    assert opened.reader.current == "people"
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert form.isVisible()
    form.reject()


def test_the_manual_is_kept_as_a_file_and_the_work_is_seen(qtbot, window, tmp_path):
    window.workspace.go(Destination("help", "talks"))
    page = window.workspace.current
    (tmp_path / "quick.md").write_text("# 一页上手\n\n一句话。", "utf-8")
    page.manual = Manual("", "0.6.0", tmp_path)  # the whole one is made at the terminal's test
    steps = []
    page.progress.step = lambda done, total: steps.append((done, total))
    page.save_to(tmp_path / "手册.pdf")
    assert page.progress.isVisible()
    qtbot.waitUntil(lambda: (tmp_path / "手册.pdf").is_file(), timeout=60_000)
    settle(window)
    assert not page.progress.isVisible()
    assert steps == sorted(steps)
    assert "手册已存为 手册.pdf" in told(window)
    page._save(b"", tmp_path / "没有" / "手册.pdf")
    qtbot.waitUntil(lambda: "写东西" in told(window))

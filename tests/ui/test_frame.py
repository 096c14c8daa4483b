"""The frame: pages come when they are called, every key works, nothing flashes up beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import settle, unlock
from ui.pages import PAGES
from ui.theme import TYPE_SIZES


class WindowWatch(QObject):
    """Notes every window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched, event) -> bool:  # noqa: N802 — the name is of Qt
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_window_flashes_up_while_pages_are_made(qtbot, qapp, closed_window):
    watch = WindowWatch()
    qapp.installEventFilter(watch)
    try:
        unlock(qtbot, closed_window)
        for number in range(1, 10):
            closed_window.workspace.go_to_number(number)
            settle(closed_window)
    finally:
        qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_pages_are_made_when_somebody_first_goes_there(workspace, window):
    assert len(workspace.pages()) == 1
    workspace.go_to_number(3)
    assert len(workspace.pages()) == 2


def test_alt_and_a_number_goes_to_each_page(qtbot, window, workspace):
    shown = [entry for entry in PAGES if not entry.belongs_to]
    assert shown[-1].key == "help"  # it has F1; there are nine keys with a number
    for number, entry in enumerate(shown[:9], 1):
        key = Qt.Key(Qt.Key.Key_0.value + number)
        qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        settle(window)
        assert workspace.navigation.currentItem().text() == entry.title


def test_escape_goes_back_where_one_came_from(qtbot, window, workspace):
    workspace.go_to_number(3)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert workspace.heading.text() == "帮助"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert workspace.heading.text() == "人员档案"


def test_the_size_of_the_type_follows_the_keys_and_is_kept(qtbot, window, access):
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert access.preferences.load().type_size == 18
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert access.preferences.load().type_size == max(TYPE_SIZES)
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert access.preferences.load().type_size == min(TYPE_SIZES)
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.font().pointSizeF() == pytest.approx(15)


def test_the_foot_tells_saved_vault_offline_and_lock(qtbot, window, workspace):
    settle(window)
    said = " ".join(part.text() for part in window.status.findChildren(type(workspace.heading)))
    assert "保险库：清河县纪委监委" in said
    assert "离线" in said
    assert "分钟无操作自动锁定" in said

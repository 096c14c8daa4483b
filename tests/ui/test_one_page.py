"""One page is in sight at a time, whichever way the keys go while one takes the other's place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.conftest import settle
from ui.page import Destination
from ui.workspace import Workspace

FROM = ("verify", "people", "settings")


def in_sight(workspace: Workspace) -> list[str]:
    return [type(page).__name__ for page in workspace.pages() if not page.isHidden()]


def here(workspace: Workspace) -> str:
    return next(key for key, page in workspace._pages.items() if page is workspace.current)


def stops(workspace: Workspace) -> list[QWidget]:
    """Everything on the page in work that can have the keys."""
    tab = Qt.FocusPolicy.TabFocus
    inside = workspace.current.findChildren(QWidget)
    return [part for part in inside if part.isVisible() and part.focusPolicy() & tab]


@pytest.fixture
def in_front(qtbot, window, workspace) -> Workspace:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return workspace


def test_a_page_that_goes_takes_the_keys_with_it_and_no_other_page_comes_up(window, in_front):
    for key in FROM:
        in_front.go(Destination(key))
        settle(window)
        stops(in_front)[-1].setFocus()
        in_front.go(Destination("search"))
        assert (in_sight(in_front), in_front.heading.text()) == (["FindPage"], "查找"), key
        assert in_front.navigation.currentRow() == -1
        settle(window)


def test_the_keys_come_to_the_navigation_without_leaving_the_page(window, in_front):
    in_front.go(Destination("search"))
    settle(window)
    in_front.navigation.setFocus()
    assert here(in_front) == "search"
    QTest.keyClick(in_front.navigation, Qt.Key.Key_Down)
    assert here(in_front) == "home"  # the list begins above
    assert in_sight(in_front) == ["HomePage"]

"""Pages are turned, fitted and enlarged."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from ui.widgets.page_view import PageView


@pytest.fixture
def view(qtbot, qapp) -> PageView:
    made = PageView("谈话记录")
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def pages(count: int) -> list[QImage]:
    made = [QImage(992, 1403, QImage.Format.Format_RGB888) for _ in range(count)]
    for page in made:
        page.fill(0xFFFFFF)
    return made


def test_without_pages_nothing_can_be_turned(view):
    assert view.number.text() == ""
    assert not view.next_button.isEnabled()
    assert not view.larger_button.isEnabled()


def test_one_turns_from_the_first_page_to_the_last(view):
    view.set_pages(pages(3))
    assert view.number.text() == "第 1 页，共 3 页"
    assert not view.previous_button.isEnabled()
    view.next()
    view.next()
    view.next()
    assert view.number.text() == "第 3 页，共 3 页"
    assert not view.next_button.isEnabled()
    assert view.area.accessibleName() == "谈话记录 第 3 页，共 3 页"


def test_a_page_fits_the_width_until_somebody_zooms(view):
    view.set_pages(pages(1))
    fitted = view.sheet.width()
    assert fitted <= view.area.viewport().width()
    view.larger()
    assert view.sheet.width() > fitted
    view.smaller()
    assert view.sheet.width() == fitted
    view.resize(900, 500)
    view.fit_width()
    assert view.sheet.width() > fitted

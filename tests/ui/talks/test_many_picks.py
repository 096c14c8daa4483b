from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ui.widgets.fields import DEBOUNCE_MS


@pytest.fixture
def picker(page):
    page.begin_new()
    kind = page.plan.kind
    kind.setCurrentIndex(kind.findData("collective"))
    return page.plan.interviewees


def test_all_heads_of_a_kind_of_unit_are_taken_by_one_key(qtbot, picker):
    picker.search.setText("乡镇")
    qtbot.waitUntil(lambda: picker.found.isVisible())
    assert picker.found.item(0).text() == "全部乡镇一把手（2 位）"
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert [pick.name for pick in picker.picks()] == ["赵晓梅", "王建国"]
    qtbot.wait(2 * DEBOUNCE_MS)  # until the cleared line has been seen
    picker.search.setText("乡镇")
    qtbot.waitUntil(lambda: picker.found.isVisible())
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert len(picker.picks()) == 2


def test_for_one_person_the_word_finds_units_only(qtbot, page, picker):
    kind = page.plan.kind
    kind.setCurrentIndex(kind.findData("heart"))
    picker.search.setText("乡镇")
    qtbot.waitUntil(lambda: picker.found.isVisible())
    assert "全部" not in picker.found.item(0).text()

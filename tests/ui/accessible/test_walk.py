"""The walk finds what is planted: a nameless button, a trap, a stop out of turn, one never reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget

from tests.ui.accessible.walk import faults, out_of_order, stops
from ui.widgets.reading_order import follow_reading
from ui.widgets.surfaces import column, row


@pytest.fixture
def page(qtbot, qapp) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def put(part: QWidget, name: str, *place: int) -> QWidget:
    """A part of the page where it is put by hand."""
    part.setAccessibleName(name)
    part.setGeometry(QRect(*place))
    part.show()
    return part


def test_a_button_without_a_name_is_found(page):
    put(QPushButton(page), "", 10, 10, 80, 30)
    assert ["no name" in fault for fault in faults(page)] == [True]


def test_a_field_that_keeps_the_tab_key_is_found(page):
    put(QPlainTextEdit(page), "说明", 10, 10, 200, 80)
    put(QTableView(page), "名单", 10, 100, 200, 80)
    assert [fault[:6] for fault in faults(page)] == ["Tab is", "Tab go"]


def test_a_stop_out_of_turn_and_one_that_is_never_reached_are_found(page):
    put(QPushButton("下", page), "下", 200, 200, 80, 30)
    put(QPushButton("上", page), "上", 10, 10, 80, 30)
    lost = put(QPushButton("右", page), "右", 300, 10, 80, 30)
    lost.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    told = faults(page)
    assert any(fault.startswith("from QPushButton '下' up to") for fault in told)
    assert "Tab never comes to QPushButton '右'" in told


def test_what_is_made_later_comes_in_its_turn(qtbot, page):
    first, last = QLineEdit(), QPushButton("最后")
    lines = column()
    page.setLayout(column(first, row(), last))
    page.layout().insertLayout(1, lines)
    late = [QLineEdit(), QLineEdit()]
    for one in late:
        lines.addWidget(one)
    qtbot.waitUntil(lambda: all(one.isVisible() for one in (first, *late, last)))
    assert stops(page) == [first, *late, last]
    follow_reading(page)
    assert out_of_order(page) == []

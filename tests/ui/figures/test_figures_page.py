from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.calendar import days_of
from app.domain.finding import FindingNature
from app.services.talks import FindingEntry
from tests.ui.conftest import settle
from ui.page import Destination
from ui.periods import periods


@pytest.fixture
def page(window):
    application = window.application

    def hold(_):
        talks = application.talks
        talk = talks.page()[-1]
        numbers = tuple(p.number for p in application.prompts.current().prompts[:2])
        talks.prepare(talk.id, numbers)
        talks.begin(talk.id)
        talks.add_finding(talk.id, FindingEntry("a", "建议", nature=FindingNature.ADVICE))
        talks.add_finding(talk.id, FindingEntry("a", "问题", regulation="《议事规则》"))

    window._tasks.query(hold, then=lambda _: None)
    settle(window)
    window.workspace.go(Destination("figures"))
    settle(window)
    return window.workspace.current


def figures(page):
    table = page.table
    return {
        table.item(row, 0).text().strip(): int(table.item(row, 1).text())
        for row in range(table.rowCount())
    }


def test_what_was_held_is_counted(page):
    counted = figures(page)
    assert (counted["谈话场次"], counted["谈话人次"], counted["谈话人数"]) == (1, 1, 1)
    assert (counted["意见建议"], counted["问题"], counted["建章立制"]) == (1, 1, 1)


def test_each_number_opens_the_talks_behind_it(window, page):
    assert page.behind.rowCount() == 1
    assert "来自 1 场谈话" in page.said.text()
    page.behind.setCurrentCell(0, 0)
    QTest.keyClick(page.behind, Qt.Key.Key_Return)
    settle(window)
    assert window.workspace.current is not page


def test_another_period_has_its_own_figures_and_the_place_is_kept(window, page):
    page.year.setCurrentIndex(1)
    page.period.setCurrentIndex(4)
    settle(window)
    assert figures(page)["谈话场次"] == 0
    place = page.place()
    page.year.setCurrentIndex(0)
    page.period.setCurrentIndex(0)
    page.return_to(place)
    settle(window)
    assert (page.year.currentData(), page.period.currentData()) == (place.year, place.months)
    assert page.behind.rowCount() == 0


@pytest.mark.parametrize(
    ("months", "first", "last"),
    [
        ((1, 12), date(2024, 1, 1), date(2024, 12, 31)),
        ((2, 2), date(2024, 2, 1), date(2024, 2, 29)),
        ((10, 12), date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_ends_with_the_last_day_of_its_month(months, first, last):
    assert days_of(2024, months) == (first, last)
    assert months in [value for _, value in periods()]

"""统计: numbers beside those of the time before, their records, breakdowns, plots, report, table."""

from __future__ import annotations

from datetime import date
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.breakdowns import UNIT_KIND_WORDS
from app.domain.calendar import days_of
from app.domain.finding import FindingNature
from app.services.talks import FindingEntry
from tests.model_county import PUBLISHED, enter_the_year
from tests.ui.conftest import settle
from tests.ui.sight import cut_off, nameless
from ui.figures.period_bar import DAYS, TERM
from ui.page import Destination
from ui.periods import periods
from ui.terms import UNIT_KIND
from ui.widgets.fields import show_choice


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
    wait_counted(window, window.workspace.current)
    return window.workspace.current


def wait_counted(window, page):
    """Until everything was read, however slow the machine is."""
    for _ in range(100):
        settle(window, 2)
        if page.is_counted():
            break
    settle(window)


def figures(page):
    table = page.numbers.table
    return {
        table.item(row, 0).text().strip(): table.item(row, 1).text()
        for row in range(table.rowCount())
    }


def choose(page, title, column=1):
    table = page.numbers.table
    row = list(figures(page)).index(title)
    table.setCurrentCell(row, column)


def test_what_was_held_is_counted_and_each_number_opens_its_records(window, page):
    counted = figures(page)
    assert (counted["谈话场次"], counted["谈话人次"], counted["谈话人数"]) == ("1", "1", "1")
    assert (counted["意见建议"], counted["问题"], counted["建章立制"]) == ("1", "1", "1")
    assert (counted["整改率（%）"], counted["逾期"]) == ("—", "0")
    records = page.numbers.records
    assert "来自 1 场谈话" in records.said.text()
    choose(page, "问题")
    settle(window)
    assert records.said.text() == "问题 1 个，来自 1 条记录"
    assert "分解到单位的只计一个" in records.meaning.text()
    assert records.findings.item(0, 1).text() == "问题（《议事规则》）"
    went = []
    page.go.connect(went.append)
    QTest.keyClick(page.numbers.table, Qt.Key.Key_Return)
    QTest.keyClick(records.findings, Qt.Key.Key_Return)
    assert went[0].page == "findings"
    choose(page, "谈话人次", 2)
    settle(window)
    assert records.said.text() == "上年同期谈话人次 0 人次，没有记录"


def test_the_year_of_the_model_county_is_read_off_the_page_to_the_digit(window, clock):
    application = window.application

    def enter(_):
        current = application.prompts.current()
        asked = (current.prompts[0].number,)
        enter_the_year(application.talks, clock, asked, current.areas[0].key)

    window._tasks.query(enter, then=lambda _: None)
    window.workspace.go(Destination("figures"))
    page = window.workspace.current
    show_choice(page.period.year, 2022)
    wait_counted(window, page)
    read = figures(page)
    assert {name: int(read[name]) for name in PUBLISHED} == PUBLISHED
    choose(page, "集体约谈人次")
    settle(window)
    assert page.numbers.records.said.text() == "集体约谈人次 33 人次，来自 2 场谈话"
    choose(page, "建章立制")
    settle(window)
    assert page.numbers.records.findings.rowCount() == 12


def test_another_period_has_its_own_figures_and_the_place_is_kept(window, page):
    bar = page.period
    bar.year.setCurrentIndex(1)
    bar.period.setCurrentIndex(4)
    page.tabs.setCurrentIndex(1)
    wait_counted(window, page)
    assert figures(page)["谈话场次"] == "0"
    place = page.place()
    bar.year.setCurrentIndex(0)
    bar.period.setCurrentIndex(0)
    page.return_to(place)
    wait_counted(window, page)
    assert page.place() == place
    assert "第二季度" in page.said.text()
    show_choice(bar.period, TERM)
    wait_counted(window, page)
    assert page.said.text().startswith("2022年至2025年")
    assert page.numbers.table.horizontalHeaderItem(2).text() == "前4年"
    show_choice(bar.period, DAYS)
    wait_counted(window, page)
    assert page.said.text().startswith("2026年1月1日至2026年3月5日")
    assert figures(page)["谈话场次"] == "1"


def test_the_same_is_told_apart_and_drawn_each_number_with_its_records(window, page):
    sections = page.sections
    page.tabs.setCurrentIndex(1)
    sections.by.setCurrentIndex(2)
    settle(window)
    headings = [
        sections.table.horizontalHeaderItem(n).text() for n in range(sections.table.columnCount())
    ]
    assert headings[1:4] == ["人次", "人数", "问题"]
    rows = {sections.table.item(n, 0).text(): n for n in range(sections.table.rowCount())}
    township = rows["部门"] if sections.table.item(rows["乡镇"], 1).text() == "0" else rows["乡镇"]
    sections.table.setCurrentCell(township, 1)
    settle(window)
    assert sections.records.said.text().endswith("谈话人次 1，来自 1 场谈话")
    sections.when.setCurrentIndex(2)
    settle(window)
    assert sections.table.item(township, 1).text() == "+1"
    # and as plots, each with its table and in words
    card = page.plots.attendances
    said = card.plot.accessibleDescription()
    assert said.startswith("谈话人次（人次）。1月：本期 0，上年同期 0")
    assert "本期最高的是" in said
    page.tabs.setCurrentIndex(2)
    assert card.table.isHidden()
    QTest.keyClick(card.numbers_button, Qt.Key.Key_Space)
    assert card.table.isVisible()
    assert card.table.item(2, 0).text() == "3月"
    card.copy()
    assert QGuiApplication.clipboard().text().splitlines()[0] == "时间\t本期\t上年同期"
    for plot in page.plots.cards:
        assert not plot.plot.grab().isNull()


def test_every_way_of_looking_fits_and_becomes_a_report_and_a_workbook(window, page, tmp_path):
    window._look.choose(18)
    window.resize(1366, 720)
    faults = []
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        settle(window)
        faults += [f"{tab}: {fault}" for fault in (*cut_off(window), *nameless(window))]
    for chosen in (TERM, DAYS):
        show_choice(page.period.period, chosen)
        wait_counted(window, page)
        faults += [f"{chosen}: {fault}" for fault in cut_off(window)]
    assert not faults, "\n".join(faults)
    # and what is in sight becomes a report and a workbook
    page.report_button.click()
    settle(window, 20)
    assert page.paper.pages.count
    page._save(tmp_path / "统计表.pdf")
    settle(window)
    assert (tmp_path / "统计表.pdf").read_bytes() == page.paper.pdf
    assert page.step_back()
    page.workbook_to(tmp_path / "统计表.xlsx")
    settle(window, 20)
    with ZipFile(tmp_path / "统计表.xlsx") as book:
        numbers = book.read("xl/worksheets/sheet1.xml").decode()
        records = book.read("xl/worksheets/sheet2.xml").decode()
    assert "谈话场次" in numbers
    assert "怎么数的" in numbers
    assert "问题（《议事规则》）" in records


def test_kinds_of_unit_have_one_word_everywhere():
    assert UNIT_KIND == UNIT_KIND_WORDS


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

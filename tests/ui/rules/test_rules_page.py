"""整改规则 in the real window: the chain, the look-backs, the grounds, and the days that are off."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.rectifying_rules import ChainPlace
from tests.ui.conftest import settle
from tests.ui.sight import cut_off, nameless
from ui.page import Destination
from ui.rules.rules_page import CLOSING, HOLIDAYS, SIGNS
from ui.rules.words import read_days, said_days

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
FILE = """日期,放假/上班,名称
2027年1月1日至3日,放假,元旦
2027年2月5日至11日,放假调休,春节
2027年2月13日,上班,春节调休上班
"""


@pytest.fixture
def page(window, workspace):
    window.workspace.go(Destination("rules"))
    settle(window)
    return window.workspace.current


def rules(window, page):
    read = []
    page.tasks.query(lambda _: page.closing._desk.rectifying.rules(), then=read.append)
    settle(window)
    return read[0]


def titles(page):
    return [line.texts[0] for line in page.closing.chain.lines()]


def rows(table):
    width = range(table.columnCount())
    return [[table.item(at, place).text() for place in width] for at in range(table.rowCount())]


def show_year(page, year):
    page.holidays.year.setCurrentIndex(page.holidays.year.findData(year))


# ── how findings are closed ──────────────────────────────────────────────────────────────────────


def test_the_rules_are_altered_by_keyboard_kept_together_and_taken_back(window, page):
    closing = page.closing
    assert titles(page) == ["责任单位负责人", "监督检查室", "分管副书记", "书记"]
    assert not closing.keep_button.isEnabled()
    closing.chain.shift(2, -1)
    closing.chain.remove(3)
    closing.chain.add_button.click()
    QTest.keyClicks(closing.chain.field(3), "ok")
    assert "改动未存" in page._chips.button(CLOSING).text()
    closing.keep()  # the place has no act yet
    settle(window)
    assert "第 4 个审批环节" in closing.message.message.text()
    assert titles(page)[3] == "ok"  # nothing typed is lost
    QTest.keyClicks(closing.chain.field(3, 1), "ok")
    closing.days.setText("30天，九十")
    assert not closing.keep_button.isEnabled()
    closing.days.setText("60，15")
    closing.term.show_term("20w")
    closing.grounds.field(0).setText("该管不管")
    closing.keep_button.click()
    settle(window)
    kept = rules(window, page)
    assert kept.chain[1:] == (
        ChainPlace("分管副书记", "复核"),
        ChainPlace("监督检查室", "初审"),
        ChainPlace("ok", "ok"),
    )
    assert (kept.look_back_days, kept.term) == ((15, 60), "20w")
    assert (kept.grounds[0].key, kept.grounds[0].title) == ("idle", "该管不管")
    assert closing.days.text() == "15、60"
    assert not closing.keep_button.isEnabled()
    closing.usual_button.click()
    assert closing.days.text() == "30、90、180"
    closing.undo()
    assert closing.days.text() == "15、60"


def typed_and_not_kept_is_there_after_a_lock(window, page):
    page.closing.chain.field(1).setText("第三监督检查室")
    place = page.place()
    page.closing.undo()
    page.return_to(place)
    settle(window)
    assert titles(page)[1] == "第三监督检查室"
    assert page.closing.keep_button.isEnabled()
    page.refresh()  # another screen altered something
    settle(window)
    assert titles(page)[1] == "第三监督检查室"


@given(st.lists(st.integers(1, 3650), max_size=6).map(tuple))
def test_days_after_the_closing_are_read_as_they_are_written(days):
    assert read_days(said_days(days)) == days
    assert read_days("，".join(f"{day} 天" for day in days)) == days


# ── which days are off ───────────────────────────────────────────────────────────────────────────


def test_a_day_is_added_changed_and_taken_away_and_the_shipped_year_comes_back(window, page):
    page.show_tab(HOLIDAYS)
    panel = page.holidays
    assert panel.standing.text().startswith("✓")
    assert not panel.restore_button.isVisible()
    page.begin_new()
    form = panel.form
    assert not form.way_on.isEnabled()
    form.day.setDate(form.day.date().fromString("2026-11-25", "yyyy-MM-dd"))
    place = page.place()
    form.reject()
    page.return_to(place)  # as after a lock, with the form open
    settle(window)
    form = panel.form
    QTest.keyClicks(form.title, "snow")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    settle(window)
    assert panel.form is None
    assert rows(panel.table)[panel.table.currentRow()] == ["11月25日", "周三", "放假", "snow"]
    assert not panel.desk.workdays.known.is_workday(date(2026, 11, 25))
    panel.open_form("change")
    assert not panel.form.day.isEnabled()
    panel.form.way.setCurrentIndex(1)
    panel.form.way_on.click()
    settle(window)
    assert panel.chosen().is_working
    take_away_and_restore(window, panel)
    assert panel.origin.text().startswith("程序自带")


def take_away_and_restore(window, panel):
    panel.remove_button.click()
    settle(window)
    assert not any("snow" in row for row in rows(panel.table))
    assert "本单位修改" in panel.origin.text()
    panel.restore_button.click()
    settle(window)


def saved_as_it_is_shown(window, panel, path):
    panel.save(path)
    settle(window)
    assert path.name in panel.message.message.text()
    assert panel.desk.workdays.read_file(path).days == panel.shown().days


def test_the_notice_of_next_year_is_looked_at_and_then_taken(window, page, tmp_path):
    page.show_tab(HOLIDAYS)
    panel, file = page.holidays, tmp_path / "2027.csv"
    show_year(page, 2027)
    saved_as_it_is_shown(window, panel, tmp_path / "2027.xlsx")
    file.write_text(FILE + "2027年2月30日,放假,春节\n", "utf-8")
    panel.intake.open_file(file)
    settle(window)
    assert rows(panel.intake.faults)[0][:3] == ["第5行", "看不懂，或没有这一天", "2027年2月30日"]
    assert not panel.intake.take_button.isEnabled()
    assert not cut_off(window)
    file.write_text(FILE, "utf-8")
    panel.intake.again_button.click()
    settle(window)
    line = ["2027年2月13日", "周六", "周末休息", "上班　春节调休上班"]
    assert line in rows(panel.intake.changes)
    assert not cut_off(window)
    assert not nameless(window)
    panel.intake.take_button.click()
    settle(window)
    assert "从哪里来" in panel.intake.message.message.text()
    panel.intake.source.setText(NOTICE)
    panel.intake.take_button.click()
    settle(window)
    assert panel.stack.currentIndex() == 0
    assert panel.standing.text().startswith("✓")
    assert NOTICE in panel.origin.text()
    assert panel.desk.workdays.known.is_workday(date(2027, 2, 13))


def cannot_be_read(window, page, file):
    """It is told, and left by Esc."""
    page.show_tab(HOLIDAYS)
    page.holidays.intake.open_file(file)
    settle(window)
    assert "没有.csv" in page.holidays.intake.message.message.text()
    assert not page.holidays.intake.take_button.isEnabled()
    assert page.step_back()
    assert page.holidays.stack.currentIndex() == 0


def test_every_part_fits_in_the_largest_type_and_has_names(window, page, tmp_path):
    typed_and_not_kept_is_there_after_a_lock(window, page)
    cannot_be_read(window, page, tmp_path / "没有.csv")
    window.resize(1366, 720)
    window._look.choose(18)
    faults = []
    for tab in (HOLIDAYS, SIGNS, CLOSING):
        page.show_tab(tab)
        settle(window)
        faults += [*cut_off(window), *nameless(window)]
    assert not faults

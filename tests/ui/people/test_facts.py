"""What is known of persons and units, entered on 人员档案 and in the list of units."""

from __future__ import annotations

import pytest

from app.domain.facts import FactCategory
from tests.ui.conftest import application_of, settle, unlock
from tests.ui.office import write
from tests.ui.people.test_people_page import open_archive, search, words_in
from tests.ui.sight import cut_off, nameless
from ui.page import Destination
from ui.people.facts_card import FactsCard


@pytest.fixture
def people(window):
    window.workspace.go(Destination("people"))
    settle(window)
    page = window.workspace.current
    search(window, page, "王建国")
    return page


def open_facts(window, people):
    people.view.facts_asked.emit(people.view.card.person)
    settle(window)
    return people.fact_forms.dialog


def test_a_fact_of_the_unit_and_one_of_the_person_are_entered_one_after_the_other(window, people):
    open_archive(window, people)
    dialog = open_facts(window, people)
    assert not dialog.way_on.isEnabled()
    dialog.category.setCurrentIndex(dialog.category.findData(FactCategory.AUDIT))
    dialog.day.edit.setText("2025.9")
    write(dialog.text, "三份合同没有备案")
    dialog.way_on.click()
    settle(window)
    assert dialog.list.count() == 2
    assert dialog.text.toPlainText() == ""
    dialog.about.setCurrentIndex(dialog.about.findData("person"))
    dialog.category.setCurrentIndex(dialog.category.findData(FactCategory.ASSESSMENT))
    write(dialog.text, "述职测评优秀")
    dialog.way_on.click()
    settle(window)
    dialog.reject()
    settle(window)
    people.view.tabs.setCurrentIndex(0)
    said = words_in(people.view)
    assert "审计 1　考核 1" in said
    assert "2025年9月1日　审计（单位）" not in said
    assert "2025年9月1日　审计（羊尾镇）　三份合同没有备案" in said
    assert "考核（本人）　述职测评优秀" in said


def test_of_a_petition_the_form_says_what_is_kept_and_refuses_more(window, people):
    dialog = open_facts(window, people)
    dialog.category.setCurrentIndex(dialog.category.findData(FactCategory.PETITION))
    assert "信件原文、写信的人和联系方式一概不记" in dialog.text_field.hint.text()
    write(dialog.text, "举报人张某来信")
    dialog.way_on.click()
    settle(window)
    assert "举报人" in dialog.message.what.text()
    assert dialog.text.toPlainText() == "举报人张某来信"
    dialog.text.clear()
    write(dialog.text, "惠农补贴类，反映发放不及时")
    dialog.way_on.click()
    settle(window)
    assert dialog.list.count() == 2


def test_a_fact_is_put_in_other_words_and_deleted(window, people):
    dialog = open_facts(window, people)
    write(dialog.text, "写错了")
    dialog.way_on.click()
    settle(window)
    dialog.list.setCurrentRow(1)
    assert dialog.text.toPlainText() == "写错了"
    assert not dialog.about.isEnabled()
    dialog.text.clear()
    write(dialog.text, "写对了")
    dialog.way_on.click()
    settle(window)
    assert "写对了" in dialog.list.item(1).text()
    dialog.list.setCurrentRow(1)
    dialog.remove_button.click()
    settle(window)
    assert dialog.list.count() == 1
    assert not dialog.remove_button.isEnabled()


def open_units(window, people, name):
    """The list of units with this one chosen."""
    people.forms.units()
    settle(window)
    units = people.forms.dialog
    assert not units.figures.isEnabled()
    rows = [units.list.item(n).text() for n in range(units.list.count())]
    units.list.setCurrentRow(next(n for n, text in enumerate(rows) if name in text))
    return units


def test_facts_and_figures_of_a_unit_are_entered_from_the_list_of_units(window, people):
    open_units(window, people, "羊尾镇").facts.click()
    settle(window)
    assert people.fact_forms.dialog.about.count() == 1
    people.fact_forms.dialog.reject()
    open_units(window, people, "羊尾镇").figures.click()
    settle(window)
    dialog = people.fact_forms.dialog
    assert people.forms.dialog is None
    write(dialog.name, "年度考核")
    dialog.value.setText("88.5分")
    dialog.place.setText("十三")
    assert not dialog.way_on.isEnabled()
    dialog.place.setText("14")
    dialog.out_of.setText("13")
    dialog.way_on.click()
    settle(window)
    assert "第 14 位、共 13 个" in dialog.message.what.text()
    dialog.place.setText("13")
    dialog.way_on.click()
    settle(window)
    assert "年度考核　88.5分　第 13 位，共 13 个" in dialog.list.item(1).text()
    dialog.list.setCurrentRow(1)
    assert not dialog.name.isEnabled()
    dialog.remove_button.click()
    settle(window)
    assert dialog.list.count() == 1


def test_a_fact_half_written_is_there_after_a_lock(qtbot, window, people):
    dialog = open_facts(window, people)
    write(dialog.text, "写到一半的情")
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current.fact_forms.dialog
    assert again is not None
    assert again.text.toPlainText() == "写到一半的情"
    again.reject()
    assert application_of(window) is not None


def test_the_forms_fit_and_everything_is_named(window, people):
    window._look.choose(18)
    window.resize(1366, 720)
    open_archive(window, people)
    people.view.tabs.setCurrentIndex(0)
    dialog = open_facts(window, people)
    settle(window)
    faults = [*cut_off(dialog), *nameless(dialog), *cut_off(people)]
    dialog.reject()
    people.view.findChild(FactsCard).figures_asked.emit()
    settle(window)
    dialog = people.fact_forms.dialog
    faults += [*cut_off(dialog), *nameless(dialog)]
    dialog.reject()
    window._look.choose(15)
    assert not faults, "\n".join(faults)

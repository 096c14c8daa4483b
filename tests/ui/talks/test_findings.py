from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.finding import FindingNature
from app.domain.record_text import answer_key
from tests.ui.office import write
from tests.ui.talks.test_conduct import open_talk
from ui.talks.finding_drawer import COMMON, Sort


@pytest.fixture
def conduct(qtbot, page, office):
    return open_talk(qtbot, page, office.begun(0, 1, 2, kind="collective_summons"))


@pytest.fixture
def drawer(conduct):
    conduct.open_finding()
    return conduct.asides.finding


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


def kept(office, page):
    return office.lane.do(lambda: office.talks.findings(page.editor.talk.id))


def confirm(qtbot, drawer):
    drawer.confirm_button.click()
    qtbot.waitUntil(lambda: not drawer.isVisible())


def test_what_is_common_to_all_is_proposed_first(qtbot, page, office, drawer):
    assert drawer.whose.currentData() == COMMON
    write(drawer.manifestation, "台账都缺两个月")
    confirm(qtbot, drawer)
    (finding,) = kept(office, page)
    assert (finding.is_common, finding.unit_id, finding.person_id) == (True, None, None)


def test_a_finding_of_one_head_belongs_to_the_unit_with_tag_and_rule(qtbot, page, office, drawer):
    choose(drawer.whose, "1")
    write(drawer.manifestation, "大额支出未上会")
    choose(drawer.tag, "deviation.party")
    drawer.regulation.setText("《大额资金议事规则》")
    choose(drawer.is_new, False)
    confirm(qtbot, drawer)
    (finding,) = kept(office, page)
    who = office.talk(page.editor.talk.id).participants[1]
    assert (finding.unit_id, finding.person_id) == (who.unit_id, who.person_id)
    assert (finding.tag, finding.is_common) == ("deviation.party", False)
    assert (finding.regulation, finding.is_regulation_new) == ("《大额资金议事规则》", False)


def test_advice_and_undertakings_are_kept_apart_from_problems(qtbot, page, office, conduct, drawer):
    choose(drawer.sort, Sort.ADVICE)
    write(drawer.manifestation, "建议推行领导接访日")
    confirm(qtbot, drawer)
    conduct.open_finding()
    choose(drawer.sort, Sort.UNDERTAKING)
    write(drawer.manifestation, "月底前结清个人借款")
    drawer.confirm_button.click()
    assert "写明是谁的" in drawer.told.text()
    choose(drawer.whose, "2")
    confirm(qtbot, drawer)
    advice, promise = kept(office, page)
    assert (advice.nature, advice.is_personal) == (FindingNature.ADVICE, False)
    assert (promise.is_personal, promise.person_id) == (True, office.persons[2])


def test_one_that_was_noted_is_chosen_and_changed(qtbot, page, office, conduct, drawer):
    choose(drawer.whose, "0")
    write(drawer.manifestation, "台帐缺两个月")
    confirm(qtbot, drawer)
    conduct.open_finding()
    qtbot.waitUntil(lambda: drawer.known.count() == 2)
    drawer.known.setCurrentIndex(1)
    assert drawer.manifestation.toPlainText() == "台帐缺两个月"
    assert drawer.whose.currentData() == "0"
    drawer.manifestation.setPlainText("台账缺两个月")
    confirm(qtbot, drawer)
    (finding,) = kept(office, page)
    assert finding.manifestation == "台账缺两个月"
    conduct.open_finding()
    assert drawer.manifestation.toPlainText() == ""
    assert drawer.confirm_button.text() == "记下"


def test_a_change_half_written_goes_on_after_a_lock(qtbot, page, office, conduct, drawer):
    write(drawer.manifestation, "台账缺两个月")
    confirm(qtbot, drawer)
    conduct.open_finding()
    qtbot.waitUntil(lambda: drawer.known.count() == 2)
    drawer.known.setCurrentIndex(1)
    drawer.manifestation.setPlainText("台账缺三个月")
    place = conduct.asides.place()
    conduct.asides.close_all()
    areas = {"1": "一"}
    conduct.asides.return_to(place, page.editor.talk, None, areas)
    qtbot.waitUntil(lambda: drawer.known.currentIndex() == 1)
    confirm(qtbot, drawer)
    (finding,) = kept(office, page)
    assert finding.manifestation == "台账缺三个月"


def test_one_person_alone_is_proposed_as_whose_it_is(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun())
    qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    drawer = conduct.asides.finding
    assert drawer.whose.currentText().startswith("王建国")
    write(drawer.manifestation, "表现")
    confirm(qtbot, drawer)
    (finding,) = kept(office, page)
    assert finding.person_id == office.persons[0]


def test_words_chosen_in_the_answer_begin_the_finding(qtbot, page, office, conduct):
    editor = conduct.sheet.editor
    write(editor, "台账缺两个月，已经补上")
    chosen = editor.textCursor()
    chosen.setPosition(0)
    chosen.setPosition(6, chosen.MoveMode.KeepAnchor)
    editor.setTextCursor(chosen)
    conduct.open_finding()
    drawer = conduct.asides.finding
    assert drawer.manifestation.toPlainText() == "台账缺两个月"
    assert "第1问" in drawer.heading.text()
    confirm(qtbot, drawer)
    (finding,) = kept(office, page)
    first = office.talk(page.editor.talk.id).answers[0]
    assert (finding.manifestation, finding.answer_id) == ("台账缺两个月", first.id)


def test_a_finding_is_noted_while_the_record_is_read_through(qtbot, page, office):
    panel = open_talk_to_read(qtbot, page, office)
    answer = page.editor.talk.answers[1]
    panel.reading.show_words(answer_key(answer.id), "共办理3件")
    panel.finding_button.click()
    drawer = panel.asides.finding
    assert drawer.manifestation.toPlainText() == "共办理3件"
    panel.open_correction(answer.id)  # one form at a time
    assert not drawer.isVisible()
    panel.correction.dismiss()
    panel.reading.show_words(answer_key(answer.id), "共办理3件")
    panel.open_finding()
    write(drawer.manifestation, "只办结3件，另有2件没有登记")
    place = panel.place()
    panel.asides.close_all()
    panel.return_to(place)
    assert drawer.isVisible()
    confirm(qtbot, drawer)
    (finding,) = kept(office, page)
    assert (finding.manifestation, finding.answer_id, finding.area) == (
        "只办结3件，另有2件没有登记",
        answer.id,
        answer.area,
    )


def open_talk_to_read(qtbot, page, office):
    talk_id = office.ended(0)
    page.open_talk(talk_id)
    qtbot.waitUntil(lambda: page.editor.talk is not None and page.editor.talk.id == talk_id)
    return page.editor.confirm

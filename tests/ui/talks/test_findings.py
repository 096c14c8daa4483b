from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.finding import FindingNature
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

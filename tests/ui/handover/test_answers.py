"""What came back from the registry, and what the list of packages says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.notices import NoticeKind
from app.domain.package import PackageLevel
from app.handover.credentials import new_registry_keys
from tests.services.test_receipts import County
from tests.ui.handover.conftest import LONG
from ui.overview.notice_words import sentence_of


@pytest.fixture
def answers(office, sticks, tmp_path) -> County:
    """Three packages were written; what the registry says of them lies on a stick."""
    stick = sticks.plug_in(tmp_path / "stick", "4C530001", "回来的盘")
    handover = office.application.handover
    county = County(handover.vault, handover.trail, Path(stick.folder))
    office.lane.do(county.trust)
    for number in (1, 2, 3):
        office.lane.do(lambda n=number: county.write(n))
    return county


def go_to_receipts(qtbot, page):
    page.packages.receipt_button.click()
    panel = page.receipts
    qtbot.waitUntil(lambda: panel.picker.list.count() == 1, timeout=LONG)
    return panel


def take_all(qtbot, panel, count):
    panel.picker.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: panel.table.rowCount() == count, timeout=LONG)
    panel.take_button.click()
    qtbot.waitUntil(panel.answer.isVisible, timeout=LONG)
    return [panel.table.item(n, 1).text() for n in range(count)]


def test_every_answer_on_a_stick_is_found_and_settles_its_package(qtbot, page, office, answers):
    for number in (1, 2, 3):
        office.lane.do(lambda n=number: answers.answer(n))
    panel = go_to_receipts(qtbot, page)
    said = take_all(qtbot, panel, 3)
    assert all("登记处已接收" in words for words in said)
    assert "收下 3 份回执，3 场谈话记为已接收" in panel.answer.what.text()
    panel.close_button.click()
    table = page.packages.table
    qtbot.waitUntil(lambda: table.rowCount() == 3 and "已接收" in table.item(0, 5).text())
    assert not page.packages.strip.isVisible()


def test_a_forged_answer_is_refused_by_name_and_the_others_are_taken(qtbot, page, office, answers):
    office.lane.do(lambda: answers.answer(1))
    office.lane.do(lambda: answers.answer(2, keys=new_registry_keys()))
    panel = go_to_receipts(qtbot, page)
    first, second = take_all(qtbot, panel, 2)
    assert "登记处已接收" in first
    assert "回执不可信" in second
    assert panel.table.item(1, 2).text()
    assert "1 个文件不可信" in panel.answer.what.text()


def test_the_same_answer_again_changes_nothing(qtbot, page, office, answers):
    file = office.lane.do(lambda: answers.answer(1))
    office.lane.do(lambda: answers.take(file))
    panel = go_to_receipts(qtbot, page)
    (said,) = take_all(qtbot, panel, 1)
    assert "以前收过" in said


def test_a_number_the_registry_misses_is_told_and_one_press_writes_it_again(
    qtbot, page, office, answers
):
    office.lane.do(lambda: answers.answer(1))
    office.lane.do(lambda: answers.refusal(3, missing=(2,)))
    panel = go_to_receipts(qtbot, page)
    said = take_all(qtbot, panel, 2)
    assert "还缺第 2 号" in "".join(said)
    panel.close_button.click()
    packages = page.packages
    qtbot.waitUntil(packages.strip.isVisible, timeout=LONG)
    assert packages.table.item(0, 5).text() == "⚠ 登记处没有收"
    buttons = packages.strip.findChildren(type(packages.write_button))
    again = next(made for made in buttons if "再写一份第 2 号" in made.text())
    again.click()
    assert page.wizard.choice.again == 2


def test_an_answer_is_found_in_a_folder_and_chosen_as_a_file(qtbot, page, office, answers):
    file = office.lane.do(lambda: answers.answer(1))
    panel = go_to_receipts(qtbot, page)
    panel.look_in(Path(file.folder))
    qtbot.waitUntil(lambda: panel.table.rowCount() == 1, timeout=LONG)
    panel.look_at(Path(file.folder) / "nothing.receipt.json")
    qtbot.waitUntil(lambda: panel.table.item(0, 0).text() == "nothing.receipt.json", timeout=LONG)
    panel.take_button.click()
    qtbot.waitUntil(panel.answer.isVisible, timeout=LONG)
    assert "没有收下" in panel.table.item(0, 1).text()


def test_the_stick_of_the_answers_is_ejected_here_too(qtbot, page, sticks, answers):
    panel = go_to_receipts(qtbot, page)
    panel.picker.list.setCurrentRow(0)
    panel.eject_button.click()
    qtbot.waitUntil(lambda: bool(sticks.ejected), timeout=LONG)
    qtbot.waitUntil(lambda: "可以拔出" in panel.answer.remedy.text(), timeout=LONG)


def test_an_answer_that_does_not_come_is_told_after_the_days_that_were_set(
    qtbot, page, office, answers
):
    packages = page.packages
    packages.refresh()
    qtbot.waitUntil(lambda: packages.table.rowCount() == 3, timeout=LONG)
    assert packages.table.item(0, 5).text() == "等回执"
    office.clock.move(days=6)
    packages.days.setValue(5)
    qtbot.waitUntil(packages.strip.isVisible, timeout=LONG)
    assert packages.table.item(0, 5).text() == "⚠ 等回执 6 天"
    notices = office.lane.do(office.application.upkeep.notices)
    (late,) = [notice for notice in notices if notice.kind is NoticeKind.ANSWER_LATE]
    assert sentence_of(late) == "第 1、2、3 号移交包写好最久已有 6 天，还没有回执。"


def test_a_package_that_was_chosen_shows_its_writings(qtbot, page, office, answers):
    packages = page.packages
    packages.refresh()
    qtbot.waitUntil(lambda: packages.table.rowCount() == 3, timeout=LONG)
    packages.table.selectRow(2)
    qtbot.waitUntil(lambda: packages.detail.title.text() == "第 1 号移交包", timeout=LONG)
    said = "".join(
        label.text() for label in packages.detail.findChildren(type(packages.detail.title))
    )
    assert "读回核对无误" in said
    assert PackageLevel.LEDGER in [row.level for row in packages._packages]

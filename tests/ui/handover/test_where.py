"""On which stick: told by label, serial, keeper and room; what is against one says what to do."""

from __future__ import annotations

import pytest

from app.domain.changes import Changes
from app.domain.package import PackageLevel
from app.domain.sticks import StickFault
from tests.ui.handover.conftest import LONG
from ui.handover.choice import Choice
from ui.handover.where_step import WhereStep


@pytest.fixture
def where(qtbot, counter) -> WhereStep:
    step = WhereStep(counter, Choice(level=PackageLevel.LEDGER))
    qtbot.addWidget(step)
    step.resize(1000, 500)
    return step


def show(qtbot, where, count):
    where.show()
    where.enter()
    qtbot.waitUntil(lambda: where.picker.list.count() == count, timeout=LONG)
    return where.picker


def test_sticks_are_listed_with_keeper_and_room_and_none_is_guessed(
    qtbot, where, sticks, counter, office, tmp_path
):
    stick = sticks.plug_in(tmp_path / "a", "4C530001", "移交盘")
    office.lane.do(lambda: counter.sticks.register(stick, "移交盘一号", "周小雨"))
    sticks.plug_in(tmp_path / "b", "4C530002", "KINGSTON")
    picker = show(qtbot, where, 2)
    shown = picker.list.item(0).text()
    for words in ("移交盘一号", "4C530001", "已登记", "保管人 周小雨", "剩 5.0 GB"):
        assert words in shown
    assert picker.chosen() is None
    assert not where.is_ready()
    picker.list.setCurrentRow(0)
    assert where.choice.place.folder == tmp_path / "a"
    assert where.choice.place.stick_serial == "4C530001"


def test_a_stick_nobody_registered_is_refused_where_only_registered_ones_may_be_used(
    qtbot, where, sticks, counter, office, tmp_path
):
    known = sticks.plug_in(tmp_path / "a", "4C530001")
    office.lane.do(lambda: counter.sticks.register(known, "移交盘一号", "周小雨"))
    sticks.plug_in(tmp_path / "b", "4C530002", "KINGSTON")
    picker = show(qtbot, where, 2)
    picker.list.setCurrentRow(1)
    assert picker.faults() == (StickFault.NOT_REGISTERED,)
    assert "没有登记" in picker.answer.what.text()
    assert not where.is_ready()
    buttons = picker.answer.findChildren(type(where.folder_button))
    with qtbot.waitSignal(where.go) as heard:
        next(made for made in buttons if made.text() == "登记…").click()
    assert heard.args[0].page == "sticks"


def test_where_any_may_be_used_a_stick_nobody_registered_is_taken_after_a_plain_word(
    qtbot, where, sticks, tmp_path
):
    sticks.plug_in(tmp_path / "b", "4C530002", "KINGSTON")
    picker = show(qtbot, where, 1)
    picker.list.setCurrentRow(0)
    assert where.is_ready()
    assert "没有登记" in picker.answer.what.text()


def test_a_stick_that_cannot_hold_it_is_no_way_on_and_another_is(qtbot, where, sticks, tmp_path):
    sticks.plug_in(tmp_path / "a", "4C530001", "小盘", free_bytes=1000)
    sticks.plug_in(tmp_path / "b", "4C530002", "锁着的盘", is_read_only=True)
    sticks.plug_in(tmp_path / "c", "4C530003", "大盘")
    where.choice.needed = (5000, 5000)
    picker = show(qtbot, where, 3)
    for number, words in ((0, "空间不够"), (1, "写保护")):
        picker.list.setCurrentRow(number)
        assert words in picker.answer.message.text() or words in picker.list.item(number).text()
        assert not where.is_ready()
    picker.list.setCurrentRow(2)
    assert where.is_ready()


def test_a_stick_that_comes_is_seen_and_one_that_is_pulled_is_no_longer_chosen(
    qtbot, where, sticks, tmp_path
):
    stick = sticks.plug_in(tmp_path / "a", "4C530001", "移交盘")
    picker = show(qtbot, where, 1)
    picker.list.setCurrentRow(0)
    sticks.pull(stick)
    picker.look()  # as the clock does every two seconds
    qtbot.waitUntil(lambda: picker.list.count() == 0, timeout=LONG)
    assert not where.is_ready()
    assert "已经不在" in picker.answer.what.text()
    sticks.put_back(stick)
    picker.look()
    qtbot.waitUntil(lambda: picker.list.count() == 1, timeout=LONG)
    assert where.is_ready()


def test_a_stick_just_registered_is_known_at_the_next_sight(
    qtbot, where, sticks, counter, office, tmp_path
):
    stick = sticks.plug_in(tmp_path / "a", "4C530001", "移交盘")
    picker = show(qtbot, where, 1)

    def register(_) -> Changes:
        return counter.sticks.register(stick, "移交盘一号", "周小雨")[1]

    office.tasks.command(register)
    where.hide()
    where.show()
    qtbot.waitUntil(lambda: picker.list.count() == 1, timeout=LONG)
    assert "周小雨" in picker.list.item(0).text()


def test_a_folder_on_a_stick_is_that_stick(qtbot, where, sticks, counter, office, tmp_path):
    known = sticks.plug_in(tmp_path / "a", "4C530001")
    office.lane.do(lambda: counter.sticks.register(known, "移交盘一号", "周小雨"))
    other = sticks.plug_in(tmp_path / "b", "4C530002")
    (tmp_path / "b" / "移交").mkdir()
    show(qtbot, where, 2)
    with qtbot.waitSignal(where.told, timeout=LONG) as heard:
        where.take_folder(tmp_path / "b" / "移交")
    assert "没有登记" in heard.args[0].what
    assert not where.is_ready()
    office.lane.do(lambda: counter.sticks.set_only_registered(is_wanted=False))
    where.take_folder(tmp_path / "b" / "移交")
    qtbot.waitUntil(where.is_ready, timeout=LONG)
    assert where.choice.place.stick_serial == other.serial
    sticks.plug_in(tmp_path / "c", "4C530003")  # another comes: what was named stays
    where.picker.look()
    qtbot.waitUntil(lambda: where.picker.list.count() == 3, timeout=LONG)
    where.enter()
    office.tasks.finish()
    assert where.choice.place.folder == tmp_path / "b" / "移交"


def test_a_folder_that_is_not_there_is_told(qtbot, where, tmp_path):
    where.show()
    with qtbot.waitSignal(where.told, timeout=LONG) as heard:
        where.take_folder(tmp_path / "gone")
    assert heard.args[0].what
    assert not where.is_ready()

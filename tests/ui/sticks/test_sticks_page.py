"""The page of sticks: what is plugged in, whose it is, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.sticks import StickFault, StickRow, StickState
from app.services.sticks import StickRegister
from app.system.media import LinuxSticks
from tests.loop_sticks import LoopMachine
from tests.loop_sticks import loop_machine as loop_machine
from tests.made_up_machine import Machine
from tests.ui.office import write
from tests.ui.sight import cut_off, nameless
from ui import start, stick_watch
from ui.page import Destination
from ui.stick_messages import StickAct, fault_words
from ui.sticks.desk import StickDesk
from ui.sticks.sticks_page import SticksPage
from ui.widgets.message import Tone
from ui.widgets.message_bar import Way

LONG = 20_000
ROOM = (1156, 591)  # what 1366×720 leaves for a page at 18 points


@pytest.fixture(autouse=True)
def looked_for_often(monkeypatch):
    monkeypatch.setattr(stick_watch, "EVERY_MS", 50)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path / "machine")
    made.disk("sda", "8:0")
    made.mount("/dev/sda", "/", "ext4")
    made.stick("sdb", 16, ID_SERIAL_SHORT="AA0001", ID_MODEL="DataTraveler")
    made.mount("/dev/sdb1", "/media/b", "exfat")
    made.note("8:17", ID_FS_LABEL="JIWEI", ID_FS_UUID="1A2B-3C4D")
    return made


@pytest.fixture
def show(qtbot, office):
    """Shows the page over these sticks; it looks at nothing any more once the office closes."""
    pages: list[SticksPage] = []

    def show(sticks) -> SticksPage:
        kept = office.application.stick_register
        register = StickRegister(kept.vault, kept.trail, sticks)
        page = SticksPage(StickDesk(office.tasks, register, office.clock.local))
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()
        page.refresh_if_stale()
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.hide()
    for _ in range(3):  # a look that is under way still asks the register
        office.tasks.finish()
        QApplication.processEvents()


@pytest.fixture
def page(qtbot, show, machine: Machine) -> SticksPage:
    shown = show(LinuxSticks(machine.root))
    qtbot.waitUntil(lambda: shown.plugged.table.rowCount() == 1, timeout=LONG)
    return shown


def kept(office):
    return office.lane.do(office.application.stick_register.rows)


def registered(qtbot, page: SticksPage, label: str = "移交盘 1", custodian: str = "周小雨") -> None:
    count = page.register.table.rowCount()
    page.plugged.register_button.click()
    write(page.form.label, label)
    write(page.form.custodian, custodian)
    page.form.way_on.click()
    qtbot.waitUntil(lambda: page.register.table.rowCount() == count + 1, timeout=LONG)
    qtbot.waitUntil(lambda: not page.plugged.register_button.isEnabled(), timeout=LONG)


def words(table, row: int = 0) -> list[str]:
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_a_stick_that_is_plugged_in_is_registered_by_keyboard(qtbot, page, office):
    assert words(page.plugged.table)[0] == "JIWEI"
    assert words(page.plugged.table)[4] == "能用，没有登记"
    page.plugged.table.setFocus()
    QTest.keyClick(page.plugged.table, Qt.Key.Key_Return)
    form = page.form
    assert not form.way_on.isEnabled()
    assert form.label.text() == "JIWEI"
    write(form.label, "移交盘 1")
    write(form.custodian, "周小雨")
    QTest.keyClick(form.custodian, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.register.table.rowCount() == 1, timeout=LONG)
    qtbot.waitUntil(lambda: words(page.plugged.table)[4] == "✓ 能用", timeout=LONG)
    assert words(page.register.table)[:2] == ["移交盘 1", "周小雨"]
    assert words(page.plugged.table)[0] == "移交盘 1"
    assert page.register.only_box.isChecked()
    assert page.form is None
    assert "移交盘 1" in page.message.message.what


def test_another_stick_comes_goes_and_is_refused_as_long_as_it_is_not_registered(
    qtbot, page, machine: Machine
):
    registered(qtbot, page)
    machine.stick("sdc", 32, ID_SERIAL_SHORT="AA0002", ID_MODEL="Cruzer")
    machine.mount("/dev/sdc1", "/media/c", "exfat")
    qtbot.waitUntil(lambda: page.plugged.table.rowCount() == 2, timeout=LONG)
    assert words(page.plugged.table, 1)[4] == "⚠ 没有登记"
    page.plugged.table.selectRow(1)
    assert page.plugged.answer.isVisible()
    page.register.only_box.click()
    qtbot.waitUntil(lambda: words(page.plugged.table, 1)[4] == "能用，没有登记", timeout=LONG)
    assert page.plugged.chosen().serial == "AA0002"
    machine.pull("sdc")
    qtbot.waitUntil(lambda: page.plugged.table.rowCount() == 1, timeout=LONG)
    assert "已经不在" in page.plugged.answer.message.what


def test_a_stick_is_handed_on_lost_found_and_retired(qtbot, page, office):
    registered(qtbot, page)
    page.register.hand_button.click()
    assert not page.form.way_on.isEnabled()
    write(page.form.custodian, "王五")
    page.form.way_on.click()
    qtbot.waitUntil(lambda: words(page.register.table)[1] == "王五", timeout=LONG)
    steps = (
        (page.register.lose_button, StickState.LOST, "⚠ 已挂失"),
        (page.register.found_button, StickState.ACTIVE, "✓ 能用"),
        (page.register.retire_button, StickState.RETIRED, "⚠ 已停用"),
    )
    for made, state, brief in steps:
        made.click()
        write(page.form.note, "在下乡途中")
        page.form.way_on.click()
        qtbot.waitUntil(lambda b=brief: words(page.plugged.table)[4] == b, timeout=LONG)
        qtbot.waitUntil(lambda s=state: page.register.kept[0][0].state is s, timeout=LONG)
        assert kept(office)[0].state is state
    assert [made.isEnabled() for made in (page.register.hand_button, page.register.found_button)] == [False, False]  # fmt: skip


def test_a_lost_stick_that_turns_up_leads_to_its_line(qtbot, page):
    registered(qtbot, page)
    page.register.lose_button.click()
    page.form.way_on.click()
    qtbot.waitUntil(lambda: words(page.plugged.table)[4] == "⚠ 已挂失", timeout=LONG)
    assert "现在又出现了" in page.plugged.answer.message.what
    page.register.table.clearSelection()
    page.plugged._act(StickAct.OPEN_REGISTER)
    qtbot.waitUntil(page.register.found_button.isEnabled, timeout=LONG)


def test_what_is_refused_is_said_in_the_form_with_everything_typed(qtbot, page, machine: Machine):
    registered(qtbot, page)
    machine.stick("sdc", 32, ID_SERIAL_SHORT="AA0002")
    qtbot.waitUntil(lambda: page.plugged.table.rowCount() == 2, timeout=LONG)
    page.plugged.table.selectRow(1)
    page.plugged.register_button.click()
    write(page.form.label, "移交盘 1")
    write(page.form.custodian, "周小雨")
    page.form.way_on.click()
    qtbot.waitUntil(page.form.message.isVisible, timeout=LONG)
    assert "盘签" in page.form.message.message.what
    assert page.form.custodian.text() == "周小雨"
    assert page.form.way_on.isEnabled()
    assert page.step_back()
    assert page.form is None


def test_what_is_typed_is_kept_over_a_lock(qtbot, page, show, machine: Machine):
    page.plugged.register_button.click()
    write(page.form.label, "移交盘 7")
    place = page.place()
    page.form.reject()
    again = show(LinuxSticks(machine.root))
    again.return_to(place)
    assert again.form.label.text() == "移交盘 7"
    again.form.reject()
    qtbot.waitUntil(lambda: again.plugged.table.rowCount() == 1, timeout=LONG)
    registered(qtbot, again)
    again.register.lose_button.click()
    write(again.form.note, "车上")
    place = again.place()
    again.form.reject()
    last = show(LinuxSticks(machine.root))
    last.return_to(place)
    qtbot.waitUntil(lambda: last.form is not None, timeout=LONG)
    assert last.form.note.text() == "车上"
    last.form.reject()


def test_the_wizard_leads_to_the_form_of_the_only_new_stick(qtbot, page):
    page.arrive(Destination("sticks", act="register"))
    qtbot.waitUntil(lambda: page.form is not None, timeout=LONG)
    assert page.form.row.serial == "AA0001"
    page.form.reject()


def test_a_real_stick_is_ejected_and_only_then_may_be_pulled(
    qtbot, show, loop_machine: LoopMachine
):
    stick = loop_machine.plug("ext4")
    page = show(loop_machine.sticks)
    qtbot.waitUntil(lambda: page.plugged.table.rowCount() == 1, timeout=LONG)
    with (stick.folder / "open").open("wb"):
        page.plugged.eject_button.click()
        assert "先不要拔" in page.plugged.answer.message.text()
        qtbot.waitUntil(lambda: "占用" in page.plugged.answer.message.what, timeout=LONG)
        assert page.plugged.answer.message.tone is Tone.REFUSED
    qtbot.waitUntil(page.plugged.eject_button.isEnabled, timeout=LONG)
    page.plugged.eject()
    qtbot.waitUntil(lambda: "可以拔出" in page.plugged.answer.message.text(), timeout=LONG)
    assert not stick.is_mounted
    qtbot.waitUntil(lambda: not page.plugged.rows[0].is_mounted, timeout=LONG)
    assert "可以拔出" in page.plugged.answer.message.text()
    loop_machine.pull(stick)
    qtbot.waitUntil(lambda: page.plugged.table.rowCount() == 0, timeout=LONG)
    assert "可以拔出" in page.plugged.answer.message.text()


def test_the_page_is_whole_on_the_smallest_screen(qtbot, page, access, machine: Machine):
    registered(qtbot, page, "移交盘（县纪委监委办公室）", "买买提·艾力")
    machine.stick("sdc", 32, ID_SERIAL_SHORT="AA0002", ID_MODEL="Cruzer")
    qtbot.waitUntil(lambda: page.plugged.table.rowCount() == 2, timeout=LONG)
    page.plugged.table.selectRow(1)
    look = start.look_control(access)
    page.resize(*ROOM)
    try:
        for size in (12, 15, 18):
            look.choose(size)
            look.put_on()
            QApplication.processEvents()
            assert cut_off(page) == []
            assert nameless(page) == []
            for name in ("hand", "lose", "retire"):
                page.open_form(name)
                QApplication.processEvents()
                assert cut_off(page.form) == []
                assert nameless(page.form) == []
                page.form.reject()
    finally:
        look.choose(15)
        look.put_on()


@pytest.mark.parametrize("fault", list(StickFault))
def test_every_fault_says_what_is_safe_and_exactly_one_thing_to_do(fault: StickFault):
    row = StickRow("/dev/sdb1", "/media/b", "移交盘", "AA0001", "", "vfat", 8, 4, False)
    row = replace(row, longest_file=(1 << 32) - 1)
    said = fault_words(fault, row, 1 << 30, ("WPS",))
    assert said.brief
    assert said.message.what
    assert said.message.safe
    assert said.message.remedy.count("请") == 1
    assert "{" not in said.message.text()
    assert isinstance(said.act, StickAct)
    assert Way(said.act.value, lambda: None)
    assert fault_words(fault).message.what

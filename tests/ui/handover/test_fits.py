"""Every step and panel in large type, as much as a small screen leaves them: all in sight."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.sticks import StickFault
from tests.services.test_receipts import County
from tests.ui.handover.conftest import LONG
from tests.ui.handover.test_wizard import choose_first, finish_writing
from tests.ui.sight import cut_off, nameless
from ui import start
from ui.handover.wizard_panel import CHECK, WHERE

# what the window of 1366×720 leaves a page, by size of type; at 12 points there is more for less
ROOM = {15: (1182, 606), 18: (1156, 591)}


@pytest.fixture(params=[15, 18])
def small_page(request, qapp, access):
    look = start.look_control(access)
    look.choose(request.param)
    look.put_on()
    page = request.getfixturevalue("page")
    page.resize(*ROOM[request.param])
    return page


def faults_of(qtbot, page, name):
    page.tasks.finish()
    QApplication.processEvents()
    least, room = page.minimumSizeHint(), page.size()
    found = cut_off(page) + nameless(page)
    if least.width() > room.width() or least.height() > room.height():
        found.append(f"needs {least}")
    return [f"{name}: {fault}" for fault in found]


def test_the_way_to_a_package_fits(qtbot, small_page, sticks, sealed, trusted, tmp_path):
    page, wizard, faults = small_page, small_page.wizard, []
    sealed(1)
    sticks.plug_in(tmp_path / "stick", "4C530001", "移交盘")
    sticks.plug_in(tmp_path / "locked", "4C530002", is_read_only=True)
    page.begin_new()
    qtbot.waitUntil(wizard.talks.is_ready, timeout=LONG)
    for number in range(1, WHERE + 1):
        faults += faults_of(qtbot, page, f"step {number}")
        list(wizard.level.choices.values())[-1].setChecked(True)
        faults += faults_of(qtbot, page, f"step {number} of everything")
        list(wizard.level.choices.values())[1].setChecked(True)
        wizard.next_button.click()
        qtbot.waitUntil(lambda n=number: wizard.number == n, timeout=LONG)
        page.tasks.finish()
        QApplication.processEvents()
    picker = choose_first(qtbot, wizard)
    picker.list.setCurrentRow(1)
    assert picker.faults() == (StickFault.READ_ONLY,)
    faults += faults_of(qtbot, page, "a stick that is locked")
    picker.list.setCurrentRow(0)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.steps[CHECK].is_ready, timeout=LONG)
    faults += faults_of(qtbot, page, "check")
    finish_writing(qtbot, wizard)
    faults += faults_of(qtbot, page, "written")
    assert not faults, "\n".join(faults)


def test_the_list_and_what_came_back_fit(qtbot, small_page, office, sticks, tmp_path):
    page, handover = small_page, office.application.handover
    stick = sticks.plug_in(tmp_path / "stick", "4C530001", "回来的盘")
    county = County(handover.vault, handover.trail, tmp_path / "stick")
    office.lane.do(county.trust)
    for number in (1, 2, 3):
        office.lane.do(lambda n=number: county.write(n))
    office.lane.do(lambda: county.refusal(3, missing=(2,)))
    (tmp_path / "stick" / "320999-000001.receipt.json").write_text("{}")
    office.clock.move(days=20)
    page.begin_receipts()
    page.receipts.look_in(tmp_path / "stick")
    qtbot.waitUntil(page.receipts.take_button.isEnabled, timeout=LONG)
    page.receipts.take()
    qtbot.waitUntil(page.receipts.answer.isVisible, timeout=LONG)
    faults = faults_of(qtbot, page, "answers")
    page.show_packages()
    qtbot.waitUntil(page.packages.strip.isVisible, timeout=LONG)
    page.packages.table.selectRow(0)
    faults += faults_of(qtbot, page, "list")
    assert not faults, "\n".join(faults)
    assert stick.folder

"""程序更新 in the window: a file from a stick is looked at, taken after a backup, and gone back on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.holders import HolderRole, may
from app.domain.progress import NoProgress
from app.services.updating import Updating
from app.store.migrate import newest
from tests.releases import NEXT, NOW, installed, release, running, update
from tests.ui.sight import cut_off, nameless
from ui import start
from ui.pages import PAGES
from ui.updates.desk import UpdateDesk, update_desk_of
from ui.updates.updates_page import UpdatesPage
from ui.widgets.message import Tone

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the made-up program is a script of sh")
ROOM = (1156, 591)  # what 1366×720 leaves for a page at 18 points
SCHEMA = newest()


@pytest.fixture
def here(tmp_path: Path) -> Updating:
    return installed(tmp_path / "程序", release(NOW, office=SCHEMA))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return update(tmp_path, release(NEXT, office=SCHEMA + 1))


@pytest.fixture
def show(qtbot, office):
    def show(updating: Updating) -> UpdatesPage:
        page = UpdatesPage(update_desk_of(office.application, office.tasks, updating))
        qtbot.addWidget(page)
        page.resize(*ROOM)
        page.show()
        page.refresh_if_stale()
        qtbot.waitUntil(lambda: page.standing.part is not None)
        for _ in range(3):
            QApplication.processEvents()
        return page

    return show


def offered(qtbot, page: UpdatesPage, file: Path) -> UpdatesPage:
    page.look(file)
    qtbot.waitUntil(lambda: page.offer is not None, timeout=20_000)
    QApplication.processEvents()
    return page


def done(qtbot, page: UpdatesPage) -> None:
    page.panel.setFocus()
    QTest.keyClick(page.panel.act_button, Qt.Key.Key_Return)
    qtbot.waitUntil(page.panel.reopen_button.isVisible, timeout=20_000)


def words(page: UpdatesPage) -> str:
    shown = page.panel.findChildren(type(page.panel.steps))
    return "\n".join(label.text() for label in shown if label.isVisible())


def trail_of(office) -> list[tuple[str, str]]:
    entries = office.lane.do(lambda: office.application.audit.page(None, 5))
    return [(entry.what, entry.which) for entry in entries]


def test_a_file_is_looked_at_taken_after_a_backup_and_gone_back_on(qtbot, show, office, here, file):
    page = show(here)
    assert page.other_button.isHidden()
    offered(qtbot, page, file)
    assert "新版第一次打开保险库时升级" in words(page)
    assert "核对无误" in words(page)
    assert not cut_off(page)
    assert not nameless(page)
    done(qtbot, page)
    message = page.panel.message.message
    assert message.tone is Tone.PROVEN
    made = office.lane.do(office.application.backups.list)
    assert len(made) == 1
    assert str(made[0].folder) in message.safe
    assert ("program.update", NEXT) in trail_of(office)
    asked = []
    page.reopen.connect(asked.append)
    page.panel.reopen_button.click()
    assert asked[0].resolve() == here.installation.root / "versions" / NEXT / "tanxinbu"

    page.step_back()
    qtbot.waitUntil(page.other_button.isVisible)
    assert page.other_button.text() == f"退回 {NOW}…"
    page.other_button.click()
    qtbot.waitUntil(lambda: page.way is not None)
    QApplication.processEvents()
    assert "打得开" in words(page)
    done(qtbot, page)
    assert ("program.change", NOW) in trail_of(office)
    assert str(here.now().release.version) == NOW


def test_the_way_back_of_a_raised_vault_needs_the_backup_of_before(qtbot, show, file, tmp_path):
    """The older version knows a schema less than this vault has, and no older set is there."""
    old = installed(tmp_path / "旧程序", release(NOW, office=SCHEMA - 1))
    old.take(old.look(file, NoProgress()), NoProgress())
    page = show(running(old.installation.root / "versions" / NEXT))
    told = []
    page.told.connect(told.append)
    page.other_button.click()
    qtbot.waitUntil(lambda: bool(told) and told[-1] is not None)
    assert "打不开现在的保险库" in told[-1].what
    assert page.way is None


def test_what_is_wrong_with_a_file_is_told_and_nothing_changes(qtbot, show, here, file):
    file.write_bytes(file.read_bytes()[:-40])
    page = show(here)
    told = []
    page.told.connect(told.append)
    page.look(file)
    qtbot.waitUntil(lambda: bool(told) and told[-1] is not None)
    assert "不完整" in told[-1].what
    assert page.file.buttons.isEnabled()
    assert page.stack.currentIndex() == 0


def test_without_a_good_backup_nothing_is_taken(qtbot, show, office, here, file):
    page = offered(qtbot, show(here), file)
    backups = office.application.folder / "backups"
    shutil.rmtree(backups, ignore_errors=True)
    backups.write_bytes(b"")  # where the sets belong stands a file
    page.panel.act_button.click()
    qtbot.waitUntil(lambda: page.panel.message.message is not None, timeout=20_000)
    assert page.panel.message.message.tone is Tone.REFUSED
    assert page.panel.act_button.isVisible()
    assert str(here.now().release.version) == NOW


@pytest.mark.parametrize("size", [12, 15, 18])
def test_all_of_it_fits_at_every_size(qtbot, show, access, here, file, size):
    look = start.look_control(access)
    look.choose(size)
    page = show(here)
    assert not cut_off(page)
    offered(qtbot, page, file)
    QApplication.processEvents()
    picture = page.grab()
    assert not cut_off(page)
    if out := os.environ.get("PICTURES"):  # to be looked at
        picture.save(f"{out}/updates_offer_{size}.png")
    look.choose(15)


def test_a_program_that_is_not_updated_here_says_how_it_is(qtbot, show):
    page = show(Updating.here())
    assert page.file.isHidden()
    assert "源码" in page.how.text()
    assert not cut_off(page)
    assert not nameless(page)


def test_who_may_not_does_not_see_the_page():
    entry = next(entry for entry in PAGES if entry.key == "updates")
    assert [role for role in HolderRole if entry.is_for(role)] == [
        HolderRole.INTERVIEWER,
        HolderRole.ADMINISTRATOR,
    ]
    assert not may(HolderRole.RECORDER, "program.change")


def test_the_files_of_a_stick_are_listed_and_opened_by_enter(qtbot, office, here, file):
    from app.services.sticks import StickRegister
    from tests.made_up_sticks import MadeUpSticks

    sticks = MadeUpSticks()
    sticks.plug_in(file.parent, "AA01", "更新盘")
    kept = office.application.stick_register
    register = StickRegister(kept.vault, kept.trail, sticks)
    care, local = office.application.program_care, office.clock.local
    page = UpdatesPage(UpdateDesk(office.tasks, here, care, register, local))
    qtbot.addWidget(page)
    page.resize(*ROOM)
    page.show()
    page.refresh_if_stale()
    qtbot.waitUntil(lambda: page.file.files == [file])
    assert "更新盘" in page.file.list.item(0).text()
    QTest.keyClick(page.file.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.offer is not None, timeout=20_000)
    page.hide()
    assert office.tasks.finish()

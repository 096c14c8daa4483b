"""While the vault is open: what is due is done beside the work, and a full disk is helped."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from app.domain.progress import NoProgress
from app.domain.talk_list import TalkFilter
from app.services.preferences import Choices
from app.store.ballast import Ballast
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from tests.ui.office import write
from tests.ui.sight import cut_off, nameless
from tests.ui.test_behind import put_back_an_older_copy
from ui import start
from ui.main_window import MainWindow
from ui.page import Destination
from ui.tasks import Lane, Tasks


def on_lane(window: MainWindow, work: Callable[[], Any]) -> Any:
    """Have something done where the vault is open, as the program would."""
    box: list[Any] = []
    window._tasks.query(lambda _: work(), then=box.append)
    settle(window)
    return box[0]


def sets(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("backup-*"))


def home(window):
    window.workspace.go(Destination("home"))
    settle(window)
    return window.workspace.current


# ── backups that are due ─────────────────────────────────────────────────────────────────────────


def test_the_day_s_backup_is_made_without_a_word(window, county, clock):
    assert window.workspace.upkeep._first.isActive()
    window.workspace.upkeep.look()
    settle(window)
    assert len(sets(county)) == 1
    assert not window.workspace.message.isVisible()
    window.workspace.upkeep.look()
    settle(window)
    assert len(sets(county)) == 1


def test_a_refused_backup_is_not_tried_again_with_every_look(window, county, tmp_path):
    (county / "backups").write_text("a file where the folder should be")
    for _ in range(2):
        window.workspace.upkeep.look()
        settle(window)
    assert not window.workspace.message.isVisible()
    (county / "backups").unlink()
    window.workspace.upkeep.look()
    settle(window)
    assert sets(county) == []
    window.workspace.go(Destination("backups", act="backup"))
    settle(window)
    assert len(sets(county)) == 1


def test_a_stick_that_is_put_in_later_gets_its_backup_with_the_next_look(window, county, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    window.workspace.go(Destination("backups"))
    settle(window)
    window.workspace.current.backup.plan_second(stick)
    settle(window)
    stick.rename(tmp_path / "pulled")
    window.workspace.upkeep.look()
    settle(window)
    assert len(sets(county)) == 1
    (tmp_path / "pulled").rename(stick)
    window.workspace.upkeep.look()
    settle(window)
    assert len(list(stick.rglob("backup.json"))) == 1
    assert len(sets(county)) == 1


def test_locking_ends_the_care_of_the_vault(qtbot, window):
    upkeep = window.workspace.upkeep
    window.lock()
    assert not upkeep._first.isActive()
    assert not upkeep._timer.isActive()
    upkeep.run.begin()
    assert not upkeep.run.is_running
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)


@pytest.fixture
def busy_window(qtbot, qapp, access, county):
    """A window with lanes of its own, as the program has them, over a vault that takes a while."""
    application = access.unlock(county, PASSPHRASE, NoProgress())
    with application.session.vault.transaction() as connection:
        connection.execute("CREATE TABLE ballast (content BLOB)")
        connection.executemany(
            "INSERT INTO ballast VALUES (?)", [(os.urandom(1 << 20),) for _ in range(24)]
        )
    application.lock()
    look = start.look_control(access)
    tasks = Tasks(Lane(1), Lane(1), Lane(1))
    window = MainWindow(access, tasks, look)
    window.show()
    unlock(qtbot, window)
    yield window
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    window.close()
    assert tasks.finish()
    window.deleteLater()


def test_a_lock_in_the_middle_of_a_backup_stops_it_and_leaves_nothing(qtbot, busy_window, county):
    run = busy_window.workspace.upkeep.run
    steps: list[int] = []
    run.stepped.connect(lambda done, _: steps.append(done))
    run.begin()
    qtbot.waitUntil(lambda: bool(steps), timeout=10_000)
    busy_window.lock()
    qtbot.waitUntil(lambda: busy_window.workspace is None, timeout=10_000)
    assert busy_window._tasks.finish()
    left = [path.name for path in (county / "backups").iterdir() if "backup-" in path.name]
    assert left == []
    unlock(qtbot, busy_window)


def test_a_lock_in_the_middle_of_a_check_stops_it(qtbot, busy_window):
    busy_window.workspace.go(Destination("backups", act="check"))
    health = busy_window.workspace.current.health
    steps: list[int] = []
    assert health._task is not None
    health._task.stepped.connect(lambda done, _: steps.append(done))
    qtbot.waitUntil(lambda: bool(steps), timeout=10_000)
    busy_window.lock()
    qtbot.waitUntil(lambda: busy_window.workspace is None, timeout=10_000)
    assert busy_window._tasks.finish()
    unlock(qtbot, busy_window)
    busy_window.workspace.go(Destination("backups"))
    settle(busy_window)
    assert "还没有检查过" in busy_window.workspace.current.health.last.text()


def test_words_are_saved_while_a_backup_is_made(qtbot, busy_window, county):
    run = busy_window.workspace.upkeep.run
    steps: list[int] = []
    run.stepped.connect(lambda done, _: steps.append(done))
    run.begin()
    qtbot.waitUntil(lambda: bool(steps), timeout=10_000)
    saved: list[Any] = []
    settings = busy_window.application.settings
    busy_window._tasks.command(
        lambda _: settings.keep_office(settings.office()),
        then=lambda _: saved.append(run.is_running),
    )
    qtbot.waitUntil(lambda: bool(saved), timeout=10_000)
    qtbot.waitUntil(lambda: not run.is_running, timeout=150_000)
    assert saved == [True]
    assert len(sets(county)) == 1


# ── notices ──────────────────────────────────────────────────────────────────────────────────────


def test_the_first_page_asks_for_what_is_lacking_and_leads_there(window):
    asked = home(window).reminders
    assert asked.isVisible()
    assert [line.button.text() for line in asked.lines] == ["做恢复单"]
    asked.lines[0].button.click()
    settle(window)
    assert window.workspace.heading.text() == "做恢复单"


def test_only_the_most_pressing_are_shown_and_the_rest_counted(window, clock):
    clock.move(days=40)
    asked = home(window).reminders
    assert (len(asked.lines), len(asked.reminders)) == (2, 3)
    assert asked.more.text() == "还有 1 件"
    asked.more.click()
    assert len(asked.lines) == 3
    asked.more.click()
    assert len(asked.lines) == 2


@pytest.mark.parametrize("size", [15, 18])
def test_the_first_page_is_whole_with_all_its_notices(window, clock, size):
    window._look.choose(size)
    window.resize(1366, 720)
    clock.move(days=40)
    home(window)
    assert cut_off(window) + nameless(window) == []
    assert window.minimumSizeHint().height() <= 720


def test_a_notice_goes_when_it_is_done(window, clock):
    clock.move(days=9)
    asked = home(window).reminders
    next(line.button for line in asked.lines if line.button.text() == "现在备份").click()
    settle(window)
    assert "已经" not in home(window).reminders.lines[0].button.accessibleName()


# ── a full disk ──────────────────────────────────────────────────────────────────────────────────


def fill(disk: Path) -> None:
    """Leave not one page free."""
    with (disk / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(1 << 16)):
            pass


@pytest.fixture
def full_disk_window(small_disk, access, first_county, make_window, qtbot):
    """A window over a talk under way on a disk that has just become full."""
    disk = small_disk(100)
    folder = disk / "vault"
    shutil.copytree(first_county, folder)
    access.preferences.keep(Choices(last_folder=folder))
    window = make_window()
    unlock(qtbot, window)
    Ballast(folder)._make()
    yield window, disk
    (disk / "filler").unlink(missing_ok=True)


def talk_under_way(window):
    application = window.application

    def begin():
        talk = application.talks.page(TalkFilter(), None, 1)[0]
        numbers = tuple(p.number for p in application.prompts.current().prompts[:3])
        application.talks.prepare(talk.id, numbers)
        application.talks.begin(talk.id)
        return talk.id

    return on_lane(window, begin)


def test_a_full_disk_offers_its_spare_room_and_saves_what_was_typed(qtbot, full_disk_window):
    window, disk = full_disk_window
    talk_id = talk_under_way(window)
    window.workspace.go(Destination("talks", talk_id))
    settle(window)
    conduct = window.workspace.current.editor.conduct
    qtbot.waitUntil(lambda: bool(conduct.outline.key()))
    fill(disk)
    write(conduct.sheet.editor, "磁盘满的时候说的一句话，一个字也不能丢。")
    window.save_now()
    qtbot.waitUntil(conduct.messages.isVisible, timeout=10_000)
    assert window.workspace.has_unsaved()
    way = next(b for b in conduct.messages.findChildren(QPushButton) if "腾出" in b.text())
    way.click()
    settle(window)
    qtbot.waitUntil(lambda: not window.workspace.has_unsaved(), timeout=10_000)
    text = on_lane(window, lambda: window.application.talks.get(talk_id).answers[0].text)
    assert text == "磁盘满的时候说的一句话，一个字也不能丢。"
    assert "已腾出 64.0 MB" in window.workspace.message.what.text()


def test_a_disk_that_is_too_full_to_unlock_gives_its_spare_room_at_the_door(
    qtbot, full_disk_window
):
    window, disk = full_disk_window
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    fill(disk)
    page = window.door.unlock
    page.passphrase.set_text(PASSPHRASE)
    page.try_now()
    settle(window)
    assert "磁盘已满，保险库没有打开" in page.message.what.text()
    way = next(b for b in page.message.findChildren(QPushButton) if "腾出" in b.text())
    way.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)


def test_spare_room_that_is_used_up_is_told_as_such(window, county):
    shutil.rmtree(county / "backups", ignore_errors=True)
    Ballast(county).release()
    window.workspace.upkeep.give_room()
    settle(window)
    assert "已经用掉" in window.workspace.message.what.text()


def test_a_vault_that_went_back_in_time_leads_to_its_backups(qtbot, access, county, make_window):
    put_back_an_older_copy(access, county)
    window = make_window()
    unlock(qtbot, window)
    settle(window)
    bar = window.workspace.message
    way = next(b for b in bar.findChildren(QPushButton) if "备份" in b.text())
    way.click()
    settle(window)
    assert window.workspace.heading.text() == "备份与检查"


def test_no_care_is_taken_before_the_first_half_minute(window, county):
    assert window.workspace.upkeep._first.interval() == timedelta(seconds=30) / timedelta(
        milliseconds=1
    )
    assert sets(county) == []

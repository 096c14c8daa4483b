"""备份与检查 over a real vault: made, rehearsed, printed, checked, and stopped by the lock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel

from app.store import migrate
from app.store.layout import layout_of, newest_number
from app.store.salvage import Pouring
from tests.conftest import PASSPHRASE, opened_connection
from tests.ui.conftest import settle, unlock
from tests.ui.sight import cut_off, nameless
from ui import paper_printing
from ui.backups.backups_page import BackupsPage
from ui.page import Destination
from ui.printing import a4_printer
from ui.widgets.message import Tone


def words_in(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def page(window) -> BackupsPage:
    window.workspace.go(Destination("backups"))
    settle(window)
    return window.workspace.current


def back_up(window, page):
    page.backup.make_button.click()
    settle(window)


def told(window):
    return window.workspace.message


def rehearse(window, page, words=PASSPHRASE):
    page.sets.rehearse_button.click()
    settle(window)
    page.rehearsal.passphrase.set_text(words)
    page.rehearsal.begin_button.click()
    settle(window)


# ── making ───────────────────────────────────────────────────────────────────────────────────────


def test_a_vault_without_backups_says_so_and_offers_one(page):
    assert "还没有备份" in words_in(page.backup)
    assert page.sets.empty.isVisible()
    assert not page.health.aside_button.isVisible()
    assert not page.sets.rehearse_button.isEnabled()


def test_a_backup_made_by_hand_is_told_and_stands_in_the_list(window, page, county):
    back_up(window, page)
    assert told(window).message.tone is Tone.PROVEN
    assert page.sets.table.rowCount() == 1
    assert page.sets.table.item(0, 0).text().startswith("今天")
    assert "今天" in words_in(page.backup.places)
    assert len(list((county / "backups").glob("backup-*"))) == 1
    window.workspace.go(Destination("audit"))
    settle(window)
    entries = window.workspace.current.model.rows()
    assert entries[0].what == "backup.make"


def test_the_second_place_gets_one_too_and_can_be_given_up(window, page, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    page.backup.plan_second(stick)
    settle(window)
    assert str(stick) in words_in(page.backup)
    back_up(window, page)
    assert page.sets.table.rowCount() == 2
    places = {page.sets.table.item(row, 1).text() for row in range(2)}
    assert places == {"这台电脑", "第二处"}
    page.backup.drop_button.click()
    settle(window)
    assert not page.backup.drop_button.isVisible()
    assert page.sets.table.rowCount() == 1


def test_a_stick_that_was_pulled_costs_the_second_backup_only(window, page, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    page.backup.plan_second(stick)
    settle(window)
    shutil.rmtree(stick)
    back_up(window, page)
    assert "这台电脑的备份已做好" in told(window).what.text()
    assert "另一处没有做成" in told(window).what.text()
    assert "插好那个盘" in page.backup.caution.text()


def test_a_second_place_on_the_same_disk_is_warned_of(window, page, tmp_path):
    page.backup.plan_second(tmp_path)
    settle(window)
    assert "同一块盘" in page.backup.caution.text()


def test_a_damaged_set_is_marked_and_cannot_be_rehearsed(window, page, county):
    back_up(window, page)
    made = next((county / "backups").glob("backup-*"))
    (made / "vault.db").write_bytes(b"")
    page.refresh()
    settle(window)
    assert page.sets.table.item(0, 4).text().startswith("✕ 不完整")
    assert not page.sets.rehearse_button.isEnabled()


def test_a_notice_of_the_first_page_leads_to_a_backup(window):
    window.workspace.go(Destination("backups", act="backup"))
    settle(window)
    assert window.workspace.current.sets.table.rowCount() == 1


# ── rehearsing ───────────────────────────────────────────────────────────────────────────────────


def test_a_rehearsal_passes_and_its_record_is_printed(window, page, tmp_path, monkeypatch):
    back_up(window, page)
    rehearse(window, page)
    panel = page.rehearsal
    assert "演练通过" in panel.message.what.text()
    assert words_in(panel.result).count("✓") == 6
    assert panel.passphrase.text() == ""
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    monkeypatch.setattr(paper_printing, "ask_for_printer", lambda *_: printer)
    panel.print_button.click()
    settle(window)
    assert "已送往打印机" in panel.message.what.text()
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert page.step_back()
    assert window.workspace.heading.text() == "备份与检查"


def test_a_wrong_passphrase_is_told_in_the_rehearsal(window, page):
    back_up(window, page)
    rehearse(window, page, "bushi-zhege-2026")
    assert "口令不对" in page.rehearsal.message.what.text()
    assert page.rehearsal.begin_button.isVisible()


def test_a_rehearsal_of_a_spoiled_set_does_not_pass(window, page, county):
    back_up(window, page)
    made = next((county / "backups").glob("backup-*"))
    page.sets.rehearse_button.click()
    spoil(made / "vault.db")
    page.rehearsal.passphrase.set_text(PASSPHRASE)
    page.rehearsal.begin_button.click()
    settle(window)
    assert page.rehearsal.message.message.tone is Tone.REFUSED


def spoil(path: Path, at: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)


def test_the_set_that_was_to_be_rehearsed_is_there_after_a_lock(qtbot, window, page):
    back_up(window, page)
    page.sets.rehearse_button.click()
    settle(window)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current
    assert again.stack.currentWidget() is again.rehearsal
    assert again.rehearsal.record is not None


# ── checking ─────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_vault_is_found_whole_and_the_check_is_noted(window, page):
    assert page.health.last.text().startswith("还没有检查过")
    page.health.check_button.click()
    settle(window)
    assert told(window).what.text() == "保险库完好。"
    assert "上次检查：今天" in page.health.last.text()


def test_what_is_damaged_is_listed_with_what_to_do(qtbot, closed_window, county):
    (county / "keys.json.1").write_text("{")
    unlock(qtbot, closed_window)
    (county / "keys.json.1").unlink()
    closed_window.workspace.go(Destination("backups", act="check"))
    settle(closed_window)
    page = closed_window.workspace.current
    assert page.stack.currentWidget() is page.report
    said = words_in(page.report)
    assert "密钥文件" in said
    assert "锁定后再解锁一次" in said
    assert page.step_back()


def test_a_damaged_page_leads_to_the_door_and_its_rescue(qtbot, closed_window, county):
    with opened_connection(county, PASSPHRASE) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'finding'"
        (page,) = connection.execute(asked).fetchone()
    spoil(county / "vault.db", at=(page - 1) * 4096 + 2000)
    unlock(qtbot, closed_window)
    closed_window.workspace.go(Destination("backups", act="check"))
    settle(closed_window)
    page = closed_window.workspace.current
    assert "读不出来" in words_in(page.report)
    page.report.rescue_button.click()
    qtbot.waitUntil(lambda: closed_window.workspace is None, timeout=10_000)
    assert "检查与抢救" in closed_window.door.unlock.message.remedy.text()
    assert closed_window.door.unlock.salvage_button.isVisible()


def test_what_a_rescue_put_aside_can_be_read(qtbot, closed_window, county):
    with opened_connection(county, PASSPHRASE) as connection:
        layout = layout_of(migrate.OFFICE, newest_number(migrate.OFFICE))
        lost = {"talk_id": "c0ffee", "id": "beef", "text": "三月先后开了三次会。", "place": 1}
        Pouring(connection, layout).put_aside(layout.table("answer"), lost, "talk")
    unlock(qtbot, closed_window)
    closed_window.workspace.go(Destination("backups"))
    settle(closed_window)
    page = closed_window.workspace.current
    assert "1 条" in page.health.aside_button.text()
    page.health.aside_button.click()
    settle(closed_window)
    said = words_in(page.aside)
    assert "三月先后开了三次会。" in said
    assert "所属的谈话已丢" in said
    assert "c0ffee" not in said
    assert not cut_off(closed_window) + nameless(closed_window)
    assert page.step_back()
    assert page.stack.currentIndex() == 0


# ── locking, looks, names ────────────────────────────────────────────────────────────────────────


def test_locking_stops_a_backup_and_leaves_nothing_half(qtbot, window, page, county):
    page.backup.make_button.click()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    settle(window)
    assert not list((county / "backups").glob("*.part"))
    unlock(qtbot, window)


@pytest.mark.parametrize("size", [12, 15, 18])
def test_every_state_fits_on_the_smallest_screen(window, page, tmp_path, size):
    window._look.choose(size)
    window.resize(1366, 720)
    faults = []

    def look(state: str) -> None:
        settle(window)
        faults.extend(f"{state}: {fault}" for fault in cut_off(window) + nameless(window))

    look("none")
    page.backup.plan_second(tmp_path)
    settle(window)
    back_up(window, page)
    look("made")
    page.backup.progress.begin("正在备份，可以照常工作。备份写完会自己核对一遍。")
    look("running")
    page.backup.progress.end()
    rehearse(window, page, "bushi-zhege-2026")
    look("refused")
    page.rehearsal.passphrase.set_text(PASSPHRASE)
    page.rehearsal.begin_button.click()
    look("passed")
    assert not faults, "\n".join(faults)

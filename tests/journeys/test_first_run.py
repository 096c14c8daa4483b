"""From the empty machine to a register of people, locked and unlocked, through the windows alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.progress import NoProgress
from tests.conftest import PASSPHRASE
from tests.ui.conftest import make_window, qapp, settle, unlock  # noqa: F401 — fixtures
from tests.ui.office import write
from ui.page import Destination

HEADINGS = ("姓名", "单位", "职务", "单位类型", "是否“一把手”")
PEOPLE = (
    ("张　三", "观音镇", "党委书记", "乡镇", "是"),
    ("买买提·艾力", "县教育局", "党组书记、局长", "部门", "是"),
    ("", "县财政局", "局长", "部门", "是"),
)


def roster(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for person in PEOPLE:
        sheet.append(person)
    book.save(path)
    return path


def press(window, text: str) -> None:
    """Press the button in sight with that text."""
    for made in window.window().findChildren(QPushButton):
        if made.isVisible() and made.text().startswith(text):
            assert made.isEnabled(), text
            made.click()
            return
    pytest.fail(f"no button {text}")


def test_from_an_empty_machine_to_a_register(qtbot, make_window, tmp_path):  # noqa: F811
    window = make_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    passphrase = make_a_vault(qtbot, window, tmp_path / "谈心簿")
    assert window.workspace.heading.text() == "首页"
    window.workspace.go(Destination("people"))
    settle(window)
    people = window.workspace.current
    enter_a_person(qtbot, window, people)
    assert [row.name for row in people.model.rows()] == ["王建国"]
    import_a_roster(qtbot, window, people, roster(tmp_path / "名册.xlsx"))
    assert {row.name for row in people.model.rows()} == {"王建国", "张三", "买买提·艾力"}
    find_by_initials(qtbot, window, people)
    assert [row.name for row in people.model.rows()] == ["张三"]

    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window, passphrase)
    settle(window)
    assert window.workspace.heading.text() == "人员档案"
    assert window.workspace.current.search.text() == "zs"


def make_a_vault(qtbot, window, folder: Path) -> str:
    wizard = window.door.wizard
    wizard.where.set_folder(folder)
    press(window, "下一步")
    step = wizard.passphrase
    assert not wizard.next_button.isEnabled()
    press(window, "替我想一个")
    qtbot.waitUntil(lambda: step.first.text() != "")
    settle(window)
    passphrase = step.first.text()
    assert len(passphrase.split("-")) == 5
    assert not wizard.next_button.isEnabled()  # nobody has yet said that they understood
    step.understood.click()
    press(window, "下一步")
    write(wizard.office.office, "清河县纪委监委")
    write(wizard.office.secretary, "李明")
    write(wizard.office.code, "42032")
    assert not wizard.next_button.isEnabled()  # half a code would collide at the registry
    write(wizard.office.code, "2")
    press(window, "下一步")
    press(window, "建立保险库")
    qtbot.waitUntil(lambda: wizard.next_button.text() == "进入谈心簿", timeout=30_000)
    assert step.first.text() == ""
    press(window, "进入谈心簿")
    qtbot.waitUntil(lambda: window.workspace is not None)
    settle(window)
    return passphrase


def enter_a_person(qtbot, window, people) -> None:
    press(window, "录入人员")
    settle(window)
    dialog = people.forms.dialog
    assert not dialog.way_on.isEnabled()
    write(dialog.name, "王建国")
    write(dialog.post.unit.name.lineEdit(), "羊尾镇")
    assert not dialog.way_on.isEnabled()  # a unit without a title is half a post
    write(dialog.post.title, "党委书记")
    dialog.way_on.click()
    qtbot.waitUntil(lambda: people.forms.dialog is None)
    settle(window)


def import_a_roster(qtbot, window, people, path: Path) -> None:
    press(window, "导入名册")
    people.importing.read([path])
    settle(window)
    assert not people.importing.take_button.isEnabled()
    people.importing.skip_faulty.click()
    press(window, "导入 2 人")
    qtbot.waitUntil(lambda: people.stack.currentIndex() == 0)
    settle(window)


def find_by_initials(qtbot, window, people) -> None:
    window.activateWindow()  # there is no window manager here that would do it
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert QApplication.focusWidget() is people.search
    qtbot.keyClicks(people.search, "zs")
    qtbot.waitUntil(lambda: people.model.rowCount() == 1)


def test_closing_on_the_last_page_locks_what_was_made(qtbot, make_window, access, tmp_path):  # noqa: F811
    window = make_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    wizard = window.door.wizard
    wizard.where.set_folder(tmp_path / "谈心簿")
    wizard.passphrase.take_suggestion(PASSPHRASE)
    wizard.office.office.setText("清河县纪委监委")
    wizard.office.secretary.setText("李明")
    wizard.show_step(3)
    press(window, "建立保险库")
    qtbot.waitUntil(lambda: wizard.made is not None, timeout=30_000)
    window.close()
    assert not window.isVisible()
    application = access.unlock(tmp_path / "谈心簿", PASSPHRASE, NoProgress())
    acts = [entry.what for entry in application.audit.page()]
    application.lock()
    assert acts[:2] == ["vault.unlock", "vault.lock"]

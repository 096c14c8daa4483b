"""One talk, whole, through the windows: from 安排谈话 to the registry's receipt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.package import PackageLevel
from app.domain.people import UnitKind
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.people import PersonEntry
from tests.conftest import PASSPHRASE
from tests.ui.office import write
from ui import start
from ui.main_window import MainWindow
from ui.page import Destination
from ui.tasks import Lane, Tasks

ANSWER = "今年1月以来学了三次，2月11日定了一条办法，已清退11户、1.54万元。"


@pytest.fixture
def window(qtbot, qapp, access, new_vault) -> Iterator[MainWindow]:
    application = access.create(new_vault, NoProgress())
    for name, unit in (("买买提·艾力", "羊尾镇"), ("𠮷田芳", "观音镇")):
        application.people.add_person(
            PersonEntry(
                name=name, new_unit_name=unit, new_unit_kind=UnitKind.TOWNSHIP, title="党委书记"
            )
        )
    application.lock()
    tasks = Tasks(Lane(1))
    look = start.look_control(access)
    look.put_on()
    shown = MainWindow(access, tasks, look)
    crashes: list[object] = []
    tasks.crashed.connect(crashes.append)
    shown.show()
    unlock(qtbot, shown)
    yield shown
    shown.lock()
    qtbot.waitUntil(lambda: shown.workspace is None, timeout=10_000)
    shown.close()
    assert tasks.finish()
    assert not crashes
    shown.deleteLater()


def unlock(qtbot, window: MainWindow) -> None:
    window.door.unlock.passphrase.set_text(PASSPHRASE)
    window.door.unlock.open_button.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)


def press(qtbot, widget, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(widget, key, modifier)


def choose_person(qtbot, picker, initials: str) -> None:
    write(picker.search, initials)
    qtbot.waitUntil(lambda: picker.found.count() > 0, timeout=5000)
    press(qtbot, picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(picker.picks()))


def wait_for(qtbot, said) -> None:
    qtbot.waitUntil(lambda: bool(said()), timeout=20_000)


def plan_a_talk(qtbot, window):
    window.workspace.go(Destination("talks"))
    page = window.workspace.current
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(qtbot, page.list.search, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    plan = page.plan
    wait_for(qtbot, plan.isVisible)
    choose_person(qtbot, plan.interviewees, "mmt")
    choose_person(qtbot, plan.recorder, "周小雨")
    write(plan.place_edit, "县纪委监委谈心谈话室")
    write(plan.subject, "同下级“一把手”谈话")
    plan.confirm_button.click()
    editor = page.editor
    wait_for(qtbot, lambda: editor.talk is not None and editor.prepare.choice.chosen())
    return editor


def hold_the_talk(qtbot, editor, clock):
    editor.prepare.begin_button.click()
    wait_for(qtbot, lambda: editor.talk.status is TalkStatus.UNDER_WAY)
    conduct = editor.conduct
    wait_for(qtbot, lambda: bool(conduct.outline.key()))
    for answer in editor.talk.answers:
        if answer.is_required or answer.order == 1:
            conduct.go_to(answer.id)
            write(conduct.sheet.editor, ANSWER)
    conduct.go_to("closing:statement")
    write(conduct.sheet.editor, "说得对，我一定改。")
    clock.move(minutes=48)
    conduct.end_button.click()
    wait_for(qtbot, lambda: editor.talk.status is TalkStatus.TO_CONFIRM)


def read_and_correct(qtbot, editor):
    confirm = editor.confirm
    answer = next(a for a in editor.talk.answers if a.is_answered)
    confirm.open_correction(answer.id)
    confirm.correction.new_text.selectAll()
    write(confirm.correction.new_text, "清退的是12户。")
    confirm.correction.confirm_button.click()
    wait_for(qtbot, lambda: len(editor.talk.corrections) == 1)
    assert "清退的是12户" in confirm.corrections.text()
    confirm.confirm_button.click()
    wait_for(qtbot, lambda: editor.talk.status is TalkStatus.TO_SIGN)


def sign_and_seal(qtbot, editor, copy: Path):
    sign = editor.sign
    wait_for(qtbot, lambda: sign.pages.count == editor.talk.minutes_pages > 0)
    wait_for(qtbot, lambda: sign.verdict.text().startswith("✓ 原件"))
    sign.save_copy_to(copy)
    wait_for(qtbot, copy.exists)
    sign.attach_scan(copy)
    wait_for(qtbot, lambda: editor.talk.status is TalkStatus.SIGNED)
    assert not sign.seal_button.isEnabled()
    sign.understood.setChecked(True)
    sign.seal_button.click()
    wait_for(qtbot, lambda: editor.talk.status is TalkStatus.SEALED)
    assert "封存" in sign.state.text()


def hand_over(qtbot, window, identity: Path, stick: Path):
    window.workspace.go(Destination("handover", act="new"))
    wizard = window.workspace.current.wizard
    what, level, registry, where, check, written = wizard.steps
    wait_for(qtbot, what.is_ready)
    wizard.next_button.click()
    level.choices[PackageLevel.FULL].setChecked(True)
    write(level.reason.edit, "登记处要求报送全卷")
    level.passphrase.edit.setText(PASSPHRASE)
    wizard.next_button.click()
    wait_for(qtbot, lambda: wizard.number == 2)
    registry.read_card(identity)
    wait_for(qtbot, registry.compared.isVisible)
    assert not registry.is_ready()
    registry.compared.setChecked(True)
    registry.trust_button.click()
    wait_for(qtbot, registry.is_ready)
    wizard.next_button.click()
    where.take_folder(stick)
    wait_for(qtbot, where.is_ready)
    wizard.next_button.click()
    wait_for(qtbot, check.is_ready)
    wizard.next_button.click()
    wait_for(qtbot, lambda: written.written is not None)
    assert "第 1 号移交包已写好" in written.answer.what.text()
    wizard.next_button.click()
    return window.workspace.current


def take_receipts(qtbot, page, folder: Path):
    page.packages.receipt_button.click()
    page.receipts.look_in(folder)
    wait_for(qtbot, page.receipts.take_button.isEnabled)
    page.receipts.take_button.click()
    wait_for(qtbot, page.receipts.answer.isVisible)
    page.receipts.close_button.click()


def test_one_talk_from_the_plan_to_the_receipt(qtbot, window, registry, clock, tmp_path):
    editor = plan_a_talk(qtbot, window)
    hold_the_talk(qtbot, editor, clock)
    read_and_correct(qtbot, editor)
    copy = tmp_path / "copy.pdf"
    sign_and_seal(qtbot, editor, copy)

    window.workspace.go(Destination("verify"))
    verify = window.workspace.current
    verify.verify(copy)
    wait_for(qtbot, lambda: "原件" in verify.result.answer.what.text())

    stick, card = tmp_path / "stick", tmp_path / "office-card.txt"
    stick.mkdir()
    page = hand_over(qtbot, window, tmp_path / "registry" / "identity.txt", stick)
    packages = page.packages
    packages.write_card(card)
    wait_for(qtbot, card.exists)

    registry.trust(card.read_bytes())
    received = registry.receive(stick, None, NoProgress())
    assert len(received) == 1

    take_receipts(qtbot, page, tmp_path / "registry" / "receipts")
    wait_for(qtbot, lambda: packages.table.rowCount() == 1)
    wait_for(qtbot, lambda: "已接收" in packages.table.item(0, 5).text())
    window.workspace.go(Destination("talks"))
    talks = window.workspace.current
    talks.show_list()
    wait_for(qtbot, lambda: talks.list.model.rowCount() == 1)
    wait_for(qtbot, lambda: talks.list.model.index(0, 5).data() == "已接收")

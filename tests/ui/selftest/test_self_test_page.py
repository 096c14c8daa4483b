"""本机自检 in the window: asked for, run beside the work, told line by line, copied without a name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.self_test import Found, Grade, ProbedPart, ProbeReason
from tests.ui.conftest import application_of, settle, unlock
from ui.look import TYPE_SIZES
from ui.page import Destination
from ui.selftest.self_test_page import SIGNS, SelfTestPage

MADE_UP = tuple(
    Found(part, reason, "Asia/Shanghai、1366×768，每英寸 96 点")
    for part, reason in zip(ProbedPart, [*list(ProbeReason)[: len(ProbedPart) - 2], ProbeReason.NOT_WRITABLE, ProbeReason.BROKEN], strict=True)
)  # fmt: skip


def test_nothing_is_looked_at_before_it_is_asked_for_and_then_all_is_told(qtbot, window):
    workspace = window.workspace
    workspace.go(Destination("settings"))
    workspace.current.selftest_card.button.click()
    page = workspace.current
    assert isinstance(page, SelfTestPage)
    settle(window)
    assert not page.found
    assert workspace.help_topic() == "selftest"
    page.empty.button.setFocus()
    qtbot.keyClick(page.empty.button, Qt.Key.Key_Space)
    page.begin_new()  # a second one while it runs begins nothing
    qtbot.waitUntil(lambda: bool(page.found) and not page._is_running, timeout=90_000)
    settle(window)
    assert not page.progress.isVisible()
    assert page.table.rowCount() == len(page.found)
    assert {ProbedPart.DATABASE, ProbedPart.FONTS, ProbedPart.CLOCK, ProbedPart.SCREEN} <= {
        one.part for one in page.found
    }
    assert not [one for one in page.found if one.grade is Grade.FAULT]
    assert "不行" not in page.headline.text()
    assert_nobody_is_named(page, window)
    # what was found is there again after a lock, on the same line
    page.table.setCurrentCell(7, 0)
    found, said = page.found, page.sentence.text()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current
    assert again.found == found
    assert again.sentence.text() == said


def assert_nobody_is_named(page, window):
    page.copy_button.click()
    told = QApplication.clipboard().text()
    assert "selftest.database: ok opened" in told
    for secret in ("清河县", "李明", str(application_of(window).folder), "王建国"):
        assert secret not in told


def test_what_is_amiss_is_told_by_sign_and_word_and_fits_in_every_size(qtbot, window):
    window.workspace.go(Destination("selftest"))
    page = window.workspace.current
    settle(window)
    page._show_new(MADE_UP)
    settle(window)
    row = page.table.currentRow()
    assert page.found[row].grade is Grade.FAULT
    assert page.table.item(row, 1).text() == f"{SIGNS[Grade.FAULT]} 不行"
    assert page.headline.text().startswith(f"{SIGNS[Grade.FAULT]} ")
    assert page.remedy.text()
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert page.table.currentRow() == 0
    for _ in TYPE_SIZES:
        window._look.larger()
        settle(window, 2)
        assert window.minimumSizeHint().width() <= 1366
        assert window.minimumSizeHint().height() <= 720
        assert page.detail.height() >= page.detail.sizeHint().height()


def test_leaving_the_machine_stops_it(qtbot, window):
    window.workspace.go(Destination("selftest"))
    page = window.workspace.current
    settle(window)
    page.begin_new()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=90_000)

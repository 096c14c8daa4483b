"""操作留痕: found again by time, person and kind; checked as a whole; its end put on paper."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.documents.pictures import text_of
from tests.conftest import PASSPHRASE, opened_connection
from tests.ui.conftest import application_of, settle, unlock
from ui import paper_printing
from ui.audit.act_words import ACTS, KINDS, act_text
from ui.audit.filter_bar import CHOSEN_DAYS
from ui.page import Destination
from ui.printing import a4_printer


def audit_of(window):
    window.workspace.go(Destination("audit"))
    settle(window)
    return window.workspace.current


def column(page, number):
    return [page.model.index(row, number).data() for row in range(page.model.rowCount())]


def choose(window, box, text):
    box.setCurrentIndex(box.findText(text))
    settle(window)


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_trail_is_shown_in_words_newest_first(window):
    page = audit_of(window)
    assert column(page, 3)[0] == "解锁"
    assert column(page, 1)[0] == "2026年3月5日 09:00:00"
    assert page.model.rowCount() > 5


def test_it_is_narrowed_to_a_kind_of_act_and_widened_again(window):
    page = audit_of(window)
    everything = page.model.rowCount()
    choose(window, page.filters.kind, "人员、单位和名册")
    assert set(column(page, 3)) <= {"录入人员", "登记单位", "登记任职"}
    assert "录入人员" in column(page, 3)
    choose(window, page.filters.kind, "移交、批量导出和回执")
    assert page.model.rowCount() == 0
    assert page.empty.sentence.text() == "没有符合条件的留痕。"
    page.empty.button.click()
    settle(window)
    assert page.model.rowCount() == everything
    assert not page.filters.is_narrow()


def test_it_is_narrowed_to_a_person(window):
    session = application_of(window).session

    def work(_):
        with session.vault.transaction() as connection:
            session.trail.__class__(session.trail.clock, "周小雨", session.trail.new_id).write(
                connection, "talk.answer"
            )

    window._tasks.query(work, then=lambda _: None)
    page = audit_of(window)
    assert [page.filters.who.itemText(n) for n in range(page.filters.who.count())] == [
        "所有人", "周小雨", "李明",
    ]  # fmt: skip
    choose(window, page.filters.who, "周小雨")
    assert column(page, 3) == ["记录答复"]


def test_it_is_narrowed_to_days(qtbot, clock, closed_window):
    clock.move(days=3)
    unlock(qtbot, closed_window)
    page = audit_of(closed_window)
    everything = page.model.rowCount()
    choose(closed_window, page.filters.span, "今天")
    assert set(column(page, 1)) == {"2026年3月8日 09:00:00"}
    choose(closed_window, page.filters.span, "近七天")
    assert page.model.rowCount() == everything
    choose(closed_window, page.filters.span, "去年")
    assert page.model.rowCount() == 0
    choose(closed_window, page.filters.span, "自己选起止…")
    assert page.filters.days.isVisible()
    page.filters.first.setDate(QDate(2026, 3, 1))
    page.filters.last.setDate(QDate(2026, 3, 5))
    settle(closed_window)
    assert set(column(page, 1)) == {"2026年3月5日 09:00:00"}


def test_what_it_was_narrowed_to_comes_back_after_a_lock(qtbot, window):
    page = audit_of(window)
    choose(window, page.filters.span, "自己选起止…")
    page.filters.first.setDate(QDate(2026, 1, 2))
    choose(window, page.filters.kind, "人员、单位和名册")
    page.table.choose(1)
    row = page.table.current()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    again = window.workspace.current
    assert again is not page
    assert again.filters.span.currentData() == CHOSEN_DAYS
    assert again.filters.place().first == date(2026, 1, 2)
    assert again.table.current() == row


def test_every_act_belongs_to_one_kind():
    kinds = [kind for _, several in KINDS for kind in several]
    assert len(kinds) == len(set(kinds))
    assert {what.partition(".")[0] for what in ACTS} <= set(kinds)


def test_a_number_or_time_that_belongs_to_an_act_is_told(qtbot, clock, closed_window):
    clock.move(days=-3)
    unlock(qtbot, closed_window)
    page = audit_of(closed_window)
    assert column(page, 3)[0] == "电脑时间倒回去过（上一条记于2026年3月5日9时00分）"
    assert act_text("of.another.version") == "of.another.version"


# ── the check ────────────────────────────────────────────────────────────────────────────────────


def test_the_whole_trail_is_found_whole_and_that_is_written_down(window):
    page = audit_of(window)
    assert "还没有核对过" in page.last_check.text()
    page.check_button.click()
    assert page.progress.isVisible()
    settle(window)
    assert "留痕完整" in page.banner.what.text()
    assert page.check_button.isEnabled()
    assert not page.progress.isVisible()
    assert "上次核对：2026年3月5日9时00分，李明" in page.last_check.text()
    assert column(page, 3)[0].startswith("核对全部留痕（")


def test_a_check_that_was_stopped_says_nothing_and_can_be_begun_again(window):
    page = audit_of(window)

    def much(_):
        session = application_of(window).session
        with session.vault.transaction() as connection:
            for _ in range(2_000):
                session.trail.write(connection, "talk.answer")

    window._tasks.query(much, then=lambda _: None)
    settle(window)
    page.check_button.click()
    page.progress.stop.click()
    settle(window)
    assert not page.banner.isVisible()
    assert page.check_button.isEnabled()
    page.check_button.click()
    settle(window)
    assert "签名的中途摘要" in page.banner.safe.text()


def test_a_lock_does_not_wait_for_a_check(qtbot, window):
    page = audit_of(window)

    def much(_):
        session = application_of(window).session
        with session.vault.transaction() as connection:
            for _ in range(5_000):
                session.trail.write(connection, "talk.answer")

    window._tasks.query(much, then=lambda _: None)
    settle(window)
    page.check_button.click()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)
    settle(window)
    page = window.workspace.current
    page.filters.clear()
    settle(window)
    assert "核对全部留痕" not in "".join(column(page, 3))


@pytest.mark.parametrize("place", [1, 3])
def test_a_trail_that_was_altered_is_told_with_its_place(qtbot, closed_window, county, place):
    with opened_connection(county, PASSPHRASE) as connection:
        connection.execute("DROP TRIGGER audit_entry_keeps")
        connection.execute("UPDATE audit_entry SET who = '别人' WHERE sequence = ?", (place,))
    unlock(qtbot, closed_window)
    page = audit_of(closed_window)
    page.check_button.click()
    settle(closed_window)
    assert f"第 {place} 条" in page.banner.what.text()
    assert "还没有核对过" in page.last_check.text(), "what is broken is left as it is"


# ── on paper ─────────────────────────────────────────────────────────────────────────────────────


def test_the_end_of_the_trail_is_printed(window, tmp_path, monkeypatch):
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    monkeypatch.setattr(paper_printing, "ask_for_printer", lambda *_: printer)
    page = audit_of(window)
    page.print_button.click()
    settle(window)
    assert (tmp_path / "out.pdf").stat().st_size > 5_000
    assert "已送到打印机" in page.banner.what.text()
    assert column(page, 3)[0] == "打印留痕摘要单"


def test_without_a_printer_that_is_said_and_nothing_is_written_down(window, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    page = audit_of(window)
    page.print_button.click()
    settle(window)
    assert "没有装打印机" in window.workspace.message.what.text()
    assert "打印留痕摘要单" not in column(page, 3)


def test_the_paper_says_what_can_be_held_against_the_vault_later(office):
    audit = office.application.audit
    pdf, head, fingerprint = office.lane.do(
        lambda: (audit.head_paper()[0], audit.check().head, audit.heads.fingerprint())
    )
    (text,) = text_of(pdf)
    plain = "".join(text.split())
    assert head.digest in plain
    assert "".join(fingerprint) in plain
    assert audit.heads.database in plain
    assert f"{head.sequence:,}" in plain
    assert "清河县纪委监委" in plain

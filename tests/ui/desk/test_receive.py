"""接收: all that lies on a stick is received in order, each answered, by the window."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.domain.package import PackageLevel
from app.handover.receipt import read_receipt
from tests.services.counties import SCHEMAS
from tests.ui.desk.conftest import enter, on_lane, page_of, settle


def lines(page) -> list[tuple[str, ...]]:
    table = page.table
    return [
        tuple(table.item(at, place).text() for place in range(table.columnCount()))
        for at in range(table.rowCount())
    ]


def look_into(window, page, folder: Path) -> None:
    page.source.take_folder(folder)
    settle(window)


def receive(qtbot, window, page) -> None:
    page.take_button.click()
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=20_000)
    settle(window)


def test_packages_are_listed_received_in_order_and_answered_on_the_same_stick(
    qtbot, window, trusted, stick
):
    trusted.send()
    trusted.send(PackageLevel.LEDGER)
    page = page_of(window, "receive")
    look_into(window, page, stick)
    assert [line[:2] for line in lines(page)] == [
        ("320999-000001", "某县纪委监委"),
        ("320999-000002", "某县纪委监委"),
    ]
    receive(qtbot, window, page)
    assert [line[3] for line in lines(page)] == ["✓ 已接收，2 场谈话"] * 2
    assert page.message.what.text() == "收下 2 个。"
    assert not page.take_button.isEnabled()
    identity = window.application.registry.identity
    for number in (1, 2):
        answer = stick / f"320999-{number:06}.receipt.json"
        assert read_receipt(answer.read_bytes(), identity.public_key, SCHEMAS).sequence == number


def test_a_gap_is_said_and_closes_by_itself_when_the_missing_one_comes(
    qtbot, window, trusted, stick, tmp_path
):
    first, second = trusted.send(), trusted.send()
    kept = tmp_path / "second"
    shutil.move(second.folder, kept)
    third = trusted.send()
    page = page_of(window, "receive")
    look_into(window, page, stick)
    receive(qtbot, window, page)
    assert [line[3] for line in lines(page)] == ["✓ 已接收，2 场谈话", "… 等第 2 号"]
    assert "等前面的号 1 个" in page.message.what.text()
    assert all(Path(one.folder).is_dir() for one in (first, third))
    quarantine = page_of(window, "quarantine")
    assert [line[0] for line in lines(quarantine)] == ["320999-000003"]
    page = page_of(window, "receive")
    look_into(window, page, kept)
    receive(qtbot, window, page)
    assert [line[0] for line in lines(page)] == ["320999-000002", "320999-000003"]
    assert [line[3] for line in lines(page)] == ["✓ 已接收，2 场谈话"] * 2
    (office,) = on_lane(window, lambda registry: registry.offices())
    assert (office.packages, office.gaps) == (3, ())


def test_a_stranger_and_a_broken_package_are_refused_by_name(qtbot, window, county, stick):
    county.send()
    page = page_of(window, "receive")
    look_into(window, page, stick)
    receive(qtbot, window, page)
    (line,) = lines(page)
    assert line[3] == "✕ 拒收：没有登记过这个移交单位"
    assert "请先登记该单位的卡片" in line[4]
    assert "拒收 1 个" in page.message.what.text()


def test_what_is_stopped_keeps_nothing_and_goes_on_where_it_was(qtbot, window, trusted, stick):
    trusted.send()
    page = page_of(window, "receive")
    look_into(window, page, stick)
    page.take_button.click()
    page.run.stop()
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=20_000)
    settle(window)
    (office,) = on_lane(window, lambda registry: registry.offices())
    assert page.message.what.text() == "已停下。"
    assert office.packages == 0
    assert page.take_button.isEnabled()
    receive(qtbot, window, page)
    assert lines(page)[0][3] == "✓ 已接收，2 场谈话"


def test_an_answer_the_stick_does_not_take_lies_with_the_desk(qtbot, window, trusted, stick):
    trusted.send()
    page = page_of(window, "receive")
    look_into(window, page, stick)
    (stick / "320999-000001.receipt.json").mkdir()
    receive(qtbot, window, page)
    (line,) = lines(page)
    assert line[3] == "✓ 已接收，2 场谈话"
    assert "在受理台自己的文件夹里" in line[4]
    assert (window.application.folder / "receipts" / "320999-000001.receipt.json").is_file()


def test_a_desk_that_is_locked_amid_receiving_keeps_what_was_taken_and_no_more(
    qtbot, window, trusted, stick
):
    trusted.send()
    page = page_of(window, "receive")
    look_into(window, page, stick)
    page.take_button.click()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
    assert window._tasks.finish()
    attachments = window.door.unlock.folder / "vault" / "attachments"
    assert not attachments.is_dir() or not [one for one in attachments.rglob("*") if one.is_file()]


def test_what_came_of_it_is_still_there_after_a_lock(qtbot, window, trusted, stick):
    trusted.send()
    page = page_of(window, "receive")
    look_into(window, page, stick)
    receive(qtbot, window, page)
    told = lines(page)
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    enter(qtbot, window)
    settle(window)
    assert lines(window.workspace.current) == told
    assert not window.workspace.current.take_button.isEnabled()


def test_without_a_stick_the_page_says_what_to_do(window, stick):
    page = page_of(window, "receive")
    assert page.empty.isVisible()
    look_into(window, page, stick)
    assert "这里没有移交包" in page.empty.sentence.text()
    assert not page.take_button.isEnabled()

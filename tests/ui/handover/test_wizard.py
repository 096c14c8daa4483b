"""The way to a package: each step waits until it can be believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.handover import StickRow
from app.domain.package import PackageLevel, PackageState, RegistryIdentity
from app.domain.progress import NoProgress
from app.handover.card import registry_card
from app.handover.credentials import new_registry_keys
from tests.conftest import PASSPHRASE
from tests.ui.office import write
from ui import terms
from ui.handover.choice import Counter
from ui.handover.handover_page import HandoverPage

LONG = 20_000


@pytest.fixture
def page(qtbot, office, access) -> HandoverPage:
    def check(words: str) -> None:
        access.ask_again(office.application, words)

    counter = Counter(office.tasks, office.application.handover, office.clock.local, check)
    shown = HandoverPage(counter)
    qtbot.addWidget(shown)
    shown.resize(1150, 600)
    shown.show()
    shown.refresh_if_stale()
    return shown


@pytest.fixture
def card(tmp_path) -> Path:
    keys = new_registry_keys()
    identity = RegistryIdentity("某市登记处", keys.recipient.decode(), keys.public_key)
    path = tmp_path / "identity.txt"
    path.write_bytes(registry_card(identity, keys))
    return path


def sealed(office, who: int = 0):
    talk_id = office.ended(who)
    minutes, talks = office.application.minutes, office.talks

    def finish() -> None:
        minutes.confirm(talk_id, NoProgress())
        talks.note_refusal_and_sign(talk_id, "拒签，两人在场。")
        talks.seal(talk_id)

    office.lane.do(finish)
    return talk_id


def trust(office, card):
    office.lane.do(lambda: office.application.handover.trust_registry(card))


def begin(qtbot, page):
    page.begin_new()
    wizard = page.wizard
    qtbot.waitUntil(wizard.steps[0].is_ready, timeout=LONG)
    return wizard


def go_to_where(qtbot, page):
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    wizard.next_button.click()
    qtbot.waitUntil(lambda: wizard.number == 2 and wizard.steps[2].is_ready(), timeout=LONG)
    wizard.next_button.click()
    return wizard


def test_without_a_sealed_talk_there_is_no_way_on(qtbot, page):
    page.begin_new()
    qtbot.waitUntil(page.wizard.steps[0].empty.isVisible)
    assert not page.wizard.next_button.isEnabled()


def test_sealed_talks_are_ticked_and_the_smallest_that_brings_them_is_chosen(qtbot, page, office):
    talk_id = sealed(office)
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    assert wizard.choice.talks == (talk_id,)
    assert wizard.steps[1].level() is PackageLevel.LEDGER
    assert not wizard.steps[1].full.isVisible()


def test_everything_goes_out_only_with_a_reason_and_the_passphrase(qtbot, page, office):
    sealed(office)
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    level = wizard.steps[1]
    level.choices[PackageLevel.FULL].setChecked(True)
    assert not wizard.next_button.isEnabled()
    write(level.reason.edit, "要求报送全卷")
    level.passphrase.edit.setText("not the right words")
    wizard.next_button.click()
    qtbot.waitUntil(level.passphrase.fault.isVisible, timeout=LONG)
    assert wizard.number == 1
    level.passphrase.edit.setText(PASSPHRASE)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: wizard.number == 2, timeout=LONG)
    assert level.passphrase.edit.text() == ""


def test_a_registry_is_trusted_only_after_its_digits_were_compared(qtbot, page, office, card):
    sealed(office)
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    wizard.next_button.click()
    registry = wizard.steps[2]
    registry.read_card(card)
    qtbot.waitUntil(registry.trust_button.isVisible)
    assert not registry.trust_button.isEnabled()
    assert not wizard.next_button.isEnabled()
    assert len(registry.digits.text().split()) == 8
    registry.compared.setChecked(True)
    registry.trust_button.click()
    qtbot.waitUntil(registry.is_ready)
    assert office.lane.do(office.application.handover.registry).name == "某市登记处"


def test_a_card_that_is_none_is_told_and_changes_nothing(qtbot, page, office, card):
    sealed(office)
    card.write_text("不是身份文件")
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    wizard.next_button.click()
    wizard.steps[2].read_card(card)
    qtbot.waitUntil(wizard.messages.isVisible)
    assert not wizard.next_button.isEnabled()


def test_sticks_are_listed_with_their_room_and_none_is_guessed(qtbot, page, office, card, tmp_path):
    sealed(office)
    trust(office, card)
    wizard = go_to_where(qtbot, page)
    where = wizard.steps[3]
    sticks = [
        StickRow("sdb1", str(tmp_path / "a"), "移交盘", "1", "", "exfat", 8 << 30, 5 << 30, False),
        StickRow("sdc1", str(tmp_path / "b"), "", "2", "Kingston", "vfat", 8 << 30, 1 << 30, False),
        StickRow("sdd1", str(tmp_path / "c"), "", "3", "SanDisk", "vfat", 8 << 30, 1 << 30, True),
    ]
    where.show_sticks(sticks)
    assert not where.is_ready()
    assert "剩 5.0 GB" in where.list.item(0).text()
    assert "只读" in where.list.item(2).text()
    where.list.setCurrentRow(1)
    assert wizard.choice.destination == tmp_path / "b"


def test_the_package_is_written_read_back_and_listed(qtbot, page, office, card, tmp_path):
    sealed(office)
    trust(office, card)
    wizard = go_to_where(qtbot, page)
    stick = tmp_path / "stick"
    stick.mkdir()
    wizard.steps[3].take_folder(stick)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.steps[4].is_ready, timeout=LONG)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: wizard.write.written is not None, timeout=LONG)
    assert wizard.write.written.verified
    assert "可以拔出" in wizard.write.answer.remedy.text()
    assert list(stick.rglob("000000-000001.json"))
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=LONG)  # the work has wholly ended
    wizard.next_button.click()
    qtbot.waitUntil(lambda: page.packages.table.rowCount() == 1)
    assert page.packages.table.item(0, 5).text() == "等回执"


def test_a_stick_that_is_gone_is_told_and_can_be_tried_again(qtbot, page, office, card, tmp_path):
    sealed(office)
    trust(office, card)
    wizard = go_to_where(qtbot, page)
    stick = tmp_path / "stick"
    stick.mkdir()
    wizard.steps[3].take_folder(stick)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.steps[4].is_ready, timeout=LONG)
    stick.rmdir()
    wizard.next_button.click()
    qtbot.waitUntil(lambda: wizard.write.answer.isVisible(), timeout=LONG)
    assert wizard.write.written is None
    stick.mkdir()
    wizard.write.begin()
    qtbot.waitUntil(lambda: wizard.write.written is not None, timeout=LONG)


def test_a_receipt_that_is_none_is_refused(qtbot, page, tmp_path):
    path = tmp_path / "x.receipt.json"
    path.write_text("{}")
    with qtbot.waitSignal(page.told, timeout=LONG) as heard:
        page.packages.take_receipt(path)
    assert heard.args[0].what


def test_after_a_lock_what_was_chosen_is_there_and_the_passphrase_is_asked_again(
    qtbot, page, office, access
):
    talk_id = sealed(office)
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    wizard.level.choices[PackageLevel.FULL].setChecked(True)
    write(wizard.level.reason.edit, "要求报送全卷")
    wizard.level.passphrase.edit.setText(PASSPHRASE)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: wizard.number == 2, timeout=LONG)
    place = page.place()
    again = HandoverPage(page.wizard.level.counter)
    qtbot.addWidget(again)
    again.show()
    again.return_to(place)
    level = again.wizard.level
    assert again.wizard.number == 1
    assert again.wizard.choice.talks == (talk_id,)
    assert level.reason.edit.text() == "要求报送全卷"
    assert level.passphrase.edit.text() == ""


def test_every_level_and_state_has_a_word():
    assert set(terms.PACKAGE_LEVEL) == set(PackageLevel)
    assert set(terms.PACKAGE_STATE) == set(PackageState)


def test_a_lost_package_is_written_once_more_under_its_number(qtbot, page, office, card, tmp_path):
    talk_id = sealed(office)
    trust(office, card)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    handover = office.application.handover
    office.lane.do(lambda: handover.write([talk_id], PackageLevel.LEDGER, first, NoProgress()))
    page.packages.refresh()
    qtbot.waitUntil(lambda: page.packages.table.rowCount() == 1, timeout=LONG)
    again = page.packages.again
    assert not again.button.isEnabled()
    page.packages.table.selectRow(0)
    assert again.button.isEnabled()
    with qtbot.waitSignal(page.told, timeout=LONG) as heard:
        again.write(second)
    assert "第 1 号包又写了一份" in heard.args[0].what
    assert list(second.rglob("000000-000001.json"))
    (row,) = office.lane.do(handover.packages)
    assert (row.number, row.copies) == (1, 2)


def test_a_copy_to_a_stick_that_is_gone_is_told(qtbot, page, office, card, tmp_path):
    talk_id = sealed(office)
    trust(office, card)
    handover = office.application.handover
    office.lane.do(lambda: handover.write([talk_id], PackageLevel.LEDGER, tmp_path, NoProgress()))
    page.packages.refresh()
    qtbot.waitUntil(lambda: page.packages.table.rowCount() == 1, timeout=LONG)
    page.packages.table.selectRow(0)
    with qtbot.waitSignal(page.told, timeout=LONG) as heard:
        page.packages.again.write(tmp_path / "gone")
    assert heard.args[0].what
    qtbot.waitUntil(page.packages.again.button.isEnabled, timeout=LONG)

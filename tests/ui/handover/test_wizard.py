"""The way to a package: each step waits until it can be believed, and keeps what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from app.domain.package import PackageLevel, PackageState
from app.domain.papers import PaperKind, PaperWish
from app.domain.progress import NoProgress
from app.domain.sticks import Ejected, EjectOutcome
from app.handover.writer import Writing
from app.store import talks as kept_talks
from tests.conftest import PASSPHRASE
from tests.ui.handover.conftest import LONG
from tests.ui.office import write
from ui import terms
from ui.handover.handover_page import HandoverPage
from ui.handover.wizard_panel import CHECK, WHERE


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


def choose_first(qtbot, wizard):
    picker = wizard.steps[WHERE].picker
    qtbot.waitUntil(lambda: picker.list.count() > 0, timeout=LONG)
    picker.list.setCurrentRow(0)
    return picker


def go_to_check(qtbot, page):
    wizard = go_to_where(qtbot, page)
    choose_first(qtbot, wizard)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.steps[CHECK].is_ready, timeout=LONG)
    return wizard


def finish_writing(qtbot, wizard):
    wizard.next_button.click()
    qtbot.waitUntil(
        lambda: wizard.write.written is not None and not wizard.write.is_at_work, timeout=LONG
    )


# ── what and how much ────────────────────────────────────────────────────────────────────────────


def test_without_a_sealed_talk_there_is_no_way_on(qtbot, page):
    page.begin_new()
    qtbot.waitUntil(page.wizard.steps[0].empty.isVisible)
    assert not page.wizard.next_button.isEnabled()


def test_sealed_talks_are_ticked_and_the_smallest_that_brings_them_is_chosen(qtbot, page, sealed):
    talk_id = sealed(1)
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    assert wizard.choice.talks == (talk_id,)
    assert wizard.level.level() is PackageLevel.LEDGER
    assert not wizard.level.full.isVisible()


def test_narrowing_the_list_changes_no_tick(qtbot, page, sealed):
    first, second = sealed(1), sealed(2)
    talks = begin(qtbot, page).talks
    number = next(row.number for row in talks._rows if row.id == second)
    talks.search.setText(number)
    qtbot.waitUntil(lambda: sum(not talks.table.isRowHidden(n) for n in range(2)) == 1)
    talks.none_button.click()
    talks.search.setText("没有这样的谈话")
    qtbot.waitUntil(talks.nothing.isVisible)
    talks.search.clear()
    qtbot.waitUntil(lambda: not any(talks.table.isRowHidden(n) for n in range(2)))
    talks.leave()
    assert talks.choice.talks == (first,)


def test_what_the_registry_has_can_be_handed_over_once_more(qtbot, page, sealed, office):
    old, new = sealed(1), sealed(2)
    session = office.application.session

    def receive() -> None:
        with session.vault.transaction() as connection:
            number = kept_talks.get(connection, old).number
            kept_talks.mark_received(connection, [number], session.trail.clock.now())

    office.lane.do(receive)
    talks = begin(qtbot, page).talks
    assert [row.id for row in talks._rows] == [new]
    talks.sieve.setCurrentText("已接收的（再报全卷或补正）")
    qtbot.waitUntil(lambda: len(talks._rows) == 2, timeout=LONG)
    assert talks.table.isRowHidden(0)
    assert not talks.table.isRowHidden(1)
    talks.leave()
    assert talks.choice.talks == (new,), "nothing is ticked that nobody ticked"
    talks.all_button.click()
    talks.leave()
    assert talks.choice.talks == (new, old)


def test_everything_goes_out_only_with_a_reason_and_the_passphrase(qtbot, page, sealed):
    sealed(1)
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    level = wizard.level
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


# ── to whom ──────────────────────────────────────────────────────────────────────────────────────


def test_a_registry_is_trusted_only_after_its_digits_were_compared(
    qtbot, page, office, sealed, card
):
    sealed(1)
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


def test_a_card_that_is_none_is_told_and_changes_nothing(qtbot, page, sealed, card):
    sealed(1)
    card.write_text("不是身份文件")
    wizard = begin(qtbot, page)
    wizard.next_button.click()
    wizard.next_button.click()
    wizard.steps[2].read_card(card)
    qtbot.waitUntil(wizard.messages.isVisible)
    assert not wizard.next_button.isEnabled()


# ── written, read back, ejected ──────────────────────────────────────────────────────────────────


def test_a_package_goes_to_the_stick_is_read_back_ejected_and_listed(
    qtbot, page, sticks, sealed, trusted, counter, office, tmp_path
):
    sealed(1)
    stick = sticks.plug_in(tmp_path / "stick", "4C530001", "移交盘")
    office.lane.do(lambda: counter.sticks.register(stick, "移交盘一号", "周小雨"))
    wizard = go_to_check(qtbot, page)
    shown = wizard.steps[CHECK].card.findChildren(type(wizard.steps[CHECK].said))
    said = "".join(label.text() for label in shown)
    assert "移交盘一号" in said
    assert "周小雨" in said
    assert wizard.steps[CHECK].names.count() == 1
    finish_writing(qtbot, wizard)
    assert wizard.write.written.verified
    assert "可以拔出" in wizard.write.answer.remedy.text()
    assert sticks.ejected == ["4C530001"]
    with qtbot.waitSignal(page.go, timeout=LONG) as heard:
        wizard.write.slip_button.click()
    assert (heard.args[0].page, heard.args[0].subject) == ("papers", "1")
    qtbot.waitUntil(lambda: page.packages.table.rowCount() == 1, timeout=LONG)
    assert page.packages.table.item(0, 5).text() == "等回执"
    (copy,) = office.lane.do(lambda: counter.handover.copies(1))
    assert copy.ejected_at is not None
    wish = PaperWish(PaperKind.HANDOVER_SLIP, "1")
    (told,) = office.lane.do(lambda: office.application.papers.read(wish)).data.copies
    assert (told.stick, told.custodian) == ("移交盘一号 4C530001", "周小雨")
    assert [volume.name for volume in told.volumes] == ["000000-000001.001"]


def test_a_stick_that_is_busy_is_not_called_ready_to_be_pulled(
    qtbot, page, sticks, sealed, trusted, tmp_path
):
    sealed(1)
    sticks.plug_in(tmp_path / "stick", "4C530001")
    sticks.outcomes = [Ejected(EjectOutcome.BUSY, ("文件管理器",))]
    wizard = go_to_check(qtbot, page)
    finish_writing(qtbot, wizard)
    answer = wizard.write.answer
    assert "核对无误" in answer.what.text()
    assert "可以拔出" not in answer.message.text()
    assert "文件管理器" in answer.what.text()
    wizard.write.eject()
    qtbot.waitUntil(lambda: "可以拔出" in answer.remedy.text(), timeout=LONG)


def test_a_stick_pulled_before_writing_is_told_and_the_same_choice_tried_again(
    qtbot, page, sticks, sealed, trusted, tmp_path
):
    sealed(1)
    stick = sticks.plug_in(tmp_path / "stick", "4C530001")
    wizard = go_to_check(qtbot, page)
    sticks.pull(stick)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.write.answer.isVisible, timeout=LONG)
    assert wizard.write.written is None
    assert "可以拔出" not in wizard.write.answer.message.text()
    sticks.put_back(stick)
    wizard.write.begin()
    qtbot.waitUntil(lambda: wizard.write.written is not None, timeout=LONG)
    assert wizard.write.written.number == 1


def test_a_stick_reported_lost_after_it_was_chosen_is_not_written_to(
    qtbot, page, sticks, sealed, trusted, counter, office, tmp_path
):
    sealed(1)
    row = sticks.plug_in(tmp_path / "stick", "4C530001")
    stick = office.lane.do(lambda: counter.sticks.register(row, "移交盘一号", "周小雨"))[0]
    wizard = go_to_check(qtbot, page)
    office.lane.do(lambda: counter.sticks.lose(stick.id))
    wizard.next_button.click()
    qtbot.waitUntil(wizard.write.answer.isVisible, timeout=LONG)
    assert "移交盘一号" in wizard.write.answer.what.text()
    assert not list((tmp_path / "stick").iterdir())


def test_a_package_is_written_into_a_folder_and_that_is_said(
    qtbot, page, office, sealed, trusted, tmp_path
):
    sealed(1)
    wizard = go_to_where(qtbot, page)
    disc = tmp_path / "disc"
    disc.mkdir()
    wizard.steps[WHERE].take_folder(disc)
    qtbot.waitUntil(wizard.steps[WHERE].is_ready, timeout=LONG)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.steps[CHECK].is_ready, timeout=LONG)
    finish_writing(qtbot, wizard)
    assert "文件夹" in wizard.write.answer.what.text()
    assert "可以拔出" not in wizard.write.answer.message.text()
    assert list(disc.rglob("000000-000001.json"))


class Slow:
    """Lets a stick be read only when it is told to: the clerk has time to press a button."""

    def __init__(self) -> None:
        self.reached, self.may_go = Event(), Event()

    def __call__(self, _path: object) -> bool:
        self.reached.set()
        assert self.may_go.wait(LONG / 1000)
        return False


@pytest.fixture
def slow(monkeypatch) -> Iterator[Slow]:
    """Reading back waits before its first byte."""
    made = Slow()
    real = Writing.finish

    def finish(writing, progress):
        made(writing)
        return real(writing, progress)

    monkeypatch.setattr(Writing, "finish", finish)
    yield made
    made.may_go.set()


def test_stopped_before_it_was_read_back_nothing_counts_and_the_number_stays(
    qtbot, page, sticks, sealed, trusted, slow, tmp_path
):
    sealed(1)
    sticks.plug_in(tmp_path / "stick", "4C530001")
    wizard = go_to_check(qtbot, page)
    wizard.next_button.click()
    qtbot.waitUntil(slow.reached.is_set, timeout=LONG)
    assert not wizard.close_button.isEnabled()
    wizard.write.stop()
    slow.may_go.set()
    qtbot.waitUntil(wizard.write.answer.isVisible, timeout=LONG)
    assert "已停下" in wizard.write.answer.what.text()
    assert not list((tmp_path / "stick").rglob("*.json"))
    wizard.write.begin()
    qtbot.waitUntil(lambda: wizard.write.written is not None, timeout=LONG)
    assert wizard.write.written.number == 1


def test_a_lock_stops_the_writing_and_keeps_what_was_chosen(
    qtbot, page, sticks, sealed, trusted, slow, tmp_path
):
    talk_id = sealed(1)
    sticks.plug_in(tmp_path / "stick", "4C530001")
    wizard = go_to_check(qtbot, page)
    wizard.next_button.click()
    qtbot.waitUntil(slow.reached.is_set, timeout=LONG)
    place = page.place()
    page.stop_work()
    slow.may_go.set()
    qtbot.waitUntil(lambda: not wizard.write.is_at_work, timeout=LONG)
    assert wizard.write.written is None
    assert (place.number, place.talks) == (WHERE, (talk_id,))
    assert place.place.folder == tmp_path / "stick"


# ── left half-way ────────────────────────────────────────────────────────────────────────────────


def test_after_a_lock_what_was_chosen_is_there_and_the_passphrase_is_asked_again(
    qtbot, page, sealed
):
    talk_id = sealed(1)
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


def test_leaving_half_way_keeps_what_was_chosen_until_it_is_written(
    qtbot, page, sticks, sealed, trusted, tmp_path
):
    sealed(1)
    sticks.plug_in(tmp_path / "stick", "4C530001")
    wizard = go_to_where(qtbot, page)
    choose_first(qtbot, wizard)
    wizard.close_button.click()
    page.begin_new()
    assert wizard.number == WHERE
    assert "接着上次" in wizard.messages.what.text()
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=LONG)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.steps[CHECK].is_ready, timeout=LONG)
    finish_writing(qtbot, wizard)
    wizard.next_button.click()
    page.begin_new()
    assert wizard.number == 0


# ── once more ────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_package_is_written_once_more_under_its_number(
    qtbot, page, office, sticks, sealed, trusted, tmp_path
):
    talk_id = sealed(1)
    first = tmp_path / "first"
    first.mkdir()
    handover = office.application.handover
    office.lane.do(lambda: handover.write([talk_id], PackageLevel.LEDGER, first, NoProgress()))
    page.packages.refresh()
    qtbot.waitUntil(lambda: page.packages.table.rowCount() == 1, timeout=LONG)
    assert not page.packages.again_button.isEnabled()
    page.packages.table.selectRow(0)
    sticks.plug_in(tmp_path / "second", "4C530002")
    page.packages.again_button.click()
    wizard = page.wizard
    assert wizard.number == WHERE
    choose_first(qtbot, wizard)
    wizard.next_button.click()
    qtbot.waitUntil(wizard.steps[CHECK].is_ready, timeout=LONG)
    finish_writing(qtbot, wizard)
    assert "第 1 号移交包又写了一份" in wizard.write.answer.what.text()
    assert list((tmp_path / "second").rglob("000000-000001.json"))
    (row,) = office.lane.do(handover.packages)
    assert (row.number, row.copies) == (1, 2)


def test_every_level_and_state_has_a_word():
    assert set(terms.PACKAGE_LEVEL) == set(PackageLevel)
    assert set(terms.PACKAGE_STATE) == set(PackageState)

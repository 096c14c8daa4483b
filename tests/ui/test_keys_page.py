"""口令与恢复: key holders come and go, cards are made, drilled and used, over a real vault."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.holders import HolderRole
from app.domain.progress import NoProgress
from app.services.device_binding import DeviceState
from app.services.key_holders import NewHolder
from tests.conftest import PASSPHRASE
from tests.ui.conftest import settle, unlock
from tests.ui.sight import cut_off, nameless
from ui import paper_printing
from ui.keyholders.keys_page import KeysPage
from ui.page import Destination
from ui.printing import a4_printer
from ui.terms import HOLDER_ROLE

RECORDERS = "meihua-songshu-zhuzi-lanhua-juhua"
AUDITORS = "shanhe-dahai-xiaoqiao-liushui-renjia"
NEW_WORDS = "chahu-shanlu-yupao-tiande-qingfeng"


def keys_page(window) -> KeysPage:
    window.workspace.go(Destination("keys"))
    settle(window)
    return window.workspace.current


def listed(page) -> list[tuple[str, str]]:
    table = page.holders.table
    return [(table.item(n, 0).text(), table.item(n, 1).text()) for n in range(table.rowCount())]


def words_in(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def buttons_in(widget) -> set[str]:
    return {b.text() for b in widget.findChildren(QPushButton) if b.isVisible()}


def add(window, page, name, words, role):
    page.holders.open_add()
    dialog = page.holders.dialog
    dialog.name.setText(name)
    dialog.role.list.setCurrentIndex(dialog.role.list.findData(role))
    dialog.new.take_suggestion(words)
    dialog.own.set_text(PASSPHRASE)
    settle(window)
    dialog.way_on.click()
    settle(window)


@pytest.fixture
def shared(county, access):
    """The county's vault with a recorder and an auditor beside the secretary."""
    application = access.unlock(county, PASSPHRASE, NoProgress())
    for name, role, words in (
        ("周小雨", HolderRole.RECORDER, RECORDERS),
        ("张衡", HolderRole.AUDITOR, AUDITORS),
    ):
        application.key_holders.add(PASSPHRASE, NewHolder(name, role, words, words))
    application.lock()
    return county


# ── key holders ──────────────────────────────────────────────────────────────────────────────────


def test_a_recorder_is_added_and_comes_in_by_the_own_passphrase(qtbot, window):
    page = keys_page(window)
    assert listed(page) == [("李明", "管理")]
    add(window, page, "周小雨", RECORDERS, HolderRole.RECORDER)
    assert page.holders.dialog is None
    assert listed(page) == [("李明", "管理"), ("周小雨", "记录")]
    assert "已添加周小雨" in page.message.what.text()
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window, RECORDERS)
    assert window.application.session.holder.name == "周小雨"


def test_a_wrong_own_passphrase_is_told_in_the_form_and_nothing_typed_is_lost(window):
    page = keys_page(window)
    page.holders.open_add()
    dialog = page.holders.dialog
    dialog.name.setText("周小雨")
    dialog.new.take_suggestion(RECORDERS)
    dialog.own.set_text("bushi-zhege-2026")
    settle(window)
    dialog.way_on.click()
    settle(window)
    assert "口令不对" in dialog.message.what.text()
    assert dialog.name.text() == "周小雨"
    assert dialog.way_on.isEnabled()
    dialog.reject()


def test_the_form_waits_until_everything_can_be_right(window):
    page = keys_page(window)
    page.holders.open_add()
    dialog = page.holders.dialog
    assert not dialog.way_on.isEnabled()
    dialog.name.setText("周小雨")
    dialog.own.set_text(PASSPHRASE)
    settle(window)
    assert not dialog.way_on.isEnabled()
    dialog.new.first.set_text("kort")
    settle(window)
    assert not dialog.way_on.isEnabled()
    dialog.new.take_suggestion(RECORDERS)
    settle(window)
    assert dialog.way_on.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("role", list(HolderRole), ids=lambda role: role.value)
def test_each_role_is_explained_where_it_is_chosen(window, role):
    page = keys_page(window)
    page.holders.open_add()
    field = page.holders.dialog.role
    field.list.setCurrentIndex(field.list.findData(role))
    assert field.list.currentText() == HOLDER_ROLE[role]
    assert len(field.hint.text()) > 8
    page.holders.dialog.reject()


def test_a_leaver_is_removed_with_honest_advice_and_a_way_to_follow_it(
    qtbot, closed_window, shared
):
    unlock(qtbot, closed_window)
    page = keys_page(closed_window)
    page.holders.table.selectRow(1)
    page.holders.open_remove()
    dialog = page.holders.dialog
    assert "旧的备份" in words_in(dialog)
    assert "打得开那一份" in words_in(dialog)
    dialog.own.set_text(PASSPHRASE)
    dialog.way_on.click()
    settle(closed_window)
    assert [name for name, _ in listed(page)] == ["李明", "张衡"]
    assert "收回旧备份" in page.message.remedy.text()
    ways = [b for b in page.message.findChildren(QPushButton) if "更换数据密钥" in b.text()]
    ways[0].click()
    assert page._stack.currentWidget() is page.rotation_panel


def test_a_role_is_changed(qtbot, closed_window, shared):
    unlock(qtbot, closed_window)
    page = keys_page(closed_window)
    page.holders.table.selectRow(1)
    page.holders.open_role()
    dialog = page.holders.dialog
    dialog.own.set_text(PASSPHRASE)
    assert not dialog.way_on.isEnabled()  # it is the same role still
    dialog.role.list.setCurrentIndex(dialog.role.list.findData(HolderRole.INTERVIEWER))
    dialog.way_on.click()
    settle(closed_window)
    assert ("周小雨", "主谈") in listed(page)


def test_ones_own_key_cannot_be_taken_away(window):
    page = keys_page(window)
    assert not page.holders.remove_button.isEnabled()


# ── roles in the windows ─────────────────────────────────────────────────────────────────────────


def names(window) -> list[str]:
    navigation = window.workspace.navigation
    return [navigation.item(n).text() for n in range(navigation.count())]


def test_a_recorder_is_offered_neither_hand_over_nor_keys(qtbot, closed_window, shared):
    unlock(qtbot, closed_window, RECORDERS)
    assert "移交" not in names(closed_window)
    assert {"首页", "谈话", "人员档案", "设置"} <= set(names(closed_window))
    page = keys_page(closed_window)
    assert not {"添加持有人…", "做恢复单…", "更换数据密钥…"} & buttons_in(page)
    assert "更换口令…" in buttons_in(page)


def test_a_recorder_plans_talks_as_who_records(qtbot, closed_window, shared):
    unlock(qtbot, closed_window, RECORDERS)
    closed_window.workspace.go(Destination("talks", act="new"))
    settle(closed_window)
    plan = closed_window.workspace.current.plan
    assert [pick.name for pick in plan.recorder.picks()] == ["周小雨"]
    assert not plan.interviewer.picks()


def test_an_auditor_sees_the_trail_and_no_talk(qtbot, closed_window, shared):
    unlock(qtbot, closed_window, AUDITORS)
    assert set(names(closed_window)) == {"签名核验", "设置", "操作留痕", "帮助"}
    closed_window.workspace.go(Destination("settings"))
    settle(closed_window)
    settings = closed_window.workspace.current
    assert not settings.office_card.save.isVisible()
    assert settings.office_card.name.isReadOnly()


def test_a_page_that_is_not_theirs_is_refused_in_a_sentence(qtbot, closed_window, shared):
    unlock(qtbot, closed_window, AUDITORS)
    closed_window.workspace.go(Destination("talks"))
    settle(closed_window)
    assert "不在您的职责范围里" in closed_window.workspace.message.what.text()
    assert closed_window.workspace.heading.text() != "谈话"


def test_the_place_of_one_holder_opens_no_page_to_another(qtbot, closed_window, shared):
    unlock(qtbot, closed_window)
    closed_window.workspace.go(Destination("talks"))
    settle(closed_window)
    closed_window.lock()
    qtbot.waitUntil(lambda: closed_window.workspace is None, timeout=10_000)
    unlock(qtbot, closed_window, AUDITORS)
    assert closed_window.workspace.heading.text() in names(closed_window)
    assert not closed_window.workspace.has_page("talks")


# ── recovery cards ───────────────────────────────────────────────────────────────────────────────


def make_cards(window, page):
    """Go through the wizard as somebody does who prints and types; the cards that were made."""
    page.recovery.make_button.click()
    panel = page.cards_panel
    panel.next_button.click()
    settle(window)
    cards = panel.paper.cards
    panel.paper.on_paper.setChecked(True)
    panel.next_button.click()
    for entry, card in zip(panel.typed.entries, cards.cards, strict=True):
        entry.set_groups(card.groups)
    panel.typed.own.set_text(PASSPHRASE)
    panel.next_button.click()
    settle(window)
    return cards


def test_without_cards_the_page_says_what_that_means(window):
    page = keys_page(window)
    told = words_in(page.recovery)
    assert "还没有做恢复单" in told
    assert "请现在做一套" in told
    assert not page.recovery.drill_button.isVisible()


def test_cards_count_once_all_three_were_typed_from_paper(window):
    page = keys_page(window)
    cards = make_cards(window, page)
    assert "新的恢复单已启用" in page.message.what.text()
    assert "第 1 套" in page.recovery.now.text()
    assert not page.recovery.due.isVisible()
    assert page.cards_panel.paper.cards is None  # nothing of them is left in the window
    assert page.cards_panel.typed.typed() == ("", "", "")
    assert len({card.letter for card in cards.cards}) == 3


def test_a_slip_in_typing_back_is_told_at_its_group_and_holds_the_button_back(window):
    page = keys_page(window)
    page.make_cards()
    panel = page.cards_panel
    panel.next_button.click()
    settle(window)
    panel.paper.on_paper.setChecked(True)
    panel.next_button.click()
    typed, cards = panel.typed, panel.paper.cards.cards
    for entry, card in zip(typed.entries, cards, strict=True):
        entry.set_groups(card.groups)
    typed.own.set_text(PASSPHRASE)
    assert panel.next_button.isEnabled()
    # a group that is well written in itself, but of another card
    typed.entries[1].groups[2].setText(cards[0].groups[2])
    assert typed.entries[1].marks[2].text() == "✕ 不对"
    assert not panel.next_button.isEnabled()
    page.step_back()


def test_leaving_half_way_keeps_the_cards_before_in_force(window):
    page = keys_page(window)
    make_cards(window, page)
    page.make_cards()
    page.cards_panel.next_button.click()
    settle(window)
    assert page.step_back()
    settle(window)
    assert page.cards_panel.paper.cards is None
    assert "第 1 套" in page.recovery.now.text()


def test_the_pages_go_to_the_printer_in_full_size(window, monkeypatch, tmp_path):
    out = tmp_path / "printed.pdf"
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    # the dialog of the system would wait for a hand
    monkeypatch.setattr(paper_printing, "ask_for_printer", lambda *_: printer)
    page = keys_page(window)
    page.make_cards()
    page.cards_panel.next_button.click()
    settle(window)
    paper = page.cards_panel.paper
    assert paper.pages.count == 3
    paper.print_button.click()
    settle(window)
    assert "已送到打印机" in paper.printed.text()
    with closing(pypdfium2.PdfDocument(out)) as printed:
        assert len(printed) == 3
    page.step_back()


def test_a_drill_is_passed_with_two_cards_in_any_order(window):
    page = keys_page(window)
    cards = make_cards(window, page)
    page.recovery.drill_button.click()
    first, second = page.drill_panel.cards.entries
    first.set_groups(cards.cards[2].groups)
    assert not page.drill_panel.next_button.isEnabled()
    second.set_groups(cards.cards[0].groups)
    page.drill_panel.next_button.click()
    settle(window)
    assert "演练过了" in page.message.what.text()


def test_a_drill_with_a_card_of_another_set_says_so_and_stays(window):
    page = keys_page(window)
    old = make_cards(window, page)
    new = make_cards(window, page)
    assert "第 2 套" in page.recovery.now.text()
    page.drill()
    first, second = page.drill_panel.cards.entries
    first.set_groups(old.cards[0].groups)
    second.set_groups(new.cards[1].groups)
    page.drill_panel.next_button.click()
    settle(window)
    assert "不是这个保险库现在用的那一套" in page.drill_panel.message.what.text()
    assert first.is_whole()
    page.step_back()


def test_a_year_later_the_page_asks_for_a_drill(window, clock):
    page = keys_page(window)
    make_cards(window, page)
    clock.move(days=366)
    page.refresh()
    settle(window)
    assert "满一年了" in page.recovery.due.text()


def test_other_pages_can_lead_straight_to_the_cards(window):
    page = keys_page(window)
    window.workspace.go(Destination("keys", act="cards"))
    assert window.workspace.heading.text() == "做恢复单"
    assert page._stack.currentWidget() is page.cards_panel


def test_cards_are_in_no_file_while_they_are_shown_and_typed(window, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    page = keys_page(window)
    before = {path.name for path in tmp_path.rglob("*")}
    page.make_cards()
    page.cards_panel.next_button.click()
    settle(window)
    cards = page.cards_panel.paper.cards
    assert page.cards_panel.paper.pages.count == 3
    assert {path.name for path in tmp_path.rglob("*")} == before
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    groups = [group.encode() for card in cards.cards for group in card.groups]
    assert not any(group in content for group in groups for content in files)
    page.step_back()


def test_one_comes_back_to_the_step_one_left(window):
    page = keys_page(window)
    page.make_cards()
    window.workspace.go(Destination("home"))
    window.workspace.go(Destination("keys"))
    assert window.workspace.heading.text() == "做恢复单"
    page.step_back()
    assert window.workspace.heading.text() == "口令与恢复"


def test_a_recorder_who_is_led_to_the_cards_is_told_whose_matter_it_is(
    qtbot, closed_window, shared
):
    unlock(qtbot, closed_window, RECORDERS)
    closed_window.workspace.go(Destination("keys", act="cards"))
    settle(closed_window)
    assert "不在您的职责范围里" in closed_window.workspace.message.what.text()
    assert closed_window.workspace.heading.text() == "口令与恢复"


# ── this machine's secret ────────────────────────────────────────────────────────────────────────


def test_a_machine_without_a_key_store_says_so_in_one_sentence(window):
    page = keys_page(window)
    page.device.show_state(DeviceState(store="", is_on=False, has_secret=False))
    assert "只用口令打开" in page.device.now.text()
    assert not page.device.switch.isVisible()


def test_the_secret_is_not_turned_on_while_there_is_no_way_back(window):
    page = keys_page(window)
    page.device.show_state(DeviceState(store="GNOME 密钥环", is_on=False, has_secret=False))
    page.device.open_dialog()
    page.device.dialog.own.set_text(PASSPHRASE)
    assert "请先做好恢复单" in words_in(page.device.dialog)
    assert not page.device.dialog.way_on.isEnabled()
    page.device.dialog.reject()
    make_cards(window, page)
    page.device.show_state(DeviceState(store="GNOME 密钥环", is_on=False, has_secret=False))
    page.device.open_dialog()
    page.device.dialog.own.set_text(PASSPHRASE)
    assert page.device.dialog.way_on.isEnabled()
    page.device.dialog.reject()


class Store:
    """The key store of one machine, in memory."""

    name = "试用密钥库"

    def __init__(self):
        self.secrets = {}

    def get(self, database):
        found = self.secrets.get(database)
        return bytearray(found) if found else None

    def holds(self, database):
        return database in self.secrets

    def put(self, database, secret):
        self.secrets[database] = bytes(secret)

    def remove(self, database):
        self.secrets.pop(database, None)


class TestWithAKeyStore:
    """One's own passphrase is bound to this machine, and let go again."""

    @pytest.fixture
    def store(self):
        return Store()

    @pytest.fixture
    def access(self, access, store):
        return replace(access, wiring=replace(access.wiring, devices=lambda: store))

    def switch(self, window, page):
        page.device.switch.click()
        page.device.dialog.own.set_text(PASSPHRASE)
        page.device.dialog.way_on.click()
        settle(window)

    def test_it_is_turned_on_and_off_from_the_page(self, window):
        page = keys_page(window)
        make_cards(window, page)
        self.switch(window, page)
        assert "本机密钥已启用" in page.message.what.text()
        assert "只在这台电脑上管用" in page.device.now.text()
        assert page.holders.table.item(0, 2).text() == "要"
        self.switch(window, page)
        assert "本机密钥已停用" in page.message.what.text()
        assert page.holders.table.item(0, 2).text() == "不要"

    def test_on_a_machine_without_it_the_door_leads_to_the_cards(self, qtbot, window, store):
        page = keys_page(window)
        cards = make_cards(window, page)
        self.switch(window, page)
        window.lock()
        qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
        store.secrets.clear()  # as on another machine
        door = window.door
        door.unlock.passphrase.set_text(PASSPHRASE)
        door.unlock.open_button.click()
        qtbot.waitUntil(lambda: "试用密钥库" in door.unlock.message.what.text(), timeout=10_000)
        door.unlock.cards_asked.emit()
        door.panel.first.set_groups(cards.cards[0].groups)
        door.panel.second.set_groups(cards.cards[1].groups)
        door.panel.next_button.click()
        settle(window)
        door.panel.new.take_suggestion(NEW_WORDS)
        settle(window)
        door.panel.next_button.click()
        qtbot.waitUntil(lambda: window.workspace is not None, timeout=10_000)
        assert not keys_page(window).device.state.is_on

    def test_a_secret_that_went_missing_is_told_while_there_is_time(self, window, store):
        page = keys_page(window)
        make_cards(window, page)
        self.switch(window, page)
        store.secrets.clear()
        page.refresh()
        settle(window)
        assert "本机密钥不见了" in page.device.now.text()

    def test_a_wrong_passphrase_is_told_in_the_form(self, window):
        page = keys_page(window)
        make_cards(window, page)
        page.device.switch.click()
        page.device.dialog.own.set_text("bushi-zhege-2026")
        page.device.dialog.way_on.click()
        settle(window)
        assert "口令不对" in page.device.dialog.message.what.text()
        page.device.dialog.reject()


# ── whole on the smallest screen ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [12, 15, 18])
def test_every_step_fits_on_the_smallest_screen_and_all_is_named(
    qtbot, closed_window, shared, size
):
    window = closed_window
    unlock(qtbot, window)
    window._look.choose(size)
    window.resize(1366, 720)
    page = keys_page(window)
    faults = seen(window, "overview")
    for begin, panel in (
        (page.make_cards, page.cards_panel),
        (page.drill, page.drill_panel),
        (page.rotate, page.rotation_panel),
    ):
        begin()
        for number, step in enumerate(panel.steps[:4]):
            panel.go_to(number)
            settle(window)
            faults += seen(window, f"{type(panel).__name__} {step.title}")
        page.step_back()
    assert not faults, "\n".join(faults)


def seen(window, where: str) -> list[str]:
    least = window.minimumSizeHint()
    faults = [f"{where}: {fault}" for fault in cut_off(window) + nameless(window)]
    if least.width() > 1366 or least.height() > 720:
        faults.append(f"{where}: needs {least.width()}×{least.height()}")
    return faults


@pytest.mark.parametrize("size", [12, 15, 18])
def test_every_form_is_named_and_not_cut_off(qtbot, closed_window, shared, size):
    window = closed_window
    unlock(qtbot, window)
    window._look.choose(size)
    page = keys_page(window)
    page.holders.table.selectRow(1)
    faults = []
    for open_form in (page.holders.open_add, page.holders.open_role, page.holders.open_remove):
        open_form()
        settle(window)
        dialog = page.holders.dialog
        faults += cut_off(dialog) + nameless(dialog)
        dialog.reject()
    assert not faults, "\n".join(faults)

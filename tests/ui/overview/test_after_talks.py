"""The first page and early signs in the window: what is due leads to where it is done."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.domain.archive_leaves import LeafEntry, LeafKind
from app.domain.early_signs import SignKind
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from app.services.talks import FindingEntry
from tests.ui.conftest import application_of, settle
from tests.ui.sight import cut_off, nameless
from ui.page import Destination
from ui.rules.signs_card import SignsCard

MONDAY = date(2026, 3, 9)


def do(window, work):
    """Have the vault's lane do something and wait for it."""
    made = []
    window._tasks.query(lambda _: work(), then=made.append)
    settle(window)
    return made[0] if made else None


def page(window, key, act=""):
    window.workspace.go(Destination(key, act=act))
    settle(window)
    return window.workspace.current


def brought_up(window):
    """Have a talk bring up two findings: one long overdue, one due next week."""
    application = application_of(window)

    def bring_up():
        talk = application.talks.page(TalkFilter(statuses=(TalkStatus.PLANNED,)), None, 10)[-1]
        numbers = tuple(p.number for p in application.prompts.current().prompts[:2])
        application.talks.prepare(talk.id, numbers)
        application.talks.begin(talk.id)
        area = application.prompts.current().areas[0].key
        late = FindingEntry(area, "台账缺了两个月", deadline=date(2026, 1, 5))
        soon = FindingEntry(area, "清单没有公开", deadline=MONDAY + timedelta(days=7))
        for entry in (late, soon):
            application.talks.add_finding(talk.id, entry)

    do(window, bring_up)


def test_an_empty_county_has_quiet_figures_and_no_signs(window):
    home = page(window, "home")
    assert [tile.line.text() for tile in home.tiles.tiles[:3]] == ["没有"] * 3
    assert not any(tile.button.isVisible() for tile in home.tiles.tiles[:3])
    assert home.tiles.plan.line.text() == "还没有计划"
    assert home.tiles.backup.button.text() == "⚠ 还没有"
    assert home.overdue.button.isHidden()
    signs = page(window, "signs")
    assert signs.empty.isVisible()
    signs.empty.button.click()
    settle(window)
    assert window.workspace.heading.text() == "整改规则"
    # who may neither alter rules nor write packages is led to neither
    signs.offer_no_rules()
    assert signs.rules_button.isHidden()
    assert signs.empty.button.isHidden()
    home.offer_no_handover()
    home.tiles.receipts.show_line("2 包", True)
    assert home.tiles.receipts.button.isHidden()


def test_what_is_overdue_awaited_and_found_leads_to_where_it_is_done(qtbot, window, clock):
    brought_up(window)
    clock.move(days=4)  # Monday
    application = application_of(window)
    person = do(window, lambda: application.people.page("王建国")[0].id)
    proposal = LeafEntry(
        LeafKind.PROPOSAL, date(2026, 2, 1), "建议书", number="1号", reply_due=date(2026, 3, 6)
    )
    do(window, lambda: application.archives.add_leaf(person, proposal))
    home = page(window, "home")
    home.refresh()
    settle(window)
    # the figures
    assert (home.overdue.figure.text(), home.overdue.detail.text()) == ("1", "最久逾期 63 天")
    assert home.tiles.replies.button.text() == "⚠ 1 份"
    assert home.tiles.signs.button.text() == "1 条"
    # the week
    said = [reminder.said for reminder in home.reminders.reminders]
    assert "本周要办：逾期 1 件，7 天内到期 1 件。" in said
    week = next(one for one in home.reminders.lines if one.button.text() == "看本周")
    week.button.click()
    settle(window)
    assert window.workspace.current.help_topic == "findings"
    for press in (home.overdue.button, home.tiles.replies.button, home.tiles.signs.button):
        page(window, "home")
        press.click()
        settle(window)
    open_by_keyboard(qtbot, window)
    assert window.workspace.current.help_topic == "finding"
    assert any("台账缺了两个月" in said.text() for said in window.findChildren(QLabel))


def open_by_keyboard(qtbot, window):
    """From the sign to the row behind it, and to the finding itself."""
    signs = window.workspace.current
    assert [sign.kind for sign in signs.signs] == [SignKind.LONG_OVERDUE]
    assert signs.behind.item(0, 1).text() == "台账缺了两个月"
    assert signs.behind.item(0, 2).text() == "⚠ 逾期63天"
    signs.table.setFocus()
    qtbot.keyClick(signs.table, Qt.Key.Key_Return)
    assert signs.behind.hasFocus()
    signs.behind.setCurrentCell(0, 0)
    qtbot.keyClick(signs.behind, Qt.Key.Key_Return)
    settle(window)


def test_a_rule_is_switched_off_and_set_by_keyboard(qtbot, window):
    card = page(window, "rules", "signs").findChild(SignsCard)
    line = card.lines[SignKind.LONG_OVERDUE]
    assert (line.switch.isChecked(), line.count.text()) == (True, "超过 30 天")
    line.count.setFocus()
    qtbot.keyClick(line.count, Qt.Key.Key_Up)
    settle(window)
    line.switch.setFocus()
    qtbot.keyClick(line.switch, Qt.Key.Key_Space)
    settle(window)
    rules = do(window, application_of(window).early_signs.rules)
    assert [(r.count, r.is_on) for r in rules if r.kind is SignKind.LONG_OVERDUE] == [(31, False)]
    assert not line.count.isEnabled()


def test_the_first_page_and_its_signs_are_whole_in_the_largest_type(window, clock):
    brought_up(window)
    clock.move(days=4)
    window._look.choose(18)
    window.resize(1366, 720)
    home = page(window, "home")
    home.refresh()
    settle(window)
    assert cut_off(window) + nameless(window) == []
    assert len(home.reminders.lines) == 2
    page(window, "signs")
    assert cut_off(window) + nameless(window) == []

"""准备 in its four pages: what is shown, what is typed, what goes on paper, what is kept back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QStackedWidget

from app.domain.facts import FactCategory, UnitFigure
from app.domain.holders import HolderRole
from app.domain.portrait import Section
from app.domain.proposing import OutlineItem
from app.domain.talk import TalkStatus
from app.services.facts import FactEntry
from tests.ui.office import write
from tests.ui.sight import cut_off, nameless
from ui import start
from ui.contrast import Contrast
from ui.talks.desk import desk_of
from ui.talks.prepare_panel import ARRANGE, NOTE, OUTLINE, PORTRAIT
from ui.talks.talks_page import TalksPage

ROOM = (1156, 591)  # what 1366×720 leaves for a page at 18 points


@pytest.fixture
def prepare(qtbot, page, office):
    """The first step of a talk with 王建国, and what it proposes."""
    page.open_talk(office.plan(0))
    qtbot.waitUntil(lambda: bool(page.editor.prepare.choice.chosen()))
    return page.editor.prepare


def settle(office, rounds=4):
    for _ in range(rounds):
        office.lane.do(lambda: None)
        QApplication.processEvents()


def area_rows(prepare, number=0):
    area = prepare.choice.tree.topLevelItem(number)
    return [area.child(n) for n in range(area.childCount())]


def test_what_is_pressed_before_all_is_read_is_done_when_it_is(qtbot, prepare, office):
    talk = prepare._talk
    prepare.show_talk(talk)  # read anew, as after every change
    prepare.begin_button.click()
    qtbot.waitUntil(lambda: office.talk(talk.id).status is TalkStatus.UNDER_WAY)


def test_a_note_takes_no_words_before_it_is_read(qtbot, prepare, office, page):
    first = prepare._talk
    write(prepare.note.edit, "先问补贴的事")
    prepare.save_now()
    qtbot.waitUntil(lambda: prepare.note.drafts.is_settled)
    page.open_talk(office.plan(1))
    qtbot.waitUntil(lambda: prepare._talk.id != first.id and not prepare.note.edit.isReadOnly())
    assert prepare.note.edit.toPlainText() == ""
    prepare.note.show_talk(first)
    prepare.portrait.show_talk(first, (("p", "某人"),), True)
    assert prepare.note.edit.isReadOnly()
    assert all(part.edit.isReadOnly() for part in prepare.portrait.sections.values())
    qtbot.waitUntil(lambda: prepare.note.edit.toPlainText() == "先问补贴的事")
    assert not prepare.note.edit.isReadOnly()


# ── the outline ──────────────────────────────────────────────────────────────────────────────────


def test_every_proposed_prompt_says_why(prepare):
    tree = prepare.choice.tree
    for row in area_rows(prepare):
        tree.setCurrentItem(row)
        assert "为什么提出：" in prepare.choice.more.text()
    words = {row.text(1) for row in area_rows(prepare)}
    assert "必问" in words
    said = area_rows(prepare)[1].data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("必问")
    assert 16 <= len(prepare.choice.chosen()) < 30


def test_of_a_talk_that_was_called_off_nothing_is_ticked(qtbot, page, office):
    talk_id = office.plan(0)
    office.lane.do(lambda: office.talks.cancel(talk_id, "出差"))
    page.open_talk(talk_id)
    prepare = page.editor.prepare
    qtbot.waitUntil(lambda: prepare.outline.ground is not None)
    assert prepare.choice.chosen() == ()


def test_rows_move_by_keys_and_the_order_is_kept(qtbot, prepare, office):
    tree = prepare.choice.tree
    first, second = (row.text(0) for row in area_rows(prepare)[:2])
    tree.setCurrentItem(area_rows(prepare)[0])
    prepare.tabs.setCurrentIndex(OUTLINE)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert [row.text(0) for row in area_rows(prepare)[:2]] == [second, first]
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    prepare.choice.move_current(-1)  # the first stays the first
    assert area_rows(prepare)[0].text(0) == first
    prepare.choice.move_current(3)
    wanted = prepare.choice.chosen()
    prepare.keep()
    talk_id = prepare._talk.id
    qtbot.waitUntil(lambda: office.talk(talk_id).status is TalkStatus.PREPARED)
    assert tuple(a.prompt_number for a in office.talk(talk_id).answers) == wanted
    qtbot.waitUntil(lambda: prepare._ready is not None)
    assert prepare.choice.chosen() == wanted


def drop(tree, moved, target):
    """Let go of a row over another, as the mouse does."""
    tree.setCurrentItem(moved)
    place = tree.visualItemRect(target).center()
    event = QDropEvent(
        QPointF(place), Qt.DropAction.MoveAction, QMimeData(),
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    tree.dropEvent(event)


def test_rows_move_by_the_mouse_in_their_own_area_alone(prepare):
    tree = prepare.choice.tree
    prepare.tabs.setCurrentIndex(OUTLINE)
    rows = area_rows(prepare)
    third = rows[2].text(0)
    drop(tree, rows[2], rows[0])
    assert area_rows(prepare)[0].text(0) == third
    before = [row.text(0) for row in area_rows(prepare)]
    drop(tree, area_rows(prepare)[0], area_rows(prepare, 1)[0])
    drop(tree, area_rows(prepare)[0], tree.topLevelItem(1))
    assert [row.text(0) for row in area_rows(prepare)] == before


def test_a_required_prompt_is_left_out_with_a_reason_only(qtbot, prepare, office):
    prepare.tabs.setCurrentIndex(OUTLINE)
    drawer = prepare.outline.reason_drawer
    row = next(r for r in area_rows(prepare) if r.text(1).startswith("必问"))
    row.setCheckState(0, Qt.CheckState.Unchecked)
    assert drawer.isVisible()
    drawer.dismiss()
    assert row.checkState(0) is Qt.CheckState.Checked
    row.setCheckState(0, Qt.CheckState.Unchecked)
    drawer.try_to_confirm()
    assert drawer.told.isVisible()
    write(drawer.edit, "上月专题问过")
    drawer.try_to_confirm()
    assert row.text(1) == "不问"
    assert row.checkState(0) is Qt.CheckState.Unchecked
    prepare.keep()
    talk_id = prepare._talk.id
    qtbot.waitUntil(lambda: office.talk(talk_id).status is TalkStatus.PREPARED)
    skipped = [a for a in office.talk(talk_id).answers if a.skipped_reason]
    assert [a.skipped_reason for a in skipped] == ["上月专题问过"]
    assert not skipped[0].is_missing


def test_a_prompt_left_out_can_be_asked_after_all(prepare):
    row = next(r for r in area_rows(prepare) if r.text(1).startswith("必问"))
    row.setCheckState(0, Qt.CheckState.Unchecked)
    write(prepare.outline.reason_drawer.edit, "没时间")
    prepare.outline.reason_drawer.try_to_confirm()
    row.setCheckState(0, Qt.CheckState.Checked)
    assert all(not item.skipped_reason for item in prepare.choice.items())
    assert row.text(1).startswith("必问")


def test_an_own_question_stands_in_its_area_and_goes_into_the_talk(qtbot, prepare, office):
    prepare.tabs.setCurrentIndex(OUTLINE)
    prepare.outline.open_ask()
    drawer = prepare.outline.ask_drawer
    write(drawer.edit, "大桥什么时候通车？")
    drawer.area.setCurrentIndex(2)
    drawer.try_to_confirm()
    assert area_rows(prepare, 2)[-1].text(0) == "大桥什么时候通车？"
    prepare.outline._minutes["two_upholds"].setValue(15)
    prepare.begin()
    talk_id = prepare._talk.id
    qtbot.waitUntil(lambda: office.talk(talk_id).status is TalkStatus.UNDER_WAY)
    own = [a for a in office.talk(talk_id).answers if not a.prompt_number]
    assert [(a.question, a.area) for a in own] == [("大桥什么时候通车？", "strict_governance")]
    ground = office.lane.do(lambda: office.application.outlines.ground(talk_id))
    assert ground.minutes["two_upholds"] == 15


def test_what_is_chosen_and_not_kept_comes_back_after_a_lock(qtbot, page, prepare, office):
    prepare.tabs.setCurrentIndex(OUTLINE)
    prepare.choice.add_own("key_few", "谁管工程？")
    prepare.outline._minutes["key_few"].setValue(20)
    row = next(r for r in area_rows(prepare) if r.text(1).startswith("必问"))
    row.setCheckState(0, Qt.CheckState.Unchecked)
    write(prepare.outline.reason_drawer.edit, "上个月刚")
    place = page.place()
    fresh = TalksPage(office.desk())
    qtbot.addWidget(fresh)
    fresh.show()
    fresh.return_to(place)
    again = fresh.editor.prepare
    qtbot.waitUntil(lambda: bool(again.choice.chosen()))
    assert again.tabs.currentIndex() == OUTLINE
    assert OutlineItem(area="key_few", question="谁管工程？") in again.choice.items()
    assert again.outline.minutes()["key_few"] == 20
    assert again.outline.reason_drawer.text() == "上个月刚"
    again.outline.reason_drawer.dismiss()
    assert set(prepare.choice.chosen()) < set(again.choice.chosen())


def test_the_outline_is_seen_on_paper_and_put_away(qtbot, page, prepare, office):
    prepare.print_outline()
    qtbot.waitUntil(lambda: prepare.paper.pages.count > 0, timeout=20_000)
    assert prepare.paper.isVisible()
    assert office.talk(prepare._talk.id).status is TalkStatus.PREPARED
    assert page.editor.step_back()
    assert not prepare.paper.isVisible()


def test_a_copy_of_a_paper_is_saved_where_the_user_says(qtbot, prepare, tmp_path):
    prepare.portrait.print()
    qtbot.waitUntil(lambda: prepare.paper.pages.count == 1, timeout=20_000)
    prepare.paper.save_to(tmp_path / "一页.pdf")
    qtbot.waitUntil(prepare.paper.messages.isVisible)
    assert (tmp_path / "一页.pdf").read_bytes().startswith(b"%PDF")
    prepare.paper.save_to(tmp_path / "没有这个文件夹" / "一页.pdf")
    qtbot.waitUntil(lambda: "已另存" not in prepare.paper.messages.what.text())
    qtbot.keyClick(prepare.paper, Qt.Key.Key_Escape)
    assert not prepare.paper.isVisible()


# ── the portrait ─────────────────────────────────────────────────────────────────────────────────


def test_a_portrait_is_typed_in_and_saved_by_itself(qtbot, page, prepare, office):
    prepare.tabs.setCurrentIndex(PORTRAIT)
    settle(office)
    part = prepare.portrait.sections[Section.POINTS]
    assert "1．" in part.edit.toPlainText()
    part.edit.clear()
    write(part.edit, "只谈一件事")
    assert page.has_unsaved()
    page.save_now()
    qtbot.waitUntil(lambda: not page.has_unsaved())
    kept = office.lane.do(
        lambda: office.application.portraits.get(prepare._talk.id, office.persons[0])
    )
    assert kept.text(Section.POINTS) == "只谈一件事"
    qtbot.waitUntil(part.restore_button.isVisible)
    part.restore_button.click()
    qtbot.waitUntil(lambda: "1．" in part.edit.toPlainText())


def test_news_are_told_and_refreshing_keeps_the_hand(qtbot, prepare, office):
    portrait = prepare.portrait
    prepare.tabs.setCurrentIndex(PORTRAIT)
    settle(office)
    write(portrait.sections[Section.WHO].edit, "熟")
    portrait.drafts.save_now()
    settle(office)
    typed = portrait.sections[Section.WHO].edit.toPlainText()
    unit = office.talk(prepare._talk.id).participants[0].unit_id
    fact = FactEntry(FactCategory.AUDIT, date(2026, 1, 5), "三份合同没有备案", unit)
    office.lane.do(lambda: office.application.facts.add(fact))
    prepare.reload.emit()
    sources = portrait.sections[Section.SOURCES]
    qtbot.waitUntil(lambda: sources.state.text() == "资料有更新")
    portrait.refresh_button.click()
    qtbot.waitUntil(lambda: "三份合同" in sources.edit.toPlainText())
    assert portrait.sections[Section.WHO].edit.toPlainText() == typed


def test_each_of_several_has_an_own_portrait(qtbot, page, office):
    page.open_talk(office.plan(0, 1, 2, kind="collective"))
    portrait = page.editor.prepare.portrait
    qtbot.waitUntil(lambda: portrait.who.count() == 3)
    page.editor.prepare.tabs.setCurrentIndex(PORTRAIT)
    settle(office)
    write(portrait.sections[Section.OWN_FINDINGS].edit, "第一位的承诺")
    portrait.who.setCurrentIndex(1)
    portrait.who.activated.emit(1)
    settle(office)
    assert portrait.sections[Section.OWN_FINDINGS].edit.toPlainText() == ""
    assert "赵晓梅" in portrait.sections[Section.WHO].edit.toPlainText()
    portrait.who.setCurrentIndex(0)
    portrait.who.activated.emit(0)
    settle(office)
    assert portrait.sections[Section.OWN_FINDINGS].edit.toPlainText() == "第一位的承诺"


def test_a_page_that_is_too_full_says_so(qtbot, prepare, office):
    for section in Section:
        words = "很长的一段话。\n" * 200
        office.lane.do(
            lambda s=section, w=words: office.application.portraits.keep(
                prepare._talk.id, office.persons[0], s, w
            )
        )
    prepare.portrait.print()
    qtbot.waitUntil(lambda: prepare.paper.pages.count == 1, timeout=20_000)
    assert "一页放不下" in prepare.paper.note.text()


# ── the private note ─────────────────────────────────────────────────────────────────────────────


def test_a_note_is_saved_by_itself_and_there_again(qtbot, page, prepare, office):
    prepare.tabs.setCurrentIndex(NOTE)
    settle(office)
    write(prepare.note.edit, "说话绕，先让他讲完")
    page.save_now()
    qtbot.waitUntil(lambda: not page.has_unsaved())
    note = office.lane.do(lambda: office.application.notes.get(prepare._talk.id))
    assert note == "说话绕，先让他讲完"
    page.open_talk(office.plan(1))
    settle(office)
    assert prepare.note.edit.toPlainText() == ""
    prepare.note.edit.clear()


def test_a_note_half_typed_is_there_after_a_lock(qtbot, page, prepare, office):
    prepare.tabs.setCurrentIndex(NOTE)
    settle(office)
    write(prepare.note.edit, "写到一半")
    place, talk_id = page.place(), prepare._talk.id
    fresh = TalksPage(office.desk())
    qtbot.addWidget(fresh)
    fresh.return_to(place)
    qtbot.waitUntil(lambda: fresh.editor.prepare.note.edit.toPlainText() == "写到一半")
    kept = office.application.notes
    qtbot.waitUntil(lambda: office.lane.do(lambda: kept.get(talk_id)) == "写到一半")


def test_the_recorder_sees_no_page_for_notes(qtbot, office):
    from dataclasses import replace

    recorder = replace(desk_of(office.application, office.tasks), role=HolderRole.RECORDER)
    page = TalksPage(recorder)
    qtbot.addWidget(page)
    page.open_talk(office.plan(0))
    prepare = page.editor.prepare
    qtbot.waitUntil(lambda: bool(prepare.choice.chosen()))
    assert not prepare.tabs.isTabVisible(NOTE)
    assert prepare.tabs.isTabVisible(PORTRAIT)


def test_after_the_talk_the_preparation_is_only_looked_at(qtbot, page, office):
    page.open_talk(office.begun(0))
    prepare = page.editor.prepare
    qtbot.waitUntil(lambda: prepare.outline.ground is not None)
    assert page.help_topic == "talks"
    page.editor.show_step(0)
    settle(office)
    assert page.help_topic == "prepare"
    assert not prepare.choice.isEnabled()
    assert not prepare.begin_button.isVisible()
    assert prepare.portrait.sections[Section.WHO].edit.isReadOnly()
    prepare.outline.open_ask()
    assert not prepare.outline.ask_drawer.isVisible()


# ── to the eye and by name ───────────────────────────────────────────────────────────────────────


def framed(qtbot, page):
    """The page in a frame of the smallest screen's room."""
    frame = QStackedWidget()
    qtbot.addWidget(frame)
    frame.setFixedSize(*ROOM)
    frame.addWidget(page)
    return frame


def test_every_page_of_the_preparation_fits(qtbot, page, office, access):
    look = start.look_control(access)
    before = look.look
    look.choose(18, Contrast.HIGH)
    frame = framed(qtbot, page)
    frame.show()
    talk_id = office.plan(0, 1, 2, 3, kind="collective")
    unit = office.talk(talk_id).participants[0].unit_id
    figures = [UnitFigure(unit, 2026, f"第{n}项指标", f"{n}件", 13, 13) for n in range(9)]
    for figure in figures:
        office.lane.do(lambda f=figure: office.application.facts.keep_figure(f))
    page.open_talk(talk_id)
    prepare = page.editor.prepare
    qtbot.waitUntil(lambda: bool(prepare.choice.chosen()))
    faults = []
    for tab in (ARRANGE, PORTRAIT, OUTLINE, NOTE):
        prepare.tabs.setCurrentIndex(tab)
        settle(office)
        faults += [f"{tab}: {fault}" for fault in (*cut_off(page), *nameless(page))]
    prepare.tabs.setCurrentIndex(OUTLINE)
    for show in (prepare.outline.open_ask, lambda: prepare.outline._ask_reason("1-02")):
        show()
        settle(office)
        faults += [f"drawer: {fault}" for fault in (*cut_off(page), *nameless(page))]
        prepare.outline.step_back()
    prepare.portrait.print()
    qtbot.waitUntil(lambda: prepare.paper.pages.count == 1, timeout=20_000)
    settle(office)
    faults += [f"paper: {fault}" for fault in (*cut_off(page), *nameless(page))]
    page.setParent(None)
    look.choose(before.type_size, before.contrast)
    assert not faults, "\n".join(faults)

"""Talk mode: what is typed is kept, what is missing is shown where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.talk import TalkStatus
from app.domain.talk_times import Cursor
from tests.ui.office import write


def open_talk(qtbot, page, talk_id):
    page.open_talk(talk_id)
    conduct = page.editor.conduct
    qtbot.waitUntil(lambda: page.editor.talk is not None and bool(conduct.outline.key()))
    return conduct


def test_what_is_typed_is_in_the_vault_two_seconds_after_the_last_key(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    write(conduct.sheet.editor, "买买提·艾力同志来自𠮷林，去年办理三件。")
    assert not conduct.sheet.drafts.is_settled
    qtbot.waitUntil(lambda: conduct.sheet.drafts.is_settled, timeout=2000)
    assert office.talk(talk_id).answers[0].text == "买买提·艾力同志来自𠮷林，去年办理三件。"
    assert conduct.saved_at.text().startswith("✓ 已保存")


def test_somebody_who_never_stops_typing_is_saved_all_the_same(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    for _ in range(80):  # never a pause as long as the one that saves by itself
        write(conduct.sheet.editor, "说")
        qtbot.wait(90)
        if office.talk(talk_id).answers[0].text:
            break
    assert office.talk(talk_id).answers[0].text


def test_going_to_the_next_question_saves_at_once(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    write(conduct.sheet.editor, "第一问的话")
    qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert conduct.outline.key() == office.talk(talk_id).answers[1].id
    assert office.talk(talk_id).answers[0].text == "第一问的话"
    qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert conduct.sheet.editor.toPlainText() == "第一问的话"


def test_ticks_and_coverage_follow_what_is_written(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    heading = conduct.outline.topLevelItem(0)
    assert heading.text(1) == "0/4"
    write(conduct.sheet.editor, "有")
    assert heading.text(1) == "1/4"
    assert heading.child(1).text(1) == "✓"  # the first line tells the time


def test_a_question_on_the_spot_joins_the_outline_and_is_shown(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    write(conduct.sheet.editor, "正说到一半")
    qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    write(conduct.asides.ask.edit, "这笔钱是谁批的？")
    qtbot.keyClick(conduct.asides.ask.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: conduct.sheet.question.question.text() == "这笔钱是谁批的？")
    asked = office.talk(talk_id).answers
    assert (asked[-1].question, asked[-1].prompt_number) == ("这笔钱是谁批的？", "")
    assert asked[0].text == "正说到一半"


def test_a_required_question_left_out_is_shown_and_can_be_skipped_with_a_reason(
    qtbot, page, office
):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    write(conduct.sheet.editor, "答了第一问")
    office.clock.move(minutes=30)
    conduct.end()
    qtbot.waitUntil(conduct.messages.isVisible)
    missing = next(a for a in office.talk(talk_id).answers if a.is_missing)
    assert conduct.outline.key() == missing.id
    conduct.open_skip()
    conduct.asides.skip.try_to_confirm()
    assert conduct.asides.skip.told.isVisible()
    write(conduct.asides.skip.edit, "上周已书面报告")
    conduct.asides.skip.try_to_confirm()
    qtbot.waitUntil(lambda: office.talk(talk_id).answer(missing.id).skipped_reason != "")
    assert not QApplication.activeModalWidget()


def test_the_talk_ends_and_waits_to_be_read(qtbot, page, office):
    talk_id = office.begun(count=1)
    for required in office.talk(talk_id).answers[1:]:
        office.lane.do(lambda r=required: office.talks.skip(talk_id, r.id, "另场再问"))
    conduct = open_talk(qtbot, page, talk_id)
    write(conduct.sheet.editor, "学了三次，定了一条办法。")
    conduct.go_to("closing:statement")
    write(conduct.sheet.editor, "我一定改。")
    office.clock.move(minutes=30)
    conduct.end()
    qtbot.waitUntil(lambda: office.talk(talk_id).status is TalkStatus.TO_CONFIRM)
    assert office.talk(talk_id).statement == "我一定改。"
    qtbot.waitUntil(lambda: page.editor.confirm.isVisible())
    assert conduct.sheet.editor.isReadOnly()


def test_a_break_is_noted_and_the_clock_stands_still(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    office.clock.move(minutes=20)
    conduct.pause_or_resume()
    write(conduct.asides.pause.edit, "喝水")
    conduct.asides.pause.try_to_confirm()
    qtbot.waitUntil(lambda: conduct.pause_button.text() == "继续谈话")
    office.clock.move(minutes=15)
    conduct.clock.show_talk(office.talk(talk_id))
    assert conduct.clock.text() == "休息中　已谈 00:20:00"
    conduct.pause_or_resume()
    qtbot.waitUntil(lambda: conduct.pause_button.text() == "休息")
    assert office.talk(talk_id).breaks[0].note == "喝水"


def test_something_to_be_put_right_is_noted_out_of_the_answer(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    conduct.open_finding()
    finding = conduct.asides.finding
    finding.try_to_confirm()
    assert "具体表现" in finding.told.text()
    write(finding.manifestation, "2月办公会研究采购事项没有记录。")
    write(finding.measure, "修订议事规则")
    finding.try_to_confirm()
    qtbot.waitUntil(lambda: "1 个" in conduct.findings.text())
    kept = office.lane.do(lambda: office.talks.findings(talk_id))[0]
    assert kept.manifestation == "2月办公会研究采购事项没有记录。"
    assert kept.answer_id == office.talk(talk_id).answers[0].id
    assert kept.deadline.isoformat() == "2026-04-07"


def test_one_key_hides_everything_and_any_key_brings_it_back_unchanged(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun())
    write(conduct.sheet.editor, "一句话")
    qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_F12)
    blank = conduct._blank
    assert blank.isVisible()
    assert blank.geometry() == page.window().rect()
    qtbot.keyClick(blank, Qt.Key.Key_A)
    assert not blank.isVisible()
    assert conduct.sheet.editor.toPlainText() == "一句话"


def test_the_time_is_written_where_the_cursor_stands(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun())
    qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_F5)
    assert conduct.sheet.editor.toPlainText() == "［9时00分］"


def test_who_did_not_come_is_noted_with_the_reason(qtbot, page, office):
    talk_id = office.begun(0, 1, 2, kind="collective")
    conduct = open_talk(qtbot, page, talk_id)
    conduct.outline.choose("attendance")
    attendance = conduct.sheet.attendance
    qtbot.keyClick(attendance.table, Qt.Key.Key_Down)
    qtbot.keyClick(attendance.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not office.talk(talk_id).participants[1].is_present)
    write(attendance.reason.lineEdit(), "外出开会")
    qtbot.keyClick(attendance.reason.lineEdit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(office.talk(talk_id).participants[1].absence_reason))
    assert office.talk(talk_id).participants[1].absence_reason == "外出开会"
    assert attendance.table.currentRow() == 2
    qtbot.waitUntil(lambda: conduct.outline.topLevelItem(0).text(1) == "2/3")


def test_after_a_lock_one_is_where_one_was(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    conduct.next()
    conduct.next()
    write(conduct.sheet.editor, "说到这里锁定了")
    conduct.sheet.editor.go_to(type(conduct.sheet.spot())(3, 0))
    page.save_now()
    place = page.place()
    again = type(page)(office.desk())
    qtbot.addWidget(again)
    again.show()
    again.return_to(place)
    qtbot.waitUntil(lambda: again.editor.conduct.sheet.editor.toPlainText() == "说到这里锁定了")
    assert again.editor.conduct.outline.key() == conduct.outline.key()
    assert again.editor.conduct.sheet.editor.textCursor().position() == 3


def test_esc_closes_a_form_and_never_leaves_a_talk_under_way(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun())
    conduct.open_finding()
    assert page.step_back()
    assert conduct.asides.isHidden()
    assert page.step_back()
    assert page.editor.isVisible()


def test_one_key_hides_everything_wherever_the_cursor_stands(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun())
    page.editor.back_button.setFocus()
    qtbot.keyClick(page.editor.back_button, Qt.Key.Key_F12)
    assert conduct._blank.isVisible()
    page.save_now()
    assert not conduct._blank.isVisible()


def test_time_is_told_for_the_area_one_asks_about(qtbot, page, office):
    talk_id = office.begun()
    area = office.talk(talk_id).answers[0].area
    office.lane.do(lambda: office.talks.plan_minutes(talk_id, {area: 10}))
    conduct = open_talk(qtbot, page, talk_id)
    office.clock.move(minutes=12)
    conduct.pace.tell()
    assert conduct.sheet.question.pace.text() == "这一聚焦已用 12 分，计划 10 分，超 2 分"
    assert conduct.outline.topLevelItem(0).child(0).text(0) == "已用 12 分，计划 10 分"
    conduct.go_to("closing:summary")
    office.clock.move(minutes=9)
    conduct.pace.tell()
    assert conduct.sheet.question.pace.text() == ""
    assert conduct.outline.topLevelItem(0).child(0).text(0) == "已用 12 分，计划 10 分"


def test_interviewer_and_recorder_are_seen_by_name(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun())
    assert conduct.people.text() == "主谈人 李明　记录人 周小雨"


def test_a_cursor_that_only_moved_is_in_the_vault_within_two_seconds(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    write(conduct.sheet.editor, "一二三四五")
    qtbot.waitUntil(lambda: conduct.sheet.drafts.is_settled, timeout=2000)
    for _ in range(3):
        qtbot.keyClick(conduct.sheet.editor, Qt.Key.Key_Left)
    office_cursor = lambda: office.lane.do(lambda: office.talks.times(talk_id)).cursor  # noqa: E731
    qtbot.waitUntil(lambda: office_cursor().position == 2, timeout=2000)
    conduct.next()
    second = office.talk(talk_id).answers[1].id
    assert office_cursor().place == second


def test_a_talk_broken_off_goes_on_where_it_was(qtbot, page, office):
    talk_id = office.begun()
    second = office.talk(talk_id).answers[1]
    left = Cursor(second.id, 4)
    office.lane.do(lambda: office.talks.save_answer(talk_id, second.id, "说到这里断了电", left))
    office.clock.move(minutes=25)
    conduct = open_talk(qtbot, page, talk_id)
    assert conduct.outline.key() == second.id
    assert conduct.sheet.spot().cursor == 4
    assert "9:00 中断" in conduct.messages.message.what
    conduct.interruption._record()
    qtbot.waitUntil(lambda: office.talk(talk_id).breaks != ())
    assert office.talk(talk_id).spoken_time(office.clock.now()).total_seconds() == 0
    qtbot.waitUntil(lambda: "休息 1 次" in conduct.findings.text())
    assert conduct.messages.isHidden()


def test_a_short_gap_is_not_made_much_of(qtbot, page, office):
    talk_id = office.begun()
    office.clock.move(seconds=70)
    assert open_talk(qtbot, page, talk_id).messages.isHidden()


def press(qtbot, conduct, key, modifier=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(QApplication.focusWidget() or conduct.sheet.editor, key, modifier)


def test_every_form_is_opened_filled_and_confirmed_by_keys(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    press(qtbot, conduct, Qt.Key.Key_J)
    write(conduct.asides.skip.edit, "本人不分管")
    press(qtbot, conduct, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: office.talk(talk_id).answers[0].skipped_reason == "本人不分管")
    qtbot.waitUntil(conduct.asides.isHidden)
    press(qtbot, conduct, Qt.Key.Key_M)
    finding = conduct.asides.finding
    write(finding.manifestation, "采购没有会议记录")
    press(qtbot, conduct, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    write(QApplication.focusWidget(), "补齐记录")
    press(qtbot, conduct, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "1 个" in conduct.findings.text())
    assert QApplication.focusWidget() is conduct.sheet.editor
    press(qtbot, conduct, Qt.Key.Key_B)
    write(conduct.asides.pause.edit, "接电话")
    press(qtbot, conduct, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: conduct.pause_button.text() == "继续谈话")
    press(qtbot, conduct, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: office.talk(talk_id).open_break is None)


def test_the_end_is_two_keys_away_and_esc_takes_one_back(qtbot, page, office):
    talk_id = office.begun()
    conduct = open_talk(qtbot, page, talk_id)
    asked = len(office.talk(talk_id).answers)
    for answer in office.talk(talk_id).answers:
        conduct.go_to(answer.id)
        write(conduct.sheet.editor, "学了三次。")
    office.clock.move(minutes=30)
    press(qtbot, conduct, Qt.Key.Key_F10, Qt.KeyboardModifier.NoModifier)
    assert conduct.messages.message.what == f"要结束谈话吗？已答 {asked} 问。"
    assert QApplication.focusWidget() is conduct.end_button
    assert page.step_back()
    assert conduct.messages.isHidden()
    assert QApplication.focusWidget() is conduct.sheet.editor
    assert office.talk(talk_id).status is TalkStatus.UNDER_WAY


def test_a_key_leads_to_what_is_still_open_in_an_area(qtbot, page, office):
    talk_id = office.plan()
    prompts = office.lane.do(office.application.prompts.current)
    numbers = tuple(prompts.in_area(area.key)[n].number for area in prompts.areas for n in (0, 1))
    office.lane.do(lambda: (office.talks.prepare(talk_id, numbers), office.talks.begin(talk_id)))
    third = [a for a in office.talk(talk_id).answers if a.area == prompts.areas[2].key]
    conduct = open_talk(qtbot, page, talk_id)
    press(qtbot, conduct, Qt.Key.Key_3)
    assert conduct.outline.key() == third[0].id
    write(conduct.sheet.editor, "答过了")
    press(qtbot, conduct, Qt.Key.Key_1)
    press(qtbot, conduct, Qt.Key.Key_3)
    assert conduct.outline.key() == third[1].id
    assert QApplication.focusWidget() is conduct.sheet.editor

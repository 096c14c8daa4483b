"""Talk mode: what is typed is kept, what is missing is shown where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.talk import TalkStatus
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
    for _ in range(24):
        write(conduct.sheet.editor, "说")
        qtbot.wait(90)
    assert len(office.talk(talk_id).answers[0].text) >= 10


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
    assert heading.child(0).text(1) == "✓"


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
    assert kept.deadline.isoformat() == "2026-04-05"


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
    table = conduct.sheet.attendance
    table.item(1, 0).setCheckState(Qt.CheckState.Unchecked)
    table.item(1, 4).setText("外出开会")
    qtbot.waitUntil(lambda: not office.talk(talk_id).participants[1].is_present)
    assert office.talk(talk_id).participants[1].absence_reason == "外出开会"
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

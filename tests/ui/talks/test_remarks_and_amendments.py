"""What a check points at is gone to by key, put right or passed; a sealed record is amended."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from app.domain.talk import TalkStatus
from tests.ui.office import write
from tests.ui.talks.test_confirm_and_sign import LONG, confirmed, open_talk, say
from ui.old_records_run import OldRecordsRun

SLIP = "羊尾镇的事由王建过同志牵头，2026年三月办完。"


def looked_through(qtbot, page, office, text=SLIP):
    talk_id = office.begun(0, count=1)
    say(office, talk_id, text)
    editor = open_talk(qtbot, page, office, talk_id)
    qtbot.waitUntil(lambda: editor.confirm.remarks.list.count() == 2, timeout=LONG)
    return editor.confirm


def test_f8_leads_to_the_words_and_a_correction_takes_the_remark_away(qtbot, page, office):
    confirm = looked_through(qtbot, page, office)
    assert "■ 必须改 1 处" in confirm.remarks.heading.text()
    QTest.keyClick(page, Qt.Key.Key_F8)
    assert confirm.correction.isVisible()
    assert confirm.correction.new_text.textCursor().selectedText() == "王建过"
    assert "王建国" in confirm.correction.heading.text()
    write(confirm.correction.new_text, "王建国")
    confirm.correction.try_to_confirm()
    qtbot.waitUntil(lambda: confirm.remarks.list.count() == 1, timeout=LONG)
    assert confirm.remarks.open_count() == 1


def test_a_warning_is_passed_with_a_reason_and_comes_back_when_its_words_change(
    qtbot, page, office
):
    confirm = looked_through(qtbot, page, office)
    QTest.keyClick(page, Qt.Key.Key_F8)
    QTest.keyClick(page, Qt.Key.Key_F8)
    assert confirm.correction.new_text.textCursor().selectedText() == "2026年三月"
    QTest.keyClick(page, Qt.Key.Key_F9)
    assert not confirm.correction.isVisible()
    confirm.passing.try_to_confirm()
    assert "还没有写" in confirm.passing.told.text()
    write(confirm.passing.edit, "原文件就是这样写的")
    confirm.passing.try_to_confirm()
    qtbot.waitUntil(lambda: confirm.remarks.open_count() == 1, timeout=LONG)
    assert "已放过：原文件就是这样写的" in confirm.remarks.list.item(1).text()
    answer = confirm._talk.answers[0]
    text = answer.text.replace("2026年三月", "2026年四月").replace("建过", "建国")
    office.lane.do(lambda: office.talks.correct(confirm._talk.id, answer.id, text))
    confirm.reload.emit()
    qtbot.waitUntil(lambda: confirm.remarks.list.count() == 1, timeout=LONG)
    assert confirm.remarks.open_count() == 1


def test_an_open_warning_is_told_with_the_way_to_it(qtbot, page, office):
    confirm = looked_through(qtbot, page, office, "2026年三月办完，四月5日报。")
    confirm.confirm()
    qtbot.waitUntil(confirm.messages.isVisible, timeout=LONG)
    assert "2 处提醒" in confirm.messages.what.text()
    confirm._go_to_first()
    assert confirm.correction.new_text.textCursor().selectedText() == "2026年三月"


def test_a_namesake_by_sound_is_passed_with_the_reason(qtbot, page, office):
    confirm = looked_through(qtbot, page, office)
    QTest.keyClick(page, Qt.Key.Key_F8)
    QTest.keyClick(page, Qt.Key.Key_F9)
    write(confirm.passing.edit, "确有其人，是县里的施工员")
    confirm.passing.try_to_confirm()
    qtbot.waitUntil(lambda: confirm.remarks.open_count() == 1, timeout=LONG)


def sealed(qtbot, page, office):
    editor = confirmed(qtbot, page, office)
    office.lane.do(lambda: office.talks.note_refusal_and_sign(editor.talk.id, "拒签，两人在场。"))
    office.lane.do(lambda: office.talks.seal(editor.talk.id))
    editor.reload()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.SEALED, timeout=LONG)
    return editor


def test_an_amendment_is_quoted_written_signed_and_seen_at_the_talk(qtbot, page, office, tmp_path):
    editor = sealed(qtbot, page, office)
    sign = editor.sign
    sign.amendments.new_button.click()
    amending = sign.amending
    qtbot.waitUntil(lambda: amending.place.count() > 3)
    key = f"answer:{editor.talk.answers[0].id}"
    amending.place.setCurrentIndex(amending.place.findData(key))
    cursor = amending.text.document().find("3件")
    amending.text.setTextCursor(cursor)
    assert amending.was.toPlainText() == "3件"
    write(amending.should, "4件")
    amending.make()
    qtbot.waitUntil(amending.messages.isVisible, timeout=LONG)  # no reason yet
    assert "补正需要写明原因" in amending.messages.what.text()
    write(amending.reason, "会后核对台账。")
    amending.draft()
    qtbot.waitUntil(lambda: sign.amendment.pages.count > 0, timeout=LONG)
    assert not sign.amendment.print_button.isVisible()
    assert editor.step_back()
    assert amending.isVisible()
    amending.make()
    qtbot.waitUntil(lambda: len(sign.amendments.buttons) == 1, timeout=LONG)
    sign.amendments.buttons[0].click()
    qtbot.waitUntil(lambda: sign.amendment.pages.count > 0, timeout=LONG)
    copy = tmp_path / "copy.pdf"
    sign.amendment.save_to(copy)
    qtbot.waitUntil(copy.exists, timeout=LONG)
    assert office.lane.do(lambda: office.application.minutes.verify(copy)).is_genuine


def test_a_half_written_amendment_is_there_after_a_lock(qtbot, page, office):
    editor = sealed(qtbot, page, office)
    editor.sign.amend()
    amending = editor.sign.amending
    qtbot.waitUntil(lambda: amending.place.count() > 3)
    amending.place.setCurrentIndex(2)
    chosen = amending.place.currentData()
    write(amending.should, "补一句")
    assert amending.add_line()
    write(amending.reason, "漏记")
    place = editor.place()
    amending.open(amending._talk_id)
    assert not amending.has_words()
    page.return_to(page.place().__class__(**{**_fields(page.place()), "editor": place}))
    qtbot.waitUntil(lambda: amending.reason.text() == "漏记", timeout=LONG)
    qtbot.waitUntil(lambda: amending.place.currentData() == chosen)
    assert amending.lines.count() == 1
    assert amending.isVisible()


def _fields(place):
    return {name: getattr(place, name) for name in place.__dataclass_fields__}


def test_the_quotation_follows_what_is_chosen(qtbot, page, office):
    editor = sealed(qtbot, page, office)
    editor.sign.amend()
    amending = editor.sign.amending
    qtbot.waitUntil(lambda: amending.place.count() > 3)
    amending.text.moveCursor(QTextCursor.MoveOperation.Start)
    amending.text.moveCursor(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
    assert amending.was.toPlainText() == amending.text.toPlainText()[0]


def test_closing_words_that_were_forgotten_are_written_while_reading(qtbot, page, office):
    talk_id = office.begun(0, count=1)
    say(office, talk_id, "办结3件。")
    confirm = open_talk(qtbot, page, office, talk_id).confirm
    confirm.open_correction("closing:summary")
    write(confirm.correction.new_text, "谈了一个方面。")
    confirm.correction.try_to_confirm()
    qtbot.waitUntil(lambda: "谈话小结" in confirm.corrections.text(), timeout=LONG)
    assert office.talk(talk_id).summary == "谈了一个方面。"


def test_why_a_remark_was_passed_is_seen_later(qtbot, page, office):
    confirm = looked_through(qtbot, page, office, "2026年三月办完，四月5日报。")
    editor, talk_id = page.editor, confirm._talk.id
    marks = tuple(one.remark.mark for one in confirm.remarks.checked)
    office.lane.do(lambda: office.application.checking.let_pass(talk_id, marks, "原文件如此"))
    confirm.confirm()
    qtbot.waitUntil(lambda: editor.talk.status is TalkStatus.TO_SIGN, timeout=LONG)
    editor.show_step(2)
    qtbot.waitUntil(lambda: "放过了 2 处" in confirm.remarks.heading.text(), timeout=LONG)
    assert confirm.remarks.list.count() == 2
    assert not confirm.remarks.pass_button.isVisible()


def test_old_records_are_read_beside_the_work_until_all_are(qtbot, office):
    run = OldRecordsRun(office.tasks, office.application.checking)
    run.begin()
    checking = office.application.checking
    qtbot.waitUntil(lambda: not office.lane.do(checking.read_old), timeout=LONG)
    run.finish()
    run.begin()

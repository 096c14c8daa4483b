from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.domain.calendar import PartialDate
from app.domain.ids import PersonId
from app.domain.people import UnitKind
from app.domain.talk import TalkStatus
from app.services.people import PersonEntry
from tests.ui.office import write
from tests.ui.talks.test_conduct import open_talk


@pytest.fixture
def attendance(qtbot, page, office):
    conduct = open_talk(qtbot, page, office.begun(0, 1, 2, kind="collective"))
    conduct.outline.choose("attendance")
    return conduct.sheet.attendance


def states(attendance):
    return [attendance.table.item(row, 0).text() for row in range(attendance.table.rowCount())]


def people(office, page):
    return office.talk(page.editor.talk.id).participants


def test_space_marks_absent_and_the_cursor_waits_for_the_reason(qtbot, page, office, attendance):
    assert attendance.count.text() == "应到 3 人，实到 3 人"
    qtbot.keyClick(attendance.table, Qt.Key.Key_Space)
    assert states(attendance)[0] == "✕ 缺"
    assert attendance.reason.lineEdit().hasFocus() or attendance.reason.hasFocus()
    qtbot.waitUntil(lambda: "还有 1 人没有写原因" in attendance.count.text())
    qtbot.keyClick(attendance.reason, Qt.Key.Key_Down)
    qtbot.keyClick(attendance.reason.lineEdit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: people(office, page)[0].absence_reason == "出差")
    qtbot.waitUntil(lambda: attendance.count.text() == "应到 3 人，实到 2 人")


def test_a_reason_being_typed_is_kept_when_everything_is_saved(qtbot, page, office, attendance):
    qtbot.keyClick(attendance.table, Qt.Key.Key_Space)
    write(attendance.reason.lineEdit(), "防汛")
    page.save_now()
    qtbot.waitUntil(lambda: people(office, page)[0].absence_reason == "防汛")


def test_who_comes_later_is_marked_by_one_key(qtbot, page, office, attendance):
    qtbot.keyClick(attendance.table, Qt.Key.Key_Space)
    office.clock.move(minutes=12)
    attendance.table.setFocus()
    qtbot.keyClick(attendance.table, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: people(office, page)[0].absence_reason == "9时12分到会")
    assert people(office, page)[0].is_present
    qtbot.waitUntil(lambda: states(attendance)[0] == "✓ 到")


def test_the_first_form_is_stated_where_the_kind_asks_for_it(qtbot, page, office, attendance):
    qtbot.keyClick(attendance.table, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: people(office, page)[0].is_first_form)
    qtbot.waitUntil(lambda: attendance.table.item(0, 4).text() == "注明")
    assert not attendance.table.isColumnHidden(4)


def test_the_talk_does_not_end_before_the_reason_is_written(qtbot, page, office, attendance):
    qtbot.keyClick(attendance.table, Qt.Key.Key_Space)
    conduct = page.editor.conduct
    for answer in page.editor.talk.answers:
        conduct.go_to(answer.id)
        write(conduct.sheet.editor, "有")
    office.clock.move(minutes=30)
    conduct.end()
    qtbot.waitUntil(lambda: "还没有写原因" in conduct.messages.what.text())
    assert office.talk(page.editor.talk.id).status is TalkStatus.UNDER_WAY


def test_thirty_three_heads_are_one_list_that_can_be_walked(qtbot, page, office):
    def hire(number: int) -> PersonId:
        entry = PersonEntry(
            name=f"陈{'一二三四五六七八九十'[number % 10]}{'甲乙丙丁'[number // 10]}",
            new_unit_name=f"第{number + 1}镇",
            new_unit_kind=UnitKind.TOWNSHIP,
            title="党委书记",
            since=PartialDate(2021),
        )
        return office.application.people.add_person(entry)[0]

    office.persons = office.lane.do(lambda: [hire(number) for number in range(33)])
    conduct = open_talk(qtbot, page, office.begun(*range(33), kind="collective_summons"))
    conduct.outline.choose("attendance")
    attendance = conduct.sheet.attendance
    assert attendance.count.text() == "应到 33 人，实到 33 人"
    for _ in range(32):
        qtbot.keyClick(attendance.table, Qt.Key.Key_Down)
    qtbot.keyClick(attendance.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not people(office, page)[32].is_present)
    qtbot.waitUntil(lambda: conduct.outline.topLevelItem(0).text(1) == "32/33")


def test_who_came_is_read_with_the_record_and_can_still_be_put_right(qtbot, page, office):
    talk_id = office.ended(0, 1, kind="collective")
    page.open_talk(talk_id)
    qtbot.waitUntil(lambda: page.editor.talk is not None)

    def said():
        return [label.text() for label in page.editor.confirm.reading.findChildren(QLabel)]

    qtbot.waitUntil(lambda: "到会人员名单" in said())
    assert "观音镇党委书记" in said()
    page.editor.show_step(1)
    conduct = page.editor.conduct
    conduct.outline.choose("attendance")
    attendance = conduct.sheet.attendance
    attendance.table.setCurrentCell(1, 1)
    attendance.toggle()
    attendance.reason.setEditText("开会")
    attendance.save_now()
    qtbot.waitUntil(lambda: "缺席：开会" in said())
    assert office.talk(talk_id).status is TalkStatus.TO_CONFIRM

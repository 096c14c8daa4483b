"""Finding a talk and arranging a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.people import Role
from app.domain.talk import TalkStatus
from app.services.talks import ParticipantEntry, TalkEntry
from tests.ui.office import write


def rows(page):
    model = page.list.model
    return [[model.index(r, c).data() for c in range(6)] for r in range(model.rowCount())]


def test_an_empty_list_offers_to_arrange_a_talk(qtbot, page):
    qtbot.waitUntil(page.list.empty.isVisible)
    page.list.empty.button.click()
    assert page.plan.isVisible()


def test_a_name_is_found_by_its_initials_and_by_its_unit(qtbot, page, office):
    office.plan(0)
    office.plan(1)
    page.refresh()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)
    write(page.list.search, "zxm")
    qtbot.waitUntil(lambda: [r[1] for r in rows(page)] == ["赵晓梅"])
    page.list.search.clear()
    write(page.list.search, "羊尾")
    qtbot.waitUntil(lambda: [r[1] for r in rows(page)] == ["王建国"])


def test_a_search_without_result_says_so_and_can_be_taken_back(qtbot, page, office):
    office.plan(0)
    page.refresh()
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    write(page.list.search, "王健国")
    qtbot.waitUntil(lambda: "王健国" in page.list.empty.sentence.text())
    page.list.empty.button.click()
    qtbot.waitUntil(lambda: len(rows(page)) == 1)


def test_chips_narrow_the_list_to_a_step(qtbot, page, office):
    office.plan(0)
    office.begun(1)
    page.refresh()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)
    page.list._chips.button(2).click()
    qtbot.waitUntil(lambda: [r[5] for r in rows(page)] == ["进行中"])


def test_enter_opens_the_talk_under_the_cursor(qtbot, page, office):
    talk_id = office.plan(0)
    page.refresh()
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    page.list.table.choose(0)
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.editor.talk is not None and page.editor.talk.id == talk_id)


def choose(qtbot, picker, text):
    write(picker.search, text)
    qtbot.waitUntil(lambda: picker.found.count() > 0)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)


def test_what_is_missing_is_said_at_each_field(qtbot, page):
    page.begin_new()
    page.plan.interviewer.set_picks(())
    page.plan.confirm()
    told = {key for key, field in page.plan.fields.items() if field.fault.isVisible()}
    assert told == {"place", "subject", "interviewees", "interviewer", "recorder"}
    assert page.plan.place_edit.hasFocus()


def test_a_planned_talk_holds_the_posts_of_its_day(qtbot, page, office):
    page.begin_new()
    plan = page.plan
    choose(qtbot, plan.interviewees, "wjg")
    choose(qtbot, plan.recorder, "周小雨")
    choose(qtbot, plan.companions, "赵晓梅")
    write(plan.place_edit, "谈话室")
    write(plan.subject, "谈心")
    plan.confirm()
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    talk = page.editor.talk
    assert talk.in_role(Role.INTERVIEWEE)[0].title == "党委书记"
    assert talk.in_role(Role.INTERVIEWER)[0].name == "李明"
    assert talk.in_role(Role.RECORDER)[0].person_id is None
    assert talk.in_role(Role.COMPANION)[0].unit_name == "观音镇"


def test_a_collective_talk_takes_several_and_a_single_one_only_one(qtbot, page):
    page.begin_new()
    plan = page.plan
    plan.kind.setCurrentIndex(plan.kind.findData("collective"))
    choose(qtbot, plan.interviewees, "王建国")
    choose(qtbot, plan.interviewees, "赵晓梅")
    assert [p.name for p in plan.interviewees.picks()] == ["王建国", "赵晓梅"]
    plan.kind.setCurrentIndex(plan.kind.findData("heart"))
    assert [p.name for p in plan.interviewees.picks()] == ["王建国"]


def test_somebody_who_is_not_in_the_register_cannot_be_talked_to(qtbot, page):
    page.begin_new()
    write(page.plan.interviewees.search, "查无此人")
    qtbot.waitUntil(lambda: page.plan.interviewees.found.count() == 1)
    qtbot.keyClick(page.plan.interviewees.search, Qt.Key.Key_Return)
    assert page.plan.interviewees.picks() == ()
    assert "没有“查无此人”" in page.plan.interviewees.found.item(0).text()


def test_an_arranged_talk_can_be_put_off(qtbot, page, office):
    talk_id = office.plan(0)
    page.open_talk(talk_id)
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    page.editor.prepare.change_button.click()
    assert page.plan.isVisible()
    page.plan.place_edit.clear()
    write(page.plan.place_edit, "羊尾镇政府二楼")
    page.plan.confirm()
    qtbot.waitUntil(lambda: page.editor.talk.place == "羊尾镇政府二楼")


def test_a_talk_is_called_off_with_a_reason_only(qtbot, page, office):
    talk_id = office.plan(0)
    page.open_talk(talk_id)
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    prepare = page.editor.prepare
    qtbot.waitUntil(lambda: bool(prepare.choice.chosen()))
    prepare.cancel_button.click()
    prepare.cancel_drawer.try_to_confirm()
    assert prepare.cancel_drawer.told.isVisible()
    write(prepare.cancel_drawer.edit, "对方住院")
    prepare.cancel_drawer.try_to_confirm()
    qtbot.waitUntil(lambda: office.talk(talk_id).status is TalkStatus.CANCELLED)


def test_the_prompts_that_apply_are_ticked_and_the_situation_adds_more(qtbot, page, office):
    talk_id = office.plan(0)
    page.open_talk(talk_id)
    prepare = page.editor.prepare
    qtbot.waitUntil(lambda: bool(prepare.choice.chosen()))
    before = set(prepare.choice.chosen())
    current = office.lane.do(office.application.prompts.current)
    required = {p.number for p in current.prompts if p.is_required}
    assert required <= before
    prepare.outline.new_post.setChecked(True)
    more = set(prepare.choice.chosen()) - before
    assert more
    assert all(current.prompt(n).applies.newly_appointed for n in more)
    prepare.keep()
    qtbot.waitUntil(lambda: office.talk(talk_id).status is TalkStatus.PREPARED)
    assert {a.prompt_number for a in office.talk(talk_id).answers} == before | more


def test_a_talk_without_a_recorder_does_not_begin(qtbot, page, office):
    talk_id = office.plan(0)
    entry = office.talk(talk_id)

    def without_recorder():
        office.talks.change_plan(
            talk_id,
            TalkEntry(
                entry.kind,
                entry.subject,
                entry.planned_at,
                entry.place,
                (
                    ParticipantEntry(Role.INTERVIEWEE, office.persons[0]),
                    ParticipantEntry(Role.INTERVIEWER, None, "李明"),
                ),
            ),
        )

    office.lane.do(without_recorder)
    page.open_talk(talk_id)
    prepare = page.editor.prepare
    qtbot.waitUntil(lambda: bool(prepare.choice.chosen()))
    prepare.begin()
    qtbot.waitUntil(prepare.messages.isVisible)
    assert "记录人" in prepare.messages.what.text()
    assert office.talk(talk_id).status is TalkStatus.PLANNED

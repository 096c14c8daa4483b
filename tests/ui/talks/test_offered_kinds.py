from __future__ import annotations

from app.domain.kinds import TalkKind


def offered(plan):
    return [plan.kind.itemText(number) for number in range(plan.kind.count())]


def test_a_new_talk_is_offered_the_kinds_of_today(page, office):
    page.begin_new()
    kinds = office.application.kinds
    office.lane.do(lambda: kinds.add(TalkKind("", "案中谈话")))
    office.lane.do(lambda: kinds.retire("supervision"))
    page.begin_new()
    assert offered(page.plan)[0] == "谈心谈话"
    assert page.plan.kind.currentText() == "谈心谈话"
    assert offered(page.plan)[-1] == "案中谈话"
    assert "监督谈话" not in offered(page.plan)


def test_a_talk_of_a_retired_kind_keeps_it(qtbot, page, office):
    talk_id = office.plan()
    office.lane.do(lambda: office.application.kinds.retire("supervision"))
    page.plan.begin_change(office.talk(talk_id))
    assert page.plan.kind.currentText() == "监督谈话"
    assert page.plan.entry().kind == "supervision"


def test_what_papers_the_kind_calls_for_stands_at_the_preparation(qtbot, page, office):
    page.open_talk(office.plan(0, 1, kind="collective"))
    qtbot.waitUntil(lambda: page.editor.talk is not None)
    said = [
        label.text() for label in page.editor.prepare.findChildren(type(page.editor.make_up.words))
    ]
    assert "谈话通知书、签到表、谈话记录" in said

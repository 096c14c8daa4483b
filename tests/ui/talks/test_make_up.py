from __future__ import annotations

import pytest

from app.domain.talk import TalkStatus


@pytest.fixture
def first(office):
    """A collective talk that is over; 赵晓梅 was absent."""
    talk_id = office.begun(0, 1, 2, kind="collective_summons")
    office.lane.do(lambda: office.talks.set_present(talk_id, 1, False, "出差"))
    for answer in office.talk(talk_id).answers:
        office.lane.do(lambda a=answer: office.talks.save_answer(talk_id, a.id, "有"))
    office.clock.move(minutes=40)
    office.lane.do(lambda: office.talks.end(talk_id))
    return talk_id


def shown(qtbot, page, talk_id):
    page.open_talk(talk_id)
    qtbot.waitUntil(lambda: page.editor.talk is not None and page.editor.talk.id == talk_id)
    return page.editor.make_up


def test_one_click_plans_the_talk_and_each_names_the_other(qtbot, page, office, first):
    strip = shown(qtbot, page, first)
    qtbot.waitUntil(strip.isVisible)
    assert strip.words.text() == "缺席待补谈 1 人：赵晓梅。"
    strip.plan_button.click()
    qtbot.waitUntil(lambda: page.editor.talk is not None and page.editor.talk.id != first)
    later = page.editor.talk
    assert [p.name for p in later.participants] == ["赵晓梅", "李明", "周小雨"]
    number = office.talk(first).number
    qtbot.waitUntil(lambda: strip.words.text() == f"这是为 {number} 缺席的人补谈的。")
    (link,) = strip.links
    link.click()
    qtbot.waitUntil(lambda: page.editor.talk is not None and page.editor.talk.id == first)
    qtbot.waitUntil(lambda: strip.words.text() == "缺席 1 人，都已安排补谈。")
    assert not strip.plan_button.isVisible()
    assert strip.links[0].text() == f"{later.number}（计划）"


def test_a_talk_to_which_all_came_says_nothing(qtbot, page, office):
    talk_id = office.ended(0, 1, kind="collective")
    strip = shown(qtbot, page, talk_id)
    qtbot.wait(50)
    assert office.talk(talk_id).status is TalkStatus.TO_CONFIRM
    assert not strip.isVisible()

"""What is asked in a talk, from the proposal to the paper on the table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.documents.pictures import text_of
from app.domain.people import Role
from app.domain.proposing import OutlineItem, ReasonKind
from app.domain.talk import TalkStatus
from app.services.outlines import Outlines
from app.services.talks import FindingEntry, ParticipantEntry
from tests.desk import CHOSEN, Desk
from tests.makers import make_prompt_set

S = TalkStatus


@pytest.fixture
def desk(vault, trail) -> Desk:
    return Desk.set_up(vault, trail)


@pytest.fixture
def outlines(vault, trail) -> Outlines:
    return Outlines(vault, trail)


def reasons(outlines, talk_id, number):
    found = next(o for o in outlines.propose(talk_id) if o.prompt.number == number)
    return [reason.kind for reason in found.reasons]


def test_what_the_last_talk_left_open_is_proposed_again(desk, outlines):
    earlier = desk.talk_at(S.UNDER_WAY)
    for answer in desk.talk(earlier).answers:
        if answer.prompt_number == "2-2":
            desk.talks.skip(earlier, answer.id, "时间不够")
        elif answer.prompt_number != "1-2":
            desk.talks.save_answer(earlier, answer.id, "说了三件")
    said = next(a for a in desk.talk(earlier).answers if a.prompt_number == "1-1")
    desk.talks.add_finding(earlier, FindingEntry("a2", "台账缺两个月", answer_id=said.id))
    desk.trail.clock.move(minutes=40)
    desk.talks.end(earlier)
    desk.trail.clock.move(days=90)
    talk_id = desk.plan()
    assert reasons(outlines, talk_id, "2-2") == [ReasonKind.SKIPPED]
    assert reasons(outlines, talk_id, "1-2") == [ReasonKind.UNANSWERED]
    assert reasons(outlines, talk_id, "3-2") == [ReasonKind.NOT_ASKED]
    assert reasons(outlines, talk_id, "1-1") == [ReasonKind.REQUIRED, ReasonKind.RAISED]
    past = outlines.ground(talk_id).past
    assert past.open_in("a2") == ("2026-1-0001",)
    assert past.day is not None


def test_a_talk_with_several_people_proposes_for_all_of_them(desk, outlines):
    more = ParticipantEntry(Role.INTERVIEWEE, desk.secretary)
    talk_id = desk.plan(kind="collective", participants=(*desk.everybody()[:1], more))
    assert len(outlines.ground(talk_id).situations) == 2
    assert outlines.ground(talk_id).past.asked == ()
    assert reasons(outlines, talk_id, "1-3") == [ReasonKind.UNIT_KIND]


def test_order_own_questions_reasons_and_minutes_are_kept(desk, outlines):
    talk_id = desk.plan()
    items = (
        "2-2",
        OutlineItem(area="a4", question="桥什么时候通车？"),
        OutlineItem("1-1", skipped_reason="上月专题问过"),
        "1-2",
    )
    desk.talks.prepare(talk_id, items, {"a1": 10, "a2": 25})
    ground = outlines.ground(talk_id)
    assert [(i.prompt_number, i.question, i.skipped_reason) for i in ground.items[:4]] == [
        ("2-2", "", ""),
        ("", "桥什么时候通车？", ""),
        ("1-1", "", "上月专题问过"),
        ("1-2", "", ""),
    ]
    assert dict(ground.minutes) == {"a1": 10, "a2": 25}
    desk.talks.prepare(talk_id, CHOSEN)
    assert dict(outlines.ground(talk_id).minutes) == {"a1": 10, "a2": 25}


def test_an_outline_of_an_older_set_is_carried_into_the_newest(desk, outlines):
    talk_id = desk.plan()
    own = OutlineItem(area="a4", question="桥什么时候通车？")
    desk.talks.prepare(talk_id, ("1-2", own, "2-2"))
    second = make_prompt_set(2)
    changed = tuple(
        replace(p, number="1-9")
        if p.number == "1-2"
        else replace(p, text="换了说法？")
        if p.number == "2-2"
        else p
        for p in second.prompts
    )
    desk.prompts.add(replace(second, prompts=changed))
    ground = outlines.ground(talk_id)
    assert ground.prompts.id == "set-2"
    assert [(i.prompt_number, i.question) for i in ground.items[:2]] == [
        ("1-9", ""),
        ("", "桥什么时候通车？"),
    ]


def test_after_the_talk_began_its_own_set_is_shown(desk, outlines):
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.prompts.add(make_prompt_set(2))
    assert outlines.ground(talk_id).prompts.id == "set-1"


def test_the_paper_says_what_is_asked_and_not_what_is_left_out(desk, outlines):
    talk_id = desk.plan()
    items = (
        "2-2",
        OutlineItem(area="a4", question="桥什么时候通车？"),
        OutlineItem("1-1", skipped_reason="上月专题问过"),
    )
    desk.talks.prepare(talk_id, items, {"a2": 25})
    pdf, _ = outlines.pdf(talk_id)
    said = "".join(text_of(pdf))
    assert "第2项第2问" in said
    assert "桥什么时候通车" in said
    assert "25" in said
    assert "上月专题问过" not in said
    assert "第1项第1问" not in said
    assert desk.acts(talk_id)[-1] == "talk.outline"


def test_a_vault_without_prompts_has_no_outline(vault, trail):
    from app.services.talks import TalkEntry, Talks

    talk_id, _ = Talks(vault, trail).plan(TalkEntry("heart", "", trail.clock.now()))
    with pytest.raises(KeyError):
        Outlines(vault, trail).ground(talk_id)

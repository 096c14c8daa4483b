from __future__ import annotations

import pytest

from app.domain.checks import CautionKind
from app.domain.kind_errors import AbsenceUnexplainedError, NobodyOwedError
from app.domain.make_up import Owing
from app.domain.people import Role
from app.domain.refusals import WrongStatusError
from app.domain.talk import TalkStatus
from app.services.talks import ParticipantEntry

S = TalkStatus


def heads(count):
    return tuple(
        ParticipantEntry(Role.INTERVIEWEE, None, f"第{n}人", f"第{n}镇", "党委书记")
        for n in range(2, count + 1)
    )


def together(desk, count=11, status=S.UNDER_WAY):
    """A collective talk of so many heads; the first of them is 张三."""
    everybody = (*desk.everybody(), *heads(count))
    return desk.talk_at(status, kind="collective_summons", participants=everybody)


def places(desk, talk_id, *names):
    people = desk.talk(talk_id).participants
    return [n for n, p in enumerate(people) if p.name in names]


def absent(desk, talk_id, *names):
    for place in places(desk, talk_id, *names):
        desk.talks.set_present(talk_id, place, False, "出差")


def test_a_talk_does_not_end_while_an_absence_has_no_reason(desk):
    talk_id = together(desk)
    (place,) = places(desk, talk_id, "第3人")
    desk.talks.set_present(talk_id, place, False)
    with pytest.raises(AbsenceUnexplainedError) as caught:
        desk.end(talk_id)
    assert caught.value.names == ("第3人",)
    desk.talks.set_present(talk_id, place, False, " 参加党校学习 ")
    desk.end(talk_id)
    assert desk.talk(talk_id).participants[place].absence_reason == "参加党校学习"
    desk.talks.set_present(talk_id, place, False)
    with pytest.raises(AbsenceUnexplainedError):
        desk.confirm(talk_id)


def test_who_comes_late_is_present_with_the_time(desk, clock):
    talk_id = together(desk)
    (place,) = places(desk, talk_id, "第4人")
    desk.talks.set_present(talk_id, place, False, "路上")
    clock.move(minutes=20)
    desk.talks.arrive_late(talk_id, place)
    who = desk.talk(talk_id).participants[place]
    assert (who.is_present, who.absence_reason) == (True, "9时20分到会")


def test_the_first_form_is_stated_for_each_person_until_the_text_is_frozen(desk):
    talk_id = together(desk)
    desk.talks.state_first_form(talk_id, 0, True)
    assert desk.talk(talk_id).participants[0].is_first_form
    desk.talks.state_first_form(talk_id, 0, False)
    assert not desk.talk(talk_id).participants[0].is_first_form
    desk.end(talk_id)
    desk.confirm(talk_id)
    with pytest.raises(WrongStatusError):
        desk.talks.state_first_form(talk_id, 0, True)


def test_one_command_plans_the_talk_for_all_who_were_absent(desk):
    talk_id = together(desk)
    absent(desk, talk_id, "张三", "第7人")
    with pytest.raises(WrongStatusError):
        desk.talks.make_up(talk_id)
    desk.end(talk_id)
    later, _ = desk.talks.make_up(talk_id)
    made = desk.talk(later)
    assert [p.name for p in made.in_role(Role.INTERVIEWEE)] == ["张三", "第7人"]
    assert [p.name for p in made.in_role(Role.RECORDER)] == ["赵六"]
    assert (made.kind, made.subject, made.status) == (
        "collective_summons",
        "年度监督谈话（补谈）",
        S.PLANNED,
    )
    assert f"{desk.trail.clock.local(made.planned_at):%m-%d %H:%M}" == "03-06 09:00"
    assert all(p.is_present and not p.absence_reason for p in made.participants)
    assert made.participants[0].person_id == desk.leader
    links = desk.talks.make_ups(talk_id)
    assert [link.number for link in links.talks] == [made.number]
    assert [(a.owing, a.talk_number) for a in links.absentees] == [
        (Owing.ARRANGED, made.number)
    ] * 2
    assert desk.talks.make_ups(later).original.id == talk_id
    with pytest.raises(NobodyOwedError):
        desk.talks.make_up(talk_id)


def test_who_is_absent_again_is_owed_again_and_who_came_is_not(desk):
    talk_id = together(desk)
    absent(desk, talk_id, "张三", "第7人")
    desk.end(talk_id)
    later, _ = desk.talks.make_up(talk_id)
    desk.talks.prepare(later, ("1-1",))
    desk.talks.begin(later)
    absent(desk, later, "第7人")
    desk.end(later)
    links = desk.talks.make_ups(talk_id)
    assert [(a.who.name, a.owing) for a in links.absentees] == [
        ("张三", Owing.HELD),
        ("第7人", Owing.OWED),
    ]
    again, _ = desk.talks.make_up(talk_id)
    assert [p.name for p in desk.talk(again).in_role(Role.INTERVIEWEE)] == ["第7人"]
    assert CautionKind.COLLECTIVE_OF_ONE not in {c.kind for c in desk.talks.warnings(again)}
    desk.talks.cancel(again, "调走")
    assert [who.name for who in desk.talks.make_ups(talk_id).owed] == ["第7人"]


def test_a_talk_to_which_all_came_owes_nobody_anything(desk):
    talk_id = together(desk, status=S.TO_CONFIRM)
    assert desk.talks.make_ups(talk_id).absentees == ()
    with pytest.raises(NobodyOwedError):
        desk.talks.make_up(talk_id)

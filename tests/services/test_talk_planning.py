from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.calendar import PartialDate
from app.domain.changes import Changes
from app.domain.checks import Caution, CautionKind
from app.domain.ids import TalkId
from app.domain.people import Role, UnitKind
from app.domain.prompts import Situation
from app.domain.refusals import (
    IntervieweeMissingError,
    NameMissingError,
    NothingAskedError,
    ReasonMissingError,
    WrongStatusError,
)
from app.domain.talk import TalkStatus
from app.services.people import PersonEntry, PostEntry
from app.services.talks import FindingEntry, ParticipantEntry, TalkEntry, Talks
from tests.desk import CHOSEN
from tests.makers import make_prompt_set

S = TalkStatus


def test_a_planned_talk_takes_names_and_posts_of_the_day_from_the_register(desk):
    talk = desk.talk(desk.plan())
    assert (talk.number, talk.status, talk.place) == ("2026-0001", S.PLANNED, "谈话室")
    assert [(p.role, p.name, p.unit_name, p.title) for p in talk.participants] == [
        (Role.INTERVIEWEE, "张三", "清溪镇", "党委书记"),
        (Role.INTERVIEWER, "王五", "县纪委监委", "书记"),
        (Role.RECORDER, "赵六", "县纪委监委", "干部"),
    ]
    assert talk.participants[0].unit_id == desk.township


def test_what_was_typed_goes_before_the_register_and_guests_need_none(desk):
    people = (
        ParticipantEntry(Role.INTERVIEWEE, desk.leader, title="镇党委书记", unit_name="清溪"),
        ParticipantEntry(Role.OBSERVER, name="陈　七", unit_name=" 市纪委 ", title="处长"),
    )
    interviewee, guest = desk.talk(desk.plan(participants=people)).participants
    assert (interviewee.unit_name, interviewee.title) == ("清溪", "镇党委书记")
    assert (guest.name, guest.unit_name, guest.person_id) == ("陈七", "市纪委", None)
    with pytest.raises(NameMissingError):
        desk.plan(participants=(ParticipantEntry(Role.OBSERVER, name=" "),))


def test_a_talk_of_last_year_has_the_post_of_that_day(desk):
    desk.people.add_post(
        desk.leader,
        PostEntry(
            new_unit_name="县水利局",
            title="局长",
            is_principal=True,
            since=PartialDate(2015),
            until=PartialDate(2022, 4),
        ),
    )
    then = datetime(2021, 6, 1, 2, tzinfo=UTC)
    talk = desk.talk(desk.plan(planned_at=then))
    assert (talk.participants[0].title, talk.number) == ("局长", "2021-0001")


def test_who_has_no_post_is_written_without_one(desk):
    nobody, _ = desk.people.add_person(PersonEntry("钱七"))
    (interviewee,) = desk.talk(
        desk.plan(participants=(ParticipantEntry(Role.INTERVIEWEE, nobody),))
    ).participants
    assert (interviewee.name, interviewee.unit_name, interviewee.unit_id) == ("钱七", "", None)


def test_numbers_run_through_each_year_without_gap(desk):
    in_2027 = datetime(2027, 1, 5, tzinfo=UTC)
    ids = [desk.plan(), desk.plan(planned_at=in_2027), desk.plan()]
    desk.talks.cancel(ids[0], "出差")
    with pytest.raises(NameMissingError):
        desk.plan(participants=(ParticipantEntry(Role.OBSERVER),))
    ids += [desk.plan(), desk.plan(planned_at=in_2027)]
    assert [desk.talk(i).number for i in ids] == [
        "2026-0001",
        "2027-0001",
        "2026-0002",
        "2026-0003",
        "2027-0002",
    ]


def test_the_year_of_a_number_is_that_of_the_clock_on_the_wall(desk):
    new_year_in_china = datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert desk.talk(desk.plan(planned_at=new_year_in_china)).number == "2027-0001"


def test_a_plan_may_be_changed_until_the_talk_begins(desk):
    talk_id = desk.talk_at(S.PREPARED)
    entry = desk.entry(kind="reminder", subject=" 苗头 ", place="二楼", participants=())
    assert desk.talks.change_plan(talk_id, entry) is Changes.TALKS
    talk = desk.talk(talk_id)
    assert (talk.kind, talk.subject, talk.place, talk.participants) == (
        "reminder",
        "苗头",
        "二楼",
        (),
    )
    assert talk.status is S.PREPARED
    with pytest.raises(IntervieweeMissingError):
        desk.talks.begin(talk_id)
    with pytest.raises(WrongStatusError):
        desk.talks.change_plan(desk.talk_at(S.UNDER_WAY), entry)


def test_a_talk_may_be_put_off_or_called_off(desk):
    talk_id = desk.plan()
    later = desk.trail.clock.now() + timedelta(days=3)
    desk.talks.reschedule(talk_id, later, "三楼")
    assert (desk.talk(talk_id).planned_at, desk.talk(talk_id).place) == (later, "三楼")
    with pytest.raises(ReasonMissingError):
        desk.talks.cancel(talk_id, " ")
    desk.talks.cancel(talk_id, "出差")
    assert (desk.talk(talk_id).status, desk.talk(talk_id).cancel_reason) == (S.CANCELLED, "出差")


def test_the_situation_tells_unit_appointment_and_open_findings(desk):
    assert desk.talks.situation(desk.plan()) == Situation(UnitKind.TOWNSHIP)
    new, _ = desk.people.add_person(
        PersonEntry(
            "钱七", new_unit_name="县水利局", new_unit_kind=UnitKind.DEPARTMENT,
            title="局长", since=PartialDate(2025, 9),
        )
    )  # fmt: skip
    alone = (ParticipantEntry(Role.INTERVIEWEE, new),)
    assert desk.talks.situation(desk.plan(participants=alone)) == Situation(
        UnitKind.DEPARTMENT, is_newly_appointed=True
    )
    earlier = desk.talk_at(S.UNDER_WAY)
    desk.talks.add_finding(earlier, FindingEntry("a1", "台账缺两个月"))
    assert desk.talks.situation(desk.plan()).has_open_findings
    assert not desk.talks.situation(earlier).has_open_findings
    assert desk.talks.situation(desk.plan(participants=())) == Situation()
    guest = (ParticipantEntry(Role.INTERVIEWEE, name="陈七"),)
    assert desk.talks.situation(desk.plan(participants=guest)) == Situation()


def test_preparing_keeps_the_words_of_the_newest_set_in_the_order_chosen(desk):
    desk.prompts.add(make_prompt_set(2))
    talk_id = desk.talk_at(S.PREPARED)
    talk = desk.talk(talk_id)
    assert talk.prompt_set_id == "set-2"
    assert tuple(a.prompt_number for a in talk.answers) == CHOSEN
    assert [a.order for a in talk.answers] == [1, 2, 3]
    assert (talk.answers[0].question, talk.answers[0].is_required) == (
        "第1项第1问，说一件具体的事？",
        True,
    )
    assert (talk.answers[0].follow_ups, talk.answers[0].concrete) == (
        ("谁办的？",),
        ("日期", "数字"),
    )
    desk.talks.prepare(talk_id, ("3-1", "1-1"))
    assert [a.prompt_number for a in desk.talk(talk_id).answers] == ["3-1", "1-1"]
    desk.prompts.add(make_prompt_set(3))
    assert desk.talk(talk_id).prompt_set_id == "set-2"


def test_preparing_needs_questions_and_people(desk):
    with pytest.raises(NothingAskedError):
        desk.talks.prepare(desk.plan(), ())
    with pytest.raises(IntervieweeMissingError):
        desk.talks.prepare(desk.plan(participants=()), CHOSEN)


def test_a_vault_without_prompts_has_nothing_to_ask(vault, trail):
    talks = Talks(vault, trail)
    roles = (Role.INTERVIEWEE, Role.INTERVIEWER, Role.RECORDER)
    people = tuple(ParticipantEntry(role, name=f"客人{role.value}") for role in roles)
    entry = TalkEntry("heart", "", trail.clock.now(), participants=people)
    talk_id, _ = talks.plan(entry)
    with pytest.raises(NothingAskedError):
        talks.prepare(talk_id, ())
    with pytest.raises(KeyError):
        talks.get(TalkId("nowhere"))


def test_two_talks_at_once_are_pointed_out(desk):
    first, second = desk.plan(), desk.plan()
    later = desk.plan(planned_at=desk.trail.clock.now() + timedelta(hours=3))
    cancelled = desk.plan()
    desk.talks.cancel(cancelled, "出差")
    assert desk.talks.warnings(later) == ()
    clash = [
        Caution(CautionKind.TWO_TALKS_AT_ONCE, name, "2026-0002")
        for name in ("张三", "王五", "赵六")
    ]
    room = Caution(CautionKind.PLACE_AT_ONCE, "谈话室", "2026-0002")
    assert list(desk.talks.warnings(first)) == [*clash, room]
    assert {c.other for c in desk.talks.warnings(second)} == {"2026-0001"}


def test_a_talk_that_ended_before_is_not_at_the_same_time(desk):
    first = desk.talk_at(S.PREPARED, planned_at=desk.trail.clock.now())
    desk.talks.begin(first)
    desk.end(first)  # forty minutes later
    assert desk.talks.warnings(desk.plan(planned_at=desk.trail.clock.now())) == ()


def test_a_talk_that_lasts_long_is_still_going_on(desk):
    first = desk.talk_at(S.PREPARED, planned_at=desk.trail.clock.now())
    desk.talks.begin(first)
    later = desk.plan(planned_at=desk.trail.clock.now() + timedelta(hours=2))
    assert desk.talks.warnings(later) == ()  # for all one knows it is over by then
    for answer in desk.talk(first).answers:
        desk.talks.save_answer(first, answer.id, "讲了很久")
    desk.trail.clock.move(hours=3)
    desk.talks.end(first)
    assert {c.kind for c in desk.talks.warnings(later)} == {
        CautionKind.TWO_TALKS_AT_ONCE,
        CautionKind.PLACE_AT_ONCE,
    }


def test_a_post_that_was_over_on_the_day_is_pointed_out(desk):
    post = desk.people.card(desk.leader).posts[0].post
    desk.people.end_post(post.id, PartialDate(2025, 12))
    assert desk.talks.warnings(desk.plan()) == (Caution(CautionKind.POST_OUT_OF_DATE, "张三"),)

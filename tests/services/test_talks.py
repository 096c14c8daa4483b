from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.calendar import PartialDate
from app.domain.changes import Changes
from app.domain.checks import Caution, CautionKind
from app.domain.ids import FindingId, TalkId
from app.domain.people import Role, Unit, UnitKind
from app.domain.prompts import Situation
from app.domain.refusals import (
    BreakOpenError,
    IntervieweeMissingError,
    ManifestationMissingError,
    NameMissingError,
    NothingAskedError,
    QuestionMissingError,
    ReasonMissingError,
    ScanMissingError,
    TalkSealedError,
    WrongStatusError,
)
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from app.services.people import PersonEntry, PostEntry
from app.services.talks import FindingEntry, ParticipantEntry, TalkEntry, Talks
from tests.desk import CHOSEN
from tests.makers import make_prompt_set

S = TalkStatus


def numbers(rows):
    return [row.number for row in rows]


# ── planning ─────────────────────────────────────────────────────────────────────────────────────


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
    desk.talks.prepare(talk_id, ("3-1",))
    assert [a.prompt_number for a in desk.talk(talk_id).answers] == ["3-1"]
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


# ── the talk ─────────────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_in_the_vault_at_once(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    assert desk.talks.save_answer(talk_id, answer_id, "讲了\n三件事 ") is Changes.ANSWERS
    assert desk.talk(talk_id).answer(answer_id).text == "讲了\n三件事 "
    assert desk.acts(talk_id)[-1] == "talk.answer"


def test_the_trail_keeps_the_digest_of_an_answer_and_never_its_words(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.talks.save_answer(talk_id, desk.first_answer(talk_id), "极其秘密")
    with desk.vault.reading() as connection:
        content = connection.execute(
            "SELECT content FROM audit_entry ORDER BY sequence DESC LIMIT 1"
        ).fetchone()[0]
    assert len(content) == 64


@pytest.mark.parametrize("status", [s for s in S if s is not S.UNDER_WAY])
def test_nothing_is_typed_before_or_after_the_talk(desk, status):
    talk_id = desk.talk_at(status)
    answers = desk.talk(talk_id).answers
    before, acts = desk.talk(talk_id), desk.acts()
    refusal = TalkSealedError if status is S.SEALED else (WrongStatusError, KeyError)
    with pytest.raises(refusal):
        desk.talks.save_answer(talk_id, answers[0].id if answers else "x", "晚了")
    assert desk.talk(talk_id) == before
    assert desk.acts() == acts


def test_an_answer_of_another_talk_is_not_touched(desk):
    one, other = desk.talk_at(S.UNDER_WAY), desk.talk_at(S.UNDER_WAY)
    with pytest.raises(KeyError):
        desk.talks.save_answer(one, desk.first_answer(other), "错了")
    assert desk.talk(other).answers[0].text == ""


def test_a_question_is_skipped_with_a_reason_until_something_is_said(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    with pytest.raises(ReasonMissingError):
        desk.talks.skip(talk_id, answer_id, " ")
    desk.talks.skip(talk_id, answer_id, " 不分管 ")
    desk.talks.save_answer(talk_id, answer_id, " ")
    assert desk.talk(talk_id).answer(answer_id).skipped_reason == "不分管"
    desk.talks.save_answer(talk_id, answer_id, "想起来了")
    assert desk.talk(talk_id).answer(answer_id).skipped_reason == ""
    desk.talks.skip(talk_id, answer_id, "不愿谈")
    desk.talks.unskip(talk_id, answer_id)
    assert desk.talk(talk_id).answer(answer_id).skipped_reason == ""


def test_a_question_on_the_spot_keeps_its_own_words(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    with pytest.raises(QuestionMissingError):
        desk.talks.ask(talk_id, "a2", " ")
    answer_id, changes = desk.talks.ask(talk_id, "a2", " 那笔钱呢？ ")
    desk.talks.save_answer(talk_id, answer_id, "退了")
    asked = desk.talk(talk_id).answers[-1]
    assert changes is Changes.ANSWERS
    assert (asked.order, asked.area, asked.question, asked.prompt_number, asked.text) == (
        4,
        "a2",
        "那笔钱呢？",
        "",
        "退了",
    )


def test_who_came_is_noted_by_place(desk):
    absent = ParticipantEntry(Role.INTERVIEWEE, name="陈七")
    talk_id = desk.talk_at(S.UNDER_WAY, kind="collective", participants=desk.everybody(absent))
    desk.talks.set_present(talk_id, 3, is_present=False, reason=" 住院 ")
    assert desk.talk(talk_id).participants[3].absence_reason == "住院"
    assert desk.talks.warnings(talk_id) == (Caution(CautionKind.ABSENT, "陈七"),)
    desk.talks.set_present(talk_id, 3, is_present=True, reason="住院")
    came = desk.talk(talk_id).participants[3]
    assert (came.is_present, came.absence_reason) == (True, "")


def test_breaks_are_kept_and_end_before_the_talk(desk, clock):
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.talks.pause(talk_id, " 喝水 ")
    with pytest.raises(BreakOpenError):
        desk.talks.pause(talk_id, "")
    clock.move(minutes=5)
    desk.talks.resume(talk_id)
    desk.talks.resume(talk_id)
    clock.move(minutes=5)
    desk.talks.pause(talk_id, "")
    for answer in desk.talk(talk_id).answers:
        desk.talks.save_answer(talk_id, answer.id, "有")
    with pytest.raises(BreakOpenError):
        desk.talks.end(talk_id)
    clock.move(minutes=1)
    desk.talks.resume(talk_id)
    desk.talks.end(talk_id)
    talk = desk.talk(talk_id)
    assert [(b.note, b.ended_at - b.began_at) for b in talk.breaks] == [
        ("喝水", timedelta(minutes=5)),
        ("", timedelta(minutes=1)),
    ]
    assert talk.spoken_time(clock.now()) == timedelta(minutes=5)


def test_closing_words_are_open_until_confirmed(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.talks.save_closing(talk_id, "结", "求", "")
    desk.end(talk_id)
    desk.talks.save_closing(talk_id, "结", "求", "态")
    talk = desk.talk(talk_id)
    assert (talk.summary, talk.requirement, talk.statement) == ("结", "求", "态")
    desk.confirm(talk_id)
    with pytest.raises(WrongStatusError):
        desk.talks.save_closing(talk_id, "改", "改", "改")


# ── after ────────────────────────────────────────────────────────────────────────────────────────


def test_corrections_keep_the_old_words_beside_the_new(desk, clock):
    talk_id = desk.talk_at(S.TO_CONFIRM)
    answer_id = desk.first_answer(talk_id)
    desk.talks.correct(talk_id, answer_id, "不是三件，是两件", " 本人更正 ")
    desk.talks.correct(talk_id, answer_id, "两件")
    talk = desk.talk(talk_id)
    assert talk.answer(answer_id).text == "两件"
    assert [(c.at, c.old_text, c.new_text, c.note) for c in talk.corrections] == [
        (clock.now(), "答复1", "不是三件，是两件", "本人更正"),
        (clock.now(), "不是三件，是两件", "两件", ""),
    ]


def test_a_refusal_to_sign_is_noted_not_overwritten(desk):
    talk_id = desk.talk_at(S.TO_SIGN)
    with pytest.raises(ScanMissingError):
        desk.talks.note_refusal_and_sign(talk_id, " ")
    desk.talks.note_refusal_and_sign(talk_id, "拒签，李四见证")
    assert desk.talk(talk_id).refusal_note == "拒签，李四见证"


def test_a_sealed_talk_is_read_as_it_was_and_takes_no_command(desk, clock):
    talk_id = desk.talk_at(S.SIGNED)
    before = desk.talk(talk_id)
    desk.talks.seal(talk_id)
    sealed = desk.talk(talk_id)
    assert sealed == replace(before, status=S.SEALED, sealed_at=clock.now())
    answer_id = desk.first_answer(talk_id)
    commands = (
        lambda: desk.talks.change_plan(talk_id, desk.entry()),
        lambda: desk.talks.reschedule(talk_id, clock.now(), ""),
        lambda: desk.talks.cancel(talk_id, "x"),
        lambda: desk.talks.prepare(talk_id, CHOSEN),
        lambda: desk.talks.begin(talk_id),
        lambda: desk.talks.save_answer(talk_id, answer_id, "x"),
        lambda: desk.talks.skip(talk_id, answer_id, "x"),
        lambda: desk.talks.unskip(talk_id, answer_id),
        lambda: desk.talks.ask(talk_id, "a1", "x"),
        lambda: desk.talks.set_present(talk_id, 0, is_present=False),
        lambda: desk.talks.save_closing(talk_id, "x", "x", "x"),
        lambda: desk.talks.pause(talk_id, ""),
        lambda: desk.talks.resume(talk_id),
        lambda: desk.talks.end(talk_id),
        lambda: desk.talks.correct(talk_id, answer_id, "x"),
        lambda: desk.talks.note_refusal_and_sign(talk_id, "x"),
        lambda: desk.talks.seal(talk_id),
        lambda: desk.talks.add_finding(talk_id, FindingEntry("a1", "x")),
    )
    acts = desk.acts()
    for command in commands:
        with pytest.raises(TalkSealedError):
            command()
    assert desk.talk(talk_id) == sealed
    assert desk.acts() == acts


def test_each_step_leaves_its_trace(desk):
    talk_id = desk.talk_at(S.SEALED)
    assert desk.acts(talk_id) == [
        "talk.plan",
        "talk.prepare",
        "talk.begin",
        "talk.answer",
        "talk.answer",
        "talk.answer",
        "talk.end",
        "talk.refusal",
        "talk.seal",
    ]


# ── findings ─────────────────────────────────────────────────────────────────────────────────────


def test_a_finding_gets_number_deadline_unit_and_person(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    finding_id, changes = desk.talks.add_finding(
        talk_id, FindingEntry("a1", " 台账缺两个月 ", " 补齐 ", answer_id=answer_id)
    )
    (finding,) = desk.talks.findings(talk_id)
    assert changes is Changes.FINDINGS
    assert (finding.id, finding.number, finding.deadline) == (
        finding_id,
        "2026-1-0001",
        date(2026, 4, 5),
    )
    assert (finding.manifestation, finding.measure) == ("台账缺两个月", "补齐")
    assert (finding.unit_id, finding.person_id, finding.answer_id) == (
        desk.township,
        desk.leader,
        answer_id,
    )


def test_findings_are_numbered_through_the_quarter(desk, clock):
    talk_id = desk.talk_at(S.UNDER_WAY)
    for _ in range(2):
        desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    with pytest.raises(ManifestationMissingError):
        desk.talks.add_finding(talk_id, FindingEntry("a1", " "))
    clock.move(days=40)
    desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    assert numbers(desk.talks.findings(talk_id)) == ["2026-1-0001", "2026-1-0002", "2026-2-0001"]


def test_the_kind_of_talk_and_the_user_set_the_deadline(desk):
    talk_id = desk.talk_at(S.UNDER_WAY, kind="admonition")
    desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    desk.talks.add_finding(talk_id, FindingEntry("a1", "表现", deadline=date(2026, 3, 20)))
    assert [f.deadline for f in desk.talks.findings(talk_id)] == [
        date(2026, 9, 5),
        date(2026, 3, 20),
    ]


def test_what_is_common_belongs_to_nobody_alone(desk):
    other = ParticipantEntry(Role.INTERVIEWEE, name="陈七")
    alone = desk.talk_at(S.UNDER_WAY)
    together = desk.talk_at(S.UNDER_WAY, kind="collective", participants=desk.everybody(other))
    desk.talks.add_finding(alone, FindingEntry("a1", "表现", is_common=True))
    desk.talks.add_finding(together, FindingEntry("a1", "表现"))
    desk.talks.add_finding(together, FindingEntry("a1", "表现", unit_id=desk.township))
    found = desk.talks.findings(alone) + desk.talks.findings(together)
    assert [f.unit_id for f in found] == [None, None, desk.township]


def test_a_finding_may_be_reworded_until_the_talk_is_sealed(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    finding_id, _ = desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    desk.talks.change_finding(finding_id, FindingEntry("a2", "改后", deadline=date(2026, 5, 1)))
    (finding,) = desk.talks.findings(talk_id)
    assert (finding.number, finding.area, finding.manifestation) == ("2026-1-0001", "a2", "改后")
    desk.end(talk_id)
    desk.confirm(talk_id)
    desk.talks.note_refusal_and_sign(talk_id, "拒签")
    desk.talks.seal(talk_id)
    with pytest.raises(TalkSealedError):
        desk.talks.change_finding(finding_id, FindingEntry("a2", "再改"))
    with pytest.raises(WrongStatusError) as caught:
        desk.talks.add_finding(desk.plan(), FindingEntry("a1", "表现"))
    assert caught.value.act == "find"
    with pytest.raises(KeyError):
        desk.talks.change_finding(FindingId("nothing"), FindingEntry("a2", "x"))


def test_open_findings_of_unit_and_person_come_up_in_the_next_talk(desk):
    earlier = desk.talk_at(S.UNDER_WAY)
    desk.talks.add_finding(earlier, FindingEntry("a1", "晚", deadline=date(2026, 6, 1)))
    desk.talks.add_finding(earlier, FindingEntry("a1", "早", deadline=date(2026, 5, 1)))
    assert [f.manifestation for f in desk.talks.open_findings(desk.plan())] == ["早", "晚"]
    assert desk.talks.open_findings(earlier) == []


# ── lists ────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_newest_first_what_a_line_needs(desk):
    first = desk.plan()
    others = [
        ParticipantEntry(Role.INTERVIEWEE, name=f"陈{n}", unit_name=f"{n}局") for n in "一二三"
    ]
    desk.plan(
        kind="collective",
        planned_at=desk.trail.clock.now() + timedelta(days=1),
        participants=desk.everybody(*others),
    )
    second_row, first_row = desk.talks.page()
    assert (first_row.id, first_row.interviewees, first_row.unit_names) == (first, "张三", "清溪镇")
    assert second_row.interviewees == "张三等4人"
    assert second_row.unit_names == "清溪镇、一局、二局等"
    assert (second_row.kind, second_row.status, second_row.is_received) == (
        "collective",
        S.PLANNED,
        False,
    )


def test_pages_follow_each_other_without_gap_or_repeat(desk, clock):
    for n in range(23):
        if n % 3:
            clock.move(hours=1)
        desk.plan()
    seen, last = [], None
    while page := desk.talks.page(after=last, limit=5):
        seen += page
        last = page[-1]
    assert sorted(numbers(seen)) == [f"2026-{n:04}" for n in range(1, 24)]
    assert [r.day for r in seen] == sorted((r.day for r in seen), reverse=True)


def test_the_list_is_narrowed_by_status_year_and_receipt(desk):
    planned, sealed = desk.plan(), desk.talk_at(S.SEALED)
    old = desk.plan(planned_at=datetime(2025, 12, 31, 15, tzinfo=UTC))

    def found(**wanted):
        return {row.id for row in desk.talks.page(TalkFilter(**wanted))}

    assert found() == {planned, sealed, old}
    assert found(statuses=(S.PLANNED,)) == {planned, old}
    assert found(statuses=(S.PLANNED, S.SEALED)) == {planned, sealed, old}
    assert found(statuses=(S.SIGNED,)) == set()
    assert found(year=2025) == {old}
    assert found(year=2026) == {planned, sealed}
    assert found(year=2026, statuses=(S.SEALED, S.SIGNED)) == {sealed}
    assert found(is_received=False) == {sealed}
    assert found(is_received=True) == set()
    assert found(is_received=False, text="张三", year=2026) == {sealed}
    assert found(text="张三", statuses=(S.SEALED,)) == {sealed}


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("张三", True),
        ("zs", True),
        ("清溪", True),
        ("陈", True),
        ("陈·七", True),
        ("2026-0001", True),
        (" 2026-0001 ", True),
        ("2026-0002", False),
        ("王五", False),
        ("李", False),
        ("%", False),
    ],
)
def test_a_talk_is_found_by_its_interviewees_their_units_and_its_number(desk, text, is_found):
    desk.plan(participants=desk.everybody(ParticipantEntry(Role.INTERVIEWEE, name="陈七")))
    assert bool(desk.talks.page(TalkFilter(text))) is is_found


def test_an_old_talk_is_found_under_the_names_of_its_day_and_of_today(desk):
    desk.plan()
    desk.people.change_person(replace(desk.people.card(desk.leader).person, name="章三丰"))
    desk.people.change_unit(Unit(desk.township, "溪口街道", UnitKind.OTHER))
    (row,) = desk.talks.page()
    assert (row.interviewees, row.unit_names) == ("张三", "清溪镇")
    for text in ("张三", "章三丰", "zsf", "清溪", "溪口"):
        assert desk.talks.page(TalkFilter(text)) == [row], text


def test_the_talks_of_a_person_stand_on_the_card(desk, clock):
    older = desk.plan()
    clock.move(days=1)
    newer = desk.plan()
    assert [row.id for row in desk.people.talks(desk.leader)] == [newer, older]
    assert desk.people.talks(desk.secretary) == []


# ── cautions ─────────────────────────────────────────────────────────────────────────────────────


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
    assert list(desk.talks.warnings(first)) == clash
    assert {c.other for c in desk.talks.warnings(second)} == {"2026-0001"}


def test_a_post_that_was_over_on_the_day_is_pointed_out(desk):
    post = desk.people.card(desk.leader).posts[0].post
    desk.people.end_post(post.id, PartialDate(2025, 12))
    assert desk.talks.warnings(desk.plan()) == (Caution(CautionKind.POST_OUT_OF_DATE, "张三"),)

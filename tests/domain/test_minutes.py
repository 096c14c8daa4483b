from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

from app.domain.kinds import SHIPPED
from app.domain.minutes import Attendance, BlockKind, minutes_of
from app.domain.people import Role
from app.domain.talk import Break, TalkStatus
from tests.makers import (
    BEGAN,
    PEOPLE,
    make_answer,
    make_participant,
    make_talk,
    make_talk_at,
)

AREAS = {"a1": "聚焦“两个维护”", "a2": "聚焦“关键少数”"}
CHINA = timezone(timedelta(hours=8))
LOCAL = BEGAN.astimezone(CHINA)


def minutes_in(talk, areas, office):
    return minutes_of(talk, SHIPPED.of(talk.kind), areas, office)


def make_minutes(**more):
    talk = make_talk(
        **{"began_at": LOCAL, "ended_at": LOCAL + timedelta(hours=1), "place": "谈话室", **more}
    )
    return minutes_in(talk, AREAS, "清溪县纪委监委")


def test_the_head_tells_when_where_who_and_why():
    assert make_minutes().fields == (
        ("谈话时间", "2026年3月5日9时00分至2026年3月5日10时00分"),
        ("谈话地点", "谈话室"),
        ("谈话类型", "监督谈话"),
        ("主谈人", "王五（县纪委监委书记）"),
        ("记录人", "赵六（县纪委监委干部）"),
        ("谈话对象", "张三"),
        ("单位及职务", "清溪镇党委书记"),
        ("谈话事由", "年度监督谈话"),
    )


def test_on_whose_behalf_the_talk_was_led_stands_with_who_led_it():
    fields = dict(make_minutes(delegation="受李明委托").fields)
    assert fields["主谈人"] == "王五（县纪委监委书记），受李明委托"
    assert fields["记录人"] == "赵六（县纪委监委干部）"


def test_what_is_not_known_has_no_line():
    talk = make_talk(subject="", planned_at=LOCAL)
    labels = dict(minutes_in(talk, AREAS, "").fields)
    assert "谈话地点" not in labels
    assert "谈话事由" not in labels
    assert labels["谈话时间"] == "2026年3月5日"


def test_guests_without_a_post_are_named_alone():
    guest = make_participant(Role.OBSERVER, "陈七", unit_name="", title="")
    assert ("列席人员", "陈七") in make_minutes(participants=(*PEOPLE, guest)).fields


def test_questions_stand_under_their_area_with_what_was_said():
    answers = (
        make_answer(1, text=" 讲了 "),
        make_answer(2, skipped_reason="不分管"),
        make_answer(3),
        make_answer(6, skipped_reason="上次问过", is_left_out=True),
        make_answer(4, area="a2", text="有"),
        make_answer(5, area="a9", text="别的"),
    )
    blocks = make_minutes(answers=answers).blocks
    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.HEADING, "聚焦“两个维护”"),
        (BlockKind.QUESTION, "问？"),
        (BlockKind.REPLY, "讲了"),
        (BlockKind.QUESTION, "问？"),
        (BlockKind.REPLY, "（未答。不分管）"),
        (BlockKind.HEADING, "聚焦“关键少数”"),
        (BlockKind.QUESTION, "问？"),
        (BlockKind.REPLY, "有"),
        (BlockKind.HEADING, "a9"),
        (BlockKind.QUESTION, "问？"),
        (BlockKind.REPLY, "别的"),
    ]
    assert blocks[2].field == "第1问的答复"


def test_breaks_and_closing_words_come_last():
    pause = Break(LOCAL, LOCAL + timedelta(minutes=5), "喝水")
    minutes = make_minutes(breaks=(pause, Break(LOCAL)), summary="结 ", statement="接受")
    assert [b.text for b in minutes.blocks] == [
        "中途休息：2026年3月5日9时00分至2026年3月5日9时05分。喝水",
        "谈话小结",
        "结",
        "表态",
        "接受",
    ]


def test_a_collective_talk_has_its_attendance():
    away = make_participant(Role.INTERVIEWEE, "陈七", is_present=False, absence_reason="住院")
    minutes = make_minutes(kind="collective", participants=(*PEOPLE, away))
    assert ("谈话对象", "应到2人，实到1人（名单附后）") in minutes.fields
    assert [(a.name, a.is_present, a.absence_reason) for a in minutes.attendance] == [
        ("张三", True, ""),
        ("陈七", False, "住院"),
    ]
    assert make_minutes().attendance == ()


def test_only_strict_kinds_have_a_place_for_the_fingerprint():
    assert make_minutes(kind="reminder").has_fingerprint
    assert not make_minutes().has_fingerprint


def test_the_digest_follows_every_word_and_nothing_else():
    talk = make_talk_at(TalkStatus.TO_CONFIRM)
    digest = minutes_in(talk, AREAS, "").digest()
    assert minutes_in(replace(talk, minutes_pages=9), AREAS, "").digest() == digest
    assert minutes_in(replace(talk, summary="。"), AREAS, "").digest() != digest
    assert minutes_in(talk, AREAS, "别处").digest() != digest


def test_the_list_tells_when_somebody_came_and_why_somebody_did_not():
    late = Attendance("张三", "清溪镇", "党委书记", is_present=True, absence_reason="9时20分到会")
    absent = Attendance("李四", "观音镇", "镇长", is_present=False, absence_reason="出差")
    assert (late.post, late.remark) == ("清溪镇党委书记（9时20分到会）", "")
    assert (absent.post, absent.remark) == ("观音镇镇长", "缺席：出差")

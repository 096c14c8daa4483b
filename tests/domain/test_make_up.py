from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import PersonId
from app.domain.make_up import Owing, absentees, is_same, make_up_of
from app.domain.people import Role
from app.domain.talk import TalkStatus
from tests.makers import PEOPLE, make_participant, make_talk

NAMES = tuple(f"第{n}人" for n in range(6))
BEFORE = {TalkStatus.PLANNED, TalkStatus.PREPARED}


def heads(present):
    return tuple(
        make_participant(Role.INTERVIEWEE, name, is_present=name in present) for name in NAMES
    )


@given(
    present=st.sets(st.sampled_from(NAMES)),
    later=st.lists(
        st.tuples(st.sets(st.sampled_from(NAMES)), st.sampled_from(list(TalkStatus))), max_size=4
    ),
)
def test_each_absent_person_stands_where_the_later_talks_put_them(present, later):
    first = make_talk(participants=heads(present))
    talks = tuple(
        replace(make_talk(participants=heads(came)), status=status, number=f"2026-{n:04}")
        for n, (came, status) in enumerate(later, 2)
    )
    standings = absentees(first, talks)
    assert [a.who.name for a in standings] == [name for name in NAMES if name not in present]
    for one in standings:
        of_them = [
            status
            for came, status in later
            if one.who.name in came and status is not TalkStatus.CANCELLED
        ]
        if any(status not in BEFORE for status in of_them):
            assert one.owing is Owing.HELD
        else:
            assert one.owing is (Owing.ARRANGED if of_them else Owing.OWED)
        assert bool(one.talk_number) is (one.owing is not Owing.OWED)


def test_namesakes_of_the_register_are_two_and_a_guest_is_known_by_name_and_unit():
    guest = make_participant(Role.INTERVIEWEE, "张三")
    one = replace(guest, person_id=PersonId("a"))
    assert is_same(guest, replace(guest, title="镇长"))
    assert not is_same(guest, replace(guest, unit_name="观音镇"))
    assert is_same(one, replace(one, unit_name="观音镇"))
    assert not is_same(one, replace(one, person_id=PersonId("b")))
    assert not is_same(one, guest)


def test_the_talk_that_makes_up_has_our_side_and_who_is_owed():
    talk = replace(make_talk(), status=TalkStatus.TO_CONFIRM)
    owed = replace(PEOPLE[0], is_present=False, absence_reason="出差")
    made = make_up_of(talk, (owed,))
    assert [p.name for p in made] == ["张三", "王五", "赵六"]
    assert (made[0].is_present, made[0].absence_reason) == (True, "")

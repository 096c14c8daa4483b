"""Two persons who must not sit opposite each other in a talk."""

from __future__ import annotations

import pytest

from app.domain.ids import PersonId
from app.domain.people import Role
from app.domain.plan_errors import GroundMissingError, RecusalSelfError
from app.domain.recusal import Conflict, Recusal, conflicts
from tests.makers import BEGAN, make_participant, make_talk


def test_a_pair_stands_in_one_order_whoever_is_named_first():
    one = Recusal(PersonId("b"), PersonId("a"), " 夫妻 ", BEGAN).checked()
    assert (one.person_id, one.other_id, one.ground) == ("a", "b", "夫妻")
    assert one == Recusal(PersonId("a"), PersonId("b"), "夫妻", BEGAN).checked()


def test_nobody_avoids_himself_and_every_pair_has_its_ground():
    with pytest.raises(RecusalSelfError):
        Recusal(PersonId("a"), PersonId("a"), "夫妻", BEGAN).checked()
    with pytest.raises(GroundMissingError):
        Recusal(PersonId("a"), PersonId("b"), " ", BEGAN).checked()


def talk_of(*ours):
    return make_talk(
        participants=(
            make_participant(Role.INTERVIEWEE, "张三", person_id=PersonId("z")),
            make_participant(Role.INTERVIEWEE, "客人"),
            *ours,
        )
    )


PAIR = (PersonId("z"), PersonId("w"), "王五", "同乡")


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.RECORDER, Role.COMPANION])
def test_each_of_our_side_is_looked_at(role):
    talk = talk_of(make_participant(role, "王五", person_id=PersonId("w")))
    assert list(conflicts(talk, [PAIR])) == [Conflict("张三", role, "王五", "同乡")]


def test_somebody_known_by_name_alone_is_taken_for_the_registered_one():
    assert list(conflicts(talk_of(make_participant(Role.RECORDER, "王　五")), [PAIR]))
    namesake = make_participant(Role.RECORDER, "王五", person_id=PersonId("other"))
    assert not list(conflicts(talk_of(namesake), [PAIR]))


def test_observers_and_strangers_may_sit_there():
    observer = make_participant(Role.OBSERVER, "王五", person_id=PersonId("w"))
    stranger = make_participant(Role.INTERVIEWER, "赵六", person_id=PersonId("q"))
    assert not list(conflicts(talk_of(observer, stranger), [PAIR]))
    assert not list(
        conflicts(talk_of(observer), [(PersonId("nobody"), PersonId("w"), "王五", "同乡")])
    )

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.changes import Changes
from app.domain.kind_errors import (
    DeadlineMonthsError,
    KindInUseError,
    LastKindError,
    WordMissingError,
    WordTakenError,
    WordTooLongError,
)
from app.domain.kinds import FirstForm, TalkKind
from app.services.kinds import Kinds


@pytest.fixture
def kinds(vault, trail):
    return Kinds(vault, trail)


def own(title="案中谈话", **more):
    return TalkKind("", title, **more)


def keys(kinds):
    return [kind.key for kind in kinds.book.kinds]


def test_the_office_adds_a_kind_with_its_own_rules(kinds, desk):
    rules = {"needs_two": True, "deadline_months": 3, "first_form": FirstForm.YES}
    key, changes = kinds.add(own(" 案中　谈话 ", forms=("minutes",), **rules))
    assert changes is Changes.KINDS
    kind = kinds.book.of(key)
    assert (kind.title, kind.place, kind.forms) == ("案中 谈话", 10, ("minutes",))
    assert keys(kinds)[-1] == key
    talk_id = desk.plan(kind=key)
    assert desk.talks.page()[0].kind_title == "案中 谈话"
    assert desk.talk(talk_id).kind == key
    assert kinds.read() == kinds.book


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (own(" "), WordMissingError),
        (own("很" * 13), WordTooLongError),
        (own("约谈"), WordTakenError),
        (own(deadline_months=0), DeadlineMonthsError),
        (own(deadline_months=61), DeadlineMonthsError),
    ],
)
def test_a_kind_needs_a_name_of_its_own_and_a_deadline_within_bounds(kinds, kind, error):
    with pytest.raises(error):
        kinds.add(kind)
    assert len(kinds.book.kinds) == 9


def test_rules_change_but_not_whether_many_are_talked_to_once_it_is_used(kinds, desk):
    heart = kinds.book.of("heart")
    kinds.change(replace(heart, title="谈心交心", is_collective=True))
    assert kinds.book.of("heart").is_collective
    kinds.change(replace(heart, is_collective=False))
    desk.plan(kind="heart")
    with pytest.raises(KindInUseError) as caught:
        kinds.change(replace(heart, is_collective=True))
    assert caught.value.talks == 1
    kinds.change(replace(heart, needs_two=True))
    assert kinds.book.of("heart").needs_two
    with pytest.raises(WordTakenError):
        kinds.change(replace(heart, title="约谈"))
    with pytest.raises(KeyError):
        kinds.change(own())


def test_a_retired_kind_is_offered_no_longer_and_its_talks_stay_readable(kinds, desk):
    desk.plan(kind="reminder")
    kinds.retire("reminder")
    assert "reminder" not in {kind.key for kind in kinds.book.offered}
    assert desk.talks.page()[0].kind_title == "提醒谈话"
    kinds.restore("reminder")
    assert "reminder" in {kind.key for kind in kinds.book.offered}


def test_the_last_kind_that_is_offered_stays(kinds):
    for kind in kinds.book.kinds[1:]:
        kinds.retire(kind.key)
    with pytest.raises(LastKindError):
        kinds.retire("heart")


def test_kinds_and_tags_are_put_in_another_order(kinds):
    kinds.move("collective", -3)
    assert keys(kinds)[:2] == ["collective", "heart"]
    kinds.move("collective", -1)
    kinds.move("collective", 1)
    assert keys(kinds)[:2] == ["heart", "collective"]
    kinds.move_tag("drop", -1)
    assert [tag.key for tag in kinds.tags.under()][:2] == ["drop", "warmth"]
    kinds.move_tag("warmth.execution", -1)
    assert [t.key for t in kinds.tags.under("warmth")] == ["warmth.execution", "warmth.standing"]


def test_tags_have_two_levels_and_a_word_of_their_own_in_each(kinds):
    gap, _ = kinds.add_tag("效果差")
    part, _ = kinds.add_tag("走过场", gap)
    kinds.add_tag("走过场", "drop")
    assert kinds.tags.title(part) == "效果差·走过场"
    kinds.rename_tag(part, "做样子")
    assert kinds.tags.title(part) == "效果差·做样子"
    for title, error in (("效果差", WordTakenError), (" ", WordMissingError)):
        with pytest.raises(error):
            kinds.add_tag(title)
    with pytest.raises(WordTakenError):
        kinds.rename_tag("drop", "温差")
    with pytest.raises(WordTooLongError):
        kinds.rename_tag("drop", "很" * 13)


def test_a_retired_gap_takes_its_parts_with_it_and_findings_keep_their_word(kinds):
    kinds.retire_tag("warmth")
    assert not {"warmth", "warmth.standing"} & {tag.key for tag in kinds.tags.offered}
    assert kinds.tags.title("warmth.standing") == "温差·政治站位"
    kinds.retire_tag("warmth", is_retired=False)
    assert kinds.tags.offered[1].key == "warmth.standing"
    assert kinds.tags.title("elsewhere") == "elsewhere"
    assert kinds.tags.title("") == ""


def test_every_change_of_a_dictionary_is_in_the_trail(kinds, desk):
    key, _ = kinds.add(own())
    kinds.retire(key)
    kinds.count_by_setting(True)
    assert kinds.counts_by_setting
    assert desk.acts()[-3:] == ["kind.add", "kind.retire", "kind.count"]

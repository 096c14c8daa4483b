from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.calendar import PartialDate
from app.domain.changes import Changes
from app.domain.ids import PersonId, UnitId
from app.domain.people import Unit, UnitKind
from app.domain.refusals import (
    NameMissingError,
    NameUnprintableError,
    PostDatesError,
    TitleMissingError,
    UnitExistsError,
)
from app.services.people import PersonEntry, PostEntry
from app.store import people as kept_people


def names(rows):
    return [row.name for row in rows]


def test_a_unit_is_entered_once(desk):
    with pytest.raises(UnitExistsError):
        desk.people.add_unit(" 清溪镇 ", UnitKind.TOWNSHIP)
    with pytest.raises(NameMissingError):
        desk.people.add_unit(" ", UnitKind.TOWNSHIP)
    assert names(desk.people.units()) == ["清溪镇", "县纪委监委"]


def test_a_unit_may_be_renamed_but_not_to_another_ones_name(desk):
    unit = Unit(desk.township, "清溪街道", UnitKind.OTHER)
    assert desk.people.change_unit(unit) is Changes.PEOPLE
    assert unit in desk.people.units()
    assert desk.people.change_unit(unit) is Changes.PEOPLE
    with pytest.raises(UnitExistsError):
        desk.people.change_unit(replace(unit, name="县纪委监委"))


def test_a_person_is_entered_with_a_new_unit_at_once(desk):
    entry = PersonEntry(
        "欧阳　修",
        gender="男",
        born=PartialDate(1975, 6),
        new_unit_name="县水利局",
        new_unit_kind=UnitKind.DEPARTMENT,
        title="局长",
        is_principal=True,
        since=PartialDate(2024, 1),
    )
    person_id, changes = desk.people.add_person(entry)
    card = desk.people.card(person_id)
    assert changes is Changes.PEOPLE
    assert (card.person.name, card.person.born) == ("欧阳修", PartialDate(1975, 6))
    assert [(v.unit_name, v.unit_kind, v.post.title) for v in card.posts] == [
        ("县水利局", UnitKind.DEPARTMENT, "局长")
    ]
    again, _ = desk.people.add_person(replace(entry, name="欧阳询"))
    assert desk.people.card(again).posts[0].post.unit_id == card.posts[0].post.unit_id


def test_a_person_needs_no_post_but_a_post_needs_a_title_and_a_unit(desk):
    person_id, _ = desk.people.add_person(PersonEntry("钱七"))
    assert desk.people.card(person_id).posts == ()
    with pytest.raises(TitleMissingError) as caught:
        desk.people.add_person(PersonEntry("孙八", unit_id=desk.township))
    assert caught.value.name == "孙八"
    with pytest.raises(NameMissingError):
        desk.people.add_person(PersonEntry("孙八", title="镇长"))
    assert names(desk.people.page("孙八")) == []


def test_a_name_nobody_could_print_is_refused_and_nothing_is_kept(desk):
    with pytest.raises(NameUnprintableError):
        desk.people.add_person(PersonEntry("张\u200b三", new_unit_name="新局", title="局长"))
    assert "新局" not in names(desk.people.units())


LONG = "·".join(["阿卜杜热合曼买买提明艾力江"] * 7)


@pytest.mark.parametrize("name", [LONG, "买买提·艾力", "𠮷田𰻞", "王\U0002ebf0", "㐂子"])
def test_names_of_every_length_and_plane_are_kept_and_found(desk, name):
    person_id, _ = desk.people.add_person(PersonEntry(name))
    assert desk.people.card(person_id).person.name == name
    assert names(desk.people.page(name)) == [name]
    assert names(desk.people.page(name[1:3])) == [name]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("张", ["张三"]),
        ("三", ["张三"]),
        ("zs", ["张三"]),
        ("Z", ["赵六", "张三"]),
        ("ZS", ["张三"]),
        ("清溪", ["张三"]),
        ("纪委", ["王五", "赵六"]),
        ("", ["王五", "张三", "赵六"]),
        ("  ", ["王五", "张三", "赵六"]),
        ("张四", []),
        ("%", []),
        ("_", []),
        ("!", []),
        ("s", []),
    ],
)
def test_people_are_found_by_name_unit_and_initials(desk, typed, found):
    assert sorted(names(desk.people.page(typed))) == sorted(found)


def test_a_name_with_several_readings_is_found_by_each(desk):
    desk.people.add_person(PersonEntry("仇英"))
    assert names(desk.people.page("qy")) == names(desk.people.page("仇")) == ["仇英"]


def test_people_stand_in_the_order_of_their_pinyin(desk):
    for name in ("艾力", "白云", "曾国"):
        desk.people.add_person(PersonEntry(name))
    assert names(desk.people.page()) == ["艾力", "白云", "王五", "曾国", "张三", "赵六"]


def test_pages_follow_each_other_without_gap_or_repeat(desk):
    for n in range(25):
        desk.people.add_person(PersonEntry("李伟", note=str(n)))
    seen, last = [], None
    while page := desk.people.page(after=last, limit=10):
        seen += page
        last = page[-1]
    assert len({row.id for row in seen}) == len(seen) == 28


def test_a_unit_shows_those_who_are_there_now(desk):
    post = desk.people.card(desk.leader).posts[0].post
    assert names(desk.people.page(unit_id=desk.township)) == ["张三"]
    desk.people.end_post(post.id, PartialDate(2026, 2))
    assert names(desk.people.page(unit_id=desk.township)) == []
    row = desk.people.page("张三")[0]
    assert (row.unit_id, row.title, row.unit_kind) == (None, "", None)


def test_of_several_posts_the_principal_one_speaks_for_the_person(desk):
    desk.people.add_post(
        desk.leader,
        PostEntry(unit_id=desk.office, title="兼职委员", since=PartialDate(2025, 1)),
    )
    assert desk.people.page("张三")[0].title == "党委书记"
    assert [v.post.title for v in desk.people.card(desk.leader).posts] == ["兼职委员", "党委书记"]


def test_whoever_was_renamed_is_found_by_the_former_name_too(desk):
    person = desk.people.card(desk.leader).person
    desk.people.change_person(replace(person, note="核对过"))
    desk.people.change_person(replace(person, name="章三丰"))
    desk.people.change_unit(Unit(desk.township, "溪口街道", UnitKind.OTHER))
    for typed in ("zsf", "zs", "张三", "章三", "清溪", "溪口"):
        assert names(desk.people.page(typed)) == ["章三丰"], typed
    assert desk.people.namesakes("张三") == []


def test_posts_are_changed_and_ended_within_their_dates(desk):
    post = desk.people.card(desk.leader).posts[0].post
    desk.people.change_post(replace(post, title=" 镇党委书记 ", rank="正科"))
    kept = desk.people.card(desk.leader).posts[0].post
    assert (kept.title, kept.rank) == ("镇党委书记", "正科")
    with pytest.raises(TitleMissingError):
        desk.people.change_post(replace(post, title=" "))
    with pytest.raises(PostDatesError):
        desk.people.end_post(post.id, PartialDate(2022, 4))
    with pytest.raises(PostDatesError):
        desk.people.add_post(
            desk.leader,
            PostEntry(
                new_unit_name="县水利局",
                title="局长",
                since=PartialDate(2025),
                until=PartialDate(2024),
            ),
        )
    assert "县水利局" not in names(desk.people.units())


def test_namesakes_are_shown_side_by_side(desk):
    desk.people.add_person(PersonEntry("张　三", new_unit_name="县水利局", title="局长"))
    found = desk.people.namesakes("张三")
    assert [card.posts[0].unit_name for card in found] == ["清溪镇", "县水利局"]
    assert desk.people.namesakes("张三丰") == []


def test_who_is_not_there_cannot_be_opened(desk):
    with pytest.raises(KeyError):
        desk.people.card(PersonId("nobody"))
    with desk.vault.reading() as connection, pytest.raises(KeyError):
        kept_people.unit(connection, UnitId("nowhere"))


def test_each_command_leaves_a_trace_without_a_name(desk):
    assert desk.acts(desk.leader) == ["person.add"]
    assert desk.acts(desk.township) == ["unit.add"]
    with desk.vault.reading() as connection:
        rows = connection.execute("SELECT what, which, content FROM audit_entry").fetchall()
    assert not any("张" in "".join(row) for row in rows)


def test_the_post_of_a_day_is_the_principal_one_held_then(desk):
    added, _ = desk.people.add_post(
        desk.leader,
        PostEntry(
            unit_id=desk.office,
            title="副书记",
            since=PartialDate(2018),
            until=PartialDate(2022, 4),
        ),
    )

    def title_on(*day):
        with desk.vault.reading() as connection:
            view = kept_people.post_on(connection, desk.leader, date(*day))
        return view and view.post.title

    assert title_on(2026, 1, 1) == "党委书记"
    assert title_on(2020, 1, 1) == "副书记"
    assert title_on(2017, 1, 1) == "副书记"
    desk.people.end_post(desk.people.card(desk.leader).posts[0].post.id, PartialDate(2025))
    assert title_on(2026, 3, 1) == "党委书记"
    with desk.vault.reading() as connection:
        assert kept_people.post_on(connection, desk.leader, date(2020, 1, 1), desk.township)
        nobody, _ = PersonId("x"), added
        assert kept_people.post_on(connection, nobody, date(2020, 1, 1)) is None

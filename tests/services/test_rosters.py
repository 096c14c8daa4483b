import pytest
from openpyxl import Workbook

from app.domain.calendar import PartialDate
from app.domain.changes import Changes
from app.domain.errors import (
    FileUnreadableError,
    HeadingMissingError,
    ImportHasFaultsError,
    RowsUndecidedError,
    WrongFileKindError,
)
from app.domain.people import UnitKind
from app.domain.roster import Choice, Decision, Standing
from app.services.people import People, PersonEntry
from app.services.rosters import Rosters
from app.store import audit

HEADINGS = ["姓名", "单位", "职务", "出生年月", "任现职时间", "一把手"]
ZHAO = ["赵示例", "羊尾镇", "党委书记", "1976.05", "2021.08", "是"]
QIAN = ["钱示例", "县财政局", "局长", "1980.11", "2019.03", "是"]


@pytest.fixture
def rosters(vault, trail):
    return Rosters(vault, trail)


@pytest.fixture
def people(vault, trail):
    return People(vault, trail)


@pytest.fixture
def write(tmp_path):
    def writing(*rows, name="roster.xlsx"):
        book = Workbook()
        for row in (HEADINGS, *rows):
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return writing


def entries(vault):
    with vault.reading() as connection:
        return [entry.what for entry in audit.entries(connection, 0, 1_000)]


def standings(preview):
    return [row.standing for row in preview.rows]


def test_a_roster_is_previewed_and_taken_only_when_the_user_agrees(rosters, people, vault, write):
    before = entries(vault)
    preview = rosters.read([write(ZHAO, QIAN)])
    assert standings(preview) == [Standing.NEW, Standing.NEW]
    assert (people.page(), people.units(), entries(vault)) == ([], [], before)
    assert rosters.take(preview, {}) == Changes.PEOPLE
    assert [(r.name, r.unit_name, r.title) for r in people.page()] == [
        ("钱示例", "县财政局", "局长"),
        ("赵示例", "羊尾镇", "党委书记"),
    ]
    assert {u.name: u.kind for u in people.units()} == {
        "羊尾镇": UnitKind.TOWNSHIP,
        "县财政局": UnitKind.DEPARTMENT,
    }
    new = entries(vault)[len(before) :]
    assert sorted(new) == sorted(["person.add", "unit.add", "post.add"] * 2 + ["roster.take"])


def test_a_roster_taken_twice_changes_nothing_the_second_time(rosters, people, vault, write):
    path = write(ZHAO, QIAN)
    rosters.take(rosters.read([path]), {})
    before = entries(vault)
    preview = rosters.read([path])
    assert standings(preview) == [Standing.SAME, Standing.SAME]
    assert rosters.take(preview, {}) == Changes.NONE
    assert entries(vault) == before
    assert len(people.page()) == 2


def test_a_row_with_a_fault_stops_all_of_it_until_it_is_left_out(rosters, people, write):
    preview = rosters.read([write(ZHAO, ["孙示例", "", "镇长", "", "", ""])])
    with pytest.raises(ImportHasFaultsError) as refusal:
        rosters.take(preview, {})
    assert refusal.value.count == 1
    assert people.page() == []
    with pytest.raises(ImportHasFaultsError):
        rosters.take(preview, {2: Decision(Choice.ADD)})
    rosters.take(preview, {2: Decision(Choice.SKIP)})
    assert [r.name for r in people.page()] == ["赵示例"]
    assert [f.place.row for f in preview.faults] == [3]


def test_a_namesake_is_asked_about_and_may_be_another_person(rosters, people, write):
    rosters.take(rosters.read([write(ZHAO)]), {})
    other = ["赵　示例", "乙镇", "镇长", "1985.02", "2022.01", "是"]
    preview = rosters.read([write(other)])
    assert standings(preview) == [Standing.NAMESAKE]
    assert [card.person.born for card in preview.rows[0].matches] == [PartialDate(1976, 5)]
    with pytest.raises(RowsUndecidedError):
        rosters.take(preview, {})
    assert len(people.page()) == 1
    rosters.take(preview, {1: Decision(Choice.ADD)})
    assert sorted(r.unit_name for r in people.page()) == ["乙镇", "羊尾镇"]


def test_a_person_in_a_new_post_is_asked_about_and_joined(rosters, people, write):
    rosters.take(rosters.read([write(ZHAO)]), {})
    moved = ["赵示例", "县财政局", "局长", "1976.05", "2025.03", "是"]
    preview = rosters.read([write(moved)])
    assert standings(preview) == [Standing.CHANGED]
    (person,) = people.page()
    assert preview.rows[0].suggested() == Decision(Choice.JOIN, person.id)
    rosters.take(preview, {1: Decision(Choice.JOIN, person.id, ends_former=True)})
    card = people.card(person.id)
    assert [(v.unit_name, v.post.since, v.post.until) for v in card.posts] == [
        ("县财政局", PartialDate(2025, 3), None),
        ("羊尾镇", PartialDate(2021, 8), PartialDate(2025, 3)),
    ]


def test_a_former_post_stays_open_unless_it_is_ended(rosters, people, write):
    rosters.take(rosters.read([write(ZHAO)]), {})
    (person,) = people.page()
    preview = rosters.read([write(["赵示例", "县财政局", "局长", "1976.05", "", "是"])])
    rosters.take(preview, {1: Decision(Choice.JOIN, person.id)})
    assert [v.post.until for v in people.card(person.id).posts] == [None, None]


def test_what_the_roster_does_not_tell_stays(rosters, people, write):
    person_id, _ = people.add_person(
        PersonEntry(name="赵示例", gender="男", note="驻村", born=PartialDate(1976, 5, 12))
    )
    preview = rosters.read([write(ZHAO)])
    assert standings(preview) == [Standing.CHANGED]
    rosters.take(preview, {1: preview.rows[0].suggested()})
    card = people.card(person_id)
    assert (card.person.gender, card.person.note) == ("男", "驻村")
    assert card.person.born == PartialDate(1976, 5, 12)
    assert [v.unit_name for v in card.posts] == ["羊尾镇"]


def test_one_person_twice_on_a_roster_is_asked_about(rosters, people, write):
    second = ["赵示例", "县文旅公司", "董事长", "1976.05", "2023.01", "是"]
    preview = rosters.read([write(ZHAO, second)])
    assert standings(preview) == [Standing.NEW, Standing.CHANGED]
    assert preview.rows[1].earlier == (1,)
    with pytest.raises(RowsUndecidedError):
        rosters.take(preview, {})
    rosters.take(preview, {2: preview.rows[1].suggested()})
    (person,) = people.page()
    assert len(people.card(person.id).posts) == 2


def test_a_row_cannot_join_a_row_that_was_left_out_and_nothing_is_kept(rosters, people, write):
    second = ["赵示例", "县文旅公司", "董事长", "1976.05", "2023.01", "是"]
    preview = rosters.read([write(QIAN, ZHAO, second)])
    decisions = {2: Decision(Choice.SKIP), 3: Decision(Choice.JOIN, row=2)}
    with pytest.raises(RowsUndecidedError):
        rosters.take(preview, decisions)
    assert people.page() == []


def test_a_folder_of_files_is_read_at_once_and_bad_ones_are_named(rosters, tmp_path, write):
    write(ZHAO)
    (tmp_path / "b.lrmx").write_text(
        "<Person><XingMing>孙示例</XingMing><XianRenZhiWu>羊尾镇镇长</XianRenZhiWu></Person>",
        "utf-8",
    )
    (tmp_path / "c.lrmx").write_bytes(b"<broken")
    (tmp_path / "~$roster.xlsx").write_bytes(b"lock")
    (tmp_path / "readme.txt").write_bytes(b"-")
    preview = rosters.read([tmp_path])
    assert {row.entry.name for row in preview.rows} == {"赵示例", "孙示例"}
    assert [refused.file_name for refused in preview.refused] == ["c.lrmx"]


def test_a_single_bad_file_is_refused_with_its_own_error(rosters, tmp_path, write):
    other = tmp_path / "list.xls"
    other.write_bytes(b"-")
    with pytest.raises(WrongFileKindError):
        rosters.read([other])
    with pytest.raises(FileUnreadableError):
        rosters.read([tmp_path / "none.xlsx"])
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(WrongFileKindError):
        rosters.read([empty])
    book = Workbook()
    book.save(tmp_path / "blank.xlsx")
    with pytest.raises(HeadingMissingError):
        rosters.read([tmp_path / "blank.xlsx"])


def test_a_unit_of_the_register_is_found_again(rosters, people, write, tmp_path):
    people.add_unit("县融媒体", UnitKind.DEPARTMENT)
    form = tmp_path / "a.lrmx"
    form.write_text(
        "<Person><XingMing>李示例</XingMing><XianRenZhiWu>县融媒体主任</XianRenZhiWu></Person>",
        "utf-8",
    )
    rosters.take(rosters.read([form]), {})
    assert [u.name for u in people.units()] == ["县融媒体"]
    assert [r.unit_name for r in people.page()] == ["县融媒体"]


def test_the_template_holds_nobody(rosters, tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(rosters.template())
    assert rosters.read([path]).rows == ()


# ── what a second roster adds ────────────────────────────────────────────────────────────────────

FULL = [*HEADINGS, "职级", "性别", "备注"]


@pytest.fixture
def take_full(rosters, people, tmp_path):
    """Takes one person in from a roster with all columns; joins when that is suggested."""

    def taking(*values):
        book = Workbook()
        book.active.append(FULL)
        book.active.append(list(values))
        book.save(tmp_path / "full.xlsx")
        preview = rosters.read([tmp_path / "full.xlsx"])
        (row,) = preview.rows
        rosters.take(preview, {1: row.suggested()})
        (person,) = people.page()
        return row.standing, people.card(person.id)

    return taking


def test_a_fuller_roster_completes_what_is_known(take_full):
    take_full("赵示例", "羊尾镇", "党委书记", "1976", "", "否", "", "", "")
    standing, card = take_full(
        "赵示例", "羊尾镇", "党委书记", "1976.05", "2021.08", "是", "正科级", "男", "驻村"
    )
    assert standing is Standing.CHANGED
    (view,) = card.posts
    assert (card.person.born, card.person.gender, card.person.note) == (
        PartialDate(1976, 5),
        "男",
        "驻村",
    )
    assert (view.post.since, view.post.rank, view.post.is_principal) == (
        PartialDate(2021, 8),
        "正科级",
        True,
    )


@pytest.mark.parametrize(
    ("place", "value"),
    [(3, "1976.05.12"), (4, "2021.08.03"), (5, "否"), (6, "副处级"), (7, "女"), (8, "新")],
)
def test_each_thing_told_anew_is_a_change(take_full, place, value):
    told = ["赵示例", "羊尾镇", "党委书记", "1976.05", "2021.08", "是", "正科级", "男", "驻村"]
    take_full(*told)
    assert take_full(*told)[0] is Standing.SAME
    told[place] = value
    assert take_full(*told)[0] is Standing.CHANGED
    assert take_full(*told)[0] is Standing.SAME


def test_a_second_note_stands_below_the_first(take_full):
    told = ["赵示例", "羊尾镇", "党委书记", "1976.05", "2021.08", "是", "", "", "驻村"]
    take_full(*told)
    assert take_full(*told[:8], "包保项目")[1].person.note == "驻村\n包保项目"


def test_a_former_post_ends_today_when_the_new_one_has_no_date(rosters, people, write, clock):
    rosters.take(rosters.read([write(ZHAO)]), {})
    (person,) = people.page()
    preview = rosters.read([write(["赵示例", "县财政局", "局长", "1976.05", "", "是"])])
    rosters.take(preview, {1: Decision(Choice.JOIN, person.id, ends_former=True)})
    today = clock.local(clock.now()).date()
    ended = [v.post.until for v in people.card(person.id).posts if v.unit_name == "羊尾镇"]
    assert ended == [PartialDate(today.year, today.month, today.day)]


def test_two_namesakes_on_one_roster_are_asked_about(rosters, write):
    other = ["赵示例", "乙镇", "镇长", "1985.02", "2022.01", "是"]
    unknown = ["赵示例", "丙镇", "镇长", "", "", ""]
    same = ["赵示例", "羊尾镇", "党委书记", "", "", ""]
    preview = rosters.read([write(ZHAO, other, unknown)])
    assert standings(preview) == [Standing.NEW, Standing.NAMESAKE, Standing.NAMESAKE]
    assert preview.rows[2].earlier == (1, 2)
    assert preview.rows[1].suggested() == Decision(Choice.SKIP)
    assert standings(rosters.read([write(ZHAO, same)])) == [Standing.NEW, Standing.CHANGED]


def test_somebody_of_the_same_age_is_not_somebody_of_another_age(rosters, people, write):
    rosters.take(rosters.read([write(ZHAO)]), {})
    rosters.take(
        rosters.read([write(["赵示例", "乙镇", "镇长", "1985.02", "", ""])]),
        {1: Decision(Choice.ADD)},
    )
    preview = rosters.read([write(["赵示例", "丙镇", "书记", "1985", "", ""])])
    (row,) = preview.rows
    assert row.standing is Standing.CHANGED
    assert row.suggested().person_id == row.matches[0].person.id
    assert row.matches[0].person.born == PartialDate(1985, 2)

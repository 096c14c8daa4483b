"""The ledger of findings: every chip in every order, by words and choices, and the week."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from random import Random

import openpyxl
import pytest

from app.domain.changes import Changes
from app.domain.errors import FolderUnusableError
from app.domain.finding import (
    Finding,
    FindingNature,
    FindingSource,
    FindingStatus,
    MeasureKind,
    finding_number,
)
from app.domain.finding_tables import cell, left_words, status_words
from app.domain.finding_views import (
    FindingChip,
    FindingColumn,
    FindingFilter,
    FindingKey,
    FindingOrder,
    FindingRow,
    SavedView,
    shipped_view,
)
from app.domain.finding_words import Urgency
from app.domain.five_fixes import five_fixes
from app.domain.holders import HolderRole
from app.domain.ids import FindingId, UnitId
from app.domain.papers import FindingList
from app.domain.people import UnitKind
from app.domain.vault_errors import RoleRefusedError
from app.services.finding_ledger import FindingLedger, workbook
from app.services.trail import Trail
from app.store import finding_views, findings, tags
from app.store.vault import Vault
from app.system.ids import new_id
from tests.desk import Desk

TODAY = date(2026, 3, 5)
COUNT = 90
ORDERS = [FindingOrder(key, way) for key in FindingKey for way in (False, True)]
WALKED_OR_GATHERED = (0, 3000)
WORDS = ("台账缺了两个月", "会议记录没有写不同意见", "清单到期没有销号")


@pytest.fixture
def ledger(vault: Vault, trail: Trail) -> FindingLedger:
    return FindingLedger(vault, trail)


@pytest.fixture
def county(desk: Desk) -> list[Finding]:
    """Findings of every sort, in every status, on both sides of today."""
    dice = Random(7)
    talk_id = desk.plan()
    units: list[UnitId | None] = [
        desk.people.add_unit(f"{name}镇", UnitKind.TOWNSHIP)[0] for name in "红绿蓝"
    ]
    with desk.vault.transaction() as connection:
        keys = [tag.key for tag in tags.book(connection).tags][:3]
        made = [_finding(dice, n, talk_id, [*units, None], keys, desk.leader) for n in range(COUNT)]
        for one in made:
            findings.add(connection, one)
    return made


def _finding(dice: Random, serial: int, talk_id, units, keys, person) -> Finding:
    deadline = TODAY + timedelta(days=dice.randrange(-30, 30))
    is_advice, unit = dice.random() < 0.15, dice.choice(units)
    status = FindingStatus.REGISTERED if is_advice else dice.choice(list(FindingStatus))
    found = datetime(2024 + serial // 45, 2, 1, tzinfo=UTC)
    is_closed = status is FindingStatus.CLOSED
    return Finding(
        id=FindingId(new_id()),
        number=finding_number(found.date(), serial % 45 + 1),
        talk_id=talk_id,
        area=dice.choice(("两个维护", "关键少数")),
        manifestation=f"{dice.choice(WORDS)}，第{serial}处",
        found_at=found,
        deadline=deadline,
        unit_id=unit,
        person_id=person if unit is None else None,
        is_personal=unit is None,
        measure=dice.choice(("", "补齐并核对")),
        status=status,
        tag=dice.choice(["", *keys]),
        nature=FindingNature.ADVICE if is_advice else FindingNature.PROBLEM,
        source=dice.choice([FindingSource.TALK, FindingSource.AUDIT]),
        measure_kind=dice.choice([MeasureKind.UNSAID, MeasureKind.BY_DEADLINE]),
        leader="王乡长",
        responsible="李主任",
        effect="三个月不再发生",
        closed_on=TODAY if is_closed else None,
        look_back_on=TODAY + timedelta(days=dice.randrange(-9, 20)) if is_closed else None,
        clue="问线〔2026〕3号" if status is FindingStatus.TRANSFERRED else "",
    )


def read(ledger: FindingLedger, wanted: FindingFilter, order: FindingOrder) -> list[FindingRow]:
    """All that is wanted, page by page, nothing twice."""
    rows: list[FindingRow] = []
    while True:
        page = ledger.page(wanted, order, rows[-1] if rows else None, 25)
        rows += page
        if len(page) < 25:
            assert len({row.id for row in rows}) == len(rows)
            return rows


def shows(chip: FindingChip) -> Callable[[Finding], bool]:
    """What a chip shows, in plain words."""
    week = TODAY + timedelta(days=7)
    problems: dict[FindingChip, Callable[[Finding], bool]] = {
        FindingChip.ALL: lambda one: True,
        FindingChip.UNDER_WAY: lambda one: one.status.is_open,
        FindingChip.SOON: lambda one: one.status.is_open and TODAY <= one.deadline <= week,
        FindingChip.OVERDUE: lambda one: one.status.is_open and one.deadline < TODAY,
        FindingChip.TO_CLOSE: lambda one: one.status is FindingStatus.SUBMITTED,
        FindingChip.LOOK_BACK: lambda one: (
            one.look_back_on is not None and one.look_back_on <= TODAY
        ),
        FindingChip.TO_ISSUE: lambda one: one.status is FindingStatus.REGISTERED,
        FindingChip.TO_SIGN_FOR: lambda one: one.status is FindingStatus.ISSUED,
        FindingChip.LACKING: lambda one: one.status.is_open and bool(five_fixes(one)),
    }
    if chip is FindingChip.ADVICE:
        return lambda one: one.nature is FindingNature.ADVICE
    return lambda one: one.nature is FindingNature.PROBLEM and problems[chip](one)


def is_in_order(rows: list[FindingRow], order: FindingOrder, chip: FindingChip) -> bool:
    """Whether each row stands where the order wants it."""
    ranks = list(FindingStatus)

    def due(row: FindingRow) -> date:
        day = row.look_back_on if chip is FindingChip.LOOK_BACK else row.deadline
        return day or row.deadline

    keys: dict[FindingKey, Callable[[FindingRow], tuple[object, ...]]] = {
        FindingKey.NUMBER: lambda row: (row.number,),
        FindingKey.DEADLINE: lambda row: (due(row), row.id),
        FindingKey.STATUS: lambda row: (ranks.index(row.status), due(row), row.id),
        FindingKey.UNIT: lambda row: (row.unit_id is None, due(row)),
    }
    key = keys[order.key]
    if order.key is FindingKey.UNIT:  # the sort of names is the register's: each unit stands once
        met = [row.unit_name for row in rows]
        return len({*met}) == 1 + sum(a != b for a, b in pairwise(met)) or not rows
    return rows == sorted(rows, key=key, reverse=order.is_descending)


def test_every_chip_shows_its_findings_in_every_order(ledger, county, monkeypatch):
    counts = ledger.counts()
    for chip, few in product(FindingChip, WALKED_OR_GATHERED):
        monkeypatch.setattr(finding_views, "FEW", few)
        expected = {one.id for one in county if shows(chip)(one)}
        assert counts[chip] == len(expected) > 0
        for order in ORDERS:
            rows = read(ledger, FindingFilter(chip=chip), order)
            assert {row.id for row in rows} == expected, (chip, order)
            assert is_in_order(rows, order, chip), (chip, order)


def test_it_is_narrowed_by_every_choice(ledger, county, monkeypatch):
    unit = next(one.unit_id for one in county if one.unit_id)
    person = next(one.person_id for one in county if one.person_id)
    tag = next(one.tag for one in county if one.tag)
    with ledger.vault.reading() as connection:
        under = {tag, *(one.key for one in tags.book(connection).under(tag))}
    for wanted, fits in (
        (FindingFilter(unit_id=unit), lambda one: one.unit_id == unit),
        (FindingFilter(person_id=person), lambda one: one.person_id == person),
        (FindingFilter(area="关键少数"), lambda one: one.area == "关键少数"),
        (FindingFilter(tag=tag), lambda one: one.tag in under),
        (FindingFilter(source=FindingSource.AUDIT), lambda one: one.source is FindingSource.AUDIT),
        (FindingFilter(source=FindingSource.TALK), lambda one: one.source is FindingSource.TALK),
        (FindingFilter(status=FindingStatus.CLOSED), lambda one: one.closed_on is not None),
        (FindingFilter(year=2025), lambda one: one.number.startswith("2025")),
        (FindingFilter(is_open_only=True), lambda one: one.status.is_open),
        (
            FindingFilter(chip=FindingChip.OVERDUE, unit_id=unit),
            lambda one: one.unit_id == unit and shows(FindingChip.OVERDUE)(one),
        ),
    ):
        expected = {one.id for one in county if shows(FindingChip.ALL)(one) and fits(one)}
        for order, few in product(ORDERS, WALKED_OR_GATHERED):
            monkeypatch.setattr(finding_views, "FEW", few)
            assert {row.id for row in read(ledger, wanted, order)} == expected, (wanted, order)


def test_words_are_found_in_what_was_found_in_the_measure_and_in_the_number(
    ledger, county, monkeypatch
):
    problems = [one for one in county if one.nature is FindingNature.PROBLEM]
    for text, fits in (
        ("台账", lambda one: "台账" in one.manifestation),
        ("台账 核对", lambda one: "台账" in one.manifestation and "核对" in one.measure),
        ("第7处", lambda one: one.manifestation.endswith("第7处")),
        (problems[3].number, lambda one: one is problems[3]),
        ("没有这样的话", lambda one: False),
    ):
        for most in (5, 2000):  # very many that may have them, or a few
            monkeypatch.setattr(finding_views, "MOST_FOUND", most)
            rows = read(ledger, FindingFilter(text=text), FindingOrder())
            assert {row.id for row in rows} == {one.id for one in problems if fits(one)}, text


def test_a_row_tells_what_is_known_of_a_finding(ledger, county):
    for one in county[:8]:
        row = ledger.row(one.id)
        assert row is not None
        assert (row.number, row.manifestation, row.status) == (
            one.number,
            one.manifestation,
            one.status,
        )
        assert row.whose == ("张三" if one.is_personal else row.unit_name)
        late = one.status.is_open and one.deadline < TODAY and one.nature is FindingNature.PROBLEM
        assert (row.urgency(TODAY) is Urgency.LATE) is late
        assert left_words(row, TODAY).startswith("⚠ 逾期") is late
        assert all(cell(column, row, TODAY) is not None for column in FindingColumn)
    assert ledger.row(FindingId("nothing")) is None
    advice = next(one for one in county if one.nature is FindingNature.ADVICE)
    told = ledger.row(advice.id)
    assert told is not None
    assert (status_words(told), left_words(told, TODAY)) == ("意见建议", "—")

    _offers_what_it_can_be_narrowed_to(ledger)


def _offers_what_it_can_be_narrowed_to(ledger: FindingLedger) -> None:
    choices = ledger.choices()
    assert [name for _, name in choices.units] == [
        "红镇",
        "蓝镇",
        "绿镇",
    ]  # not where none was found
    assert choices.areas
    assert choices.tags.offered


def test_the_week_tells_what_is_due_by_unit_the_worst_first(ledger, county):
    week = ledger.monday()
    due = [one for one in county if shows(FindingChip.UNDER_WAY)(one)]
    due = [one for one in due if one.deadline <= TODAY + timedelta(days=7)]
    assert {row.id for row in week.urged} == {one.id for one in due}
    firsts = [min(row.deadline for row in (*g.overdue, *g.soon)) for g in week.groups]
    assert firsts == sorted(firsts)
    assert {group.name for group in week.groups} <= {"红镇", "绿镇", "蓝镇", "张三"}
    assert all(row.deadline < TODAY for group in week.groups for row in group.overdue)
    submitted = {one.id for one in county if shows(FindingChip.TO_CLOSE)(one)}
    assert {row.id for row in week.closings} == submitted
    look_back = {
        one.id
        for one in county
        if one.look_back_on and one.look_back_on <= TODAY + timedelta(days=7)
    }
    assert {row.id for row in week.look_backs} == look_back
    assert week.left_out == 0
    assert week.extensions == ()


def test_a_list_is_kept_as_it_was_last_seen(ledger, desk):
    problems = shipped_view(FindingList.PROBLEMS)
    assert ledger.views()[FindingList.PROBLEMS] == problems
    assert ledger.keep_view(problems) is Changes.NONE
    assert "finding.keep_view" not in desk.acts()  # it was so already
    own = SavedView(
        FindingList.PROBLEMS,
        (FindingColumn.FOUND, FindingColumn.SUPERVISOR),
        FindingOrder(FindingKey.UNIT, is_descending=True),
    )
    ledger.keep_view(own)
    assert ledger.views()[FindingList.PROBLEMS] == own
    assert ledger.views()[FindingList.DUTIES] == shipped_view(FindingList.DUTIES)
    assert desk.acts("problems") == ["finding.keep_view"]


def test_a_list_becomes_a_table_in_which_nothing_is_a_formula(ledger, desk, county, tmp_path: Path):
    with ledger.vault.transaction() as connection:
        first = findings.get(connection, county[0].id)
        evil = Finding(**{**_fields(first), "manifestation": '=HYPERLINK("x")'})
        findings.keep(connection, evil)
    rows = read(ledger, FindingFilter(), FindingOrder(FindingKey.NUMBER))
    view = shipped_view(FindingList.DEADLINES)
    content = workbook(view, rows, TODAY)
    assert content == workbook(view, rows, TODAY)
    path = tmp_path / "时限清单.xlsx"
    ledger.save_workbook(view, content, path)
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    lines = [[str(cell.value) for cell in line] for line in sheet.iter_rows()]
    assert sheet.title == "时限清单"
    assert lines[0] == ["序号", "编号", "具体表现", "单位或个人", "原定时限", "整改时限", "剩余"]
    assert len(lines) == len(rows) + 1
    assert all(one.data_type != "f" for line in sheet.iter_rows() for one in line)
    assert desk.acts("deadlines") == ["finding.workbook"]
    with pytest.raises(FolderUnusableError):
        ledger.save_workbook(view, content, tmp_path / "nowhere" / "list.xlsx")


def test_an_auditor_takes_no_list_out(vault, clock, tmp_path: Path):
    auditor = Trail(clock=clock, who="吴清", new_id=new_id, role=HolderRole.AUDITOR)
    ledger = FindingLedger(vault, auditor)
    view = shipped_view(FindingList.PROBLEMS)
    with pytest.raises(RoleRefusedError):
        ledger.save_workbook(view, b"", tmp_path / "list.xlsx")
    assert not (tmp_path / "list.xlsx").exists()


def test_an_empty_ledger_is_quiet(ledger, desk):
    assert set(ledger.counts().values()) == {0}
    assert read(ledger, FindingFilter(), FindingOrder()) == []
    assert ledger.monday().groups == ()


def _fields(finding: Finding) -> dict[str, object]:
    return {name: getattr(finding, name) for name in Finding.__slots__}

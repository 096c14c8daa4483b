"""What was entered through the services comes out as the figures counties publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from app.domain.errors import FolderUnusableError
from app.domain.figure_lines import compared
from app.domain.figure_spans import Span
from app.domain.finding import FindingNature, FindingStatus
from app.domain.finding_views import FindingChip
from app.domain.people import Role
from app.domain.plan import PlanChange
from app.domain.talk import TalkStatus
from app.services import figure_reading
from app.services.figures import Figures
from app.services.figures_workbook import WorkbookReading
from app.services.finding_ledger import FindingLedger
from app.services.kinds import Kinds
from app.services.plans import Plans
from app.services.talks import FindingEntry, ParticipantEntry
from app.store import findings as kept_findings
from tests.model_county import PUBLISHED, enter_the_year

S = TalkStatus
YEAR = (date(2022, 1, 1), date(2022, 12, 31))


@pytest.fixture
def year(desk, clock):
    """The desk at the beginning of 2022."""
    clock.moment = datetime(2022, 1, 10, 1, 0, tzinfo=UTC)
    return desk


@pytest.fixture
def figures(vault, trail):
    return Figures(vault, trail)


def head(number):
    return ParticipantEntry(Role.INTERVIEWEE, None, f"第{number}人", f"第{number}镇", "党委书记")


def alone(desk, number):
    ours = desk.everybody()[1:]
    return desk.talk_at(S.UNDER_WAY, kind="heart", participants=(head(number), *ours))


def together(desk, numbers, **more):
    ours = desk.everybody()[1:]
    people = (*(head(n) for n in numbers), *ours)
    return desk.talk_at(
        S.UNDER_WAY, **{"kind": "collective_summons", "participants": people, **more}
    )


def find(desk, talk_id, words="台账缺两个月", **more):
    return desk.talks.add_finding(talk_id, FindingEntry("a1", words, **more))[0]


def test_the_year_of_the_model_county_comes_out_of_its_records(year, figures, clock):
    """谈心谈话 15 人次, 集体约谈 2 次 33 人, 意见建议 22 条, 建章立制 12 个 (郧西 2022)."""
    enter_the_year(year.talks, clock, ("1-1",), "a1")
    counted = figures.of(*YEAR)
    summons = counted.of_kind("collective_summons")
    assert counted.of_kind("heart").attendances.count == 15
    assert (summons.sittings.count, summons.attendances.count) == (2, 33)
    assert counted.advice.count == 22
    assert counted.regulations.count == 12
    assert (counted.regulations_new.count, counted.regulations_revised.count) == (8, 4)
    assert (counted.sittings.count, counted.attendances.count) == (17, 48)
    assert counted.persons.count == 33
    assert (counted.collective_sittings.count, counted.collective_attendances.count) == (2, 33)
    assert len(counted.advice.findings) == 22
    assert len(summons.attendances.talks) == 2
    assert figures.of(date(2021, 1, 1), date(2021, 12, 31)).kinds == ()
    now, before = figures.compared(Span.of_months(2022, (1, 12)))
    assert now.talks == counted
    lines = compared(now, before)
    said = {line.now.title: (line.now.said, line.change) for line in lines}
    assert {name: said[name] for name in PUBLISHED} == {
        name: (str(count), f"+{count}") for name, count in PUBLISHED.items()
    }


def settled(desk, finding_id, **more):
    """The finding with what became of it."""
    with desk.vault.transaction() as connection:
        finding = kept_findings.get(connection, finding_id)
        kept_findings.keep(connection, replace(finding, **more))


def test_what_became_of_findings_is_counted_by_deadline_and_closing(year, figures, clock):
    talk_id = together(year, (1, 2))
    march, june = date(2022, 3, 1), date(2022, 6, 1)
    done = find(year, talk_id, deadline=march, unit_id=year.township, tag="warmth")
    late = find(year, talk_id, deadline=march, unit_id=year.office)
    gone = find(year, talk_id, deadline=march)
    mine = find(year, talk_id, deadline=june, is_personal=True, person_id=year.leader)
    find(year, talk_id, deadline=march, nature=FindingNature.ADVICE)
    settled(year, done, status=FindingStatus.ARCHIVED, closed_on=date(2022, 2, 9))
    settled(year, gone, status=FindingStatus.TRANSFERRED, clue="2022-17")
    clock.moment = datetime(2022, 7, 1, 1, tzinfo=UTC)
    now, _ = figures.compared(Span.of_months(2022, (1, 12)))
    told = now.follow_up
    assert now.as_of == date(2022, 7, 1)
    assert (told.due.findings, told.rate.tenths) == ((*sorted((done, late)), mine), 333)
    assert (told.overdue.findings, told.closed.findings) == ((late, mine), (done,))
    assert told.average_tenths == 300
    ledger = FindingLedger(year.vault, year.trail)
    assert ledger.counts()[FindingChip.OVERDUE] == year.overview.after().overdue == 2
    assert figures.compared(Span.of_months(2022, (4, 6)))[0].follow_up.due.findings == (mine,)
    kinds = {section.key: section.follow_up for section in now.unit_kinds}
    assert kinds["township"].due_closed.findings == (done,)
    assert (kinds["department"].overdue.count, kinds[""].overdue.findings) == (1, (mine,))
    assert now.areas[0].title == "聚焦第1项"
    assert [s.follow_up.closed.count for s in now.tags if s.key == "warmth"] == [1]
    assert now.talks.problems_closed.count == 2
    assert [bucket.rate.tenths for bucket in now.buckets][2] == 500


def test_of_a_time_gone_by_nothing_changes_by_what_was_closed_later(year, figures, clock):
    finding = find(year, alone(year, 1), deadline=date(2022, 3, 1))
    clock.moment = datetime(2023, 5, 1, 1, tzinfo=UTC)
    before = figures.compared(Span.of_months(2022, (1, 12)))[0].follow_up
    settled(year, finding, status=FindingStatus.CLOSED, closed_on=date(2023, 4, 1))
    after = figures.compared(Span.of_months(2022, (1, 12)))[0].follow_up
    assert before == after
    assert (after.rate.tenths, after.overdue.findings) == (0, (finding,))
    closed, _ = figures.compared(Span.of_months(2023, (1, 12)))
    assert (closed.follow_up.closed.count, closed.follow_up.overdue.count) == (1, 0)


def test_read_in_the_shortest_steps_the_figures_are_the_same(year, figures, monkeypatch):
    find(year, alone(year, 1), deadline=date(2022, 1, 12))
    find(year, alone(year, 2), deadline=date(2022, 1, 11))
    year.trail.clock.move(days=40)
    span = Span.of_months(2022, (1, 12))
    at_once = figures.compared(span)
    monkeypatch.setattr(figure_reading, "STEP_SECONDS", 0)
    monkeypatch.setattr(figure_reading, "OVERDUE_AT_ONCE", 1)
    reading, steps = figures.reading(span), 1
    while not reading.step():
        steps += 1
    assert steps > 40
    assert reading.counted() == at_once
    assert at_once[0].follow_up.overdue.count == 2


def test_coverage_is_that_of_the_plan_to_the_last_day_counted(year, figures, clock):
    plans = Plans(year.vault, year.trail)
    for person in (year.leader, year.secretary):
        plans.add(2022, person, PlanChange(month=3, kind="supervision"))
    year.talk_at(S.TO_CONFIRM)
    plan = plans.year(2022)
    now, before = figures.compared(Span.of_months(2022, (1, 3)))
    assert (now.coverage.part.count, now.coverage.whole.count) == (plan.held, plan.due) == (1, 2)
    assert now.coverage.tenths == 500
    assert before.coverage.tenths is None
    kinds = {section.key: section.coverage for section in now.unit_kinds}
    assert [(one.unit_kind.value, one.due, one.held) for one in plan.coverage] == [
        (key, share.whole.count, share.part.count)
        for key, share in kinds.items()
        if share.whole.count
    ]
    behind = figures.persons_behind(now.coverage.part, 10)
    assert [(one.name, one.unit_name, one.title) for one in behind] == [
        ("张三", "清溪镇", "党委书记")
    ]


def test_the_workbook_holds_every_figure_and_every_record_once(year, figures, clock, tmp_path):
    talk_id = together(year, (1, 2))
    find(year, talk_id, "=1+1", regulation="《议事规则》", unit_id=year.township)
    find(year, talk_id, "每季度通报一次", nature=FindingNature.ADVICE)
    Plans(year.vault, year.trail).add(2022, year.leader, PlanChange(kind="heart"))
    reading = WorkbookReading(figures, *figures.compared(Span.of_months(2022, (1, 12))))
    while not reading.step():
        pass
    content = reading.file()
    assert content == reading.file()
    path = tmp_path / "统计表.xlsx"
    figures.write_workbook(content, Span.of_months(2022, (1, 12)), path)
    assert year.acts("2022")[-1] == "talk.figures_workbook"
    book = load_workbook(path)
    numbers = [row for row in book["统计数字"].iter_rows(values_only=True) if row[0] == "合计"]
    assert ("合计", "谈话人次", "人次", 2, 0, "+2", numbers[1][-1]) == numbers[1]
    records = list(book["背后的记录"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in records] == ["谈话", "个性问题", "意见建议", "年度计划"]
    parts = {row[1]: row[3:6] for row in book["统计数字"].iter_rows(values_only=True)}
    assert parts["聚焦第1项　问题"] == (1, 0, "+1")
    assert parts["1月　人次"] == (2, 0, "+2")
    assert records[1][4] == "=1+1（《议事规则》）"
    assert "建章立制" in records[1][-1]
    with pytest.raises(FolderUnusableError):
        figures.write_workbook(content, Span.of_months(2022, (1, 12)), tmp_path / "no" / "x.xlsx")


def test_only_who_came_counts_and_who_is_made_up_for_adds_no_sitting(year, figures, clock):
    talk_id = together(year, range(1, 5))
    year.talks.set_present(talk_id, 3, False, "出差")
    year.end(talk_id)
    later, _ = year.talks.make_up(talk_id)
    summons = figures.of(*YEAR).of_kind("collective_summons")
    assert (summons.sittings.count, summons.attendances.count) == (1, 3)
    clock.move(days=1)
    year.talks.prepare(later, ("1-1",))
    year.talks.begin(later)
    summons = figures.of(*YEAR).of_kind("collective_summons")
    assert (summons.sittings.count, summons.attendances.count, summons.persons.count) == (1, 4, 4)
    assert summons.sittings.talks == (talk_id, later)


def test_problems_advice_and_undertakings_are_counted_apart(year, figures):
    talk_id = together(year, (1, 2))
    find(year, talk_id, is_common=True)
    find(year, talk_id)
    find(year, talk_id, nature=FindingNature.ADVICE)
    mine = find(year, talk_id, "月底前结清借款", is_personal=True, person_id=year.leader)
    counted = figures.of(*YEAR)
    assert (counted.problems.count, counted.problems_common.count) == (2, 1)
    assert (counted.problems_individual.count, counted.advice.count) == (1, 1)
    assert counted.undertakings.findings == (mine,)


def test_a_rule_named_twice_is_one_rule(year, figures):
    talk_id = together(year, (1, 2))
    find(year, talk_id, regulation="《议事规则》", is_regulation_new=False)
    find(year, talk_id, regulation=" 议事 规则")
    counted = figures.of(*YEAR)
    assert (counted.regulations.count, counted.regulations_new.count) == (1, 1)
    assert counted.regulations_revised.count == 0
    assert len(counted.regulations.findings) == 2


def test_the_first_form_is_counted_by_kind_by_person_or_by_the_local_rule(year, figures):
    kinds = Kinds(year.vault, year.trail)
    ours = year.everybody()[1:]
    for kind in ("heart", "reminder", "summons"):
        year.talk_at(S.UNDER_WAY, kind=kind, participants=(head(1), *ours))
    talk_id = together(year, (1, 2, 3))
    year.talks.state_first_form(talk_id, 1, True)
    assert figures.of(*YEAR).first_form.count == 2
    kinds.count_by_setting(True)
    assert figures.of(*YEAR).first_form.count == 3


def test_a_period_begins_and_ends_with_local_days(year, figures, clock):
    clock.moment = datetime(2022, 3, 31, 15, 30, tzinfo=UTC)  # half past eleven at night in China
    alone(year, 1)
    assert figures.of(date(2022, 3, 1), date(2022, 3, 31)).sittings.count == 1
    assert figures.of(date(2022, 4, 1), date(2022, 4, 30)).sittings.count == 0


def test_what_has_not_begun_and_what_was_called_off_does_not_count(year, figures):
    year.talk_at(S.PREPARED)
    year.talk_at(S.CANCELLED)
    assert figures.of(*YEAR).sittings.count == 0

"""What the vault keeps of a finding driven at random is what the bare rules make of it."""

from __future__ import annotations

import random
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.finding import MeasureKind
from app.domain.finding_course import Course, Hand, claimed, issued
from app.domain.finding_history import FindingAct
from app.services.trail import Trail
from app.system.ids import new_id
from tests.conftest import StandingClock, empty_vault
from tests.desk import Desk
from tests.finding_acts import Attempt, good, on_rules, on_vault, wordless
from tests.services.rectifying_office import Afterwards

A = FindingAct
# acts about evidence have their own test; an undisturbed run reaches the archive
TRIED = (
    *(A.COMPLETE, A.BEGIN, A.REPORT, A.SUBMIT, A.DECIDE, A.ASK_MORE_TIME, A.DECIDE_MORE_TIME),
    *(A.LOOK_BACK, A.CALL_TO_ACCOUNT, A.DECIDE_ACCOUNTABILITY, A.ARCHIVE, A.URGE),
)
WAY = (A.BEGIN, A.SUBMIT, *(A.DECIDE,) * 3, *(A.LOOK_BACK,) * 3)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One office for all: each example has a finding of its own."""
    with closing(empty_vault(tmp_path_factory.mktemp("vault") / "vault")) as vault:
        trail = Trail(StandingClock(), "李明", new_id)
        yield Afterwards.set_up(Desk.set_up(vault, trail), tmp_path_factory.mktemp("papers"))


def outcome(work) -> str:
    try:
        work()
    except AppError as refused:
        return repr(vars(refused))
    return ""


def attempts_of(seed: int) -> list[Attempt]:
    """The way to the archive with all sorts of things tried in between."""
    chance = random.Random(seed)
    kinds = list(MeasureKind)

    def tried() -> Attempt:
        text = chance.choice(["已经补齐", "已经补齐", "不行", " "])
        days = chance.choice([0, 0, 1, 30, -1])
        act, is_yes = chance.choice(TRIED), chance.random() < 0.7
        return Attempt(act, is_yes, text, days, chance.choice(kinds))

    return [one for act in (*WAY, *WAY) for one in (tried(), tried(), good(act))]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_the_vault_keeps_what_the_rules_say(office, seed):
    one = office.found()
    office.rectifying.sign_for(office.issue(one), "张三", office.today)
    office.evidence(one)
    sheet = office.sheet(one)
    course = Course(sheet.finding, sheet.history)
    clock = office.desk.trail.clock
    table = office.workdays()
    for attempt in attempts_of(seed):
        hand = Hand(clock.now(), "李明", office.today)
        made: list[Course] = []
        by_rules = outcome(lambda: made.append(on_rules(attempt, course, hand, 1, table)))  # noqa: B023
        by_vault = outcome(
            lambda: on_vault(attempt, office.rectifying, course.finding, hand.today)  # noqa: B023
        )
        assert by_rules == by_vault
        course = made[0] if made else course
    kept = office.sheet(one)
    assert kept.finding == course.finding
    assert wordless(Course(kept.finding, kept.history)) == wordless(course)
    clock.move(days=1)


def test_the_steps_of_lists_are_the_same_too(office):
    one = office.found()
    sheet, hand = office.sheet(one), Hand(office.desk.trail.clock.now(), "李明", office.today)
    course = issued(Course(sheet.finding, sheet.history), hand, office.today, "清溪镇")
    course = claimed(course, hand, office.today, "张三")
    office.rectifying.sign_for(office.issue(one), "张三", office.today)
    kept = office.sheet(one)
    assert wordless(Course(kept.finding, kept.history)) == course

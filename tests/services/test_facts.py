"""Facts and figures through the service: kept, changed, forgotten, and read by the situation."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.changes import Changes
from app.domain.facts import FactCategory, UnitFigure
from app.domain.holders import HolderRole
from app.domain.preparing_errors import FactTextMissingError, FigureRankError, PetitionDetailError
from app.domain.vault_errors import RoleRefusedError
from app.services.facts import FactEntry, Facts
from app.services.trail import Trail
from tests.desk import Desk

DAY = date(2026, 1, 8)


@pytest.fixture
def desk(vault, trail) -> Desk:
    return Desk.set_up(vault, trail)


@pytest.fixture
def facts(vault, trail) -> Facts:
    return Facts(vault, trail)


def entry(text="合同没有备案", category=FactCategory.AUDIT, **more) -> FactEntry:
    return FactEntry(category, DAY, text, **more)


def test_a_fact_of_a_unit_and_one_of_the_person_are_read_together(desk, facts):
    first, changes = facts.add(entry(unit_id=desk.township))
    second, _ = facts.add(entry("述职排名靠前", FactCategory.ASSESSMENT, person_id=desk.leader))
    facts.add(entry("别处的事", unit_id=desk.office))
    known = facts.of_person(desk.leader)
    assert changes is Changes.FACTS
    assert {fact.id for fact in known.facts} == {first, second}
    assert (known.unit_id, known.unit_name) == (desk.township, "清溪镇")
    assert [fact.id for fact in facts.of_unit(desk.township).facts] == [first]
    assert desk.acts(first) == ["fact.add"]


def test_a_fact_that_is_about_both_is_listed_once(desk, facts):
    facts.add(entry(unit_id=desk.township, person_id=desk.leader))
    assert len(facts.of_person(desk.leader).facts) == 1


def test_a_fact_is_put_in_other_words_or_forgotten(desk, facts):
    fact_id, _ = facts.add(entry(unit_id=desk.township))
    facts.change(fact_id, entry("合同已补备案", FactCategory.INSPECTION))
    assert [(f.text, f.category) for f in facts.of_unit(desk.township).facts] == [
        ("合同已补备案", FactCategory.INSPECTION)
    ]
    with pytest.raises(FactTextMissingError):
        facts.change(fact_id, entry(" "))
    facts.remove(fact_id)
    assert facts.of_unit(desk.township).facts == ()
    assert desk.acts(fact_id) == ["fact.add", "fact.change", "fact.remove"]
    with pytest.raises(KeyError):
        facts.change(fact_id, entry())


def test_a_letter_never_comes_into_the_vault(desk, facts):
    with pytest.raises(PetitionDetailError):
        facts.add(entry("举报人李某来信", FactCategory.PETITION, unit_id=desk.township))
    assert facts.of_unit(desk.township).facts == ()


def test_somebody_without_a_post_has_facts_too(desk, facts):
    from app.services.people import PersonEntry

    guest, _ = desk.people.add_person(PersonEntry("陈七"))
    facts.add(entry(person_id=guest))
    known = facts.of_person(guest)
    assert (len(known.facts), known.unit_id) == (1, None)


def test_a_figure_replaces_the_one_of_its_name_and_year(desk, facts):
    facts.keep_figure(UnitFigure(desk.township, 2026, "考核", "88", 3, 13))
    facts.keep_figure(UnitFigure(desk.township, 2026, "考核", "89", 12, 13))
    facts.keep_figure(UnitFigure(desk.township, 2025, "信访量", "9"))
    figures = facts.of_unit(desk.township).figures
    assert [(f.year, f.name, f.value, f.place) for f in figures] == [
        (2026, "考核", "89", 12),
        (2025, "信访量", "9", None),
    ]
    with pytest.raises(FigureRankError):
        facts.keep_figure(UnitFigure(desk.township, 2026, "考核", "89", 14, 13))
    facts.remove_figure(desk.township, 2026, "考核")
    assert len(facts.of_unit(desk.township).figures) == 1


def test_a_unit_at_the_bottom_is_in_the_situation_of_its_head(desk, facts):
    talk_id = desk.plan()
    assert not desk.talks.situation(talk_id).is_bottom_ranked
    facts.keep_figure(UnitFigure(desk.township, 2025, "年度考核", "", 13, 13))
    assert desk.talks.situation(talk_id).is_bottom_ranked
    facts.keep_figure(UnitFigure(desk.township, 2026, "年度考核", "", 2, 13))
    assert not desk.talks.situation(talk_id).is_bottom_ranked


def test_an_auditor_notes_no_fact(desk, vault, trail):
    auditor = Trail(trail.clock, "孙审", trail.new_id, role=HolderRole.AUDITOR)
    with pytest.raises(RoleRefusedError):
        Facts(vault, auditor).add(entry(unit_id=desk.township))
    assert Facts(vault, trail).of_unit(desk.township).facts == ()

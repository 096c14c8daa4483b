"""A portrait through the services: from stored facts, edited for one talk, one page of paper."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.facts import FactCategory, UnitFigure
from app.domain.people import Role
from app.domain.portrait import Section
from app.domain.preparing_errors import PortraitTooLongError
from app.domain.talk import TalkStatus
from app.services.facts import FactEntry, Facts
from app.services.portraits import Portraits
from app.services.talks import FindingEntry, ParticipantEntry
from tests.desk import Desk


@pytest.fixture
def desk(vault, trail) -> Desk:
    return Desk.set_up(vault, trail)


@pytest.fixture
def portraits(vault, trail) -> Portraits:
    return Portraits(vault, trail)


@pytest.fixture
def facts(vault, trail) -> Facts:
    return Facts(vault, trail)


def test_a_portrait_is_made_of_all_that_is_stored(desk, portraits, facts):
    facts.add(FactEntry(FactCategory.CASE, date(2026, 1, 2), "一名站所长受处分", desk.township))
    facts.keep_figure(UnitFigure(desk.township, 2026, "信访量", "12件"))
    facts.keep_figure(UnitFigure(desk.township, 2025, "信访量", "9件"))
    earlier = desk.talk_at(TalkStatus.UNDER_WAY)
    desk.talks.add_finding(earlier, FindingEntry("a1", "接待台账缺两个月"))
    desk.talks.add_finding(earlier, FindingEntry("a1", "每月上一次廉政课", is_personal=True))
    desk.talks.save_closing(earlier, "谈了三个方面", "", "")
    desk.end(earlier)
    desk.trail.clock.move(days=40)
    talk_id = desk.plan()
    portrait = portraits.get(talk_id, desk.leader)
    assert portrait.kept_at is None
    assert "清溪镇党委书记" in portrait.text(Section.WHO)
    assert "增加 3件" in portrait.text(Section.FIGURES)
    assert "案件：2026年1月一名站所长受处分" in portrait.text(Section.SOURCES)
    assert "监督谈话（年度监督谈话）：谈了三个方面" in portrait.text(Section.TALKS)
    assert "接待台账缺两个月" in portrait.text(Section.UNIT_FINDINGS)
    assert "廉政课" not in portrait.text(Section.UNIT_FINDINGS)
    assert "每月上一次廉政课" in portrait.text(Section.OWN_FINDINGS)
    assert "接待台账缺两个月" in portrait.text(Section.POINTS)


def test_findings_stay_with_the_unit_and_undertakings_move_with_the_person(desk, portraits):
    from app.services.people import PostEntry

    earlier = desk.talk_at(TalkStatus.UNDER_WAY)
    desk.talks.add_finding(earlier, FindingEntry("a1", "接待台账缺两个月"))
    desk.talks.add_finding(earlier, FindingEntry("a1", "每月上一次廉政课", is_personal=True))
    desk.end(earlier)
    desk.trail.clock.move(days=40)
    desk.people.add_post(desk.leader, PostEntry(new_unit_name="观音镇", title="党委书记"))
    elsewhere = next(u.id for u in desk.people.units() if u.name == "观音镇")
    moved = (ParticipantEntry(Role.INTERVIEWEE, desk.leader, unit_id=elsewhere),)
    portrait = portraits.get(desk.plan(participants=moved), desk.leader)
    assert portrait.text(Section.UNIT_FINDINGS) == ""
    assert "廉政课" in portrait.text(Section.OWN_FINDINGS)
    assert "接待台账" not in portrait.text(Section.OWN_FINDINGS)


def test_what_a_hand_wrote_is_kept_for_this_talk_alone(desk, portraits):
    talk_id, other = desk.plan(), desk.plan()
    portraits.keep(talk_id, desk.leader, Section.POINTS, "只谈一件事")
    assert portraits.get(talk_id, desk.leader).text(Section.POINTS) == "只谈一件事"
    assert portraits.get(other, desk.leader).text(Section.POINTS) != "只谈一件事"
    assert desk.acts(talk_id)[-1] == "portrait.keep"


def test_the_same_words_again_are_no_change(desk, portraits):
    talk_id = desk.plan()
    before = len(desk.acts())
    said = portraits.get(talk_id, desk.leader).text(Section.WHO)
    portraits.keep(talk_id, desk.leader, Section.WHO, said)
    assert len(desk.acts()) == before
    with pytest.raises(PortraitTooLongError):
        portraits.keep(talk_id, desk.leader, Section.WHO, "长" * 5000)


def test_a_kept_portrait_tells_what_is_new_and_refreshing_keeps_the_hand(desk, portraits, facts):
    talk_id = desk.plan()
    portraits.keep(talk_id, desk.leader, Section.WHO, "熟悉农村工作")
    facts.add(FactEntry(FactCategory.AUDIT, date(2026, 2, 1), "合同没有备案", desk.township))
    known = portraits.get(talk_id, desk.leader)
    assert Section.SOURCES in known.news
    assert known.text(Section.SOURCES) == ""
    portraits.refresh(talk_id, desk.leader)
    after = portraits.get(talk_id, desk.leader)
    assert "合同没有备案" in after.text(Section.SOURCES)
    assert after.text(Section.WHO) == "熟悉农村工作"
    assert after.news == ()
    portraits.restore(talk_id, desk.leader, Section.WHO)
    assert portraits.get(talk_id, desk.leader).text(Section.WHO).startswith("张三")


def test_each_interviewee_has_an_own_portrait_and_guests_too(desk, portraits):
    guest = ParticipantEntry(Role.INTERVIEWEE, name="陈七", unit_name="驻村工作队")
    talk_id = desk.plan(kind="collective", participants=desk.everybody(guest))
    names = portraits.names(talk_id)
    assert [name for _, name in names] == ["张三", "陈七"]
    portraits.keep(talk_id, names[1][0], Section.POINTS, "问工作队的事")
    assert "问工作队的事" not in portraits.get(talk_id, desk.leader).text(Section.POINTS)
    assert "驻村工作队" in portraits.get(talk_id, names[1][0]).text(Section.WHO)
    with pytest.raises(KeyError):
        portraits.get(talk_id, "nobody")


def test_a_talk_that_is_to_come_or_was_called_off_is_no_earlier_talk(desk, portraits):
    desk.talk_at(TalkStatus.CANCELLED)
    desk.talk_at(TalkStatus.PREPARED)
    desk.trail.clock.move(days=1)
    assert portraits.get(desk.plan(), desk.leader).text(Section.TALKS) == ""


def test_the_page_says_what_it_could_not_hold_and_the_trail_says_that_it_was_made(desk, portraits):
    from app.documents import pictures

    talk_id = desk.plan()
    paper, _ = portraits.pdf(talk_id, desk.leader)
    assert paper.left_off == ()
    assert desk.acts(talk_id)[-1] == "portrait.print"
    for section in Section:
        portraits.keep(talk_id, desk.leader, section, "很长的一段话。\n" * 200)
    paper, _ = portraits.pdf(talk_id, desk.leader)
    assert set(paper.left_off) == set(Section)
    assert pictures.page_count(paper.pdf) == 1

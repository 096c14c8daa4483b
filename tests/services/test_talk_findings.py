from __future__ import annotations

from datetime import date

import pytest

from app.domain.changes import Changes
from app.domain.finding import FindingNature
from app.domain.ids import FindingId
from app.domain.people import Role
from app.domain.refusals import (
    ManifestationMissingError,
    TalkSealedError,
    WrongStatusError,
)
from app.domain.talk import TalkStatus
from app.services.people import PersonEntry, PostEntry
from app.services.talks import FindingEntry, ParticipantEntry

S = TalkStatus


def numbers(rows):
    return [row.number for row in rows]


def test_a_finding_gets_number_deadline_unit_and_person(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    finding_id, changes = desk.talks.add_finding(
        talk_id, FindingEntry("a1", " 台账缺两个月 ", " 补齐 ", answer_id=answer_id)
    )
    (finding,) = desk.talks.findings(talk_id)
    assert changes is Changes.FINDINGS
    assert (finding.id, finding.number, finding.deadline) == (
        finding_id,
        "2026-1-0001",
        date(2026, 4, 7),  # the 5th is in 清明节
    )
    assert (finding.manifestation, finding.measure) == ("台账缺两个月", "补齐")
    assert (finding.unit_id, finding.person_id, finding.answer_id) == (
        desk.township,
        desk.leader,
        answer_id,
    )


def test_findings_are_numbered_through_the_quarter(desk, clock):
    talk_id = desk.talk_at(S.UNDER_WAY)
    for _ in range(2):
        desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    with pytest.raises(ManifestationMissingError):
        desk.talks.add_finding(talk_id, FindingEntry("a1", " "))
    clock.move(days=40)
    desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    assert numbers(desk.talks.findings(talk_id)) == ["2026-1-0001", "2026-1-0002", "2026-2-0001"]


def test_the_kind_of_talk_and_the_user_set_the_deadline(desk):
    talk_id = desk.talk_at(S.UNDER_WAY, kind="admonition")
    desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    desk.talks.add_finding(talk_id, FindingEntry("a1", "表现", deadline=date(2026, 3, 20)))
    assert [f.deadline for f in desk.talks.findings(talk_id)] == [
        date(2026, 9, 7),  # the 5th is a Saturday
        date(2026, 3, 20),
    ]


def test_a_deadline_told_in_working_days_ends_on_one_and_keeps_how_it_was_told(desk, clock):
    talk_id = desk.talk_at(S.UNDER_WAY)
    finding_id, _ = desk.talks.add_finding(talk_id, FindingEntry("a1", "表现", term="22w"))
    (finding,) = desk.talks.findings(talk_id)
    # from Thursday the 5th of March over the one day of 清明节 that is no Saturday or Sunday
    assert (finding.term, finding.deadline) == ("22w", date(2026, 4, 7))
    clock.move(days=3)
    longer = FindingEntry("a1", "表现", term="23w", is_repeated=True)
    desk.talks.change_finding(finding_id, longer)
    (finding,) = desk.talks.findings(talk_id)
    # the day it was found counts, not the day it was altered; nothing of it is an extension
    assert (finding.deadline, finding.first_deadline) == (date(2026, 4, 8), date(2026, 4, 8))
    assert (finding.extensions, finding.is_repeated) == (0, True)
    chosen = FindingEntry("a1", "表现", deadline=date(2026, 4, 4))
    desk.talks.change_finding(finding_id, chosen)
    (finding,) = desk.talks.findings(talk_id)
    assert (finding.term, finding.deadline) == ("", date(2026, 4, 4))  # a chosen day stays


def test_what_is_common_belongs_to_nobody_alone(desk):
    other = ParticipantEntry(Role.INTERVIEWEE, name="陈七")
    alone = desk.talk_at(S.UNDER_WAY)
    together = desk.talk_at(S.UNDER_WAY, kind="collective", participants=desk.everybody(other))
    desk.talks.add_finding(alone, FindingEntry("a1", "表现", is_common=True))
    desk.talks.add_finding(together, FindingEntry("a1", "表现"))
    desk.talks.add_finding(together, FindingEntry("a1", "表现", unit_id=desk.township))
    found = desk.talks.findings(alone) + desk.talks.findings(together)
    assert [f.unit_id for f in found] == [None, None, desk.township]


def test_a_finding_may_be_reworded_until_the_talk_is_sealed(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    finding_id, _ = desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    desk.talks.change_finding(finding_id, FindingEntry("a2", "改后", deadline=date(2026, 5, 1)))
    (finding,) = desk.talks.findings(talk_id)
    assert (finding.number, finding.area, finding.manifestation) == ("2026-1-0001", "a2", "改后")
    desk.end(talk_id)
    desk.confirm(talk_id)
    desk.talks.note_refusal_and_sign(talk_id, "拒签")
    desk.talks.seal(talk_id)
    with pytest.raises(TalkSealedError):
        desk.talks.change_finding(finding_id, FindingEntry("a2", "再改"))
    with pytest.raises(WrongStatusError) as caught:
        desk.talks.add_finding(desk.plan(), FindingEntry("a1", "表现"))
    assert caught.value.act == "find"
    with pytest.raises(KeyError):
        desk.talks.change_finding(FindingId("nothing"), FindingEntry("a2", "x"))


def test_open_findings_of_unit_and_person_come_up_in_the_next_talk(desk):
    earlier = desk.talk_at(S.UNDER_WAY)
    desk.talks.add_finding(earlier, FindingEntry("a1", "晚", deadline=date(2026, 6, 1)))
    desk.talks.add_finding(earlier, FindingEntry("a1", "早", deadline=date(2026, 5, 1)))
    assert [f.manifestation for f in desk.talks.open_findings(desk.plan())] == ["早", "晚"]
    assert desk.talks.open_findings(earlier) == []


def test_findings_stay_with_the_unit_promises_move_with_the_person_advice_is_neither(desk):
    earlier = desk.talk_at(S.UNDER_WAY)
    desk.talks.add_finding(earlier, FindingEntry("a1", "台账缺两个月"))
    promise = FindingEntry("a1", "结清借款", is_personal=True)
    desk.talks.add_finding(earlier, promise)
    desk.talks.add_finding(earlier, FindingEntry("a1", "建议", nature=FindingNature.ADVICE))
    successor, _ = desk.people.add_person(
        PersonEntry("陈七", unit_id=desk.township, title="党委书记", is_principal=True)
    )
    ours = desk.everybody()[1:]
    new_head = desk.plan(participants=(ParticipantEntry(Role.INTERVIEWEE, successor), *ours))
    elsewhere = ParticipantEntry(Role.INTERVIEWEE, desk.leader, unit_id=desk.office)
    desk.people.add_post(desk.leader, PostEntry(unit_id=desk.office, title="副书记"))
    moved = desk.plan(participants=(elsewhere, *ours))
    assert [f.manifestation for f in desk.talks.open_findings(new_head)] == ["台账缺两个月"]
    assert [f.manifestation for f in desk.talks.open_findings(moved)] == ["结清借款"]

from __future__ import annotations

import pytest

from app.domain.audit import first_break
from app.domain.finding import FindingNature, FindingStatus
from app.domain.ids import FindingId
from app.domain.people import Role
from app.domain.progress import CancelledError, NoProgress
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from app.services import seeding
from app.services.seeding import Seeding
from app.store import audit, finding_history, findings


class Stopped:
    """Progress that stops the work after some steps."""

    def __init__(self, steps):
        self.steps = steps

    def step(self, done, total):
        self.steps -= 1
        if self.steps < 0:
            raise CancelledError


def said(talk):
    people = [(p.role, p.name, p.unit_name, p.title) for p in talk.participants]
    return (talk.number, talk.subject, talk.planned_at, people, [a.text for a in talk.answers])


def every(desk):
    return [desk.talk(row.id) for row in desk.talks.page(TalkFilter(), limit=1000)]


def test_made_up_talks_are_whole_and_sealed(desk):
    Seeding(desk.vault, desk.trail).grow(40, 1, NoProgress())
    talks = every(desk)
    assert len(talks) == 40
    for talk in talks:
        talk.check_people()
        assert talk.status is TalkStatus.SEALED
        assert len(talk.answers) == seeding.QUESTIONS
        assert all(a.is_answered for a in talk.answers)
        assert talk.in_role(Role.INTERVIEWEE)[0].unit_name
        assert talk.began_at < talk.ended_at < desk.trail.clock.now()
    by_year = {}
    for talk in sorted(talks, key=lambda t: t.began_at):
        year, serial = talk.number.split("-")
        by_year[year] = by_year.get(year, 0) + 1
        assert int(serial) == by_year[year]


def test_the_same_seed_makes_the_same_talks(desk):
    grower = Seeding(desk.vault, desk.trail)
    grower.grow(10, 5, NoProgress())
    first = {said(t)[1:3] for t in every(desk)}
    grower.grow(10, 5, NoProgress())
    assert {said(t)[1:3] for t in every(desk)} == first
    assert len(every(desk)) == 20


def test_growing_can_be_stopped_between_two_batches(desk, monkeypatch):
    monkeypatch.setattr(seeding, "BATCH", 10)
    with pytest.raises(CancelledError):
        Seeding(desk.vault, desk.trail).grow(50, 1, Stopped(2))
    assert len(every(desk)) == 20
    with desk.vault.reading() as connection:
        assert first_break(audit.every(connection)) is None


def test_a_vault_without_prompts_cannot_grow(vault, trail):
    with pytest.raises(KeyError):
        Seeding(vault, trail).grow(1, 1, NoProgress())


def test_made_up_findings_have_gone_their_ways_by_the_rules(desk):
    Seeding(desk.vault, desk.trail).grow(50, 4, NoProgress(), has_findings=True)
    with desk.vault.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM finding ORDER BY number")]
        found = [findings.get(connection, FindingId(one)) for one in ids]
        ways = [finding_history.read(connection, one.id) for one in found]
    assert {FindingStatus.UNDER_WAY, FindingStatus.ARCHIVED} < {one.status for one in found}
    assert any(one.nature is FindingNature.ADVICE for one in found)
    for one, way in zip(found, ways, strict=True):
        stands = [FindingStatus.REGISTERED, *(step.after for step in way.steps)]
        assert [step.before for step in way.steps] == stands[:-1]
        assert stands[-1] is one.status
        assert len(way.extensions) == one.extensions
        assert one.first_deadline <= one.deadline
        ahead = way.next_look_back
        assert one.look_back_on == (ahead.due_on if ahead else None)

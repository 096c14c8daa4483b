"""Before a talk: its papers, and who must keep away from whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.checks import Caution, CautionKind
from app.domain.errors import FolderUnusableError
from app.domain.holders import HolderRole
from app.domain.people import Role
from app.domain.plan_errors import GroundMissingError
from app.domain.refusals import IntervieweeMissingError
from app.domain.talk_papers import Contact, NoticeWish, RequestWish
from app.domain.vault_errors import RoleRefusedError
from app.services.recusals import Recusals
from app.services.talk_papers import BRING, TalkPapers
from app.services.talks import ParticipantEntry
from tests.documents.paper import text_of


@pytest.fixture
def papers(desk) -> TalkPapers:
    return TalkPapers(desk.vault, desk.trail)


@pytest.fixture
def recusals(desk) -> Recusals:
    return Recusals(desk.vault, desk.trail)


def test_each_paper_leaves_its_entry_and_remembers_whom_to_ask(desk, papers):
    talk = desk.plan(delegation="受李明委托")
    assert papers.last_notice() == NoticeWish(BRING, Contact())
    wish = NoticeWish("笔记本", Contact("赵六", "0719-1"))
    pdf, _ = papers.notice(talk, wish)
    assert "受李明委托" in text_of(pdf)
    assert papers.last_notice() == wish
    request, _ = papers.request_slip(talk)
    assert "赵六" in text_of(request)
    sheet, _ = papers.sign_in(talk)
    assert "监督谈话签到表" in text_of(sheet)
    papers.notice(talk)
    made = ["talk.plan", "talk.notice", "talk.request", "talk.sign_in", "talk.notice"]
    assert desk.acts(talk) == made


def test_an_answer_is_asked_for_days_before_the_talk_but_never_in_the_past(desk, papers):
    today = date(2026, 3, 5)
    late = desk.plan(planned_at=desk.trail.clock.now() + timedelta(days=20))
    assert papers.first_request(late).answer_by == date(2026, 3, 20)
    assert papers.first_request(desk.plan()).answer_by == today
    chosen = RequestWish(("audit", "petition"), today).chosen()
    assert [organ.key for organ in chosen] == ["petition", "audit"]


def test_a_talk_with_nobody_to_talk_to_has_no_papers(desk, papers):
    with pytest.raises(IntervieweeMissingError):
        papers.sign_in(desk.plan(participants=desk.everybody()[1:]))


def test_a_copy_goes_where_the_user_says_or_it_is_told_why_not(desk, papers, tmp_path):
    papers.save(b"%PDF", tmp_path / "one.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == b"%PDF"
    with pytest.raises(FolderUnusableError):
        papers.save(b"%PDF", tmp_path / "nowhere" / "one.pdf")


def test_who_may_not_make_papers_makes_none(desk):
    talk = desk.plan()
    auditor = TalkPapers(desk.vault, replace(desk.trail, role=HolderRole.AUDITOR))
    with pytest.raises(RoleRefusedError):
        auditor.notice(talk)


def test_a_pair_is_seen_from_both_sides_and_warned_of_before_the_talk(desk, recusals):
    recusals.add(desk.secretary, desk.leader, "同学")
    recusals.add(desk.leader, desk.secretary, "近亲属")
    (mine,), (theirs,) = recusals.of(desk.leader), recusals.of(desk.secretary)
    assert (mine.name, mine.post, mine.ground) == ("王五", "县纪委监委书记", "近亲属")
    assert (theirs.name, theirs.ground) == ("张三", "近亲属")
    warned = Caution(CautionKind.RECUSED, "张三", "王五", ground="近亲属")
    talk = desk.plan()
    assert desk.talks.warnings(talk) == (warned,)
    assert recusals.foresee(desk.entry(), talk) == (warned,)
    half_typed = ParticipantEntry(Role.COMPANION, name=" ")
    assert recusals.foresee(desk.entry(participants=(half_typed,)), talk) == ()
    recusals.remove(desk.leader, desk.secretary)
    assert recusals.of(desk.leader) == ()
    assert desk.talks.warnings(talk) == ()
    with pytest.raises(GroundMissingError):
        recusals.add(desk.leader, desk.recorder, "")

"""The papers of one finding on its way: what they say at each stage, what stays for the hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from app.documents.finding_lists import finding_lists
from app.documents.ledger import ledger
from app.domain.archive_leaves import LeafEntry, LeafKind
from app.domain.finding import FindingNature, MeasureKind
from app.domain.finding_closing import ClosingEntry, Decision, LookBackEntry
from app.domain.finding_course import Completion
from app.domain.finding_history import FindingAct, LookBackMethod, Milestone
from app.domain.finding_pleas import AccountabilityEntry
from app.domain.ids import FindingId, UnitId
from app.domain.paper_errors import PaperEmptyError
from app.domain.papers import FindingList, PaperKind, PaperWish
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.rectifying_rules import FIVE_GROUNDS
from app.domain.talk import TalkStatus
from app.services.archives import Archives
from app.services.figures import Figures
from app.services.finding_ledger import FindingLedger
from app.services.papers import Papers
from app.services.people import PersonEntry
from app.services.rectifying import Rectifying
from app.services.talks import FindingEntry, ParticipantEntry
from tests.documents.paper import text_of

K = PaperKind


@pytest.fixture
def rectifying(vault, trail, attachment_files):
    return Rectifying(vault, trail, attachment_files)


@pytest.fixture
def papers(vault, trail, rectifying):
    return Papers(vault, trail, Figures(vault, trail), rectifying.urge)


@pytest.fixture
def talk_id(desk):
    return desk.talk_at(TalkStatus.UNDER_WAY)


@pytest.fixture
def finding_id(desk, talk_id):
    return desk.talks.add_finding(talk_id, FindingEntry("a1", "会议纪要没有写末位表态"))[0]


def said(papers: Papers, kind: PaperKind, subject: str = "", **more: object) -> str:
    pdf, _ = papers.make(PaperWish(kind, subject, **more))
    return "".join(text_of(pdf).split())


def written(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass
class Story:
    """One finding, those who put it right, and what the papers say of it."""

    papers: Papers
    rectifying: Rectifying
    finding_id: FindingId
    unit_id: UnitId
    today: date
    first: date
    later: date

    def sheet(self, kind: PaperKind, *expected: str) -> str:
        text = said(self.papers, kind, self.finding_id)
        assert [words for words in expected if words not in text] == []
        return text

    def decide(self, is_granted: bool, who: str, opinion: str) -> None:
        self.rectifying.decide(self.finding_id, Decision(is_granted, who, opinion, self.today))

    def submit(self, result: str) -> None:
        entry = ClosingEntry(result, self.today, self.today, "李镇长")
        self.rectifying.submit(self.finding_id, entry)


@pytest.fixture
def story(desk, papers, rectifying, finding_id, clock) -> Story:
    today = clock.local(clock.now()).date()
    days = (today, today + timedelta(days=10), today + timedelta(days=40))
    return Story(papers, rectifying, finding_id, desk.township, *days)


def issued(story: Story) -> bytes:
    """It is completed, issued and signed for; the slip says so."""
    entry = Completion(
        measure="补齐纪要",
        measure_kind=MeasureKind.BY_DEADLINE,
        regulation="《议事规则》",
        is_regulation_new=False,
        leader="李镇长",
        responsible="赵干事",
        supervisor="周督办",
        effect="每次会议都有纪要",
        deadline=story.first,
        milestones=(Milestone(story.first, "上会审议"),),
    )
    story.rectifying.complete(story.finding_id, entry)
    to, ids = (story.unit_id, None), (story.finding_id,)
    issue_id, _ = story.rectifying.issue(to, ids, story.today)
    slip = said(story.papers, K.ISSUE_SLIP, issue_id)
    for words in ("整改清单签收单", "下达：清溪镇", "共1条", "李镇长", "赵干事", "补齐纪要"):
        assert words in slip, words
    assert "已登记签收" not in slip
    story.rectifying.sign_for(issue_id, "钱签收", story.today)
    pdf, _ = story.papers.make(PaperWish(K.ISSUE_SLIP, issue_id))
    assert f"已登记签收：钱签收，{written(story.today)}" in "".join(text_of(pdf).split())
    return pdf


def extended(story: Story) -> None:
    """It is given more time; the sheet keeps what its deadline was."""
    story.rectifying.report(story.finding_id, "已补齐两次会议的纪要", story.today)
    story.rectifying.ask_more_time(story.finding_id, story.later, "规则要上会", story.today)
    wanted = f"申请延至{written(story.later)}"
    story.sheet(K.EXTENSION_SHEET, "规则要上会", wanted, "已补齐两次会议的纪要")
    granted = Decision(True, "孙书记", "抓紧", story.today)
    story.rectifying.decide_more_time(story.finding_id, granted)
    story.sheet(K.EXTENSION_SHEET, "同意延期。抓紧", f"原时限{written(story.first)}")


def closed(story: Story) -> None:
    """It is sent back once, then everybody agrees; the sheet has all of it."""
    story.submit("只补了一半")
    story.decide(False, "周督办", "还缺一半")
    story.submit("全部补齐")
    for who in ("周督办", "吴副书记", "孙书记"):
        story.decide(True, who, f"同意，{who}记")
    expected = ("全部补齐", "1．纪要", "同意，孙书记记", "周督办：还缺一半", "申请销号。")
    story.sheet(K.CLOSING_SHEET, *expected)


def test_a_finding_is_followed_on_paper_from_its_issue_to_its_look_backs(
    desk, story, clock, tmp_path
):
    blank = story.sheet(K.CLOSING_SHEET, "监督检查室（初审）")
    assert "同意" not in blank  # to be filled in by hand
    evidence = tmp_path / "纪要.pdf"
    evidence.write_bytes(issued(story))
    extended(story)
    story.rectifying.add_evidence(story.finding_id, (evidence,), NoProgress())
    closed(story)
    clock.move(days=31)
    looked = clock.local(clock.now()).date()
    seen = LookBackEntry(LookBackMethod.SITE, "三次会议都有纪要", "周督办", looked)
    story.rectifying.look_back(story.finding_id, seen)
    agreed = f"孙书记，{written(story.today)}"
    story.sheet(K.LOOK_BACK_SHEET, "三次会议都有纪要", "■实地抽查", "没有反弹", agreed)

    line = story.papers.read(PaperWish(K.LEDGER)).data.lines[0]
    assert (line.first_deadline, line.moved_to) == (story.first, story.later)
    assert (line.closed_by, line.signed_by, line.evidence) == ("孙书记", "钱签收", ("纪要.pdf",))
    assert (line.done_on, line.closed_on) == (story.today, story.today)
    assert [one.done_on for one in line.look_backs] == [looked, None, None]
    assert line.milestones == (Milestone(story.first, "上会审议"),)
    lists = said(story.papers, K.FINDING_LISTS)
    for words in ("已销号", "李镇长", "赵干事", "周督办", "钱签收", "限期整改"):
        assert words in lists, words
    made = {"issue_slip", "extension_sheet", "closing_sheet", "look_back_sheet"}
    assert {f"finding.{kind}" for kind in made} <= set(desk.acts())


def test_who_is_to_be_called_to_account_is_told_with_the_grounds_ticked(
    papers, rectifying, finding_id, clock
):
    today = clock.local(clock.now()).date()
    entry = AccountabilityEntry(FIVE_GROUNDS[1:2], "两次约谈没有改", "建议批评教育")
    rectifying.call_to_account(finding_id, entry, today)
    sheet = said(papers, K.ACCOUNTABILITY_SHEET, finding_id)
    assert "■" + FIVE_GROUNDS[1].title in sheet
    assert "□" + FIVE_GROUNDS[0].title in sheet
    assert "两次约谈没有改" in sheet


def test_a_common_finding_is_reported_once_and_urged_from_each_unit(
    desk, papers, rectifying, talk_id, clock
):
    today = clock.local(clock.now()).date()
    entry = FindingEntry("a1", "都没有台账", is_common=True, deadline=today)
    common_id, _ = desk.talks.add_finding(talk_id, entry)
    rectifying.fan_out(common_id, (desk.township, desk.office))
    report = papers.read(PaperWish(K.TALK_REPORT, talk_id)).data
    assert [line.id for line in report.lines] == [common_id]
    urged = papers.read(PaperWish(K.URGING)).data.units
    assert [(unit, len(lines)) for unit, lines in urged] == [("县纪委监委", 1), ("清溪镇", 1)]


def test_after_a_relapse_the_lists_tell_the_deadline_that_holds(story):
    issued(story)
    draft = story.papers.read(PaperWish(K.LEDGER, lists=(FindingList.DEADLINES,)))
    [line] = draft.data.lines
    again = replace(line, deadline=story.later + timedelta(days=60), relapses=1)
    assert (again.extensions, again.first_deadline) == (0, story.first)
    data = replace(draft.data, lines=(again,))
    for make in (finding_lists, ledger):
        text = "".join(text_of(make(data, draft.office, draft.local)).split())
        day = again.moved_to
        for words in ("反弹后定", f"{day.month}月{day.day}日"):
            assert words in text, words


def test_who_has_no_unit_is_urged_by_name(desk, papers, rectifying, clock):
    today = clock.local(clock.now()).date()
    person, _ = desk.people.add_person(PersonEntry("郑十一"))
    people = (ParticipantEntry(Role.INTERVIEWEE, person), *desk.everybody()[1:])
    there = desk.talk_at(TalkStatus.UNDER_WAY, participants=people)
    entry = FindingEntry("a1", "借款没有结清", deadline=today)
    finding_id, _ = desk.talks.add_finding(there, entry)
    [group] = FindingLedger(desk.vault, desk.trail).monday().groups
    assert (group.name, [row.id for row in group.soon]) == ("郑十一", [finding_id])
    text = said(papers, K.URGING)
    assert "郑十一同志" in text
    assert "你还没有销号的整改事项" in text
    assert rectifying.sheet(finding_id).history.steps[-1].act is FindingAct.URGE


def test_advice_has_no_sheets(desk, papers, talk_id):
    advice = FindingEntry("a1", "建议多下乡", nature=FindingNature.ADVICE)
    advice_id, _ = desk.talks.add_finding(talk_id, advice)
    with pytest.raises(PaperEmptyError):
        papers.read(PaperWish(K.CLOSING_SHEET, advice_id))


def test_the_leaves_of_an_archive_are_set_with_it(desk, papers, vault, trail, attachment_files):
    archives = Archives(vault, trail, attachment_files)
    today = trail.clock.local(trail.clock.now()).date()
    entry = LeafEntry(
        LeafKind.PROPOSAL,
        today,
        "关于规范公务接待的建议",
        "三条建议。",
        unit_id=desk.township,
        number="清纪建〔2026〕3号",
        reply_due=today + timedelta(days=30),
    )
    archives.add_leaf(desk.leader, entry)
    text = said(papers, K.PERSON_ARCHIVE, desk.leader, reason="谈话准备")
    for words in ("纪检监察建议书", "清纪建〔2026〕3号", "三条建议。", "还有30天答复"):
        assert words in text, words

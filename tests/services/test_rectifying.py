"""One finding from the talk to the archive, and every step that is refused on the way."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta

import pytest

from app.domain.attachment_errors import AttachmentStaysError
from app.domain.changes import Changes
from app.domain.figure_spans import Span
from app.domain.finding import FindingNature, FindingSource, FindingStatus, MeasureKind
from app.domain.finding_closing import ClosingEntry, Decision
from app.domain.finding_course import Completion
from app.domain.finding_errors import (
    AddresseeError,
    ChainLengthError,
    ClueReferenceError,
    DeadlineStaysError,
    EvidenceMissingError,
    EvidenceTwiceError,
    FindingDayError,
    FindingStepError,
    FindingWordsError,
    GroundsMissingError,
    Hindrance,
    LookBackDaysError,
    SignedForAlreadyError,
    TitleOfPlaceMissingError,
    UnitsOfCommonError,
)
from app.domain.finding_history import (
    ClosingOutcome,
    ExtensionOutcome,
    FindingAct,
    LookBackMethod,
    Milestone,
)
from app.domain.finding_pleas import AccountabilityEntry
from app.domain.finding_views import FindingChip, FindingFilter, FindingOrder
from app.domain.five_fixes import Fix
from app.domain.holders import HolderRole
from app.domain.ids import FindingId
from app.domain.people import Role, UnitKind
from app.domain.portrait import Section
from app.domain.progress import NoProgress
from app.domain.rectifying_rules import FIVE_GROUNDS, ChainPlace, Ground, RectifyingRules
from app.domain.refusals import NothingChosenError, ReasonMissingError
from app.domain.talk import TalkStatus
from app.domain.vault_errors import RoleRefusedError
from app.services.attaching import Attaching
from app.services.attachment_taking import Brought
from app.services.figures import Figures
from app.services.finding_ledger import FindingLedger
from app.services.outlines import Outlines
from app.services.portraits import Portraits
from app.services.rectifying import Rectifying
from app.services.talks import FindingEntry, ParticipantEntry
from app.services.trail import Trail
from app.system.ids import new_id
from tests import brought
from tests.conftest import StandingClock, empty_vault
from tests.desk import Desk
from tests.services.rectifying_office import GRANTED, Afterwards
from ui.audit.act_words import ACTS
from ui.messages import message_for

S, A = FindingStatus, FindingAct
FIRST = Milestone(date(2026, 3, 20), "三月的补完")


@pytest.fixture(scope="module")
def common_desk(tmp_path_factory):
    """One desk for all: each test has findings of its own."""
    with closing(empty_vault(tmp_path_factory.mktemp("vault") / "vault")) as vault:
        yield Desk.set_up(vault, Trail(StandingClock(), "李明", new_id))


@pytest.fixture
def office(common_desk, tmp_path):
    common_desk.trail.clock.moment = StandingClock().moment
    return Afterwards.set_up(common_desk, tmp_path)


def hindered(act) -> Hindrance:
    with pytest.raises(FindingStepError) as refused:
        act()
    assert message_for(refused.value).remedy
    return refused.value.hindrance


def with_one_return_and_one_extension(office) -> FindingId:
    """A finding brought to 整改中, sent back once and given more time once."""
    one = office.found_and_sealed()
    assert office.sheet(one).lacking == tuple(Fix)
    office.complete(one, milestones=(FIRST,), deadline=date(2026, 4, 10), term="")
    assert office.sheet(one).lacking == ()
    office.move(1)
    issue_id = office.issue(one)
    office.move(2)
    office.rectifying.sign_for(issue_id, "张三", office.today)
    office.rectifying.report(one, "已经补了一个月", office.today)
    office.evidence(one)
    office.submit(one)
    office.decide(one, GRANTED[0])
    office.decide(one, GRANTED[1], is_granted=False)
    assert office.status(one) is S.UNDER_WAY
    office.rectifying.ask_more_time(one, date(2026, 4, 30), "四月才有签字页", office.today)
    office.rectifying.decide_more_time(one, Decision(True, "书记", "同意", office.today))
    return one


def test_one_finding_goes_from_the_talk_to_the_archive(office):
    one = with_one_return_and_one_extension(office)
    office.move(20)
    office.close(one)
    assert office.sheet(one).finding.closed_on == office.today
    for _ in range(3):
        assert office.status(one) is S.CLOSED
        office.move(60)
        office.look_back(one)
    finding = office.sheet(one).finding
    assert (finding.status, finding.look_back_on) == (S.ARCHIVED, None)
    assert (finding.first_deadline, finding.deadline) == (date(2026, 4, 10), date(2026, 4, 30))
    assert (finding.extensions, finding.returns, finding.relapses) == (1, 1, 0)
    assert office.sheet(one).allowed == ()
    history = office.sheet(one).history
    assert [step.act for step in history.steps] == [
        *(A.COMPLETE, A.ISSUE, A.CLAIM, A.REPORT, A.ADD_EVIDENCE, A.SUBMIT, A.DECIDE, A.DECIDE),
        *(A.ASK_MORE_TIME, A.DECIDE_MORE_TIME, A.SUBMIT, A.DECIDE, A.DECIDE, A.DECIDE),
        *(A.LOOK_BACK, A.LOOK_BACK, A.LOOK_BACK),
    ]
    traced = [act for act in office.desk.acts(one) if act != "finding.add"]
    assert traced == [f"finding.{step.act.value}" for step in history.steps]


def test_all_that_was_asked_and_decided_stays_to_be_read(office):
    one = with_one_return_and_one_extension(office)
    office.close(one)
    history = office.sheet(one).history
    returned, granted = history.closings
    assert (returned.outcome, granted.outcome) == (
        ClosingOutcome.SENT_BACK,
        ClosingOutcome.GRANTED,
    )
    assert [a.is_granted for a in returned.approvals] == [True, True, False]
    titles = [place.title for place in RectifyingRules().chain]
    assert [a.title for a in granted.approvals] == titles
    assert history.extensions[0].old_deadline == date(2026, 4, 10)
    assert history.milestones == (FIRST,)
    assert [b.days for b in history.look_backs] == [30, 90, 180]
    assert [(i.to_name, i.signed_by) for i in history.issues] == [("清溪镇", "张三")]


def test_the_sheet_tells_where_the_finding_comes_from(office):
    talk_id = office.desk.talk_at(TalkStatus.UNDER_WAY)
    asked = office.desk.talks.get(talk_id).answers[0]
    entry = FindingEntry("a1", "台账缺两个月", answer_id=asked.id)
    one, _ = office.desk.talks.add_finding(talk_id, entry)
    sheet = office.sheet(one)
    assert sheet.unit_name == "清溪镇"
    assert sheet.person_name == "张三"
    assert sheet.talk_day == date(2026, 3, 5)
    assert (sheet.question, sheet.origin_number) == (asked.question, "")
    assert sheet.area_title == "聚焦第1项"
    assert A.COMPLETE in sheet.allowed
    assert A.SUBMIT not in sheet.allowed


def test_what_is_mended_at_once_may_be_closed_before_it_was_issued(office):
    one = office.found()
    office.evidence(one)
    assert hindered(lambda: office.submit(one)) is Hindrance.NOT_BEGUN
    office.complete(one, measure_kind=MeasureKind.AT_ONCE)
    office.submit(one)
    step = office.sheet(one).history.steps[-1]
    assert (step.before, step.after) == (S.REGISTERED, S.SUBMITTED)


def test_after_issuing_the_deadline_moves_by_an_extension_alone(office):
    one = office.under_way()
    deadline = office.sheet(one).finding.deadline
    with pytest.raises(DeadlineStaysError) as refused:
        office.complete(one, deadline=deadline + timedelta(days=9))
    assert "申请延期" in message_for(refused.value).remedy
    office.complete(one, deadline=deadline, supervisor="赵六", source=FindingSource.AUDIT)
    assert office.sheet(one).finding.supervisor == "赵六"
    with pytest.raises(FindingDayError):
        office.rectifying.ask_more_time(one, deadline, "来不及", office.today)
    with pytest.raises(FindingWordsError):
        office.rectifying.ask_more_time(one, deadline + timedelta(1), " ", office.today)
    office.rectifying.ask_more_time(one, deadline + timedelta(1), "来不及", office.today)
    office.evidence(one)
    assert hindered(lambda: office.submit(one)) is Hindrance.MORE_TIME_WAITS
    with pytest.raises(FindingWordsError):
        office.rectifying.decide_more_time(one, Decision(False, "书记", "", office.today))
    office.rectifying.decide_more_time(one, Decision(False, "书记", "抓紧办", office.today))
    finding = office.sheet(one).finding
    assert (finding.deadline, finding.extensions) == (deadline, 0)
    assert office.sheet(one).history.extensions[0].outcome is ExtensionOutcome.REFUSED


def test_a_deadline_before_the_finding_and_days_to_come_are_refused(office):
    one = office.found()
    with pytest.raises(FindingDayError) as early:
        office.complete(one, deadline=date(2026, 1, 1))
    assert "太早" in message_for(early.value).what
    tomorrow = office.today + timedelta(days=1)
    with pytest.raises(FindingDayError) as late:
        office.rectifying.issue((office.desk.township, None), (one,), tomorrow)
    assert "太晚" in message_for(late.value).what
    with pytest.raises(FindingWordsError):
        office.complete(one, milestones=(Milestone(office.today, " "),))


def test_without_evidence_or_words_nothing_is_submitted(office):
    one = office.under_way()
    with pytest.raises(EvidenceMissingError):
        office.submit(one)
    office.evidence(one)
    entry = ClosingEntry(" ", office.today, office.today, "张三")
    with pytest.raises(FindingWordsError):
        office.rectifying.submit(one, entry)
    with pytest.raises(FindingWordsError) as unsigned:
        office.rectifying.submit(one, ClosingEntry("好了", office.today, office.today, ""))
    assert unsigned.value.field == "signed_by"
    with pytest.raises(FindingDayError) as before:
        office.rectifying.submit(one, ClosingEntry("好了", date(2026, 1, 1), office.today, "张三"))
    assert before.value.field == "done_on"
    office.submit(one)
    assert hindered(lambda: office.complete(one)) is Hindrance.SUBMITTED
    with pytest.raises(FindingWordsError):
        office.rectifying.decide(one, Decision(False, "副书记", " ", office.today))
    with pytest.raises(FindingWordsError):
        office.decide(one, " ")


def test_evidence_comes_goes_and_is_told_of(office):
    one = office.under_way()
    kept = office.evidence(one, "整改报告.pdf", 3)
    assert (kept.pages, kept.title, kept.finding_id) == (3, "整改报告.pdf", one)
    assert office.sheet(one).evidence == (kept,)
    with pytest.raises(EvidenceTwiceError):
        office.evidence(one, "又一份.pdf", 3)
    assert office.rectifying.files.names().count(kept.id) == 1
    attaching = Attaching(office.desk.vault, office.desk.trail, office.rectifying.files)
    with pytest.raises(AttachmentStaysError):
        attaching.remove(kept.id, "不是谈话的附件")
    with pytest.raises(ReasonMissingError):
        office.rectifying.remove_evidence(kept.id, " ")
    changes = office.rectifying.remove_evidence(kept.id, "传错了")
    assert changes is Changes.FINDINGS | Changes.ATTACHMENTS
    assert office.rectifying.evidence(one) == ()
    assert office.sheet(one).history.steps[-1].note == "整改报告.pdf：传错了"
    office.evidence(one)
    office.submit(one)
    held = office.rectifying.evidence(one)[0]
    late = hindered(lambda: office.rectifying.remove_evidence(held.id, "换一份"))
    assert late is Hindrance.SUBMITTED


def test_evidence_refused_for_what_it_belongs_to_leaves_no_file(office):
    one = office.found(nature=FindingNature.ADVICE)
    before = office.rectifying.files.names()
    taken = office.rectifying.take_evidence(
        Brought("照片.png", untrusted_content=brought.picture()), NoProgress()
    )
    assert len(office.rectifying.files.names()) == len(before) + 1
    assert hindered(lambda: office.rectifying.keep_evidence(one, taken)) is Hindrance.ADVICE
    assert office.rectifying.files.names() == before


def test_lists_go_where_the_finding_belongs(office):
    unit, person = office.desk.township, office.desk.leader
    one, other = office.found(), office.found("车辆派单不全")
    promise = office.found("结清借款", is_personal=True)
    with pytest.raises(NothingChosenError):
        office.rectifying.issue((unit, None), (), office.today)
    with pytest.raises(AddresseeError):
        office.rectifying.issue((unit, None), (promise,), office.today)
    with pytest.raises(AddresseeError):
        office.rectifying.issue((office.desk.office, None), (one,), office.today)
    assert office.status(one) is S.REGISTERED
    issue_id = office.issue(one, other)
    to_person, _ = office.rectifying.issue((None, person), (promise,), office.today)
    assert hindered(lambda: office.issue(one)) is Hindrance.ISSUED_ALREADY
    waiting = office.rectifying.issues(is_open_only=True)
    assert {issue.id for issue in waiting} >= {issue_id, to_person}
    assert office.rectifying.one_issue(to_person).to_name == "张三"
    with pytest.raises(FindingDayError):
        office.rectifying.sign_for(issue_id, "张三", office.today - timedelta(days=1))
    office.rectifying.transfer(other, "清纪〔2026〕7号")
    office.rectifying.sign_for(issue_id, "张三", office.today)
    assert (office.status(one), office.status(other)) == (S.CLAIMED, S.TRANSFERRED)
    with pytest.raises(SignedForAlreadyError):
        office.rectifying.sign_for(issue_id, "张三", office.today)
    mine = office.rectifying.issues(unit, is_open_only=True)
    assert issue_id not in {issue.id for issue in mine}
    with pytest.raises(KeyError):
        office.rectifying.one_issue("no-such")


def test_a_relapse_opens_it_again_and_drops_what_was_planned(office):
    one = office.closed()
    office.move(31)
    with pytest.raises(FindingWordsError):
        office.look_back(one, is_relapse=True)
    with pytest.raises(FindingDayError):
        office.look_back(one, is_relapse=True, new_deadline=office.today)
    with pytest.raises(FindingWordsError):
        office.look_back(one, method=LookBackMethod.UNDONE)
    again = office.today + timedelta(days=20)
    office.look_back(one, is_relapse=True, new_deadline=again, method=LookBackMethod.TALK)
    finding, history = office.sheet(one).finding, office.sheet(one).history
    assert (finding.status, finding.relapses, finding.deadline) == (S.UNDER_WAY, 1, again)
    assert (finding.closed_on, finding.look_back_on, finding.done_on) == (None, None, None)
    assert [b.is_dropped for b in history.look_backs] == [False, True, True]
    office.close(one)
    assert [b.serial for b in office.sheet(one).history.look_backs] == [1, 2, 3, 4, 5, 6]
    assert hindered(lambda: office.rectifying.archive(one)) is Hindrance.LOOK_BACK_AHEAD


def test_a_look_back_on_a_day_off_moves_to_the_next_working_day(office):
    one = office.closed()
    closed_on = office.sheet(one).finding.closed_on
    assert closed_on == date(2026, 3, 5)
    due = [b.due_on for b in office.sheet(one).history.look_backs]
    # 4 April 2026 begins 清明节 (to the 6th), 3 June and 1 September are worked
    assert due == [date(2026, 4, 7), date(2026, 6, 3), date(2026, 9, 1)]
    assert office.sheet(one).finding.look_back_on == due[0]
    office.move(3)
    office.look_back(one)  # brought forward
    assert office.sheet(one).finding.look_back_on == due[1]


def test_a_clue_is_told_by_its_reference_alone(office):
    one = office.under_way()
    for wrong in ("", "甲" * 41, "清纪\n某某反映"):
        with pytest.raises((FindingWordsError, ClueReferenceError)):
            office.rectifying.transfer(one, wrong)
    office.rectifying.transfer(one, " 清纪〔2026〕7号 ")
    sheet = office.sheet(one)
    assert (sheet.finding.clue, sheet.finding.status) == ("清纪〔2026〕7号", S.TRANSFERRED)
    assert sheet.allowed == ()
    assert hindered(lambda: office.rectifying.begin(one, office.today)) is Hindrance.TRANSFERRED


def test_a_clue_asks_for_no_more_time(office):
    one = office.under_way()
    wanted = office.sheet(one).finding.deadline + timedelta(days=30)
    office.rectifying.ask_more_time(one, wanted, "雨季不能施工", office.today)
    ledger = FindingLedger(office.desk.vault, office.desk.trail)
    assert ledger.row(one).has_waiting_extension
    office.rectifying.transfer(one, "清纪〔2026〕13号")
    assert not ledger.row(one).has_waiting_extension


def test_calling_to_account_names_its_grounds_and_what_came_of_it(office):
    one = office.under_way()
    grounds = office.rectifying.rules().grounds[:2]
    with pytest.raises(FindingWordsError):
        office.rectifying.call_to_account(one, AccountabilityEntry((), "两次逾期"), office.today)
    entry = AccountabilityEntry(grounds, "两次逾期", "约谈镇长")
    office.rectifying.call_to_account(one, entry, office.today)
    waits = hindered(lambda: office.rectifying.call_to_account(one, entry, office.today))
    assert waits is Hindrance.PROPOSAL_WAITS
    office.rectifying.decide_accountability(one, "责令检查", "书记", office.today)
    (told,) = office.sheet(one).history.accountabilities
    assert told.grounds == grounds
    assert (told.outcome, told.decided_by, told.decided_on) == ("责令检查", "书记", office.today)
    none = hindered(lambda: office.rectifying.decide_accountability(one, "x", "书记", office.today))
    assert none is Hindrance.NO_PROPOSAL


def fanned_out(office, text: str) -> tuple[FindingId, FindingId, FindingId]:
    """A common finding of a sealed talk, and its parts in two townships."""
    name = f"白鹿镇（{text}）"
    other, _ = office.desk.people.add_unit(name, UnitKind.TOWNSHIP)
    origin = office.found_and_sealed(text, is_common=True)
    assert hindered(lambda: office.issue(origin)) is Hindrance.NOT_FANNED_OUT
    with pytest.raises(NothingChosenError):
        office.rectifying.fan_out(origin, ())
    (first,), _ = office.rectifying.fan_out(origin, (office.desk.township,))
    (second,), _ = office.rectifying.fan_out(origin, (other,))
    with pytest.raises(UnitsOfCommonError):
        office.rectifying.fan_out(origin, (other,))
    return origin, first, second


def test_a_common_finding_is_left_to_its_units(office):
    origin, first, second = fanned_out(office, "都没有派单")
    sheet = office.sheet(origin)
    assert [part.id for part in sheet.history.parts] == [first, second]
    assert sheet.history.parts[0].unit_name == "清溪镇"
    assert sheet.allowed == (A.COMPLETE, A.FAN_OUT, A.URGE)
    assert hindered(lambda: office.rectifying.begin(origin, office.today)) is Hindrance.FANNED_OUT
    assert office.sheet(first).origin_number == sheet.finding.number
    again = hindered(lambda: office.rectifying.fan_out(first, (office.desk.office,)))
    assert again is Hindrance.NOT_COMMON
    found = office.desk.talks.findings(sheet.finding.talk_id)
    assert [one.id for one in found] == [origin]  # the talk found one thing


def test_each_unit_gets_what_was_planned_for_all(office):
    origin = office.found("都没有车辆台账", is_common=True)
    stages = (Milestone(office.today + timedelta(days=9), "建账"),)
    office.complete(origin, milestones=stages)
    (part,), _ = office.rectifying.fan_out(origin, (office.desk.township,))
    sheet = office.sheet(part)
    assert sheet.history.milestones == stages
    assert sheet.finding.measure == office.sheet(origin).finding.measure


def test_what_was_asked_before_fanning_out_still_gets_its_answer(office):
    origin = office.found("都没有公示", is_common=True)
    entry = AccountabilityEntry((FIVE_GROUNDS[1],), "两次约谈没有改")
    office.rectifying.call_to_account(origin, entry, office.today)
    (part,), _ = office.rectifying.fan_out(origin, (office.desk.township,))
    office.rectifying.decide_accountability(origin, "批评教育", "书记", office.today)
    assert office.sheet(origin).history.waiting_accountability is None
    office.rectifying.transfer(part, "清纪〔2026〕11号")
    assert office.status(origin) is S.ARCHIVED  # nothing is left that could ever be archived


def test_a_common_finding_is_closed_and_opened_by_its_units(office):
    origin, first, second = fanned_out(office, "公车没有派单")
    for part in (first, second):
        assert office.status(origin) is S.UNDER_WAY
        office.complete(part, measure_kind=MeasureKind.AT_ONCE)
        office.close(part)
    assert office.sheet(origin).finding.closed_on == office.today
    assert office.sheet(origin).history.closed_parts == 2
    office.move(40)
    deadline = office.today + timedelta(days=9)
    office.look_back(first, is_relapse=True, new_deadline=deadline)
    assert office.status(origin) is S.UNDER_WAY
    office.rectifying.transfer(first, "清纪〔2026〕9号")
    assert office.status(origin) is S.CLOSED
    for _ in range(3):
        office.look_back(second)
    assert office.status(origin) is S.ARCHIVED
    assert office.sheet(origin).history.steps[-1].act is A.FOLLOW


def test_a_common_finding_is_found_once_and_put_right_in_each_unit(office):
    origin, first, second = fanned_out(office, "没有公示")
    office.move(60)
    figures = Figures(office.desk.vault, office.desk.trail)
    now, _ = figures.compared(Span(date(2026, 1, 1), date(2026, 12, 31)))
    ours = {origin, first, second}
    assert ours & set(now.talks.problems_common.findings) == {origin}
    assert ours & set(now.follow_up.overdue.findings) == {first, second}
    late = FindingLedger(office.desk.vault, office.desk.trail).page(
        FindingFilter(chip=FindingChip.OVERDUE), FindingOrder(), None, 500
    )
    assert ours & {row.id for row in late} == {first, second}


def test_what_a_guest_is_found_with_is_left_to_a_unit_first(office):
    guest = ParticipantEntry(Role.INTERVIEWEE, None, "钱七", "县属公司", "董事长")
    people = (guest, *office.desk.everybody()[1:])
    talk_id = office.desk.talk_at(TalkStatus.UNDER_WAY, participants=people)
    one = office.found("借款没有结清", talk_id=talk_id)
    assert hindered(lambda: office.issue(one)) is Hindrance.NOT_FANNED_OUT
    (part,), _ = office.rectifying.fan_out(one, (office.desk.township,))
    office.issue(part)
    assert office.status(part) is S.ISSUED


def test_what_is_to_be_looked_back_at_comes_into_the_next_talk(office):
    earlier = {one.id for one in office.desk.talks.open_findings(office.desk.plan())}
    still_open, closed = office.under_way(), office.closed()
    coming = office.desk.plan()
    carried = office.desk.talks.open_findings(coming)
    mine = [one for one in carried if one.id not in earlier]
    assert [(one.id, one.status) for one in mine] == [
        (still_open, S.UNDER_WAY),
        (closed, S.CLOSED),
    ]
    past = Outlines(office.desk.vault, office.desk.trail).ground(coming).past
    assert closed not in {one.id for one in past.findings}
    portraits = Portraits(office.desk.vault, office.desk.trail)
    parts = {part.section: part.text for part in portraits.get(coming, office.desk.leader).parts}
    assert "待回头看" in parts[Section.UNIT_FINDINGS]
    office.look_back(closed, method=LookBackMethod.TALK, result="台账每月都有")
    assert office.sheet(closed).history.look_backs[0].method is LookBackMethod.TALK


def test_the_office_has_rules_of_its_own(office, common_desk):
    rectifying = office.rectifying
    assert rectifying.rules() == RectifyingRules()
    for wrong, fault in (
        (RectifyingRules(chain=()), ChainLengthError),
        (RectifyingRules(chain=(ChainPlace("书记", "批准"),) * 7), ChainLengthError),
        (RectifyingRules(chain=(ChainPlace(" ", "批准"),)), TitleOfPlaceMissingError),
        (RectifyingRules(look_back_days=(0, 30)), LookBackDaysError),
        (RectifyingRules(look_back_days=(30, 30)), LookBackDaysError),
        (RectifyingRules(look_back_days=(9999,)), LookBackDaysError),
        (RectifyingRules(grounds=()), GroundsMissingError),
        (RectifyingRules(grounds=(Ground("x", " "),)), GroundsMissingError),
    ):
        with pytest.raises(fault) as refused:
            rectifying.keep_rules(wrong)
        assert message_for(refused.value).remedy
    short = RectifyingRules(
        chain=(ChainPlace(" 书记 ", "批准"),), look_back_days=(), grounds=(Ground("", "推诿"),)
    )
    try:
        rectifying.keep_rules(short)
        kept = rectifying.rules()
        assert kept.chain == (ChainPlace("书记", "批准"),)
        assert kept.grounds[0].key
        one = office.under_way()
        office.evidence(one)
        rectifying.submit(one, ClosingEntry("好了", office.today, office.today, ""))
        office.decide(one, "书记")  # the only place decides: nobody signs with the application
        assert office.sheet(one).finding.look_back_on is None
        assert A.ARCHIVE in office.sheet(one).allowed
        rectifying.archive(one)
        assert office.status(one) is S.ARCHIVED
    finally:
        rectifying.keep_rules(RectifyingRules())


def test_urging_is_noted_on_each(office):
    one, other = office.under_way(), office.under_way()
    office.rectifying.urge((one, other, one))
    assert [step.act for step in office.sheet(one).history.steps].count(A.URGE) == 1
    with pytest.raises(NothingChosenError):
        office.rectifying.urge(())
    closed = office.closed()
    assert hindered(lambda: office.rectifying.urge((one, closed))) is Hindrance.CLOSED
    assert office.desk.acts(one).count("finding.urge") == 1  # all or nothing


def test_an_issued_finding_keeps_its_words(office):
    one = office.found()
    talk = office.desk.talks
    talk.change_finding(one, FindingEntry("a1", "新的说法", deadline=date(2026, 5, 6)))
    assert office.sheet(one).finding.first_deadline == date(2026, 5, 6)
    office.issue(one)
    assert hindered(lambda: talk.change_finding(one, FindingEntry("a1", "改口"))) is (
        Hindrance.WORDS_ISSUED
    )


def test_who_only_audits_moves_nothing(office):
    one = office.found()
    watching = Trail(office.desk.trail.clock, "审计员", new_id, role=HolderRole.AUDITOR)
    rectifying = Rectifying(office.desk.vault, watching, office.rectifying.files)
    with pytest.raises(RoleRefusedError):
        rectifying.complete(one, Completion(measure="x"))
    with pytest.raises(RoleRefusedError):
        rectifying.take_evidence(Brought("x.png", untrusted_content=b"x"), NoProgress())
    assert office.sheet(one).history.steps == ()


def test_every_step_has_its_word_in_the_trail():
    assert not {f"finding.{act.value}" for act in FindingAct} - set(ACTS)

"""How long records are kept, what is held back, and how one ends: by two hands and for ever."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.amendment import AmendmentEntry
from app.domain.copies import CopyWay, PaperCopy
from app.domain.figure_spans import Span
from app.domain.finding import Finding, FindingStatus
from app.domain.ids import CopyId, FindingId
from app.domain.package import PackageLevel
from app.domain.papers import PaperKind, PaperWish
from app.domain.plan import PlanChange
from app.domain.progress import NoProgress
from app.domain.retention import GONE, Approval, RetentionClass
from app.domain.retention_errors import (
    DestroyerIsProposerError,
    DestructionDayError,
    DestructionStateError,
    DestructionTooSoonError,
    DestructionWordMissingError,
    HoldReasonMissingError,
    NothingToDestroyError,
    RecordDestroyedError,
    RecordNotDueError,
    RetentionClassInUseError,
    RetentionTitleError,
    RetentionYearsError,
)
from app.domain.retention_kinds import DestructionState, Obstacle
from app.domain.talk import TalkStatus as S
from app.services.amending import Amending
from app.services.archives import Archives
from app.services.destroying import Destroying
from app.services.figures import Figures
from app.services.last_place import LastPlace
from app.services.minutes import MinutesPapers
from app.services.notes import Notes
from app.services.papers import Papers
from app.services.people import People, PersonEntry
from app.services.plans import Plans
from app.services.retention import Retention
from app.store import attachments, copies, findings, talks
from app.store.vault import open_vault
from tests.conftest import KEY
from tests.documents.paper import text_of
from tests.handover.makers import NOON
from tests.handover.sealed import seal_a_talk
from tests.services.rectifying_office import Afterwards
from tests.services.test_archives import PROPOSAL, REPORT, taken
from tests.services.test_handover import handover, registry, stick

__all__ = ["handover", "registry", "stick"]
INK = Approval("张书记", date(2057, 3, 5), ("周档案", "吴监督"))
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
REASON = "保管期限已满，鉴定无继续保存价值"


@pytest.fixture
def keeping(handover):
    return Retention(handover.vault, handover.trail)


@pytest.fixture
def proposer(handover):
    return Destroying(handover.vault, handover.trail, handover.files, lambda: 2)


@pytest.fixture
def other(handover):
    """The same vault, opened by another who holds a key."""
    trail = replace(handover.trail, who="赵立新")
    return Destroying(handover.vault, trail, handover.files, lambda: 2)


def sealed(handover, number=1, status=FindingStatus.ARCHIVED):
    """A sealed talk with a finding that came so far, and a private note."""
    talk_id = seal_a_talk(handover, number, S.SIGNED)
    trail = handover.trail
    found = Finding(
        id=FindingId(f"finding-{number}"),
        number=f"2026-1-{number:04}",
        talk_id=talk_id,
        area="two",
        manifestation="台账不全，支出无据",
        found_at=trail.clock.now(),
        deadline=date(2026, 4, 5),
        status=status,
        regulation="《支出管理办法》",
        responsible="张三",
        closed_on=date(2026, 4, 1),
    )
    with handover.vault.transaction() as connection:
        findings.add(connection, found)
        talks.keep(connection, talks.get(connection, talk_id).sealed(trail.clock.now()))
    Notes(handover.vault, trail).keep(talk_id, "他提到了另一个人")
    return talk_id


def handed_over(handover, registry, stick, *talk_ids):
    """The registry has these talks, and its receipt is in the vault."""
    handover.trust_registry(registry.card())
    written = handover.write(list(talk_ids), PackageLevel.FULL, stick, NoProgress(), "上级调阅")
    package = registry.open(written.folder, handover)
    handover.take_receipt(registry.answer(package))


def years_later(handover, years=31):
    clock = handover.trail.clock
    clock.moment = clock.moment.replace(year=clock.moment.year + years)


def listed_and_done(proposer, other, *talk_ids):
    one, _ = proposer.propose(tuple(talk_ids), REASON)
    clock = other.trail.clock
    other.begin(one, replace(INK, approved_on=clock.local(clock.now()).date()))
    while other.carry_on(one)[0]:
        pass
    return one


def words_in(vault):
    """Every text that stands anywhere in the vault."""
    with vault.reading() as connection:
        tables = [row[0] for row in connection.execute(_TABLES)]
        rows = [connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables]
    return "\n".join(str(value) for found in rows for row in found for value in row)


# ── classes ──────────────────────────────────────────────────────────────────────────────────────


def test_the_shipped_terms_can_be_changed_and_added_to(keeping):
    assert [one.title for one in keeping.book().classes] == ["永久", "30年", "10年"]
    keeping.keep_class(RetentionClass("", " 15年 ", 15))
    own = keeping.book().classes[-1]
    assert (own.title, own.years, own.place) == ("15年", 15, 4)
    keeping.keep_kind("routine", own.key)
    assert keeping.book().usual("routine") == own
    assert keeping.book().usual("supervision").title == "30年"
    for one, why in ((own, RetentionClassInUseError), (keeping.book().of("thirty"), None)):
        with pytest.raises(RetentionClassInUseError if why is None else why):
            keeping.retire_class(one.key, is_retired=True)
    keeping.retire_class("ten", is_retired=True)
    assert "ten" not in {one.key for one in keeping.book().offered}


@pytest.mark.parametrize(
    ("title", "years", "why"),
    [
        ("", 5, RetentionTitleError),
        ("很" * 21, 5, RetentionTitleError),
        ("30年", 5, RetentionTitleError),
        ("短", 0, RetentionYearsError),
        ("长", 101, RetentionYearsError),
    ],
)
def test_a_term_that_cannot_be_meant_is_refused(keeping, title, years, why):
    with pytest.raises(why):
        keeping.keep_class(RetentionClass("", title, years))


# ── what is due ──────────────────────────────────────────────────────────────────────────────────


def test_a_record_is_due_when_the_last_year_of_its_term_is_over(handover, keeping, registry, stick):
    talk_id = sealed(handover)
    handed_over(handover, registry, stick, talk_id)
    years_later(handover, 30)
    handover.trail.clock.moment = handover.trail.clock.moment.replace(month=12, day=31, hour=15)
    assert keeping.due() == []
    handover.trail.clock.move(hours=1)  # midnight by the clock on the wall
    [record] = keeping.due()
    assert (record.due_on, record.class_title, record.obstacle) == (
        date(2057, 1, 1),
        "30年",
        None,
    )
    keeping.mark(talk_id, "permanent")
    assert keeping.due() == []
    keeping.mark(talk_id, None)
    keeping.hold(talk_id, "信访复查")
    assert keeping.due()[0].obstacle is Obstacle.HELD
    assert [one.hold_reason for one in keeping.held()] == ["信访复查"]
    with pytest.raises(HoldReasonMissingError):
        keeping.release(talk_id, " ")
    keeping.release(talk_id, "复查已经结束")
    assert keeping.due()[0].obstacle is None


def test_what_is_against_an_end_is_named(handover, keeping, proposer, registry, stick):
    talk_id = sealed(handover, 1, FindingStatus.UNDER_WAY)
    other_id = sealed(handover, 2)
    years_later(handover)
    assert [r.obstacle for r in keeping.due()] == [
        Obstacle.FINDINGS_OPEN,
        Obstacle.NOT_RECEIVED,
    ]
    handed_over(handover, registry, stick, talk_id, other_id)
    with handover.vault.transaction() as connection:
        copy = PaperCopy(
            CopyId("c1"),
            "minutes",
            other_id,
            "谈话记录",
            1,
            "a" * 64,
            CopyWay.PRINT,
            2,
            NOON,
            "李明",
        )
        copies.add(connection, copy)
    assert [r.obstacle for r in keeping.due()][1] is Obstacle.COPIES_OUT
    for one in (talk_id, other_id):
        with pytest.raises(RecordNotDueError):
            proposer.propose((one,), REASON)


def test_nothing_is_listed_before_its_time(handover, proposer, registry, stick):
    talk_id = sealed(handover)
    handed_over(handover, registry, stick, talk_id)
    with pytest.raises(RecordNotDueError) as caught:
        proposer.propose((talk_id,), REASON)
    assert caught.value.obstacle is Obstacle.NOT_DUE
    with pytest.raises(NothingToDestroyError):
        proposer.propose((), REASON)
    with pytest.raises(DestructionWordMissingError):
        proposer.propose((talk_id,), " ")


# ── the end ──────────────────────────────────────────────────────────────────────────────────────


def test_a_record_ends_by_two_hands_and_nothing_of_it_is_left(
    handover, keeping, proposer, other, registry, stick
):
    gone, stays = sealed(handover, 1), sealed(handover, 2)
    keeping.mark(stays, "permanent")
    handed_over(handover, registry, stick, gone, stays)
    years_later(handover)
    with pytest.raises(RecordNotDueError):
        proposer.propose((gone, stays), REASON)
    figures = Figures(handover.vault, handover.trail)
    before = figures.of(date(2026, 1, 1), date(2026, 12, 31))
    one, _ = proposer.propose((gone,), REASON)
    with pytest.raises(RecordNotDueError):  # on a list already
        proposer.propose((gone,), REASON)
    assert "鉴定人" in text_of(proposer.paper(one)[0])
    other.begin(one, INK)
    with handover.vault.reading() as connection:
        files = [a.id for a in attachments.of(connection, gone)]
    assert other.carry_on(one)[0] == 0
    done = other.get(one)
    assert (done.state, done.begun_by) == (DestructionState.DONE, "赵立新")
    after = figures.of(date(2026, 1, 1), date(2026, 12, 31))
    for count in ("sittings", "attendances", "problems"):
        assert getattr(after, count).count == getattr(before, count).count
    assert not set(files) & set(handover.files.names())
    certificate = text_of(other.paper(one)[0])
    assert "2026-0001" in certificate
    assert "张三" not in certificate
    with handover.vault.reading() as connection:
        left = talks.get(connection, gone)
    assert (left.number, left.subject, left.answers) == ("2026-0001", GONE, ())


def test_no_word_of_a_destroyed_record_stands_anywhere_in_the_vault(
    handover, proposer, other, registry, stick
):
    gone = sealed(handover)
    handed_over(handover, registry, stick, gone)
    years_later(handover)
    # where somebody was may quote it
    LastPlace(handover.vault, handover.trail.clock, "a slot").keep("张三：台账不全")
    before = words_in(handover.vault)
    secrets = ("张三", "青石镇", "1月9日", "谈透了", "台账不全", "支出管理办法", "另一个人")
    assert [word for word in secrets if word not in before] == []
    listed_and_done(proposer, other, gone)
    after = words_in(handover.vault)
    assert [word for word in secrets if word in after] == []


def test_after_the_end_nobody_can_be_told_from_lists_and_plans(desk, tmp_path):
    office = Afterwards.set_up(desk, tmp_path)
    plans, figures = Plans(desk.vault, desk.trail), Figures(desk.vault, desk.trail)
    plans.add(2026, desk.leader, PlanChange(kind="supervision"))
    finding_id = office.found_and_sealed(is_personal=True)
    talk_id = office.sheet(finding_id).finding.talk_id
    plans.arranged(plans.year(2026).rows[0].item.id, talk_id)
    with desk.vault.transaction() as connection:
        connection.execute("UPDATE talk SET received_at = day WHERE id = ?", (talk_id,))
    rectifying, today = office.rectifying, office.today
    issue_id, _ = rectifying.issue((None, desk.leader), (finding_id,), today)
    rectifying.sign_for(issue_id, "孙代收", today)
    rectifying.transfer(finding_id, "清纪〔2026〕12号")
    before = figures.compared(YEAR)[0].areas
    years_later(office.desk)
    ends = Destroying(desk.vault, desk.trail, rectifying.files, lambda: 2)
    other = replace(ends, trail=replace(desk.trail, who="赵立新"))
    listed_and_done(ends, other, talk_id)
    assert "孙代收" not in words_in(desk.vault)
    assert rectifying.issues() == ()
    with desk.vault.reading() as connection:
        assert connection.execute("SELECT talk_id FROM plan_item").fetchall() == [(None,)]
    assert [one.title for one in figures.compared(YEAR)[0].areas] == [one.title for one in before]


def test_what_was_destroyed_is_refused_by_name(handover, keeping, proposer, other, registry, stick):
    gone = sealed(handover)
    handed_over(handover, registry, stick, gone)
    years_later(handover)
    listed_and_done(proposer, other, gone)
    minutes = MinutesPapers(handover.vault, handover.trail, handover.files)
    amending = Amending(handover.vault, handover.trail, handover.files)
    papers = Papers(handover.vault, handover.trail, Figures(handover.vault, handover.trail), _urged)
    again = [
        lambda: minutes.pdf(gone),
        lambda: papers.read(PaperWish(PaperKind.TALK_REPORT, gone)),
        lambda: papers.read(PaperWish(PaperKind.UNDERTAKING, gone, text="守规矩")),
        lambda: amending.draft(gone, AmendmentEntry("写错了", ())),
        lambda: keeping.hold(gone, "晚了"),
        lambda: handover.write([gone], PackageLevel.LEDGER, stick, NoProgress()),
        lambda: handover.write_again(1, stick, NoProgress()),
        lambda: handover.check_again(1, stick),
    ]
    for ask in again:
        with pytest.raises(RecordDestroyedError):
            ask()
    assert keeping.due() == []


def test_a_destruction_that_was_broken_off_goes_on_where_it_stopped(
    handover, keeping, proposer, other, registry, stick
):
    chosen = [sealed(handover, number) for number in (1, 2, 3)]
    handed_over(handover, registry, stick, *chosen)
    years_later(handover)
    one, _ = proposer.propose(tuple(chosen), REASON)
    other.begin(one, INK)
    assert other.carry_on(one)[0] == 2
    keeping.hold(chosen[1], "刚收到函件")
    assert other.carry_on(one)[0] == 1  # what is not held goes first
    with pytest.raises(RecordNotDueError) as caught:
        other.carry_on(one)
    assert caught.value.obstacle is Obstacle.HELD
    keeping.release(chosen[1], "函件与此无关")
    handover.vault.close()
    with closing(open_vault(handover.vault.folder, bytearray(KEY))) as vault:
        later = replace(other, vault=vault)
        assert later.carry_on(one)[0] == 0
        assert later.get(one).state is DestructionState.DONE
        with pytest.raises(DestructionStateError):
            later.carry_on(one)


def test_a_certificate_tells_the_day_by_the_clock_on_the_wall(
    handover, proposer, other, registry, stick
):
    talk_id = sealed(handover)
    handed_over(handover, registry, stick, talk_id)
    clock = handover.trail.clock
    clock.moment = datetime(2057, 12, 31, 23, 30, tzinfo=UTC)  # half past seven in the morning
    one = listed_and_done(proposer, other, talk_id)
    certificate = "".join(text_of(other.paper(one)[0]).split())
    assert "2058年1月1日" in certificate
    assert "2057年12月31日" not in certificate
    assert other.get(one).number == other.lists()[0].number == "销毁〔2058〕1号"
    assert "销毁〔2058〕1号" in certificate


def test_who_keeps_the_only_key_sleeps_over_it(handover, proposer, registry, stick):
    talk_id = sealed(handover)
    handed_over(handover, registry, stick, talk_id)
    years_later(handover)
    alone = replace(proposer, holders=lambda: 1)
    one, _ = alone.propose((talk_id,), REASON)
    with pytest.raises(DestructionTooSoonError):
        alone.begin(one, INK)
    handover.trail.clock.move(hours=24)
    alone.begin(one, INK)
    with pytest.raises(DestructionStateError):
        alone.withdraw(one)


def test_another_than_who_proposed_carries_it_out_and_two_watch(
    handover, proposer, other, registry, stick
):
    talk_id = sealed(handover)
    handed_over(handover, registry, stick, talk_id)
    years_later(handover)
    one, _ = proposer.propose((talk_id,), REASON)
    with pytest.raises(DestroyerIsProposerError):
        proposer.begin(one, INK)
    for lacking in (replace(INK, watched_by=("周档案", " 周档案 ")), replace(INK, approved_by="")):
        with pytest.raises(DestructionWordMissingError):
            other.begin(one, lacking)
    for day in (date(2057, 3, 4), date(2057, 3, 6)):
        with pytest.raises(DestructionDayError):
            other.begin(one, replace(INK, approved_on=day))
    assert other.get(one).state is DestructionState.PROPOSED


def test_a_list_that_is_let_drop_frees_its_records(handover, proposer, registry, stick):
    talk_id = sealed(handover)
    handed_over(handover, registry, stick, talk_id)
    years_later(handover)
    one, _ = proposer.propose((talk_id,), REASON)
    for drop in (lambda: None, lambda: proposer.withdraw(one)):
        drop()
        with pytest.raises(DestructionStateError):  # nobody approved it
            proposer.carry_on(one)
    again, _ = proposer.propose((talk_id,), REASON)
    assert [found.state for found in proposer.lists()] == [
        DestructionState.PROPOSED,
        DestructionState.WITHDRAWN,
    ]
    assert proposer.get(again).number == "销毁〔2057〕2号"


def _urged(_finding_ids, _day=None):
    raise AssertionError("nothing is urged here")


def test_a_leaf_of_an_archive_ends_on_the_same_list_and_nothing_of_it_is_left(
    handover, keeping, proposer, other, tmp_path
):
    archives = Archives(handover.vault, handover.trail, handover.files)
    person, _ = People(handover.vault, handover.trail).add_person(
        PersonEntry("王建国", new_unit_name="羊尾镇", title="书记")
    )
    archives.open(person, "年度考核")
    report, proposal = (archives.add_leaf(person, entry)[0] for entry in (REPORT, PROPOSAL))
    paper, _ = archives.add_paper(proposal, taken(archives, tmp_path))
    keeping.keep_kind("leaf.duty_report", "permanent")
    years_later(handover)
    [record] = keeping.due()
    assert (record.record_id, record.interviewees) == (proposal, "王建国")
    assert record.obstacle is Obstacle.REPLY_AWAITED
    answered = replace(PROPOSAL, replied_on=date(2026, 4, 1))
    archives.change_leaf(proposal, answered)
    keeping.hold(proposal, "巡察要看")
    assert [one.hold_reason for one in keeping.held()] == ["巡察要看"]
    keeping.release(proposal, "看过了")
    one = listed_and_done(proposer, other, proposal)
    assert [leaf.leaf.id for leaf in archives.leaves(person)] == [report]
    assert paper.id not in handover.files.names()
    after = words_in(handover.vault)
    assert [word for word in ("规范招标", paper.title) if word in after] == []
    certificate = text_of(other.paper(one)[0])
    assert "建议书" in certificate
    assert "王建国" not in certificate
    with pytest.raises(RecordDestroyedError):
        keeping.hold(proposal, "晚了")


_TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND sql NOT GLOB 'CREATE VIRTUAL*' AND name NOT GLOB 'sqlite_*'
"""

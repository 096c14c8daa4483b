"""一人一档: taken out with a reason, kept up leaf by leaf, read as one timeline."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.archive_errors import (
    ArchiveClosedError,
    ArchiveReasonTooLongError,
    LeafGoneError,
)
from app.domain.archive_leaves import LONGEST_REASON, LeafEntry, LeafKind
from app.domain.archive_timeline import Moment, TimelineKind
from app.domain.attachment import Purpose
from app.domain.attachment_errors import AttachmentGoneError, AttachmentTwiceError
from app.domain.calendar import PartialDate
from app.domain.changes import Changes
from app.domain.holders import HolderRole
from app.domain.paper_errors import ArchiveReasonMissingError
from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress
from app.domain.refusals import ReasonMissingError
from app.domain.talk import TalkStatus
from app.domain.vault_errors import RoleRefusedError
from app.services.archives import Archives
from app.services.attaching import Attaching
from app.services.attachment_taking import Brought
from app.services.people import PersonEntry, PostEntry
from app.services.talk_entries import FindingEntry, ParticipantEntry
from app.services.trail import Trail
from app.store import archive_leaves, attachments, audit
from app.store.attachment_files import AttachmentFiles
from app.store.vault import create_vault
from app.system.ids import new_id
from tests import brought
from tests.conftest import KEY, StandingClock
from tests.desk import Desk

PROPOSAL = LeafEntry(
    LeafKind.PROPOSAL,
    date(2026, 3, 1),
    "关于规范招标的建议",
    number="清纪建〔2026〕3号",
    reply_due=date(2026, 4, 1),
)
REPORT = LeafEntry(LeafKind.DUTY_REPORT, date(2025, 12, 30), "2025年度述责述廉", "好 42 票")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One desk for all: each test has a person of its own."""
    with closing(create_vault(tmp_path_factory.mktemp("vault"), bytearray(KEY))) as vault:
        yield Desk.set_up(vault, Trail(StandingClock(), "李明", new_id))


@pytest.fixture
def archives(desk, tmp_path) -> Archives:
    return Archives(desk.vault, desk.trail, AttachmentFiles(tmp_path / "attachments", KEY))


@pytest.fixture
def person(desk):
    since = PartialDate(2023, 4)
    entry = PersonEntry("孙八", unit_id=desk.township, title="镇长", since=since)
    return desk.people.add_person(entry)[0]


def acts(desk, which) -> list[str]:
    with desk.vault.reading() as connection:
        return [entry.what for entry in audit.every(connection) if entry.which == which]


def taken(archives, tmp_path, name="建议书.pdf", content=None):
    path = tmp_path / name
    path.write_bytes(content or brought.pdf(2))
    return archives.take(Brought.file(path), NoProgress())


def awaited_until(desk, day):
    with desk.vault.reading() as connection:
        return archive_leaves.awaited(connection, day, 10)


def with_interviewee(desk, person):
    return (ParticipantEntry(Role.INTERVIEWEE, person), *desk.everybody()[1:])


def test_an_archive_is_taken_out_with_a_reason_that_is_kept(desk, archives, person):
    assert not archives.opened(person)
    view, changes = archives.open(person, "  年度考核\n ")
    assert changes is Changes.ARCHIVES
    assert (archives.opened(person), archives.reason(person)) == (True, "年度考核")
    assert [(one.who, one.reason) for one in view.accesses] == [("李明", "年度考核")]
    archives.open(person, "谈话准备")
    assert [one.reason for one in archives.accesses(person)] == ["谈话准备", "年度考核"]
    assert archives.view(person).reason == "谈话准备"
    assert acts(desk, person) == ["person.add", "archive.open", "archive.open"]


@pytest.mark.parametrize("reason", ["", " \n　"])
def test_without_a_reason_it_stays_closed_and_nothing_is_kept(desk, archives, person, reason):
    with pytest.raises(ArchiveReasonMissingError):
        archives.open(person, reason)
    with pytest.raises(ArchiveReasonTooLongError):
        archives.open(person, "长" * (LONGEST_REASON + 1))
    assert not archives.opened(person)
    for read in (archives.view, archives.leaves, archives.timeline, archives.accesses):
        with pytest.raises(ArchiveClosedError):
            read(person)
    assert acts(desk, person) == ["person.add"]


def test_after_a_lock_and_for_another_person_the_reason_is_asked_again(desk, archives, person):
    archives.open(person, "年度考核")
    again = Archives(desk.vault, desk.trail, archives.files)
    with pytest.raises(ArchiveClosedError):
        again.view(person)
    with pytest.raises(ArchiveClosedError):
        archives.view(desk.leader)


def test_a_recorder_keeps_archives_and_an_auditor_does_not_open_them(desk, archives, person):
    recorder = replace(archives, trail=replace(desk.trail, role=HolderRole.RECORDER))
    recorder.open(person, "登记材料")
    recorder.add_leaf(person, REPORT)
    auditor = Archives(desk.vault, replace(desk.trail, role=HolderRole.AUDITOR), archives.files)
    with pytest.raises(RoleRefusedError):
        auditor.open(person, "看看")
    assert not auditor.opened(person)


def test_a_leaf_is_put_in_changed_and_taken_out_with_a_reason(desk, archives, person):
    archives.open(person, "登记材料")
    leaf_id, changes = archives.add_leaf(person, replace(REPORT, unit_id=desk.township))
    assert changes is Changes.ARCHIVES
    assert [(one.leaf.entry.title, one.unit_name) for one in archives.leaves(person)] == [
        ("2025年度述责述廉", "清溪镇")
    ]
    archives.change_leaf(leaf_id, replace(PROPOSAL, title="2025年度述责述廉（更正）"))
    changed = archives.leaves(person)[0].leaf.entry
    assert (changed.kind, changed.title) == (LeafKind.DUTY_REPORT, "2025年度述责述廉（更正）")
    with pytest.raises(ReasonMissingError):
        archives.remove_leaf(leaf_id, " ")
    archives.remove_leaf(leaf_id, "放错了人")
    assert archives.leaves(person) == ()
    with desk.vault.reading() as connection:
        assert archive_leaves.get(connection, leaf_id).removed_reason == "放错了人"
    for change in (
        lambda: archives.change_leaf(leaf_id, REPORT),
        lambda: archives.remove_leaf(leaf_id, "再取一次"),
    ):
        with pytest.raises(LeafGoneError):
            change()
    assert acts(desk, leaf_id) == [
        "archive.leaf_add", "archive.leaf_change", "archive.leaf_remove"
    ]  # fmt: skip


def test_proposals_whose_reply_is_late_or_soon_due_are_awaited(desk, archives, person):
    late, _ = archives.add_leaf(person, PROPOSAL)
    soon = replace(PROPOSAL, number="4号", reply_due=date(2026, 4, 10))
    archives.add_leaf(person, soon)
    archives.add_leaf(person, replace(PROPOSAL, number="5号", reply_due=date(2026, 4, 11)))
    awaited = awaited_until(desk, date(2026, 4, 10))
    assert [one.leaf.entry.number for one in awaited] == ["清纪建〔2026〕3号", "4号"]
    assert {one.person_name for one in awaited} == {"孙八"}
    archives.change_leaf(late, replace(PROPOSAL, replied_on=date(2026, 4, 2)))
    archives.remove_leaf(awaited[1].leaf.id, "撤回")
    assert awaited_until(desk, date(2026, 4, 10)) == ()


def test_the_papers_of_a_leaf_are_brought_looked_at_and_taken_away(
    desk, archives, person, tmp_path
):
    archives.open(person, "登记材料")
    leaf_id, _ = archives.add_leaf(person, PROPOSAL)
    paper, changes = archives.add_paper(leaf_id, taken(archives, tmp_path))
    assert changes is Changes.ARCHIVES
    assert (paper.pages, paper.purpose, paper.leaf_id) == (2, Purpose.OTHER, leaf_id)
    assert Attaching(desk.vault, desk.trail, archives.files).page(paper, 1).width > 0
    with pytest.raises(AttachmentTwiceError):
        archives.add_paper(leaf_id, taken(archives, tmp_path, "又一次.pdf"))
    view = archives.view(person)
    assert [one.papers for one in view.leaves] == [(paper,)]
    assert [(p.attachment, p.origin.sort, p.origin.name) for p in view.papers] == [
        (paper, "leaf", "关于规范招标的建议")
    ]
    with pytest.raises(ReasonMissingError):
        archives.remove_paper(paper.id, "")
    archives.remove_paper(paper.id, "扫描不清")
    assert archives.leaves(person)[0].papers == ()
    with pytest.raises(AttachmentGoneError):
        archives.remove_paper(paper.id, "再移一次")
    with desk.vault.reading() as connection:
        kept = connection.execute("SELECT title, reason FROM paper_removed").fetchall()
        assert archives.files.sweep(attachments.known_ids(connection)) == 1
    assert kept == [("建议书.pdf", "扫描不清")]


def test_a_leaf_that_was_taken_out_takes_no_paper_and_leaves_no_file(archives, person, tmp_path):
    leaf_id, _ = archives.add_leaf(person, PROPOSAL)
    paper, _ = archives.add_paper(leaf_id, taken(archives, tmp_path))
    archives.remove_leaf(leaf_id, "放错了人")
    more = taken(archives, tmp_path, "图.png", brought.picture())
    with pytest.raises(LeafGoneError):
        archives.add_paper(leaf_id, more)
    with pytest.raises(LeafGoneError):
        archives.remove_paper(paper.id, "也取出")
    assert archives.files.missing([more.file.id]) == [more.file.id]
    assert archives.files.missing([paper.id]) == []


def test_what_happened_is_one_timeline_by_year(desk, archives, person):
    post = desk.people.card(person).posts[0].post
    former = PostEntry(
        new_unit_name="县水利局",
        new_unit_kind=UnitKind.DEPARTMENT,
        title="副局长",
        since=PartialDate(2019),
        until=PartialDate(2023, 4),
    )
    desk.people.add_post(person, former)
    talk = desk.talk_at(TalkStatus.UNDER_WAY, participants=with_interviewee(desk, person))
    due = date(2026, 4, 5)
    desk.talks.add_finding(talk, FindingEntry("discipline", "三份合同没有备案", deadline=due))
    desk.talks.add_finding(
        talk, FindingEntry("discipline", "按月报告家事", deadline=due, is_personal=True)
    )
    archives.add_leaf(person, replace(PROPOSAL, replied_on=date(2026, 3, 30)))
    archives.add_leaf(person, REPORT)
    view, _ = archives.open(person, "谈话准备")
    told = [(year.year, [(one.kind, one.moment) for one in year.entries]) for year in view.years]
    begun = Moment.BEGUN
    assert [year for year, _ in told] == [2026, 2025, 2023, 2019]
    assert dict(told)[2026][0] == (TimelineKind.LEAF, Moment.ANSWERED)
    assert sorted((kind.value for kind, _ in dict(told)[2026])) == [
        "finding", "leaf", "leaf", "talk", "undertaking"
    ]  # fmt: skip
    assert dict(told)[2025] == [(TimelineKind.LEAF, begun)]
    assert set(dict(told)[2023]) == {(TimelineKind.POST, begun), (TimelineKind.POST, Moment.ENDED)}
    assert [one.subject for one in view.years[-2].entries if one.moment is begun] == [post.id]
    assert [row.id for row in view.talks] == [talk]
    assert {one.manifestation for one in view.findings} == {
        "三份合同没有备案", "按月报告家事"
    }  # fmt: skip


def test_findings_of_the_unit_belong_to_who_was_talked_to_and_to_who_follows(desk, archives):
    unit, _ = desk.people.add_unit(f"白河镇{new_id()[:8]}", UnitKind.TOWNSHIP)

    def hire(name):
        return desk.people.add_person(PersonEntry(name, unit_id=unit, title="书记"))[0]

    before, stranger = hire("周九"), desk.people.add_person(PersonEntry("吴十"))[0]
    both = (*with_interviewee(desk, before), ParticipantEntry(Role.INTERVIEWEE, desk.leader))
    talk = desk.talk_at(TalkStatus.UNDER_WAY, kind="collective", participants=both)
    due = date(2026, 4, 5)
    of_unit = FindingEntry("discipline", "账目不清", unit_id=unit, deadline=due)
    desk.talks.add_finding(talk, of_unit)
    desk.talks.add_finding(
        talk, FindingEntry("discipline", "别镇的事", unit_id=desk.township, deadline=due)
    )
    desk.talks.add_finding(talk, replace(of_unit, manifestation="说到做到", person_id=desk.leader))
    after = hire("郑十一")

    def found(person):
        view, _ = archives.open(person, "谈话准备")
        return {one.manifestation for one in view.findings}

    assert found(before) == found(after) == {"账目不清", "说到做到"}
    assert {"说到做到", "别镇的事"} <= found(desk.leader)
    assert found(stranger) == set()


def test_what_a_guest_undertook_stays_out_of_the_others_archives(desk, archives, person):
    guest = ParticipantEntry(Role.INTERVIEWEE, None, "钱七", "县属公司", "董事长")
    people = (guest, *with_interviewee(desk, person))
    kind = "collective_summons"
    talk_id = desk.talk_at(TalkStatus.UNDER_WAY, kind=kind, participants=people)
    entries = (
        FindingEntry("a1", "钱七：借款没有结清"),
        FindingEntry("a1", "钱七：月底前还清", is_personal=True),
        FindingEntry("a1", "都没有台账", is_common=True),
    )
    for entry in entries:
        desk.talks.add_finding(talk_id, entry)
    view, _ = archives.open(person, "谈话准备")
    told = [one.manifestation for one in view.findings]
    assert told[0] == "都没有台账"
    assert not any("钱七" in one for one in told)


def test_files_of_talks_belong_to_the_archive_too(desk, archives, person, tmp_path):
    talk = desk.plan(participants=with_interviewee(desk, person))
    attaching = Attaching(desk.vault, desk.trail, archives.files)
    path = tmp_path / "图.png"
    path.write_bytes(brought.picture())
    file = attaching.take(Brought.file(path), NoProgress())
    kept, _ = attaching.keep(talk, file, Purpose.EVIDENCE)
    desk.trail.clock.move(minutes=1)
    leaf_id, _ = archives.add_leaf(person, REPORT)
    paper, _ = archives.add_paper(leaf_id, taken(archives, tmp_path))
    view, _ = archives.open(person, "年度考核")
    assert [one.attachment.id for one in view.papers] == [paper.id, kept.attachment.id]
    number = desk.talks.get(talk).number
    assert (view.papers[1].origin.sort, view.papers[1].origin.name) == ("talk", number)
    assert view.papers[0].day == (desk.trail.clock.now() + timedelta(hours=8)).date()

"""Documents made from what the vault knows: who is on them, what is left out, what the trail says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest

from app.domain.changes import Changes
from app.domain.copies import CopyWay, PaperCopy
from app.domain.errors import FolderUnusableError
from app.domain.facts import FactCategory
from app.domain.finding import FindingNature
from app.domain.holders import HolderRole
from app.domain.ids import CopyId
from app.domain.paper_errors import (
    ArchiveReasonMissingError,
    PaperEmptyError,
    PaperTooLongError,
)
from app.domain.papers import FindingList, PaperKind, PaperWish
from app.domain.talk import TalkStatus
from app.domain.vault_errors import RoleRefusedError
from app.services import finding_reading, paper_steps
from app.services import papers as papers_module
from app.services.facts import FactEntry, Facts
from app.services.figures import Figures
from app.services.papers import Papers
from app.services.rectifying import Rectifying
from app.services.talks import FindingEntry
from app.store import archive_leaves
from app.store import copies as kept_copies
from tests.documents.paper import text_of

S = TalkStatus
K = PaperKind


@pytest.fixture
def rectifying(vault, trail, attachment_files):
    return Rectifying(vault, trail, attachment_files)


@pytest.fixture
def papers(vault, trail, rectifying):
    return Papers(vault, trail, Figures(vault, trail), rectifying.urge)


@pytest.fixture
def talk_id(desk):
    return desk.talk_at(S.UNDER_WAY)


def find(desk, talk_id, words="台账缺两个月", **more):
    return desk.talks.add_finding(talk_id, FindingEntry("a1", words, **more))[0]


def said(pdf: bytes) -> str:
    return "".join(text_of(pdf).split())


def test_the_four_lists_show_the_same_findings_each_in_its_own_order(desk, papers, talk_id):
    find(desk, talk_id, "第一件", deadline=date(2030, 5, 1), measure="补齐台账")
    find(desk, talk_id, "第二件", deadline=date(2030, 4, 1))
    draft = papers.read(PaperWish(K.FINDING_LISTS))
    assert [line.manifestation for line in draft.data.lines] == ["第一件", "第二件"]
    assert {line.unit_name for line in draft.data.lines} == {"清溪镇"}
    assert draft.data.lines[0].area == "聚焦第1项"
    text = said(papers.make(PaperWish(K.FINDING_LISTS))[0])
    for name in ("问题清单", "举措清单", "时限清单", "责任清单"):
        assert name in text
    deadlines = PaperWish(K.FINDING_LISTS, lists=(FindingList.DEADLINES,))
    text = said(papers.make(deadlines)[0])
    assert text.index("第二件") < text.index("第一件")
    assert "finding.finding_lists" in desk.acts()


def test_a_list_is_narrowed_to_a_talk_a_unit_a_period_or_what_is_open(desk, papers, clock):
    first = desk.talk_at(S.UNDER_WAY)
    find(desk, first, "镇里的事")
    find(desk, first, "一条建议", nature=FindingNature.ADVICE)
    clock.move(days=400)
    second = desk.talk_at(S.UNDER_WAY)
    find(desk, second, "局里的事", unit_id=desk.office)

    def words(**narrowed):
        draft = papers.read(PaperWish(K.LEDGER, **narrowed))
        return [line.manifestation for line in draft.data.lines], draft.data.about

    year = clock.local(desk.talk(second).began_at).year
    number = desk.talk(first).number
    assert words() == (["镇里的事", "局里的事"], "全县")
    assert words(subject=first) == (["镇里的事"], f"谈话 {number}")
    assert words(unit_id=desk.office) == (["局里的事"], "县纪委监委")
    assert words(year=year) == (["局里的事"], f"全县，{year}年全年谈话谈出的")
    assert words(subject=first, has_advice=True)[0] == ["镇里的事", "一条建议"]
    assert words(is_open_only=True)[0] == ["镇里的事", "局里的事"]


def test_a_list_of_nothing_and_one_without_end_are_not_made(desk, papers, talk_id, monkeypatch):
    with pytest.raises(PaperEmptyError) as told:
        papers.read(PaperWish(K.LEDGER))
    assert told.value.kind == "ledger"
    find(desk, talk_id)
    find(desk, talk_id, "又一件")
    monkeypatch.setattr(finding_reading, "MOST_LINES", 1)
    with pytest.raises(PaperTooLongError) as long:
        papers.read(PaperWish(K.LEDGER))
    assert long.value.most == 1


def test_a_long_list_is_read_a_few_lines_at_a_time(desk, papers, talk_id, monkeypatch):
    for words in ("第一件", "第二件", "第三件"):
        find(desk, talk_id, words, deadline=date(2026, 3, 1))
    whole = papers.read(PaperWish(K.LEDGER)).data.lines
    monkeypatch.setattr(paper_steps, "LINES_AT_ONCE", 1)
    *waiting, last = papers.steps(PaperWish(K.LEDGER))
    assert waiting == [None] * 3
    assert last().data.lines == whole
    draft = papers.read(PaperWish(K.URGING))
    monkeypatch.setattr(papers_module, "_URGED_AT_ONCE", 2)
    assert list(papers.note_urged(draft)) == [Changes.FINDINGS] * 2
    assert list(papers.note_urged(draft)) == []


def test_each_unit_is_urged_for_what_is_late_or_due_soon_and_for_nothing_else(
    desk, papers, talk_id, clock
):
    today = clock.local(clock.now()).date()
    find(desk, talk_id, "过期的", deadline=today - timedelta(days=3))
    find(desk, talk_id, "快到的", deadline=today + timedelta(days=5))
    find(desk, talk_id, "还早的", deadline=today + timedelta(days=60))
    find(desk, talk_id, "建议", deadline=today, nature=FindingNature.ADVICE)
    find(desk, talk_id, "局里的", deadline=today, unit_id=desk.office)
    units = papers.read(PaperWish(K.URGING)).data.units
    assert [unit for unit, _ in units] == ["县纪委监委", "清溪镇"]
    assert [line.manifestation for line in units[1][1]] == ["过期的", "快到的"]
    find(desk, talk_id, "月底前结清借款", is_personal=True, person_id=desk.leader, deadline=today)
    assert papers.read(PaperWish(K.URGING)).data.units[2][0] == "张三"
    only = papers.read(PaperWish(K.URGING, unit_id=desk.township, days=0)).data.units
    found = [[line.manifestation for line in lines] for _, lines in only]
    assert found == [["过期的"], ["月底前结清借款"]]  # the unit's, and what its head undertook
    chosen = papers.read(PaperWish(K.URGING, finding_ids=(units[0][1][0].id,))).data.units
    assert [unit for unit, _ in chosen] == ["县纪委监委"]
    pdf, changes = papers.make(PaperWish(K.URGING, answer_by=date(2030, 1, 2)))
    assert changes is Changes.FINDINGS
    assert desk.acts().count("finding.urge") == 4
    assert papers.make(PaperWish(K.URGING))[1] is Changes.NONE  # made again, urged once a day
    text = said(pdf)
    assert "清溪镇：" in text
    assert "1项已经超过整改时限，1项即将到期" in text
    assert "请于2030年1月2日前书面报告进展" in text
    assert "张三同志：" in text
    assert "你承诺的整改事项中，1项即将到期" in text
    assert "逾期3天" in text


def test_an_undertaking_is_for_each_who_came_and_its_clauses_are_proposed_again(desk, papers):
    talk_id = desk.talk_at(S.PREPARED, kind="appointment")
    wish = PaperWish(K.UNDERTAKING, talk_id, text="不收礼金。\n\n  不办私事。 ")
    text = said(papers.make(wish)[0])
    assert "承诺人：张三" in text
    assert "一、不收礼金。" in text
    assert "二、不办私事。" in text
    assert papers.usual().points == "不收礼金。\n\n  不办私事。"
    assert desk.acts(talk_id)[-1] == "talk.undertaking"


def test_a_report_tells_who_spoke_with_whom_what_came_up_and_what_follows(desk, papers):
    talk_id = desk.talk_at(S.UNDER_WAY)
    find(desk, talk_id, "会议纪要不全", measure="补齐纪要")
    find(desk, talk_id, "建议每季度通报一次", nature=FindingNature.ADVICE)
    desk.talks.save_closing(talk_id, "谈了三个方面。", "一个月内整改。", "我一定改。")
    desk.end(talk_id)
    wish = PaperWish(K.TALK_REPORT, talk_id, addressee="县纪委常委会", copies_to="县委组织部")
    pdf, _ = papers.make(wish)
    text = said(pdf)
    for words in (
        "关于同张三同志监督谈话情况的报告",
        "县纪委常委会：",
        "一、基本情况",
        "同清溪镇党委书记张三进行了监督谈话",
        "谈了三个方面。",
        "1.会议纪要不全。",
        "建议每季度通报一次",
        "我一定改。",
        "以上1项已经列入整改台账",
        "抄送：县委组织部。",
        "印发",
    ):
        assert words in text, words
    assert papers.usual().addressee == "县纪委常委会"
    with pikepdf.open(BytesIO(pdf)) as file:  # what windows and lists of files show of it
        assert "张三" not in f"{dict(file.docinfo)}{file.Root.Metadata.read_bytes().decode()}"


def test_an_archive_is_taken_out_for_a_reason_and_holds_a_leaf_for_each_talk(
    desk, papers, vault, trail
):
    talk_id = desk.talk_at(S.UNDER_WAY)
    find(desk, talk_id, "纪要不全")
    find(desk, talk_id, "月底前结清借款", is_personal=True, person_id=desk.leader)
    desk.talk_at(S.CANCELLED)
    Facts(vault, trail).add(
        FactEntry(FactCategory.AUDIT, date(2025, 3, 1), "往来账没有核销", person_id=desk.leader)
    )
    with pytest.raises(ArchiveReasonMissingError):
        papers.read(PaperWish(K.PERSON_ARCHIVE, desk.leader, reason=" "))
    wish = PaperWish(K.PERSON_ARCHIVE, desk.leader, reason="谈话准备")
    draft = papers.read(wish)
    assert [talk.number for talk in draft.data.talks] == [desk.talk(talk_id).number]
    assert {line.manifestation for line in draft.data.lines} == {"纪要不全", "月底前结清借款"}
    text = said(papers.make(wish)[0])
    for words in ("廉政谈话档案", "张三", "谈话准备", "往来账没有核销", "手工登记", "（以下空白）"):
        assert words in text, words
    assert desk.acts(desk.leader)[-1] == "person.person_archive"
    with vault.reading() as connection:
        taken = archive_leaves.accesses(connection, desk.leader, 9)
    assert [access.reason for access in taken] == ["谈话准备"]


def test_the_figures_stand_beside_those_of_the_year_before(desk, papers, clock):
    clock.moment = datetime(2021, 6, 1, 1, tzinfo=UTC)
    desk.talk_at(S.UNDER_WAY, kind="reminder")
    clock.moment = datetime(2022, 6, 1, 1, tzinfo=UTC)
    desk.talk_at(S.UNDER_WAY)
    desk.talk_at(S.UNDER_WAY)
    text = text_of(papers.make(PaperWish(K.FIGURES_REPORT, year=2022))[0])
    lines = ["".join(line.split()) for line in text.splitlines()]
    assert any(line.startswith("1谈话场次场21+1") for line in lines)
    assert any("提醒谈话人次人次01-1" in line for line in lines)
    assert "2022年全年" in "".join(lines)


def test_what_was_destroyed_is_certified(papers, vault, clock):
    now = clock.now()
    copy = PaperCopy(
        CopyId("c1"),
        "minutes",
        "t1",
        "谈话记录 2026-0001",
        3,
        "ab" * 32,
        CopyWay.PRINT,
        4,
        now,
        "甲",
    )
    with vault.transaction() as connection:
        kept_copies.add(connection, copy)
    year = clock.local(now).year
    with pytest.raises(PaperEmptyError):
        papers.read(PaperWish(K.DESTRUCTION_NOTE, year=year))
    with vault.transaction() as connection:
        kept_copies.keep(connection, replace(copy, destroyed_at=now))
    wish = PaperWish(K.DESTRUCTION_NOTE, year=year, reason="用完", method="碎纸")
    text = said(papers.make(wish)[0])
    for words in ("谈话记录2026-0001", "000003", "ABABABAB", "碎纸", "共1份4页", "监销人"):
        assert words in text, words


def test_a_paper_is_written_to_a_file_and_the_trail_says_so(desk, papers, talk_id, tmp_path):
    find(desk, talk_id)
    wish = PaperWish(K.LEDGER)
    pdf, _ = papers.make(wish)
    papers.save(wish, pdf, tmp_path / "台账.pdf")
    assert (tmp_path / "台账.pdf").read_bytes() == pdf
    assert desk.acts()[-1] == "finding.paper_copy"
    with pytest.raises(FolderUnusableError):
        papers.save(wish, pdf, tmp_path / "没有" / "台账.pdf")


def test_who_may_not_hand_over_makes_no_slip(papers, trail, vault):
    recorder = replace(trail, role=HolderRole.RECORDER)
    with pytest.raises(RoleRefusedError):
        Papers(vault, recorder, papers.figures, papers.urge).read(PaperWish(K.HANDOVER_SLIP, "1"))
    auditor = replace(trail, role=HolderRole.AUDITOR)
    with pytest.raises(RoleRefusedError):
        Papers(vault, auditor, papers.figures, papers.urge).read(PaperWish(K.LEDGER))

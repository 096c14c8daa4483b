"""The papers of the page 文书: what stands on them, where they break, that they are archived."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.documents.archive import claim_of
from app.documents.finding_lists import finding_lists, state_of
from app.documents.ledger import ledger
from app.documents.pictures import pictures
from app.documents.talk_report import talk_report
from app.documents.urging import urging
from app.domain.errors import MissingGlyphError
from app.domain.finding import FindingStatus
from app.domain.papers import (
    FindingList,
    FindingsPaper,
    PaperDraft,
    PaperKind,
    PaperWish,
    UrgingPaper,
)
from app.services.papers import typeset
from tests.documents.paper import MADE_AT, OFFICE, text_of
from tests.documents.papers_made import (
    PAPERS,
    SAID,
    UNITS,
    make_archive,
    make_line,
    make_lines,
    make_report,
)

TODAY = MADE_AT.date()


def made(kind: PaperKind) -> bytes:
    return typeset(PaperDraft(PaperWish(kind), PAPERS[kind](), OFFICE, MADE_AT))


def said(pdf: bytes) -> str:
    return "".join(text_of(pdf).split())


def sheets(pdf: bytes) -> list[str]:
    return ["".join(sheet.split()) for sheet in text_of(pdf).split("\f")[:-1]]


@pytest.mark.parametrize("kind", PaperKind, ids=lambda kind: kind.value)
def test_every_paper_is_archived_and_comes_out_the_same_twice(kind):
    pdf = made(kind)  # which passed the gate of the archive
    assert claim_of(pdf).part == "2"
    assert pdf == made(kind)
    assert OFFICE in said(pdf)


def test_the_four_lists_have_their_columns_and_leave_blank_what_is_not_known():
    text = said(made(PaperKind.FINDING_LISTS))
    columns = {
        "问题清单": "序号编号责任单位责任人问题和具体表现聚焦标签性质来源",
        "举措清单": "序号编号责任单位问题和具体表现整改举措建章立制整改类型整改效果",
        "时限清单": "序号编号责任单位问题和具体表现整改时限阶段节点批准延期至目前实际完成",
        "责任清单": "序号编号责任单位责任领导责任人问题和具体表现整改时限督办人认领签收备注",
    }
    for name, headings in columns.items():
        assert f"{OFFICE}{name}" in text
        assert headings in text
    assert "制表人（签名）" in text
    for known in ("审计（重复）", "限期整改", "李明", "周小雨"):
        assert known in text, known


def test_a_long_row_goes_on_overleaf_with_its_head_and_a_mark_and_loses_nothing():
    lines = (make_line(1), make_line(2, times=14), make_line(3))
    pdf = ledger(FindingsPaper("清溪镇", lines), OFFICE, MADE_AT)
    pages = sheets(pdf)
    assert len(pages) > 1
    assert all("问题和具体表现" in page for page in pages)  # the head on every page
    assert pages[0].count("（续）") == 0
    assert all(page.count("（续）") <= 1 for page in pages)
    assert "（续）" in pages[1]
    assert pages[1].startswith("（接上页）")
    assert pages[-1].count("制表人（签名）") == 1
    # of 16 sentences some stand half on one page, half on the next, or beside a cell
    assert "".join(pages).count("没有写各人发言和末位表态") >= 16 - len(pages) - 2


def test_many_rows_are_numbered_through_and_signed_below_a_row():
    pdf = ledger(FindingsPaper("全县", make_lines(60)), OFFICE, MADE_AT)
    pages = sheets(pdf)
    numbers = re.findall(r"2026-1-(\d{4})", "".join(pages))
    assert numbers == [f"{n:04}" for n in range(1, 61)]
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]
    assert "制表人（签名）" in pages[-1]
    assert re.search(r"2026-1-0060", pages[-1])


@pytest.mark.parametrize("count", [5, 6, 12])
def test_who_signs_a_list_never_signs_a_page_without_a_row(count):
    data = FindingsPaper("全县", make_lines(count), lists=(FindingList.DUTIES,))
    last = sheets(finding_lists(data, OFFICE, MADE_AT))[-1]
    assert "制表人（签名）" in last
    assert re.search(r"2026-1-\d{4}|（续）", last)


def test_the_lists_are_ordered_by_number_by_deadline_and_by_unit():
    lines = make_lines(9)
    data = FindingsPaper("全县", lines)
    for one, order in (
        (FindingList.MEASURES, sorted(lines, key=lambda f: f.number)),
        (FindingList.DEADLINES, sorted(lines, key=lambda f: (f.deadline, f.number))),
        (FindingList.DUTIES, sorted(lines, key=lambda f: (f.unit_name, f.deadline, f.number))),
    ):
        text = said(finding_lists(replace(data, lists=(one,)), OFFICE, MADE_AT))
        assert re.findall(r"2026-1-\d{4}", text) == [f.number for f in order]


def test_how_a_finding_stands_is_said_from_the_day_of_the_paper():
    line = make_line(1, deadline=TODAY)
    assert state_of(line, TODAY) == "今天到期"
    assert state_of(line, TODAY + timedelta(days=12)) == "逾期12天"
    assert state_of(line, TODAY - timedelta(days=40)) == "还有40天"
    assert state_of(replace(line, status=FindingStatus.CLOSED), TODAY) == "已销号"


@pytest.mark.parametrize("count", [1, 5, 8])
def test_the_slip_of_an_urging_never_goes_alone(count):
    data = UrgingPaper((("清溪镇", make_lines(count)),), date(2026, 3, 15))
    last = sheets(urging(data, OFFICE, MADE_AT))[-1]
    assert "回执" in last
    assert OFFICE in last
    assert re.search(r"2026-1-\d{4}", last)


@pytest.mark.parametrize("count", [0, 5])
def test_a_report_ends_with_text_above_the_closing_and_its_imprint_at_the_foot(count):
    pages = sheets(talk_report(make_report(count), OFFICE, MADE_AT))
    closing = f"{OFFICE}2026年3月5日"
    with_closing = next(page for page in pages if closing in page)
    assert not with_closing.startswith(closing)
    assert "2026年3月5日印发" in pages[-1]
    assert "抄送：县委组织部，县委巡察办。" in pages[-1]


def test_a_report_on_many_names_who_was_away_and_nobody_in_its_title():
    talk = make_report().talk
    absent = replace(talk.participants[0], name="赵六", is_present=False, absence_reason="出差")
    many = make_report(0, talk=replace(talk, participants=(*talk.participants, absent)))
    text = said(talk_report(replace(many, kind_title="集体谈话"), OFFICE, MADE_AT))
    assert "关于集体谈话情况的报告" in text
    assert "同应到2人中的1人进行了集体谈话" in text
    assert "缺席：赵六（出差）。缺席的另行补谈。" in text
    assert "这次谈话没有登记问题。" in text


def test_each_leaf_of_an_archive_begins_on_a_page_of_its_own():
    pages = sheets(
        typeset(PaperDraft(PaperWish(PaperKind.PERSON_ARCHIVE), make_archive(), OFFICE, MADE_AT))
    )
    leaves = [page for page in pages if page.startswith("活页")]
    assert [leaf[:3] for leaf in leaves] == [f"活页{n}" for n in range(1, len(leaves) + 1)]
    assert "活页1基本情况和任职" in pages[1]
    away = next(page for page in pages if page.startswith("活页2谈话2025-0003"))
    assert "缺席" in away
    assert "谈话小结" not in away
    assert pages[0].startswith("内部")
    assert "谈话准备" in pages[0]


def test_the_figures_of_the_model_county_stand_on_its_report():
    lines = ["".join(line.split()) for line in text_of(made(PaperKind.FIGURES_REPORT)).splitlines()]
    for found in (
        "谈心谈话人次人次150+15",
        "集体约谈次数次20+2",
        "集体约谈人次人次330+33",
        "意见建议条22220",
        "建章立制个12120",
    ):
        assert any(found in line for line in lines), found


def test_a_slip_names_nobody_who_was_talked_to_and_tells_every_digest():
    text = said(made(PaperKind.HANDOVER_SLIP))
    # four times in each: the root, one writing, one volume
    assert text.count("89abcdef") == 12
    assert "没有写完，不能用" in text
    assert "1234567890" * 4 in text
    assert not any(unit in text for unit in UNITS)


def test_a_character_that_cannot_be_printed_is_told_with_its_column():
    line = make_line(1, manifestation="\U0003fff0")
    with pytest.raises(MissingGlyphError) as told:
        ledger(FindingsPaper("全县", (line,)), OFFICE, MADE_AT)
    assert told.value.field == "问题和具体表现"


def test_a_lying_page_is_lying_and_its_pictures_too():
    picture = pictures(made(PaperKind.LEDGER), 30)[0]
    assert picture.width > picture.height
    assert SAID[:4] in said(made(PaperKind.LEDGER))

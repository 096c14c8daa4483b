"""The papers before a talk: what stands on them, and on how many pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pypdfium2
import pytest

from app.documents.notice import NoticeFacts, notices
from app.documents.request_slip import RequestFacts, request_slips
from app.documents.sign_in_sheet import SignInFacts, sign_in_sheet
from app.domain.errors import MissingGlyphError
from app.domain.people import Role
from app.domain.talk_papers import ORGANS, Contact, NoticeWish, RequestWish
from tests.documents.paper import LOCAL, LONG_NAME, MADE_AT, OFFICE, RARE, text_of
from tests.makers import PEOPLE, make_participant, make_talk

CONTACT = Contact("周小雨", "0719-123")
TALK = make_talk(
    planned_at=datetime(2026, 3, 12, 9, tzinfo=LOCAL),
    place="谈心谈话室",
    delegation="受县纪委书记李明委托",
)


def pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count


def with_interviewees(*names: str):
    people = (make_participant(Role.INTERVIEWEE, name) for name in names)
    return replace(TALK, participants=(*people, *PEOPLE[1:]))


def notice(talk=TALK, bring="笔记本", contact=CONTACT) -> bytes:
    wish = NoticeWish(bring, contact)
    return notices(NoticeFacts(talk, "监督谈话", OFFICE, wish, MADE_AT))


def test_a_notice_says_when_where_about_what_and_whom_to_ask():
    text = text_of(notice()).replace(" ", "").replace("\n", "")
    for said in (
        "谈话通知书",
        "张三同志",
        "2026年3月12日9时00分",
        "谈心谈话室",
        "年度监督谈话",
        "王五（受县纪委书记李明委托）",
        "请携带：笔记本。",
        "联系人：周小雨，电话：0719-123。",
        "回执（张三）",
        OFFICE,
    ):
        assert said in text


def test_what_is_not_given_leaves_no_gap_and_the_points_are_counted_on():
    text = text_of(notice(replace(TALK, place="", subject=""), "", Contact()))
    assert "请携带" not in text
    assert "联系人" not in text
    assert "一、主谈人" in text
    assert "二、确有原因" in text


def test_each_interviewee_gets_a_page_of_the_own_however_long_or_rare_the_name():
    pdf = notice(with_interviewees("王建国", RARE))
    assert pages(pdf) == 2
    assert pdf == notice(with_interviewees("王建国", RARE))
    assert pages(notice(with_interviewees(LONG_NAME))) in (1, 2)


def test_a_name_that_cannot_be_printed_is_told_before_anything_is_made():
    with pytest.raises(MissingGlyphError) as told:
        notice(with_interviewees("\U0003fff0"))
    assert told.value.field == "谈话对象"


def test_every_office_that_is_asked_gets_its_own_letter():
    wish = RequestWish(tuple(organ.key for organ in ORGANS), date(2026, 3, 7), CONTACT)
    pdf = request_slips(RequestFacts(TALK, "监督谈话", OFFICE, wish, MADE_AT))
    assert pages(pdf) == len(ORGANS)
    text = text_of(pdf).replace(" ", "").replace("\n", "")
    assert "不附信件，不写反映人" in text
    assert text.count("2026年3月7日前反馈") == len(ORGANS)
    for organ in ORGANS:
        assert f"{organ.title}：" in text


def test_only_the_chosen_offices_are_asked():
    wish = RequestWish(("audit",), date(2026, 3, 7))
    pdf = request_slips(RequestFacts(TALK, "监督谈话", OFFICE, wish, MADE_AT))
    assert pages(pdf) == 1
    assert "信访室" not in text_of(pdf)


def test_the_sign_in_sheet_has_a_line_for_everybody_and_its_head_on_each_page():
    names = [f"第{number}人" for number in range(33)]
    facts = SignInFacts(with_interviewees(*names), "集体约谈", OFFICE, MADE_AT)
    pdf = sign_in_sheet(facts)
    text = text_of(pdf)
    assert "应到33人" in text
    assert text.count("到场时间") >= pages(pdf) == 3
    assert all(name in text for name in names)
    assert "王五" in text

"""Names by their sound, and people and units that have no part in the talk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.check_names import (
    NameBook,
    Stranger,
    homophones,
    other_persons,
    other_units,
)
from app.domain.check_paragraphs import paragraphs_of, same_paragraphs
from app.domain.record_text import passages_of
from app.services.checking import common_words
from app.store.pinyin import syllables
from tests.makers import make_answer, make_talk

HERE = ("王建国", "张三", "李明", "高建社", "李建设", "买买提·艾力", "欧阳建国", "单增")
ELSEWHERE = {
    "赵晓梅": "观音镇",
    "钱学森林": "青河镇",
    "孙伟": "石坪镇",
    "高明": "云岭乡",
    "周建军": "县财政局",
}


@pytest.fixture(scope="module")
def book() -> NameBook:
    return NameBook(
        here=frozenset(HERE),
        strangers={n: Stranger(n, frozenset([u])) for n, u in ELSEWHERE.items()},
        units_here=frozenset(["羊尾镇", "县纪委监委"]),
        other_units=frozenset([*ELSEWHERE.values(), "张山村"]),
        syllables=syllables,
        words=common_words(),
    )


def passages(text="", **closing):
    return list(passages_of(make_talk(answers=(make_answer(text=text),), **closing)))


def sounding(text, book):
    return [(r.words, r.about) for passage in passages(text) for r in homophones(passage, book)]


@pytest.mark.parametrize(
    ("text", "written", "registered"),
    [
        ("这项工作由王建过同志负责。", "王建过", "王建国"),
        ("会上汪建国也讲了。", "汪建国", "王建国"),
        ("我同王健国谈过两次。", "王健国", "王建国"),
        ("已经找张散同志谈话。", "张散", "张三"),
        ("由黎明同志牵头。", None, None),
        ("由李鸣负责核查。", "李鸣", "李明"),
        ("书记李名说当天就办。", "李名", "李明"),
        ("李建社已经签字。", "李建社", "李建设"),
        ("赵小梅同志参加了会议。", "赵小梅", "赵晓梅"),
        ("欧阳健国没有来。", "欧阳健国", "欧阳建国"),
        ("周建君来过一次。", "周建君", "周建军"),
        ("善增同志在场。", None, None),
        ("单曾同志在场。", "单曾", "单增"),
    ],
)
def test_a_name_spelled_by_sound_is_found_with_the_name_it_is_meant_for(
    text, written, registered, book
):
    assert sounding(text, book) == ([(written, registered)] if written else [])


@pytest.mark.parametrize(
    "text",
    [
        "王建国、张三、李明都在。",
        "提高建设水平，加强管理建设。",
        "建立明确的责任清单。",
        "黎明时分到的现场。",
        "一张伞坏了没有人管。",
        "往建过房子的地方看了看。",
        "张山村的路修好了。",
        "由里面向外面排查。",
        "赵晓梅同志参加了会议。",
        "高明的办法不多。",
        "他们的章程里写明了。",
        "张三丰富了台账内容。",
        "财政周转建军营的钱。",
        "离明年还有两个月。",
    ],
)
def test_everyday_words_and_known_names_are_no_slip(text, book):
    assert sounding(text, book) == []


def strangers(book, text="", **closing):
    found = []
    for passage in passages(text, **closing):
        found += [r.words for r in other_persons(passage, book)]
        found += [r.words for r in other_units(passage, book)]
    return found


@pytest.mark.parametrize(
    ("text", "closing", "words"),
    [
        ("", {"summary": "赵晓梅同志态度诚恳。"}, ["赵晓梅"]),
        ("", {"statement": "我是周建军，坚决整改。"}, ["周建军"]),
        ("赵晓梅：路灯修好了。", {}, ["赵晓梅"]),
        ("观音镇赵晓梅：路灯修好了。", {}, ["赵晓梅"]),
        ("我是观音镇的书记。", {}, ["观音镇"]),
        ("", {"statement": "作为石坪镇党委书记，我接受。"}, ["石坪镇"]),
        ("", {"requirement": "一、青河镇要在月底前办完。"}, ["青河镇"]),
        ("", {"requirement": "青河镇党委要在月底前办完。"}, ["青河镇"]),
    ],
)
def test_words_out_of_another_record_are_found(text, closing, words, book):
    assert strangers(book, text, **closing) == words


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("赵晓梅同志给我打过电话，观音镇的做法我们学了。", {}),
        ("县财政局拨了186万元，周建军局长签的字。", {}),
        ("", {"summary": "王建国同志讲了三件事。"}),
        ("", {"requirement": "请县财政局配合，月底前办完。"}),
        ("我在羊尾镇四年了。", {"statement": "我是羊尾镇党委书记。"}),
        ("办法不高明。", {"summary": "高明的办法不多。"}),
    ],
)
def test_whoever_is_only_mentioned_is_no_stranger(text, closing, book):
    assert strangers(book, text, **closing) == []


LONG = "年初三万八千元应急支出先付款、五天以后才补会议记录，议事决策规则没有规定应急支出怎么办，这是漏洞。"


def test_a_long_paragraph_is_known_by_its_words_not_its_signs():
    one, other = (
        next(paragraphs_of(make_talk(summary=text)))
        for text in (LONG, "　" + LONG.replace("，", ", ") + "\n另外一段。")
    )
    assert one.digest == other.digest
    assert not list(
        paragraphs_of(make_talk(summary="完全接受，认真整改，按时办完，办完一项报一项。"))
    )


def test_a_paragraph_of_another_record_is_pointed_out_with_its_number():
    talk = make_talk(answers=(make_answer(text=f"先说别的。\n{LONG}"),))
    (paragraph,) = paragraphs_of(talk)
    (remark,) = same_paragraphs(talk, {paragraph.digest: "2026-0001"})
    assert (remark.words, remark.about) == (LONG, "2026-0001")
    assert talk.answers[0].text[remark.start :] == LONG
    assert list(same_paragraphs(talk, {})) == []


def test_of_thousands_only_whose_unit_is_spoken_of_is_meant(book):
    text = "赵小梅同志参加了会议。"
    assert sounding(text, replace(book, unlikely=frozenset(["赵晓梅"]))) == []
    assert sounding(text, replace(book, unlikely=frozenset())) == [("赵小梅", "赵晓梅")]

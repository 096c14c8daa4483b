"""Blanks, numbers in two styles and names cut short too early: what is found, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.check_words import mixed_style, placeholders, short_names_first
from app.domain.people import Role
from app.domain.record_text import passages_of
from app.domain.remarks import CheckRule
from app.domain.talk import Break
from tests.makers import BEGAN, PEOPLE, make_answer, make_participant, make_talk


def blanks(**more):
    talk = make_talk(**more)
    return [r for passage in passages_of(talk) for r in placeholders(passage)]


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("由××同志负责", "××"),
        ("由XX同志负责", "XX"),
        ("由xx同志负责", "xx"),
        ("由\uff38\uff38同志负责", "\uff38\uff38"),
        ("据某某反映", "某某"),
        ("据某×反映", "某×"),
        ("于____日办结", "____"),
        ("于\uff3f\uff3f日办结", "\uff3f\uff3f"),
        ("责任人【】", "【】"),
        ("责任人【待填】", "【待填】"),
        ("责任人【　】", "【　】"),
    ],
)
def test_a_blank_left_in_the_text_is_found_where_it_stands(text, placeholder):
    (remark,) = blanks(answers=(make_answer(1, text="讲了"), make_answer(2, text=text)))
    assert (remark.label, remark.words) == ("第2问的答复", placeholder)
    assert text[remark.start : remark.start + remark.length] == placeholder
    assert remark.is_blocking
    assert not remark.may_pass


@pytest.mark.parametrize(
    "text",
    ["3×5米", "某日某地", "XXL号", "maxx", "纪发【2026】5号", "第_条", "“两个维护”", "一式×份"],
)
def test_words_that_only_look_like_blanks_pass(text):
    assert blanks(answers=(make_answer(text=text),), summary=text) == []


@pytest.mark.parametrize(
    ("key", "label", "changed"),
    [
        ("subject", "谈话事由", {"subject": "××谈话"}),
        ("place", "谈话地点", {"place": "____"}),
        ("name:0", "某某的姓名", {"participants": (make_participant(Role.INTERVIEWEE, "某某"),)}),
        ("title:0", "张三的职务", {"participants": (replace(PEOPLE[0], title="××镇书记"),)}),
        (
            "question:answer-1",
            "第1问",
            {"answers": (make_answer(question="××如何？", text="讲了"),)},
        ),
        ("skipped:answer-1", "第1问的答复", {"answers": (make_answer(skipped_reason="××"),)}),
        ("break:0", "休息", {"breaks": (Break(BEGAN, BEGAN, "××"),)}),
        ("summary", "谈话小结", {"summary": "××"}),
        ("requirement", "整改要求", {"requirement": "××"}),
        ("statement", "表态", {"statement": "××"}),
    ],
)
def test_every_text_of_the_record_is_looked_at(key, label, changed):
    (remark,) = blanks(**changed)
    assert (remark.key, remark.label) == (key, label)


def mixed(*texts, **more):
    answers = tuple(make_answer(n, text=text) for n, text in enumerate(texts, 1))
    return [r.words for r in mixed_style(list(passages_of(make_talk(answers=answers, **more))))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("二\u3007二六年3月5日开的会", "二\u3007二六年3月5日"),
        ("2026年三月开的会", "2026年三月"),
        ("3月五日去的", "3月五日"),
        ("三月5日去的", "三月5日"),
        ("共3十户", "3十"),
        ("共三十5户", "三十5"),
        ("总投资3\uff158万元", "3\uff158"),
    ],
)
def test_two_ways_to_write_in_one_number_are_mixed(text, words):
    assert mixed(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5日开的会",
        "二\u3007二六年三月五日",
        "3月5日到12日",
        "十二月底前",
        "总投资3.5万元，其中2亿元",
        "第二季度3件",
        "三是2户没有签",
        "第三，5月底前办完",
        "共30户、三十人",
        "二十3.5万元",
        "编号2026.3.5",
        "20户分十二批",
        "一、3月底前",
        "二三十户",
    ],
)
def test_each_style_by_itself_is_left_alone(text):
    assert mixed(text) == []


def test_a_date_with_dots_beside_written_dates_is_mixed():
    assert mixed("2026年3月5日开会。", "2026.3.9又开了一次。") == ["2026.3.9"]
    assert mixed("2026.3.9开会。", "2026.3.10又开了一次。") == []
    assert mixed("2026年3月5日，设备编号2026.13.9，版本2.2026.3.9") == []


def cut_short(*texts):
    answers = tuple(make_answer(n, text=text) for n, text in enumerate(texts, 1))
    found = short_names_first(list(passages_of(make_talk(answers=answers))))
    return [(r.label, r.words) for r in found]


def test_a_short_name_before_its_full_name_is_found():
    told = "县自然资源和规划局（以下简称“资规局”）已经批了。"
    assert cut_short("资规局拖了三个月。", told) == [("第1问的答复", "资规局")]
    assert cut_short(f"问过资规局，{told}") == [("第1问的答复", "资规局")]


@pytest.mark.parametrize(
    "texts",
    [
        ("县自然资源和规划局（以下简称“资规局”）已经批了，资规局还要公示。",),
        ("县教育局（以下简称教育局）开了会。",),
        ("县教育局来过。", "县教育局（以下简称教育局）开了会，教育局报了数。"),
        ("简称资规局。",),
    ],
)
def test_the_full_name_first_is_as_it_should_be(texts):
    assert cut_short(*texts) == []


def test_a_remark_is_known_again_until_its_words_change():
    def mark(text):
        (remark,) = blanks(summary=text)
        return remark.mark

    assert mark("由××负责") == mark("仍由××负责")
    assert mark("由××负责") != mark("由XX负责")
    (other,) = blanks(statement="由××负责")
    assert other.mark != mark("由××负责")
    assert other.rule is CheckRule.PLACEHOLDER

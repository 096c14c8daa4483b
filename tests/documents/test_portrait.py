"""The portrait is one page whatever is in it; the outline breaks between questions."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import outline, portrait
from app.documents.outline import OutlineFacts
from app.documents.pictures import page_count, text_of
from app.documents.portrait import LABELS, PortraitFacts
from app.domain.errors import MissingGlyphError
from app.domain.ids import AnswerId, TalkId
from app.domain.portrait import Portrait, PortraitPart, Section
from app.domain.portrait_words import parts_of
from app.domain.talk_parts import Answer
from tests.documents.paper import LOCAL, OFFICE, RARE
from tests.makers import PEOPLE, make_talk

AT = datetime(2026, 3, 5, 9, 0, tzinfo=LOCAL)
FACTS = PortraitFacts(OFFICE, "2026-0012", AT)
LINE = "2025年3月信访量同比上升，反映补贴发放不及时、招标程序不规范，已转镇里核实。"


def make_portrait(lines: int | dict[Section, int]) -> Portrait:
    counts = lines if isinstance(lines, dict) else dict.fromkeys(Section, lines)
    parts = (PortraitPart(s, "\n".join([LINE] * counts.get(s, 0))) for s in Section)
    return Portrait(TalkId("t"), "p", "张三", tuple(parts))


def test_every_part_is_on_the_page_with_its_name():
    pdf, left_off = portrait.typeset(make_portrait(1), FACTS)
    said = "".join("".join(text_of(pdf)).split())
    assert left_off == ()
    assert all(label in said for label in LABELS.values())
    assert said.count("反映补贴发放不及时") == len(Section)
    assert set(LABELS) == set(Section)


def test_what_is_not_known_is_said_to_be_missing():
    pdf, _ = portrait.typeset(make_portrait(0), FACTS)
    assert "".join(text_of(pdf)).count(portrait.NOTHING) == len(Section)


@settings(max_examples=6, deadline=None)
@given(st.dictionaries(st.sampled_from(Section), st.integers(0, 60)))
def test_it_is_one_page_and_says_what_is_not_whole(counts):
    pdf, left_off = portrait.typeset(make_portrait(counts), FACTS)
    said = "".join("".join(text_of(pdf)).split())
    assert page_count(pdf) == 1
    assert ("一页放不下" in said) == bool(left_off)
    assert all(LABELS[s] in said.split("一页放不下")[-1] for s in left_off)


def test_the_points_lose_their_lines_last():
    many = {Section.SOURCES: 60, Section.POINTS: 5, Section.WHO: 3}
    assert portrait.typeset(make_portrait(many), FACTS)[1] == (Section.SOURCES,)


def test_rare_names_are_printed_and_what_cannot_be_is_named():
    who = Portrait(TalkId("t"), "p", RARE, (PortraitPart(Section.WHO, RARE),))
    assert RARE in "".join(text_of(portrait.typeset(who, FACTS)[0]))
    bad = Portrait(TalkId("t"), "p", "x", (PortraitPart(Section.SOURCES, "\ue000"),))
    with pytest.raises(MissingGlyphError) as told:
        portrait.typeset(bad, FACTS)
    assert told.value.field == LABELS[Section.SOURCES]


def make_answers(count: int) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            AnswerId(str(n)), n, f"a{n % 3}", f"第{n}件事是怎样办的，谁先提的？",
            prompt_number=f"1-{n}", follow_ups=("谁办的？", "哪天办的？"), concrete=("日期", "数字"),
        )
        for n in range(1, count + 1)
    )  # fmt: skip


def test_the_outline_numbers_through_and_no_question_is_parted_from_its_follow_ups():
    facts = OutlineFacts(OFFICE, "监督谈话", {"a0": "聚焦一", "a1": "聚焦二"}, AT, {"a0": 15})
    pages = text_of(outline.typeset(make_talk(answers=make_answers(30)), facts))
    whole = "".join(pages)
    assert len(pages) > 3
    assert [whole.find(f"{n}．") >= 0 for n in range(1, 31)] == [True] * 30
    assert "聚焦一（15 分钟）" in "".join(whole.split(" ")).replace("15分钟", "15 分钟")
    assert all("要问到" in page for page in pages)
    assert whole.index("聚焦一") < whole.index("聚焦二") < whole.index("a2")


def test_an_outline_without_questions_is_a_page_with_its_head():
    pages = text_of(outline.typeset(make_talk(), OutlineFacts(OFFICE, "谈心谈话", {}, AT)))
    assert len(pages) == 1
    assert PEOPLE[0].name in pages[0]


def test_parts_of_words_and_labels_agree():
    assert {part.section for part in parts_of_nobody()} == set(LABELS)


def parts_of_nobody():
    from app.domain.portrait import PortraitGround

    return parts_of(PortraitGround(AT.date(), PEOPLE[0]))

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.store.pinyin import MOST_READINGS, initials, sort_key


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("张三", "zs"),
        ("仇小明", "qxm"),
        ("单雄信", "sxx"),
        ("解放军", "xfj"),
        ("区美玲", "oml"),
        ("欧阳示例", "oysl"),
        ("尉迟恭", "ycg"),
        ("万俟卨", "mqx"),
        ("单于示例", "cysl"),
        ("长孙无忌", "zswj"),
    ],
)
def test_a_name_is_found_by_its_initials(name, typed):
    assert typed in initials(name)


def test_a_surname_is_read_as_a_surname():
    assert initials("仇和") == {"qh"}
    assert initials("查良") == {"zl"}


def test_both_readings_of_a_surname_with_two_are_found():
    assert {"qy", "ty"} <= initials("覃月")


def test_a_given_name_may_begin_with_a_character_that_is_also_a_surname():
    assert {"dzzm", "szzm"} <= initials("单增卓玛")


def test_a_name_of_another_people_is_typed_over_its_dots():
    assert "mmtal" in initials("买买提·艾力")


def test_latin_letters_count_one_for_each_word():
    assert initials("\uff21nna 张") == {"az"}
    assert initials("José") == {"j"}


def test_a_character_nobody_can_read_is_left_out():
    assert initials("\U0003134a") == frozenset()
    assert initials("张\U0003134a") == {"z"}
    assert initials("") == frozenset()
    assert initials("··") == frozenset()


def test_a_name_of_a_hundred_heteronyms_stays_small():
    assert 1 <= len(initials("行" * 100)) <= MOST_READINGS


def test_a_list_stands_in_the_order_of_the_dictionary():
    names = ["赵示例", "安示例", "张三丰", "章三", "张三", "李四", "连五", "\U0003134a某"]
    ordered = ["安示例", "李四", "连五", "张三", "章三", "张三丰", "赵示例", "\U0003134a某"]
    assert sorted(names, key=sort_key) == ordered


def test_a_surname_sorts_by_its_surname_reading():
    assert sort_key("区某") > sort_key("倪某")
    assert sort_key("单某").startswith("shan4")


def test_the_dictionary_of_readings_is_not_loaded_before_it_is_needed():
    check = "import sys, app.store.pinyin; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60))
def test_any_text_has_initials_and_a_place(name):
    assert len(initials(name)) <= MOST_READINGS
    assert all(word.isalnum() and word.isascii() for word in initials(name))
    assert sort_key(name).endswith("\t" + name)

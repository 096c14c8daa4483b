"""Every fault and every difference of a prompt set has its words."""

from __future__ import annotations

import pytest

from app.domain.prompt_faults import BookPlace, PromptFault, PromptFaultKind, PromptField
from ui.prompts.words import CHANGE, FIELD, fault_place, fault_words

HARSH = ("无效", "非法", "抱歉", "出错", "错误")


@pytest.mark.parametrize("what", list(PromptFaultKind), ids=lambda k: k.value)
def test_a_fault_says_what_is_wrong_and_how_to_mend_it(what):
    for where in PromptField:
        for limit in (0, 7):
            said = fault_words(PromptFault(what, where, "1-01", "某字", limit))
            assert all(said)
            assert not [word for word in HARSH if word in "".join(said)]
            assert "{" not in "".join(said)


def test_a_place_is_told_by_row_heading_and_column():
    fault = PromptFault(PromptFaultKind.MISSING, PromptField.TEXT, "1-01")
    assert fault_place(fault) == "1-01 问法"
    placed = PromptFault(fault.what, fault.field, place=BookPlace("表一", 7, "C", "问题"))
    assert fault_place(placed) == "第 7 行“问题”（C 列）"


def test_every_field_and_every_sort_of_difference_has_a_name():
    assert len(set(FIELD.values())) == len(PromptField)
    assert len(set(CHANGE.values())) == len(CHANGE)

"""Which column of a sheet of prompts is which, whatever its heading is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.documents.intake.headings import heading_word
from app.domain.prompt_editing import shown, tidy
from app.domain.prompt_faults import PromptField

HEADINGS = {
    PromptField.NUMBER: "编号",
    PromptField.AREA: "聚焦",
    PromptField.TEXT: "问法",
    PromptField.CONCRETE: "具体的答复应包含",
    PromptField.FOLLOW_UPS: "追问",
    PromptField.REQUIRED: "必问",
    PromptField.UNIT_KINDS: "适用单位",
    PromptField.CONDITIONS: "适用情形",
    PromptField.SOURCE: "出处",
}
TITLE_WORD, AREA_WORD = "提问集", "聚焦"
_LONGEST_HEADING = 40  # a longer text is none
_VARIANTS = {
    PromptField.NUMBER: "编号 序号 题号 号码 提问编号 问题编号 提问序号 编码 NO no",
    PromptField.AREA: (
        "聚焦 聚焦方面 聚焦领域 所属聚焦 聚焦内容 聚焦重点 谈话重点 谈话方面 监督重点 方面 领域 "
        "重点领域 重点方面 类别 板块 分类 大类"
    ),
    PromptField.TEXT: (
        "问法 提问 问题 提问内容 问题内容 谈话提问 谈话问题 谈话提问内容 题目 提问提示 提示 "
        "提问题目 谈话内容 谈话题目 提什么"
    ),
    PromptField.CONCRETE: (
        "具体的答复应包含 具体答复 具体的答复 答复要点 应答要点 回答要点 要点 答复应包含 应包含 "
        "具体内容 具体要求"
    ),
    PromptField.FOLLOW_UPS: "追问 追问提示 可追问 进一步追问 追问内容 追问问题",
    PromptField.REQUIRED: "必问 是否必问 必答 是否必答 必须问 必问题 是否必须",
    PromptField.UNIT_KINDS: "适用单位 适用单位类别 适用类别 单位类别 适用单位类型 适用对象",
    PromptField.CONDITIONS: "适用情形 适用条件 适用情况 条件 情形 适用 适用范围",
    PromptField.SOURCE: "出处 来源 依据 政策依据 出处依据 提问依据 文件依据",
}
_FIELDS = {word: where for where, words in _VARIANTS.items() for word in words.split()}
_NUMBERED = re.compile(r"(\D+?)[一二三四五六七八1-8]$")  # 追问1, 追问二: one thing to a column

Columns = dict[PromptField, tuple[int, ...]]


def field_of(untrusted_heading: str) -> PromptField | None:
    """What stands below a heading; spaces, marks, brackets and a number at its end do not count."""
    if len(untrusted_heading) > _LONGEST_HEADING:
        return None
    word = heading_word(untrusted_heading)
    found = _FIELDS.get(word)
    if found is None and (numbered := _NUMBERED.match(word)):
        found = _FIELDS.get(numbered[1])
        return found if found in (PromptField.CONCRETE, PromptField.FOLLOW_UPS) else None
    return found


def columns_in(untrusted_texts: Sequence[str]) -> Columns:
    """Where each column is: all that hold lists, else the first that is so called."""
    found: Columns = {}
    for place, text in enumerate(untrusted_texts):
        where = field_of(text)
        if where in (PromptField.CONCRETE, PromptField.FOLLOW_UPS):
            found[where] = (*found.get(where, ()), place)
        elif where is not None:
            found.setdefault(where, (place,))
    return found


def unknown_in(untrusted_texts: Sequence[str]) -> tuple[str, ...]:
    """The headings that nothing is read below."""
    told = (tidy(text) for text in untrusted_texts if field_of(text) is None)
    return tuple(dict.fromkeys(shown(text) for text in told if text))


def is_heading_row(columns: Columns) -> bool:
    """Whether the row is that of headings: the questions and at least one column beside them."""
    return PromptField.TEXT in columns and len(columns) > 1

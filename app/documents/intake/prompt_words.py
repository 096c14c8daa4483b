"""What the words in a sheet of prompts mean: areas, numbers, yes and no, when a prompt applies."""

from __future__ import annotations

import re

from app.documents.intake import wording
from app.domain.people import UnitKind
from app.domain.prompts import Applicability

KIND = {
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.ENTERPRISE: "国企",
    UnitKind.OTHER: "其他",
}
CONDITION = {
    "newly_appointed": "新任职",
    "open_findings": "有未销号问题",
    "bottom_ranked": "考核排名靠后",
}
_CONDITION_WORDS = {
    "newly_appointed": "新任职 新任 新提拔 新到任 新任职的 任职不满一年 新任职人员 刚任职",
    "open_findings": (
        "有未销号问题 未销号问题 有未销号问题的单位 有未销号的问题 未销号 有未整改问题 未整改 "
        "有问题未整改"
    ),
    "bottom_ranked": (
        "考核排名靠后 排名靠后 考核排名靠后的单位 考核靠后 靠后 末位 考核末位 排名末位"
    ),
}
_CONDITION_OF = {word: name for name, words in _CONDITION_WORDS.items() for word in words.split()}
_EVERYBODY = frozenset(
    {"都适用", "全部", "不限", "所有单位", "各类单位", "全部单位", "通用", "均适用", "无", "所有"}
)
_YES = frozenset({"必问", "必答", "必须"})
_NO = frozenset({"选问", "选答", "可选", "非必问", "可不问"})
_PARTS = re.compile(r"[、,，;；/和及\s]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe63~]+")
_ORDINAL = re.compile(r"^第?[一二三四五六七八九十\d]+[、.,:)\s]+|^\([一二三四五六七八九十\d]+\)")


def read_number(untrusted_text: str) -> str:
    """A number with plain digits and one kind of dash, without spaces."""
    return re.sub(r"\s", "", _DASHES.sub("-", wording.plain(untrusted_text)))


def area_word(untrusted_text: str) -> str:
    """An area's name as it is compared: without marks, without its ordinal and the word 聚焦."""
    text = _ORDINAL.sub("", wording.plain(untrusted_text))
    word = re.sub(r"[^\w]|_", "", text)
    return word.removeprefix("聚焦") or word


def read_required(untrusted_text: str) -> bool:
    """Yes or no. Raises ValueError when it is neither."""
    word = wording.plain(untrusted_text)
    if word in _YES:
        return True
    return False if word in _NO else wording.read_yes_no(word)


def read_applies(untrusted_texts: tuple[str, ...]) -> Applicability:
    """When a prompt applies, told in words that may stand in one cell or in several.

    Raises ValueError with the word that nobody knows.
    """
    kinds: set[UnitKind] = set()
    conditions: set[str] = set()
    for word in _words(untrusted_texts):
        if word in _CONDITION_OF:
            conditions.add(_CONDITION_OF[word])
        else:
            kinds.add(wording.read_unit_kind(word))
    return Applicability(frozenset(kinds), **dict.fromkeys(conditions, True))


def _words(untrusted_texts: tuple[str, ...]) -> list[str]:
    parts = [p for text in untrusted_texts for p in _PARTS.split(wording.plain(text))]
    return [part for part in parts if part and part not in _EVERYBODY]

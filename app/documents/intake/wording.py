"""What the words in a roster or form mean: dates, yes and no, sorts of unit."""

from __future__ import annotations

import re
import unicodedata

from app.domain.calendar import PartialDate
from app.domain.people import UnitKind

LONGEST_TEXT = 200


def _words(text: str) -> list[str]:
    return text.split()


_YES = frozenset(_words("是 有 对 真 y yes true 1 √ ✓ ✔ ☑ 一把手 正职 党政正职 主要负责人"))
_NO = frozenset(_words("否 不是 非 无 没有 n no false 0 × x ✗ ✘ ☐ — - － 副职 不"))
_KINDS = {
    UnitKind.TOWNSHIP: "乡镇 镇 乡 街道 乡镇街道 镇街 乡(镇) 乡镇(街道) 乡镇、街道",
    UnitKind.DEPARTMENT: (
        "部门 县直部门 县直 县直单位 机关 党政机关 政府部门 党委部门 事业单位 群团 直属部门 "
        "县直机关 行政机关 省市垂管单位 垂管单位"
    ),
    UnitKind.ENTERPRISE: "国企 企业 国有企业 公司 县属国企 县属企业 国有公司",
    UnitKind.OTHER: "其他 其它 其他单位",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_PARTY = {
    "党员": "中共党员",
    "中国共产党党员": "中共党员",
    "中共": "中共党员",
    "共产党员": "中共党员",
}
_OTHER_PEOPLES = ("族", "其他", "其它", "未识别")


def plain(untrusted_text: str) -> str:
    """The text with half-width letters and digits, without space at its ends."""
    return unicodedata.normalize("NFKC", untrusted_text).strip()


def tidy(untrusted_text: str) -> str:
    """The text on one line, padding gone, punctuation as it was written."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", untrusted_text)).strip()


def is_printable(text: str) -> bool:
    """Whether every character can be seen on paper."""
    return not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in text)


def read_date(untrusted_text: str) -> PartialDate:
    """A date, also 2019.11起 or 1990年01月生. Raises ValueError when it is none."""
    text = re.sub(r"\s", "", plain(untrusted_text))
    return PartialDate.parse(re.sub(r"(至今|以来|起|任|生|出生)$", "", text))


def read_yes_no(untrusted_text: str) -> bool:
    """Yes or no. Raises ValueError when it is neither."""
    word = plain(untrusted_text).lower().strip('“”"')
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(word)


def read_unit_kind(untrusted_text: str) -> UnitKind:
    """A sort of unit. Raises ValueError when the word is not known."""
    word = re.sub(r"\s", "", plain(untrusted_text))
    if word not in _KIND_OF:
        raise ValueError(word)
    return _KIND_OF[word]


def read_gender(untrusted_text: str) -> str:
    """男 or 女. Raises ValueError for anything else."""
    word = plain(untrusted_text).removesuffix("性")
    if word not in {"男", "女"}:
        raise ValueError(word)
    return word


def ethnicity(text: str) -> str:
    """汉 as 汉族; what already ends so, and 其他, stays."""
    return text if not text or text.endswith(_OTHER_PEOPLES) else f"{text}族"


def political_status(text: str) -> str:
    """党员 as 中共党员; everything else stays."""
    return _PARTY.get(text, text)

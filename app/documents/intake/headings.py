"""Which column of a roster is which, whatever its heading is called and wherever it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum


class Column(Enum):
    """What a roster can tell of a person."""

    NAME = "name"
    UNIT = "unit"
    TITLE = "title"
    UNIT_AND_TITLE = "unit_and_title"
    GENDER = "gender"
    ETHNICITY = "ethnicity"
    POLITICAL_STATUS = "political_status"
    BORN = "born"
    SINCE = "since"
    RANK = "rank"
    PRINCIPAL = "principal"
    UNIT_KIND = "unit_kind"
    NOTE = "note"


EXAMPLE_NOTE = "示例，导入前请删去这一行"  # our own template's example is nobody

_VARIANTS = {
    Column.NAME: "姓名 名字 干部姓名 人员姓名 谈话对象 谈话对象姓名 领导姓名",
    Column.UNIT: (
        "单位 工作单位 单位名称 所在单位 现工作单位 任职单位 所在部门 部门 单位全称 工作部门"
    ),
    Column.TITLE: "职务 现任职务 现职务 现职 职务名称 担任职务 岗位 现任岗位 行政职务 任职 现任职",
    Column.UNIT_AND_TITLE: (
        "单位及职务 单位职务 单位和职务 工作单位及职务 工作单位和职务 现任单位及职务 "
        "现工作单位及职务 单位及现任职务 工作单位及现任职务 现单位及职务 所在单位及职务"
    ),
    Column.GENDER: "性别",
    Column.ETHNICITY: "民族 族别",
    Column.POLITICAL_STATUS: "政治面貌 党派 政治身份",
    Column.BORN: "出生年月 出生日期 出生时间 出生年月日 生日",
    Column.SINCE: (
        "任现职时间 任现职日期 现任职时间 任职时间 任职日期 任现职务时间 任现职年月 到任时间 "
        "现职务任职时间"
    ),
    Column.RANK: "职级 级别 职务级别 职务职级 现职级 行政级别",
    Column.PRINCIPAL: (
        "是否一把手 一把手 是否党政正职 党政正职 是否正职 是否主要负责人 主要负责人 "
        "是否为一把手 是否主要领导"
    ),
    Column.UNIT_KIND: "单位类别 单位性质 单位类型 单位分类 类别",
    Column.NOTE: "备注 说明 备注说明",
}
_COLUMNS = {word: column for column, words in _VARIANTS.items() for word in words.split()}


def column_of(untrusted_heading: str) -> Column | None:
    """The column a heading stands for; spaces, quotes and what is in brackets do not count."""
    return _COLUMNS.get(heading_word(untrusted_heading))


def heading_word(untrusted_heading: str) -> str:
    """A heading without spaces, quotes, marks, and what is in brackets."""
    text = unicodedata.normalize("NFKC", untrusted_heading)
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", text)
    return re.sub(r"[^\w]|_", "", text)


def columns_in(untrusted_texts: Sequence[str]) -> dict[Column, int]:
    """The places of the columns a row of headings names; of two alike the first counts."""
    found: dict[Column, int] = {}
    for place, text in enumerate(untrusted_texts):
        column = column_of(text) if len(text) <= 40 else None  # a longer text is none
        if column:
            found.setdefault(column, place)
    return found


def is_heading_row(columns: dict[Column, int]) -> bool:
    """Whether the columns found in a row make it the row of headings: a name and a unit."""
    return Column.NAME in columns and (Column.UNIT in columns or Column.UNIT_AND_TITLE in columns)

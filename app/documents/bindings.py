"""What a line break never parts beyond words: a number from its unit, a date, a document's number.

After the practice of printers and GB/T 15835: 3 680.5万元, 60余人次, 2024年3月15日, 〔2024〕17号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_D = "[0-9\uff10-\uff19]"  # the second row is full-width
_HAN = "[\u3007\u25cb零一二三四五六七八九十]"  # with both round noughts
_NUMBER = rf"{_D}+(?:[.,．]{_D}+)*"
_SPACED = r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?"
_UNITS = (
    "平方公里|个百分点|平方米|立方米|百分点|季度|年度|周岁|周年|个月|小时|分钟|公顷|公里|千米|厘米|毫米|"
    "公斤|千克|人次|户次|美元|元|角|分|人|名|户|个|次|项|件|条|款|章|节|天|日|月|年|时|点|秒|岁|亩|里|米|吨|"
    "斤|克|升|页|份|倍|级|届|期|号|楼|层|室|起|宗|笔|处|座|所|家|位|张|本|册|篇|场|周|批|台|辆|套|间|栋|度"
)
_MEASURE = rf"[余多]?[百千]?万?亿?[余多]?(?:{_UNITS})?"
_DATE = rf"{_D}{{2,4}}年{_D}{{1,2}}月(?:{_D}{{1,2}}[日号])?|{_D}{{1,2}}月{_D}{{1,2}}[日号]"
_HAN_DATE = rf"{_HAN}{{4}}年{_HAN}{{1,2}}月(?:{_HAN}{{1,3}}[日号])?"
_HAN_PART = rf"{_HAN}{{4}}年|{_HAN}{{1,2}}月(?:{_HAN}{{1,3}}[日号])?"
_PARTS = re.compile(
    rf"第?(?:{_SPACED}|{_NUMBER})(?: [A-Za-zμΩ]{{1,3}}(?![A-Za-z])|{_MEASURE})|{_HAN_PART}"
)
_WHOLE = re.compile(rf"{_DATE}|{_HAN_DATE}|{_D}{{1,2}}时{_D}{{1,2}}分|〔{_D}{{4}}〕第?{_D}+号")
_ANY = re.compile(rf"{_D}|{_HAN}{{4}}年")


def bound(text: str) -> Iterator[tuple[int, int, bool]]:
    """Each piece that stays together: where it begins and ends, and whether it is a whole.

    A whole, such as a date, may be parted where lines are short; then its parts still hold.
    """
    if _ANY.search(text) is None:
        return
    for pattern, is_whole in ((_WHOLE, True), (_PARTS, False)):
        for found in pattern.finditer(text):
            if found.end() - found.start() > 1:
                yield found.start(), found.end(), is_whole

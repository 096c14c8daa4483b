"""Reads the 简历 of a form: one entry a line, 2015.03--2019.11  单位职务, remarks in brackets."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.documents.intake import unit_and_title, wording
from app.domain.calendar import PartialDate

_MONTH = r"\d{4}\s*[.\-/年\uff0e]?\s*\d{1,2}月?"
_DASHES = r"\-\u2010-\u2015－~～至到"
_LINE = re.compile(
    rf"(?P<since>{_MONTH})\s*[{_DASHES}]+\s*(?P<until>{_MONTH}|至今|今|现在)?[\s,，:：]*(?P<what>.*)"
)
_REMARK = re.compile(r"[(（].*")
_REMARK_WITHIN = re.compile(r"[(（](?:其间|期间)[^)）]*[)）]?")
_NOT_A_POST = re.compile(
    r".*(学习|学生|读书|就读|毕业|待业|务农|入伍|服役|战士|待分配|博士|硕士|本科|专业)$"
)
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class CareerLine:
    """One entry: from when to when, and what; until is empty for the present post."""

    since: PartialDate
    until: PartialDate | None
    unit_name: str
    title: str


def read_career(untrusted_text: str, known_units: Collection[str] = ()) -> tuple[CareerLine, ...]:
    """The posts a 简历 tells of, in its order; schooling and what cannot be told apart is left out.

    A line without dates continues the one before; remarks in brackets are left out.
    """
    entries: list[list[str]] = []
    for line in untrusted_text.splitlines()[:MOST_LINES]:
        text = wording.tidy(line)
        if _LINE.match(text):
            entries.append([text])
        elif text and entries and not _REMARK.match(text):
            entries[-1].append(text)
    lines = (_line("".join(parts), known_units) for parts in entries)
    return tuple(line for line in lines if line)


def _line(text: str, known_units: Collection[str]) -> CareerLine | None:
    found = _LINE.match(text)
    if not found:
        return None
    what = _REMARK_WITHIN.sub("", found["what"]).strip()
    unit, title = unit_and_title.split(what, known_units)
    if not unit or _NOT_A_POST.fullmatch(what):
        return None
    try:
        since = wording.read_date(found["since"])
        has_end = bool(found["until"]) and found["until"][0].isdigit()
        until = wording.read_date(found["until"]) if has_end else None
    except ValueError:
        return None
    return CareerLine(since, until, unit, title)

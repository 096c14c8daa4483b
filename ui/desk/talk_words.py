"""A talk's documents in words; an older version of the documents lacks some of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.calendar import written_time
from app.domain.finding import FindingStatus
from app.domain.people import Role
from ui.desk.tools import DeskTools
from ui.terms import FINDING_STATUS, ROLE

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding under its heading."""

    title: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What was asked, and what was answered."""

    title: str
    text: str


def facts_of(document: Document, tools: DeskTools) -> list[tuple[str, str]]:
    """Kind, times, place, and who was there."""
    began, ended = _moment(document, "began_at", tools), _moment(document, "ended_at", tools)
    pairs = [
        ("编号", str(document.get("number") or "")),
        ("类型", str(document.get("kind_title") or document.get("kind") or "")),
        (
            "时间",
            f"{began or _moment(document, 'planned_at', tools)} 至 {ended}" if ended else began,
        ),
        ("地点", str(document.get("place") or "")),
        ("受托", str(document.get("delegation") or "")),
        ("封存", _moment(document, "sealed_at", tools)),
    ]
    for role in Role:
        names = [
            _participant(one)
            for one in document.get("participants", ())
            if one["role"] == role.value
        ]
        pairs.append((ROLE[role], "\n".join(names)))
    pairs.append(("拒签说明", str(document.get("refusal_note") or "")))
    return [(name, text) for name, text in pairs if text]


def findings_of(findings: Iterable[Document]) -> list[FindingWords]:
    """The findings in order."""
    return [_finding(number, one) for number, one in enumerate(findings, 1)]


def answers_of(document: Document) -> list[Said] | None:
    """Questions with answers, and the closing words; None when the package held none."""
    text = document.get("text")
    if not isinstance(text, Mapping):
        return None
    said = [Said(f"问：{one.get('question', '')}", _answer(one)) for one in text.get("answers", ())]
    closing = (("谈话小结", "summary"), ("提出的要求", "requirement"), ("表态", "statement"))
    said += [Said(title, str(text[key])) for title, key in closing if text.get(key)]
    return said


def _answer(answer: Document) -> str:
    if answer.get("is_left_out"):
        return "（这一问没有放进谈话记录）"
    return str(answer.get("text") or answer.get("skipped_reason") or "（没有答）")


def _participant(one: Document) -> str:
    where = f"{one.get('unit_name') or ''}{one.get('title') or ''}"
    told = f"{one.get('name') or ''}（{where}）" if where else str(one.get("name") or "")
    if one.get("is_present") is False:
        told += f"　缺席：{one.get('absence_reason') or '没有写原因'}"
    return told


def _finding(number: int, one: Document) -> FindingWords:
    title = "意见建议" if one.get("nature") == "advice" else "问题"
    title = "个人承诺" if one.get("is_personal") else title
    pairs = (
        ("编号", str(one.get("number") or "")),
        ("所属", f"{one.get('area_title') or ''}　{one.get('tag_title') or ''}".strip("　")),
        ("表现", str(one.get("manifestation") or "")),
        ("措施", str(one.get("measure") or "")),
        ("期限", str(one.get("deadline") or "")),
        ("制度", str(one.get("regulation") or "")),
        ("状态", FINDING_STATUS[FindingStatus(one["status"])]),
    )
    return FindingWords(f"{title} {number}", tuple((name, text) for name, text in pairs if text))


def _moment(document: Document, key: str, tools: DeskTools) -> str:
    text = document.get(key)
    return written_time(tools.local(datetime.fromisoformat(text))) if text else ""

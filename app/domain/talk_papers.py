"""The papers that go out before a talk: what each is to say beyond what the talk itself tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about a talk: name and telephone, either may be empty."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NoticeWish:
    """What a 谈话通知书 says of its own: what to bring, and whom to ask."""

    bring: str = ""
    contact: Contact = Contact()


@dataclass(frozen=True, slots=True)
class Organ:
    """An office that is asked for what it knows, and what it is asked for."""

    key: str
    title: str
    asked_for: str


# Ten days before a talk these are asked; of 信访 the category and the matter only.
ORGANS = (
    Organ(
        "petition",
        "信访室",
        "近三年反映本人及所在单位的信访举报情况。只写类别和事项，不附信件，不写反映人。",
    ),
    Organ("cases", "案件监督管理室", "涉及本人及所在单位的问题线索和案件的办理情况、处理结果。"),
    Organ("supervision", "监督检查室", "日常监督中发现的问题、整改情况，对班子和本人的总体评价。"),
    Organ("inspection", "县委巡察办", "最近一次巡察反馈的问题和整改完成情况，尚未完成的事项。"),
    Organ("audit", "县审计局", "经济责任审计和专项审计发现的问题、处理意见和整改情况。"),
    Organ("personnel", "县委组织部", "任职经历、年度考核、民主测评和领导班子运行情况。"),
)


@dataclass(frozen=True, slots=True)
class RequestWish:
    """Which offices are asked (keys of ORGANS), until when they answer, and whom."""

    organs: tuple[str, ...]
    answer_by: date
    contact: Contact = Contact()

    def chosen(self) -> tuple[Organ, ...]:
        """The offices in their order."""
        return tuple(organ for organ in ORGANS if organ.key in self.organs)

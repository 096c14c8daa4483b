"""What the first page asks for in a sentence, with the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.notices import Notice
from app.domain.plan import PlanReminder
from app.services.overview import AfterTalks
from ui.overview.notice_words import NOTICE, sentence_of
from ui.page import Destination

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """A sentence, the words on its button, and where that leads."""

    icon: str
    said: str
    way: str
    destination: Destination


def of_talk(who: str, how: str, talk_id: str) -> Reminder:
    """That a talk has not ended."""
    said = f"与{who}的谈话{how}，内容已保留到最后一次停顿。"
    return Reminder("info", said, "继续", Destination("talks", talk_id))


def of_vault(notices: Sequence[Notice]) -> tuple[Reminder, ...]:
    """What the vault wants to have done, the most pressing first."""
    return tuple(
        Reminder(
            "circle-alert",
            sentence_of(notice),
            NOTICE[notice.kind].button,
            NOTICE[notice.kind].leads_to,
        )
        for notice in notices
    )


def of_week(after: AfterTalks) -> tuple[Reminder, ...]:
    """What this week wants done about findings, on the day on which it begins."""
    parts = (
        (after.overdue, f"逾期 {after.overdue} 件"),
        (after.soon, f"7 天内到期 {after.soon} 件"),
        (after.those_of_week, f"待回头看 {after.those_of_week} 件"),
    )
    said = "，".join(words for count, words in parts if count)
    if not said or not after.is_week_beginning:
        return ()
    monday = Destination("findings", act="monday")
    return (Reminder("list-checks", f"本周要办：{said}。", "看本周", monday),)


def of_plan(reminder: PlanReminder) -> tuple[Reminder, ...]:
    """What the yearly plan wants of this month, and what is behind."""
    if reminder.is_silent:
        return ()
    way = "做年度计划" if reminder.is_missing else "看年度计划"
    destination = Destination("plans", act="build" if reminder.is_missing else "open")
    return (Reminder("calendar", plan_sentence(reminder), way, destination),)


def plan_sentence(reminder: PlanReminder) -> str:
    """The reminder in one sentence."""
    if reminder.is_missing:
        return f"{reminder.year}年还没有年度计划。"
    parts = []
    if names := reminder.open_now:
        more = "等" if len(names) > _MOST_NAMES else ""
        shown = "、".join(names[:_MOST_NAMES])
        parts.append(f"本月计划还有 {len(names)} 人没有安排（{shown}{more}）")
    if reminder.late:
        parts.append(f"以前月份落下 {reminder.late} 人")
    return f"{'；'.join(parts)}。全年已谈 {reminder.held}／应谈 {reminder.due}。"

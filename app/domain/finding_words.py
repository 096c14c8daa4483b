"""What a finding and its way are called, on the screen and on paper alike."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from app.domain.finding import FindingNature, FindingSource, FindingStatus, MeasureKind
from app.domain.finding_history import LookBackMethod

SOON = timedelta(days=7)
STATUS_WORDS = {
    FindingStatus.REGISTERED: "已登记",
    FindingStatus.ISSUED: "已下达",
    FindingStatus.CLAIMED: "已认领签收",
    FindingStatus.UNDER_WAY: "整改中",
    FindingStatus.SUBMITTED: "申请销号",
    FindingStatus.CLOSED: "已销号",
    FindingStatus.ARCHIVED: "已归档",
    FindingStatus.TRANSFERRED: "转线索",
}
SOURCE_WORDS = {
    FindingSource.TALK: "谈话",
    FindingSource.SUPERVISION: "日常监督",
    FindingSource.INSPECTION: "巡察",
    FindingSource.AUDIT: "审计",
    FindingSource.PETITION: "信访",
    FindingSource.ASSESSMENT: "考核",
}
MEASURE_KIND_WORDS = {
    MeasureKind.UNSAID: "",
    MeasureKind.AT_ONCE: "立行立改",
    MeasureKind.BY_DEADLINE: "限期整改",
    MeasureKind.LONG_TERM: "长期坚持",
}
METHOD_WORDS = {
    LookBackMethod.UNDONE: "",
    LookBackMethod.SITE: "实地抽查",
    LookBackMethod.PHONE: "电话回访",
    LookBackMethod.PAPERS: "查阅资料",
    LookBackMethod.TALK: "谈话",
}
_NO_TERM = "—"


class Urgency(Enum):
    """How a finding stands to its deadline on a day."""

    CLOSED = "closed"
    LATE = "late"
    SOON = "soon"
    RUNNING = "running"


def urgency_of(status: FindingStatus, deadline: date, today: date) -> Urgency:
    """How what has that status and that deadline stands that day."""
    if not status.is_open:
        return Urgency.CLOSED
    if deadline < today:
        return Urgency.LATE
    return Urgency.SOON if deadline <= today + SOON else Urgency.RUNNING


def nature_words(nature: FindingNature, is_common: bool, is_personal: bool) -> str:
    """Problem, advice or undertaking, common or individual, in a word."""
    if is_personal:
        return "个人承诺"
    if nature is FindingNature.ADVICE:
        return "意见建议"
    return "共性问题" if is_common else "个性问题"


def days_words(deadline: date, today: date) -> str:
    """How long is left of something that is still open: 还有5天, 今天到期, 逾期3天."""
    days = (deadline - today).days
    if days < 0:
        return f"逾期{-days}天"
    return f"还有{days}天" if days else "今天到期"


def standing_words(
    status: FindingStatus, nature: FindingNature, deadline: date, today: date
) -> str:
    """How it stands that day: what is left of its time, or that it is done; advice has no time."""
    if nature is FindingNature.ADVICE:
        return _NO_TERM
    return days_words(deadline, today) if status.is_open else STATUS_WORDS[status]


def source_words(source: FindingSource, is_repeated: bool) -> str:
    """Where it comes from, and whether it was found before: 审计（重复）."""
    return SOURCE_WORDS[source] + ("（重复）" if is_repeated else "")


def regulation_words(regulation: str, is_new: bool) -> str:
    """The rule that was made or revised because of it, or nothing: 《议事规则》（修订）."""
    return f"{regulation}（{'新建' if is_new else '修订'}）" if regulation else ""

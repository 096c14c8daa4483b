"""How an archive is written on screen: the lines of its timeline, its leaves and its files."""

from __future__ import annotations

from datetime import date

from app.domain.archive_leaves import Leaf
from app.domain.archive_timeline import ArchiveFinding, Moment, TimelineEntry, TimelineKind
from app.domain.archive_words import LEAF_KIND_WORDS, reply_words
from app.domain.archives import PaperOrigin
from app.domain.calendar import written_date
from app.domain.finding import FindingNature
from app.domain.finding_words import STATUS_WORDS, Urgency, standing_words, urgency_of
from app.domain.people import PostView
from app.domain.talk_list import TalkRow
from ui.terms import TALK_STATUS

TIMELINE_KIND = {
    TimelineKind.POST: "任职",
    TimelineKind.TALK: "谈话",
    TimelineKind.FINDING: "问题与整改",
    TimelineKind.UNDERTAKING: "个人承诺",
    TimelineKind.LEAF: "廉政档案",
}
TIMELINE_ICON = {
    TimelineKind.POST: "user",
    TimelineKind.TALK: "messages-square",
    TimelineKind.FINDING: "flag",
    TimelineKind.UNDERTAKING: "signature",
    TimelineKind.LEAF: "file-text",
}
MOMENT = {Moment.BEGUN: "", Moment.ENDED: "销号", Moment.ANSWERED: "答复"}
USUAL_REASONS = ("谈话准备", "日常监督", "年度考核", "选拔任用征求意见", "整改督办", "登记材料")
LATE_SIGN = "⚠ "
ORIGINS = {"talk": "谈话", "finding": "问题", "leaf": "活页"}


def entry_day(entry: TimelineEntry) -> str:
    """The day within its year, or the month alone when no more is known."""
    day = entry.day
    if not day.month:
        return "日期不详"
    return f"{day.month}月{day.day}日" if day.day else f"{day.month}月"


def entry_line(entry: TimelineEntry) -> str:
    """What happened, in one line."""
    what = entry.what
    if isinstance(what, PostView):
        return _post_line(what, entry.moment)
    if isinstance(what, TalkRow):
        told = (what.kind_title, what.number, what.subject, TALK_STATUS[what.status])
        return "　".join(filter(None, told))
    if isinstance(what, ArchiveFinding):
        return _finding_line(what, entry.moment)
    return _leaf_line(what, entry.moment)


def late(text: str, is_late: bool) -> str:
    """The text, with the sign when something is overdue."""
    return f"{LATE_SIGN}{text}" if is_late else text


def finding_standing(one: ArchiveFinding, today: date) -> str:
    """What is left of its time, with the sign when it is over."""
    said = standing_words(one.status, one.nature, one.deadline, today)
    is_late = urgency_of(one.status, one.deadline, today) is Urgency.LATE
    return late(said, is_late and one.nature is not FindingNature.ADVICE)


def whose(one: ArchiveFinding) -> str:
    """Whether it is the person's own affair or the unit's."""
    return "本人" if one.is_personal or not one.unit_name else "单位"


def leaf_standing(leaf: Leaf, today: date) -> str:
    """How the reply stands, with the sign when it is overdue."""
    left = leaf.days_left(today)
    return late(reply_words(leaf, today), left is not None and left < 0)


def origin_text(origin: PaperOrigin) -> str:
    """Where a file belongs: 谈话 2026-3, 问题 2026-1-0007, 活页 ……."""
    return f"{ORIGINS.get(origin.sort, '')} {origin.name}".strip()


def _post_line(view: PostView, moment: Moment) -> str:
    verb = "不再担任" if moment is Moment.ENDED else "任"
    mark = "（一把手）" if view.post.is_principal else ""
    return f"{verb}{view.unit_name}{view.post.title}{mark}"


def _finding_line(finding: ArchiveFinding, moment: Moment) -> str:
    # in front, where a narrow window does not cut it off
    said = MOMENT[moment] or STATUS_WORDS[finding.status]
    return "　".join((said, finding.number, finding.manifestation))


def _leaf_line(leaf: Leaf, moment: Moment) -> str:
    entry = leaf.entry
    due = f"{written_date(entry.reply_due)}前答复" if leaf.is_awaited and entry.reply_due else ""
    told = (MOMENT[moment], LEAF_KIND_WORDS[entry.kind], entry.number, entry.title, due)
    return "　".join(filter(None, told))

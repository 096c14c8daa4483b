"""What the leaves of an archive are called, on the screen and on paper alike."""

from __future__ import annotations

from datetime import date

from app.domain.archive_leaves import Leaf, LeafKind
from app.domain.calendar import written_date

LEAF_KIND_WORDS = {
    LeafKind.DUTY_REPORT: "述责述廉和民主评议",
    LeafKind.LIFE_MEETING: "民主生活会",
    LeafKind.PROPOSAL: "纪检监察建议书",
    LeafKind.INTERVIEW: "公开访谈",
    LeafKind.OTHER: "其他",
}


def reply_words(leaf: Leaf, today: date) -> str:
    """How the reply to a 建议书 stands that day; nothing for a leaf that needs none."""
    entry = leaf.entry
    if entry.reply_due is None:
        return ""
    if entry.replied_on is not None:
        late = "（逾期）" if entry.replied_on > entry.reply_due else ""
        return f"{written_date(entry.replied_on)}已答复{late}"
    left = (entry.reply_due - today).days
    if left < 0:
        return f"逾期{-left}天未答复"
    return f"还有{left}天答复" if left else "今天应当答复"

"""What the check of a vault and the rehearsal of a backup found, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.backup import BackupRecord, RehearsalCheck
from app.domain.calendar import written_date
from app.domain.health import Damage, HealthReport, Part
from ui.messages import size_text
from ui.vault_messages import part_of_backup

HERE, SECOND = "这台电脑", "第二处"
_MOST_NAMES = 5

REHEARSAL = {
    RehearsalCheck.KEYS: "口令打得开备份里的密钥文件",
    RehearsalCheck.PAGES: "每一页都与写下时一样",
    RehearsalCheck.STRUCTURE: "内部结构对得上",
    RehearsalCheck.COUNTS: "各类内容一条不少",
    RehearsalCheck.HEAD: "留痕的末尾与做备份时一致",
    RehearsalCheck.ATTACHMENTS: "附件都在，都解得开",
}
_RESCUE = "请锁定，在解锁页按“检查与抢救”，把读得出的救到新的保险库；或用最近的备份恢复。"
_TAMPERED = "可能有人改动过。请报告上级，并保存好现有的备份。"
# what is wrong, and what it means for the person who works with the vault
PART = {
    Part.PAGE: ("{count} 页与写下时不一样，这些页上的内容读不出来", _RESCUE),
    Part.STRUCTURE: ("内部结构有 {count} 处对不上，内容可能读不全", _RESCUE),
    Part.REFERENCE: ("{count} 条内容找不到它所属的那一条", "所属的可能已经丢失，请用备份核对。"),
    Part.ATTACHMENT_MISSING: ("{count} 个附件不见了", "请从备份里找回这些附件。"),
    Part.ATTACHMENT_DAMAGED: ("{count} 个附件与登记的摘要不符", "请从备份里找回这些附件。"),
    Part.CHAIN: ("留痕有 {count} 处前后对不上", _TAMPERED),
    Part.CHECKPOINT: ("留痕里有 {count} 处签名不是本保险库的", _TAMPERED),
    Part.KEY_FILE: (
        "密钥文件的两份里有 {count} 份读不出来，或两份不一样",
        "请锁定后再解锁一次，程序会用好的一份补上。",
    ),
    Part.HEAD: (
        "保险库旁的记号与库里的留痕对不上",
        "可能换成了一份较早的副本，请找最近用过的那一份。",
    ),
}
_TABLES = {
    "unit": "单位",
    "person": "人员",
    "post": "任职",
    "talk": "谈话",
    "participant": "参加人",
    "answer": "答复",
    "finding": "问题",
    "attachment": "附件",
    "package": "移交包",
    "receipt": "回执",
    "prompt_set": "提问集",
    "audit_entry": "留痕",
}


def when(moment: datetime, now: datetime) -> str:
    """A local moment as it is said today: 今天 9:12, 昨天 17:20, 3月5日 9:12, 2025年3月5日."""
    days = (now.date() - moment.date()).days
    clock = f"{moment.hour}:{moment.minute:02}"
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {clock}"
    if moment.year == now.year:
        return f"{moment.month}月{moment.day}日 {clock}"
    return written_date(moment.date())


def place_of(record: BackupRecord) -> str:
    """Where a set lies, in a word."""
    return SECOND if record.is_second else HERE


def state_of(record: BackupRecord) -> str:
    """Whether a set can serve, as far as that is seen without a key."""
    if record.flaw:
        return f"✕ 不完整：{part_of_backup(record.flaw)}"
    if record.lacking:
        return f"△ 缺 {record.lacking} 个附件"
    return "完整"


def set_line(record: BackupRecord | None, now: datetime, at: datetime | None) -> str:
    """The newest set of a place on one line."""
    if record is None or at is None:
        return "还没有备份"
    return f"{when(at, now)}，留痕到第 {record.sequence:,} 条，{size_text(record.size)}"


def whole_line(report: HealthReport) -> str:
    """What was looked at."""
    return (
        f"核对了 {report.pages:,} 页、{report.rows:,} 行内容、"
        f"{report.attachments:,} 个附件、{report.entries:,} 条留痕。"
    )


def damage_lines(damage: Damage) -> tuple[str, str]:
    """What is damaged and where, and what to do about it."""
    said, remedy = PART[damage.part]
    where = _TABLES.get(damage.place, damage.place)
    what = (
        f"{where}：{said.format(count=damage.count)}" if where else said.format(count=damage.count)
    )
    return what + _named(damage.which), remedy


def _named(which: Sequence[str]) -> str:
    if not which:
        return "。"
    shown = "、".join(which[:_MOST_NAMES])
    more = " 等" if len(which) > _MOST_NAMES else ""
    return f"（{shown}{more}）。"

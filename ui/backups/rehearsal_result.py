"""What a rehearsal found, check by check, with the figures of the set."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from app.domain.backup import RehearsalCheck, RehearsalReport
from ui.backups.desk import BackupDesk
from ui.backups.words import REHEARSAL, when
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import Card, Place, column, facts, row
from ui.widgets.words import label

_DIGITS = 16
PASSED = Message(
    "演练通过：只凭这份备份和口令，就能把保险库完整地找回来。",
    remedy="请打印演练记录，签字存档。",
    tone=Tone.PROVEN,
)
FAILED = Message(
    "演练没有通过：这份备份不能把保险库完整地找回来。",
    "现在的保险库没有受影响。",
    "请马上再做一份备份，重新演练；存放它的盘可能坏了。",
)


class RehearsalResult(Card):
    """One line for each thing that was looked at, then when, how long and how much."""

    def __init__(self, desk: BackupDesk) -> None:
        super().__init__("演练结果")
        self._desk = desk
        self._found = Place()
        self.add(self._found)
        self.hide()

    def show_report(self, report: RehearsalReport) -> None:
        """Show what was found."""
        took = round((report.ended_at - report.began_at).total_seconds())
        local = self._desk.local
        pairs = [
            ("开始", when(local(report.began_at), local(self._desk.now()))),
            ("用时", f"{took} 秒" if took else "不到 1 秒"),
            ("核对了", f"{sum(report.counts.values()):,} 行内容，{report.attachments:,} 个附件"),
            ("留痕", f"到第 {report.head.sequence:,} 条，摘要 {report.head.digest[:_DIGITS]}"),
        ]
        checks = [_line(report, check) for check in RehearsalCheck]
        holder = QWidget()
        left, right = column(*checks, gap=0.5), column(facts(pairs), gap=0.5)
        right.addStretch(1)
        across = row(left, right, gap=3)
        across.setStretch(1, 1)
        holder.setLayout(across)
        self._found.put(holder)
        self.show()


def _line(report: RehearsalReport, check: RehearsalCheck) -> QLabel:
    said = REHEARSAL[check]
    if report.passed(check):
        return label(f"✓ {said}", tone="green")
    is_counted = check is RehearsalCheck.ATTACHMENTS and report.damaged
    how_many = f"，有 {report.damaged} 个不行" if is_counted else ""
    return label(f"✕ 没有做到：{said}{how_many}", tone="brick")

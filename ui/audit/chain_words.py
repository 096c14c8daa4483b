"""What a check of the trail found, in the words of the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.audit import AuditEntry
from app.domain.calendar import written_time
from app.services.audit import ChainReport
from ui.widgets.message import Message, Tone

LONG_AGO = "还没有核对过。建议每月核对一次，并把摘要单打印一份交别处收存。"


def report_message(report: ChainReport) -> Message:
    """The report as three sentences."""
    if report.first_break is None:
        said = f"留痕完整，共 {report.count:,} 条（刚刚核对）。"
        return Message(said, _witnesses(report), _remarks(report), tone=Tone.PROVEN)
    return Message(
        f"留痕从第 {report.first_break:,} 条起对不上，可能被改动或抽掉过。",
        "谈话和人员档案没有因此改动。",
        "请不要再使用这个保险库，把它原样保存好，并报告上级和技术人员。",
    )


def last_check_text(entry: AuditEntry | None, local: Callable[[datetime], datetime]) -> str:
    """When the trail was last found whole."""
    if entry is None:
        return LONG_AGO
    at, count = written_time(local(entry.at)), int(entry.which)
    return f"上次核对：{at}，{entry.who}，共 {count:,} 条，完整。"


def _witnesses(report: ChainReport) -> str:
    held = [f"{report.checkpoints:,} 处签名的中途摘要"] if report.checkpoints else []
    held += [f"{report.receipts:,} 份登记处回执"] if report.receipts else []
    return f"与 {'、'.join(held)}也都对得上。" if held else ""


def _remarks(report: ChainReport) -> str:
    end = f"末条摘要 {report.head.digest[:16]}。" if report.count else ""
    if report.set_back:
        end += f"有 {report.set_back} 处电脑时间倒回去过，先后以序号为准。"
    if report.lost_anchor:
        lost = f"登记处回执核签过的第 {report.lost_anchor.sequence:,} 条不在本库的留痕里"
        end += f"{lost}：本库可能是从较早的备份恢复的，请把登记处已收的移交包核对一遍。"
    return end

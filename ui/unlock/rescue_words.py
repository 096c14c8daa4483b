"""What can be read of a damaged vault, and what was saved, in plain words."""

from __future__ import annotations

from datetime import datetime

from app.domain.calendar import written_date
from app.domain.health import Readable, RescueReport, SalvageReport
from ui.terms import KEPT_THINGS


def readable_pairs(report: SalvageReport) -> list[tuple[str, str]]:
    """How much of each kind can be read, kinds with nothing left out."""
    return [
        (KEPT_THINGS[kind.kind], _counted(kind))
        for kind in report.readable
        if kind.rows or kind.missing
    ]


def lost_lines(report: SalvageReport) -> list[str]:
    """What is lost, as far as that is known; empty when nothing is."""
    lines = []
    if report.lost_pages:
        lines.append(f"{report.lost_pages} 页读不出来（共 {report.pages} 页），写过什么不知道。")
    if report.damaged_attachments:
        lines.append(f"{len(report.damaged_attachments)} 个附件已损坏。")
    if report.missing_attachments:
        lines.append(f"{len(report.missing_attachments)} 个附件不见了。")
    if report.is_behind:
        lines.append("最后几次保存的内容不在里面。")
    if not report.is_proven:
        lines.append("页的封印没法核对，读出来的内容请对照纸面再看一遍。")
    return lines


def newest_line(report: SalvageReport, local: datetime | None) -> str:
    """How far the trail of what can be read goes."""
    if local is None:
        return f"留痕有 {report.whole_entries:,} 条前后相扣。"
    day = f"{written_date(local.date())} {local:%H:%M}"
    return f"留痕有 {report.whole_entries:,} 条前后相扣，最后一条在 {day}。"


def saved_pairs(report: RescueReport) -> list[tuple[str, str]]:
    """What stands in the new vault."""
    pairs = [
        ("新的保险库", str(report.folder)),
        ("救出", f"{report.saved_rows:,} 行内容，{report.saved_attachments:,} 个附件"),
    ]
    if report.strays:
        pairs.append(
            (
                "没有归处",
                f"{len(report.strays)} 条内容丢了所属的那一条，另外存着；解锁后在“备份与检查”里看",
            )
        )
    if report.mended:
        pairs.append(("补上的", f"{len(report.mended)} 条按别处的记载补了个空壳，标题里有注明"))
    if report.renewed_keys:
        pairs.append(("重新生成", "单位的密钥读不出来，换了新的；请把新的卡片交给登记处"))
    pairs.append(("原来的", "损坏的保险库没有动。请原样留着，以后也许还能多救一些"))
    return pairs


def _counted(kind: Readable) -> str:
    lost = f"，至少少了 {kind.missing:,} 条" if kind.missing else ""
    return f"{kind.rows:,} 条读得出{lost}"

"""What a scan showed, and what became of a copy, in the words of every screen that tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from app.domain.calendar import written_time
from app.domain.copies import CopyWay, PaperCopy, written_number
from app.domain.scan_marks import ScanFinding, ScanMatch
from ui.widgets.message import Message, Tone

WAYS = {
    CopyWay.PRINT: "纸质",
    CopyWay.EXPORT: "复制件",
    CopyWay.ORIGINAL: "签名原件",
}

_TAKEN = {
    CopyWay.PRINT: "打印",
    CopyWay.EXPORT: "存成复制件",
    CopyWay.ORIGINAL: "原样存出",
}


def match_message(match: ScanMatch) -> Message:
    """What the codes on the pages of a scan that was taken showed."""
    taken = f"扫描件 {match.pages} 页已经收下"
    if len(match.unread) == match.pages:
        said = f"{taken}；二维码一个也没有读出来，没能替您核对是不是这一份。"
        remedy = "请自己看一遍编号、校验码和页序；以后扫描请用 200 dpi 以上。"
        return Message(said, remedy=remedy, tone=Tone.NOTE)
    numbers = "、".join(map(written_number, match.copies))
    copy = f"（份号 {numbers}）" if numbers else ""
    if match.unread:
        pages = "、".join(map(str, match.unread))
        said = f"{taken}；第 {pages} 页的二维码没有读出来，其余都是这一份的{copy}。"
        return Message(said, remedy=f"请自己看一眼第 {pages} 页。", tone=Tone.NOTE)
    said = f"{taken}，逐页核对过：都是这一份的{copy}。"
    mixed = len(match.copies) > 1
    remedy = "各页取自不同的份，请看看是不是拿混了。" if mixed else ""
    return Message(said, remedy=remedy, tone=Tone.NOTE)


def standing(copy: PaperCopy) -> str:
    """What became of a copy, in a word."""
    if copy.destroyed_at is not None:
        return "已销毁"
    return "在外" if copy.is_out else "已收回"


def finding_message(findings: Sequence[ScanFinding]) -> Message:
    """Whose copies a scan holds pages of."""
    known = [one for one in findings if one.mark is not None]
    if not known:
        return Message(
            "这份扫描件上没有读出本程序的二维码。",
            "没有改动任何内容。",
            "请看看纸上方的“份号”和页脚的编号、校验码，在上面的框里查；或重新扫描得清楚些。",
            Tone.NOTE,
        )
    return Message("\n".join(_finding(one) for one in findings), tone=Tone.NOTE)


def _finding(one: ScanFinding) -> str:
    pages = f"第 {_ranges(one.pages)} 页"
    if one.mark is None:
        return f"{pages}：没有读出二维码。"
    checked = f"编号 {one.mark.number}，校验码 {one.mark.digest[:8].upper()}"
    if one.copy is not None:
        holder = f"，{one.copy.holder}" if one.copy.holder else ""
        number = written_number(one.copy.number)
        return f"{pages}：份号 {number}（{standing(one.copy)}{holder}）；{checked}。"
    if one.mark.copy:
        number = written_number(one.mark.copy)
        return f"{pages}：印着份号 {number}，本保险库的登记簿里没有这一份；{checked}。"
    return f"{pages}：{checked}；没有印份号，是从签名文件另外打印的。"


def _ranges(pages: tuple[int, ...]) -> str:
    is_run = len(pages) > 1 and pages == tuple(range(pages[0], pages[-1] + 1))
    return f"{pages[0]}—{pages[-1]}" if is_run else "、".join(map(str, pages))


def story_of(copy: PaperCopy, local: Callable[[datetime], datetime]) -> str:
    """Where a copy came from and what became of it, in a few sentences."""

    def when(moment: datetime) -> str:
        return written_time(local(moment))

    story = [
        f"{when(copy.taken_at)}由{copy.taken_by}{_TAKEN[copy.way]}，{copy.pages} 页，"
        f"文件摘要 {copy.sha256[:16]}。"
    ]
    if copy.returned_at is not None:
        story.append(f"{when(copy.returned_at)}收回。")
    if copy.destroyed_at is not None:
        story.append(f"{when(copy.destroyed_at)}注明销毁。")
    if copy.end_note:
        story.append(f"注明：{copy.end_note}")
    return "".join(story)

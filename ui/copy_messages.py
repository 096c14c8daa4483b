"""What the user reads when a copy, a printer, or a scan of a copy says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import copy_errors
from app.domain.copies import written_number
from app.domain.errors import AppError
from app.domain.printing import Hindrance
from ui.safe_words import KEPT
from ui.widgets.message import Message

_HINDERED = {
    Hindrance.OFFLINE: ("没有连上，或者没有开机", "请看看电源和连接线"),
    Hindrance.PAPER_OUT: ("没有纸了", "请添纸"),
    Hindrance.PAPER_JAM: ("卡纸了", "请取出卡住的纸"),
    Hindrance.DOOR_OPEN: ("盖子开着", "请合上盖子"),
    Hindrance.INK_OUT: ("没有墨粉（墨）了", "请换墨粉（墨）盒"),
    Hindrance.PAUSED: ("被暂停了", "请在系统的打印机设置里恢复打印"),
    Hindrance.FAULT: ("报了故障", "请看打印机面板上的提示"),
}
_NOTHING_SENT = "一页也没有送出去，没有占用份号。"
_SCAN_KEPT = "谈话记录没有改动，扫描件没有收进来。"


def _hindered(error: copy_errors.PrinterNotReadyError) -> Message:
    said, remedy = _HINDERED[Hindrance(error.hindrance)]
    return Message(
        f"打印机“{error.printer}”{said}。",
        _NOTHING_SENT,
        f"{remedy}，再按“打印”；也可以换一台打印机。",
    )


def _waiting(error: copy_errors.PrinterWaitsError) -> Message:
    said, remedy = _HINDERED[Hindrance(error.hindrance)]
    return Message(
        f"打印机“{error.printer}”{said}，还没有印完。",
        "各页已经在打印机那里排着，份号已经登记。",
        f"{remedy}，它会接着印，不用再按“打印”。",
    )


COPY_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    copy_errors.CopyGoneError: lambda e: Message(
        f"份号 {written_number(e.number)} 已经注明销毁。", KEPT, "销毁了的不能再改；请看登记簿。"
    ),
    copy_errors.CopyNumberTakenError: lambda e: Message(
        f"份号 {written_number(e.number)} 刚才被占用了。",
        "没有登记，也没有送出去。",
        "请再做一次。",
    ),
    copy_errors.CopyUnreadableError: lambda e: Message(
        f"“{e.title}”的文件拆不开，做不成复制件。", KEPT, "请先核验这份文件；原样另存不受影响。"
    ),
    copy_errors.PrinterNotReadyError: _hindered,
    copy_errors.PrinterWaitsError: _waiting,
    copy_errors.PrintBrokenOffError: lambda e: Message(
        f"打印机收了 {e.printed} 页就不再收了，一共要印 {e.pages} 页。",
        "保险库里的文件完好。",
        "请看看打印机，再印一次；没印完的请销毁，占了份号的在“份号登记”里注明。",
    ),
    copy_errors.ScanOfOtherRecordError: lambda e: Message(
        f"扫描件第 {e.page} 页是“{e.number}”的，不是“{e.wanted}”的。",
        _SCAN_KEPT,
        "请换成这一份的纸，重新扫描。",
    ),
    copy_errors.ScanOfOtherTextError: lambda e: Message(
        f"扫描件第 {e.page} 页编号是“{e.number}”，但不是这一稿打印的：校验码对不上。",
        _SCAN_KEPT,
        "请用定稿后打印、签字的那一份；旧稿请销毁。",
    ),
    copy_errors.ScanOrderError: lambda e: Message(
        f"扫描件的顺序不对：第 {e.place} 页的位置上是第 {e.page} 页。",
        _SCAN_KEPT,
        "请按页码排好，重新扫描；一页一个文件的，按页码起名。",
    ),
    copy_errors.ScanPageTwiceError: lambda e: Message(
        f"扫描件里第 {e.page} 页有两次，缺第 {e.missing} 页。",
        _SCAN_KEPT,
        "请补上缺的一页，重新扫描。",
    ),
}

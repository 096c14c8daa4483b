"""What the user reads when an attachment cannot be taken, shown or given out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import attachment_errors as errors
from app.domain.errors import AppError
from ui.safe_words import KEPT, NOTHING_WRITTEN
from ui.sizes import size_text
from ui.widgets.message import Message

KINDS_TAKEN = "PDF、JPEG、PNG、TIFF、WAV、MP3、M4A、DOCX、XLSX"

ATTACHMENT_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    errors.AttachmentEmptyError: lambda e: Message(
        f"“{e.file_name}”里什么也没有（0 字节）。",
        NOTHING_WRITTEN,
        "请看看原来的文件是否还没有存完，或在拷贝时断了。",
    ),
    errors.AttachmentFolderError: lambda e: Message(
        f"“{e.file_name}”是文件夹，不是文件。",
        NOTHING_WRITTEN,
        "请打开文件夹，选里面的文件；可以一次选好几个。",
    ),
    errors.AttachmentKindError: lambda e: Message(
        f"“{e.file_name}”的内容{_found(e.found)}，不能附在谈话上。",
        NOTHING_WRITTEN,
        f"能附的有 {KINDS_TAKEN}；别的文件请先另存或打印成 PDF。",
    ),
    errors.AttachmentTooLargeError: lambda e: Message(
        f"“{e.file_name}”有 {size_text(e.size_bytes)}，这一类文件最多 {size_text(e.limit_bytes)}。",
        NOTHING_WRITTEN,
        "扫描件可以调低分辨率，录音可以分段，或转成 MP3、M4A。",
    ),
    errors.AttachmentBrokenError: lambda e: Message(
        f"“{e.file_name}”打不开：内容残缺，页数或长度读不出来。",
        NOTHING_WRITTEN,
        "请用原来的软件打开看看，另存一份再附。",
    ),
    errors.AttachmentProtectedError: lambda e: Message(
        f"“{e.file_name}”要口令才能打开，附进来以后谁也看不了。",
        NOTHING_WRITTEN,
        "请先去掉这份 PDF 的口令，再附；保险库会替它加密。",
    ),
    errors.AttachmentChangedError: lambda e: Message(
        f"读“{e.file_name}”的时候，它还在被别的程序改动。",
        NOTHING_WRITTEN,
        "请等它存完（录音请先停止），再附一次。",
    ),
    errors.NothingToPasteError: lambda _: Message(
        "剪贴板里没有文件，也没有图片。",
        KEPT,
        "请先在文件夹里复制文件，或在看图软件里复制图片，再粘贴。",
    ),
    errors.AttachmentVanishedError: lambda e: Message(
        f"“{e.file_name}”读到 {size_text(e.read_bytes)} 时不见了。",
        "没有存进残缺的内容，已有的附件没有改动。",
        "请看看 U 盘是否松了或被拔出，插好以后再附一次。",
    ),
    errors.AttachmentTwiceError: lambda e: Message(
        f"“{e.file_name}”已经附在这场谈话里，名称是“{e.title}”。",
        "没有再存一份。",
        "内容一模一样，不用再附；如果选错了文件，请重新选。",
    ),
    errors.AttachmentStaysError: lambda e: Message(
        f"“{e.title}”是办理过程中形成的，不能在这里移除或改名。",
        KEPT,
        "谈话记录、扫描件和补正记录随谈话一直保留。",
    ),
    errors.AttachmentTitleError: lambda _: Message(
        "附件的名称还没有写。", KEPT, "请写一个以后认得出、查得到的名称。"
    ),
    errors.AttachmentGoneError: lambda e: Message(
        f"“{e.title}”刚才已经被移除。", KEPT, "请看看“已移除”一栏里写的原因。"
    ),
}


def _found(kind: str) -> str:
    return f"是 {kind}" if kind else "认不出是哪一类"

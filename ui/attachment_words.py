"""What the screen calls attachments: what they are for, what they are, how long they are."""

from __future__ import annotations

from app.domain.attachment import Attachment, Purpose
from ui.sizes import size_text

PURPOSES = {
    Purpose.MINUTES: "谈话记录",
    Purpose.SCAN: "签字扫描件",
    Purpose.EVIDENCE: "佐证材料",
    Purpose.AUDIO: "录音",
    Purpose.OTHER: "其他材料",
    Purpose.AMENDMENT: "补正记录",
}
_OPENXML = "application/vnd.openxmlformats-officedocument."
_MEDIA = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG 图片",
    "image/png": "PNG 图片",
    "image/tiff": "TIFF 图片",
    "audio/wav": "WAV 录音",
    "audio/mpeg": "MP3 录音",
    "audio/mp4": "M4A 录音",
    _OPENXML + "wordprocessingml.document": "Word 文档",
    _OPENXML + "spreadsheetml.sheet": "Excel 表格",
    "application/ofd": "OFD 文档",
}
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "audio/wav": ".wav",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    _OPENXML + "wordprocessingml.document": ".docx",
    _OPENXML + "spreadsheetml.sheet": ".xlsx",
    "application/ofd": ".ofd",
}


def media_text(attachment: Attachment) -> str:
    """What kind of file it is, such as PDF，3 页."""
    kind = _MEDIA.get(attachment.media_type, attachment.media_type)
    return f"{kind}，{attachment.pages} 页" if attachment.pages > 1 else kind


def ending_of(attachment: Attachment) -> str:
    """What the name of a copy ends with, told by the content and not by the title."""
    return _ENDINGS.get(attachment.media_type, "")


def length_text(seconds: int) -> str:
    """How long a recording is, such as 1小时02分03秒."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}小时{minutes:02}分{left:02}秒"
    return f"{minutes}分{left:02}秒" if minutes else f"{left}秒"


def spoken(attachment: Attachment) -> str:
    """One line for a screen reader."""
    size = size_text(attachment.size)
    purpose = PURPOSES[attachment.purpose]
    return f"{attachment.title}，{purpose}，{media_text(attachment)}，{size}"

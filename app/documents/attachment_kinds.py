"""What kind of file somebody brings, told by its content and never by its name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from enum import Enum
from typing import BinaryIO

from app.domain.attachment_errors import AttachmentBrokenError, AttachmentKindError

MIB = 1 << 20
LARGEST_PAGED = 200 * MIB
LARGEST_OFFICE = 100 * MIB
LARGEST_AUDIO = 2048 * MIB
HEAD = 1024
_OPENXML = "application/vnd.openxmlformats-officedocument."
_MOST_PARTS = 20_000


class Handling(Enum):
    """Its pages can be turned, its length told, or it is kept as it is; with the most bytes."""

    PAGED = LARGEST_PAGED
    SOUND = LARGEST_AUDIO
    OPAQUE = LARGEST_OFFICE


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken."""

    media_type: str
    handling: Handling

    @property
    def limit(self) -> int:
        """How many bytes such a file may have."""
        return int(self.handling.value)


PDF = FileKind("application/pdf", Handling.PAGED)
JPEG = FileKind("image/jpeg", Handling.PAGED)
PNG = FileKind("image/png", Handling.PAGED)
TIFF = FileKind("image/tiff", Handling.PAGED)
WAV = FileKind("audio/wav", Handling.SOUND)
MP3 = FileKind("audio/mpeg", Handling.SOUND)
M4A = FileKind("audio/mp4", Handling.SOUND)
DOCX = FileKind(_OPENXML + "wordprocessingml.document", Handling.OPAQUE)
XLSX = FileKind(_OPENXML + "spreadsheetml.sheet", Handling.OPAQUE)
OFD = FileKind("application/ofd", Handling.OPAQUE)

KINDS = {kind.media_type: kind for kind in (PDF, JPEG, PNG, TIFF, WAV, MP3, M4A, DOCX, XLSX, OFD)}

_MARKS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"ID3", MP3),
)
_INSIDE_ZIP = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("OFD.xml", OFD))
# what people try to attach, so that the message can name it
_KNOWN_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "旧格式的 Office 文件（DOC、XLS）或加了口令的 Office 文件"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"#!AMR", "AMR 录音"),
    (b"OggS", "OGG 录音"),
    (b"fLaC", "FLAC 录音"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "RTF 文档"),
)
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"dash")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")


def kind_of(untrusted: BinaryIO, file_name: str) -> FileKind:
    """The kind of the file; it is left at its beginning.

    Raises AttachmentKindError, AttachmentBrokenError.
    """
    untrusted.seek(0)
    head = untrusted.read(HEAD)
    kind = _by_head(head, untrusted, file_name)
    untrusted.seek(0)
    if kind is None:
        raise AttachmentKindError(file_name, _known_other(head))
    return kind


def _by_head(head: bytes, untrusted: BinaryIO, file_name: str) -> FileKind | None:
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    if head[4:8] == b"ftyp":
        return M4A if head[8:12] in _SOUND_BRANDS else None
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(untrusted, file_name)
    if b"%PDF-" in head:
        return PDF
    return MP3 if _is_frame(head) else None


def _is_frame(head: bytes) -> bool:
    """Whether an MPEG audio frame of layer III begins here; its reserved values never stand."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    version, bitrate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and 0 < bitrate < 15 and rate != 3


def _zip_kind(untrusted: BinaryIO, file_name: str) -> FileKind | None:
    """A document of Office or OFD by the parts it lists; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(untrusted) as package:
            names = {name.lstrip("/") for name in package.namelist()[:_MOST_PARTS]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise AttachmentBrokenError(file_name) from error
    if any(name.endswith("vbaProject.bin") for name in names):
        raise AttachmentKindError(file_name, "带宏的 Office 文件")
    for part, kind in _INSIDE_ZIP:
        if part in names:
            return kind
    raise AttachmentKindError(file_name, "压缩包")


def _known_other(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "HEIC 图片" if head[8:12] in _PICTURE_BRANDS else "视频"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP 图片"
    return next((named for mark, named in _KNOWN_OTHERS if head.startswith(mark)), "")

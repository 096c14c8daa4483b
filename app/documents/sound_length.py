"""How long a recording is, read from its frame alone; nothing is decoded or played."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.documents.attachment_kinds import M4A, MP3, WAV, FileKind
from app.domain.attachment_errors import AttachmentBrokenError, AttachmentKindError

_LONGEST = 366 * 24 * 3600  # seconds; more is told by no honest file
_MOST_BOXES = 10_000
_HOLDERS = (b"moov", b"trak", b"mdia")
# kbit/s and Hz of layer III by version: ISO 11172-3 and 13818-3
_BITRATES = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44_100, 48_000, 32_000)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The head of the first frame: where it lies, and what it says."""

    at: int
    bitrate: int
    rate: int
    samples: int


def seconds_of(untrusted: BinaryIO, kind: FileKind, file_name: str) -> int:
    """The length in whole seconds; at least 1 for a recording that has any.

    Raises AttachmentBrokenError; AttachmentKindError for a film.
    """
    read = {WAV: _wav, MP3: _mp3, M4A: _m4a}[kind]
    try:
        length = read(untrusted, file_name)
    except (struct.error, ZeroDivisionError, OverflowError, IndexError) as error:
        raise AttachmentBrokenError(file_name) from error
    if not 0 < length < _LONGEST:
        raise AttachmentBrokenError(file_name)
    return max(1, round(length))


def _size(source: BinaryIO) -> int:
    return source.seek(0, 2)


def _wav(source: BinaryIO, file_name: str) -> float:
    end, at, rate = _size(source), 12, 0
    for _ in range(_MOST_BOXES):
        source.seek(at)
        name, length = struct.unpack("<4sI", source.read(8))
        if name == b"fmt ":
            rate = struct.unpack("<HHII", source.read(12))[3]
        elif name == b"data":
            # a recorder that was switched off leaves nought or all ones: then the file tells
            return float(min(length or end, end - at - 8) / rate)
        at += 8 + length + length % 2
    raise AttachmentBrokenError(file_name)


# ── MP3 ──────────────────────────────────────────────────────────────────────────────────────────


def _mp3(source: BinaryIO, file_name: str) -> float:
    end = _size(source)
    frame = _first_frame(source, _after_tag(source))
    if frame is None:
        raise AttachmentBrokenError(file_name)
    source.seek(frame.at)
    head = source.read(200)
    for mark in (b"Xing", b"Info"):
        place = head.find(mark)
        if place > 0 and head[place + 7] & 1:
            frames = struct.unpack(">I", head[place + 8 : place + 12])[0]
            return float(frames * frame.samples / frame.rate)
    return (end - frame.at) * 8 / (frame.bitrate * 1000)


def _after_tag(source: BinaryIO) -> int:
    source.seek(0)
    head = source.read(10)
    if head[:3] != b"ID3":
        return 0
    a, b, c, d = (int(byte) & 0x7F for byte in struct.unpack("4B", head[6:10]))
    return 10 + (a << 21 | b << 14 | c << 7 | d)


def _first_frame(source: BinaryIO, at: int) -> _Frame | None:
    """The first frame at or soon after that place; some tags are followed by noughts."""
    source.seek(at)
    near = source.read(1 << 16)
    for place in range(len(near) - 4):
        if near[place] == 0xFF and (frame := _frame(near[place : place + 4], at + place)):
            return frame
    return None


def _frame(head: bytes, at: int) -> _Frame | None:
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if head[1] < 0xE0 or version == 1 or layer != 1 or not 0 < bitrate < 15 or rate == 3:
        return None
    whole = version == 3
    slower = {3: 1, 2: 2, 0: 4}[version]
    return _Frame(
        at,
        _BITRATES[1 if whole else 2][bitrate - 1],
        _RATES[rate] // slower,
        1152 if whole else 576,
    )


# ── M4A ──────────────────────────────────────────────────────────────────────────────────────────


def _m4a(source: BinaryIO, file_name: str) -> float:
    length, kinds = 0.0, set()
    for name, at in _boxes(source, 0, _size(source)):
        source.seek(at)
        if name == b"mvhd":
            length = _movie_length(source)
        elif name == b"hdlr":
            kinds.add(source.read(12)[8:])
    if b"vide" in kinds:
        raise AttachmentKindError(file_name, "视频")
    if b"soun" not in kinds:
        raise AttachmentBrokenError(file_name)
    return length


def _movie_length(source: BinaryIO) -> float:
    is_long = source.read(4)[0] == 1
    source.seek(16 if is_long else 8, 1)
    rate, length = struct.unpack(">IQ" if is_long else ">II", source.read(12 if is_long else 8))
    return float(length / rate)


def _boxes(source: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Name and content's place of every box, those that hold others opened in their turn."""
    spans, seen = [(start, end)], 0
    while spans:
        at, until = spans.pop()
        while at + 8 <= until and seen < _MOST_BOXES:
            seen += 1
            source.seek(at)
            length, name = struct.unpack(">I4s", source.read(8))
            content = at + 8
            if length == 1:
                length, content = struct.unpack(">Q", source.read(8))[0], at + 16
            length = length or until - at
            if length < content - at:
                return
            yield name, content
            if name in _HOLDERS:
                spans.append((content, min(at + length, until)))
            at += length

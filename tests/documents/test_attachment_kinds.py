"""A file is what its content says, whatever its name; a hostile one never brings us down."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.attachment_kinds import (
    DOCX,
    JPEG,
    KINDS,
    M4A,
    MP3,
    OFD,
    PDF,
    PNG,
    TIFF,
    WAV,
    XLSX,
    Handling,
    kind_of,
)
from app.documents.attachment_pages import LONGEST_SIDE, count_pages, page_picture
from app.documents.sound_length import seconds_of
from app.domain.attachment_errors import (
    AttachmentBrokenError,
    AttachmentKindError,
    AttachmentProtectedError,
)
from app.domain.errors import AppError
from tests import brought

SAMPLES = {
    "pdf": (brought.pdf(), PDF),
    "pdf after other bytes": (b"\x00" * 100 + brought.pdf(), PDF),
    "jpeg": (brought.picture("JPEG"), JPEG),
    "png": (brought.picture("PNG"), PNG),
    "tiff": (brought.picture("TIFF"), TIFF),
    "wav": (brought.wav(), WAV),
    "mp3": (brought.mp3(), MP3),
    "mp3 with a tag": (brought.mp3(tag=True), MP3),
    "m4a": (brought.m4a(), M4A),
    "m4a of a telephone": (brought.m4a(brand=b"mp42"), M4A),
    "docx": (brought.office(), DOCX),
    "xlsx": (brought.office("xl/workbook.xml"), XLSX),
    "ofd": (brought.office("OFD.xml"), OFD),
}
REFUSED = {
    "": b"just some text",
    "程序": b"MZ" + bytes(200),
    "压缩包": brought.office("photos/1.jpg"),
    "带宏的 Office 文件": brought.office("word/document.xml", "word/vbaProject.bin"),
    "HEIC 图片": brought.box(b"ftyp", b"heic" + bytes(8)),
    "视频": brought.box(b"ftyp", b"qt  " + bytes(8)),
    "GIF 图片": b"GIF89a" + bytes(20),
    "AMR 录音": b"#!AMR\n" + bytes(20),
    "WEBP 图片": b"RIFF\x00\x00\x00\x00WEBP",
}


def at(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_what_its_content_says(name):
    content, kind = SAMPLES[name]
    source = at(content)
    assert kind_of(source, "假名.txt") is kind
    assert source.tell() == 0
    assert KINDS[kind.media_type] is kind


@pytest.mark.parametrize("found", REFUSED)
def test_what_is_not_taken_is_named_where_it_is_known(found):
    with pytest.raises(AttachmentKindError) as refused:
        kind_of(at(REFUSED[found]), "真.pdf")
    assert refused.value.found == found


def test_a_zip_that_was_cut_is_broken_not_unknown():
    with pytest.raises(AttachmentBrokenError):
        kind_of(at(brought.office()[:60]), "a.docx")


@pytest.mark.parametrize(
    ("content", "kind", "pages"),
    [
        (brought.pdf(3), PDF, 3),
        (brought.picture("JPEG"), JPEG, 1),
        (brought.picture("TIFF", pages=4), TIFF, 4),
    ],
)
def test_pages_are_counted(content, kind, pages):
    assert count_pages(at(content), kind, "a") == pages


def test_a_pdf_with_a_password_is_told_apart_from_a_broken_one():
    with pytest.raises(AttachmentProtectedError):
        count_pages(at(brought.pdf(password="1234")), PDF, "a.pdf")
    with pytest.raises(AttachmentBrokenError):
        count_pages(at(b"%PDF-1.7\n"), PDF, "a.pdf")


def test_a_picture_that_was_cut_is_broken():
    whole = brought.picture("PNG", size=(300, 300))
    with pytest.raises(AttachmentBrokenError):
        count_pages(at(whole[: len(whole) // 2]), PNG, "a.png")


def test_a_page_is_drawn_small_enough_for_a_screen():
    shown = page_picture(at(brought.picture("JPEG", size=(6000, 300))), JPEG, 0, "a")
    assert (shown.width, shown.height) == (LONGEST_SIDE, 120)
    assert len(shown.rgb) == shown.stride * shown.height
    sheet = page_picture(at(brought.pdf(2)), PDF, 1, "a")
    assert (sheet.width, sheet.height) == (602, 800)


def test_what_is_transparent_is_white():
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert set(page_picture(at(out.getvalue()), PNG, 0, "a").rgb) == {255}


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (brought.wav(7), WAV, 7),
        (brought.mp3(5), MP3, 5),
        (brought.mp3(5, tag=True), MP3, 5),
        (brought.mp3(5, xing=True), MP3, 5),
        (brought.m4a(3_725), M4A, 3_725),
    ],
)
def test_the_length_of_a_recording_is_told(content, kind, seconds):
    assert seconds_of(at(content), kind, "a") == seconds


def test_a_recorder_that_was_switched_off_leaves_a_length_all_the_same():
    sound = bytearray(brought.wav(4))
    place = sound.index(b"data") + 4
    sound[place : place + 4] = b"\xff" * 4
    assert seconds_of(at(bytes(sound)), WAV, "a") == 4


def test_a_film_is_no_recording():
    with pytest.raises(AttachmentKindError):
        seconds_of(at(brought.m4a(handler=b"vide")), M4A, "a.m4a")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_refused_or_read_and_never_brings_us_down(name):
    content, _ = SAMPLES[name]
    dice = random.Random(name)
    for _ in range(25):
        spoilt = bytearray(content)
        for _ in range(dice.randrange(1, 12)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        _look(bytes(spoilt[: dice.randrange(1, len(spoilt) + 1)]))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([b"", b"ID3", b"RIFF....WAVE", b"\xff\xfb\x90\x64", b"PK\x03\x04"]), st.binary()
)
def test_any_bytes_are_refused_or_read(head, tail):
    _look(head + tail)


def _look(content: bytes) -> None:
    source = at(content)
    try:
        kind = kind_of(source, "a")
        if kind.handling is Handling.SOUND:
            assert seconds_of(source, kind, "a") > 0
        elif kind.handling is Handling.PAGED:
            pages = count_pages(source, kind, "a")
            page_picture(source, kind, pages - 1, "a")
    except AppError:
        pass

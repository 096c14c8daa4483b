"""A stream whose last byte happens to be a carriage return is still archived."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from pikepdf import Dictionary, Name, Pdf

from app.documents.archive import archived

DRAWN = b"q Q %sr"  # the checksum at the end of its compressed form is 0x0D


@pytest.mark.parametrize("raw", [zlib.compress(DRAWN), None], ids=["compressed", "plain"])
def test_a_stream_that_ends_in_a_carriage_return_is_archived(raw):
    assert zlib.compress(DRAWN).endswith(b"\r")
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Contents = pdf.make_stream(b"q Q %\r")
    if raw:
        page.Contents.write(raw, filter=Name.FlateDecode)
    content = archived(pdf)
    assert b"\r\nendstream" not in content
    with Pdf.open(BytesIO(content)) as read:
        assert read.pages[0].Contents.read_bytes() == (DRAWN if raw else b"q Q %\r")


def test_how_a_stream_was_packed_is_kept_with_it():
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    rows = b"".join(b"\0" + DRAWN for _ in range(3))  # each row begins with how it was foretold
    spare = next(n for n in range(1 << 16) if zlib.compress(rows + _blank(n)).endswith(b"\r"))
    packed = zlib.compress(rows + _blank(spare))
    page.Contents = pdf.make_stream(b"")
    told = Dictionary(Predictor=15, Columns=len(DRAWN))
    page.Contents.write(packed, filter=Name.FlateDecode, decode_parms=told)
    content = archived(pdf)
    assert b"\r\nendstream" not in content
    with Pdf.open(BytesIO(content)) as read:
        assert read.pages[0].Contents.read_bytes().startswith(DRAWN * 3)


def _blank(number: int) -> bytes:
    """A row of a comment."""
    return b"\0" + f"%{number:0{len(DRAWN) - 2}x}\n".encode("ascii")

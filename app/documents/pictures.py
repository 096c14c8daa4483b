"""Pages of a PDF as pictures for the screen and the printer, and the text they hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from app.domain.page_picture import PagePicture

POINTS_PER_INCH = 72


def picture(content: bytes, page: int, dpi: int) -> PagePicture:
    """One page of our own PDF, counted from 0."""
    with _opened(content) as document:
        bitmap = document[page].render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
        rgb = bytes(bitmap.buffer)
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, rgb)


def pictures(content: bytes, dpi: int) -> list[PagePicture]:
    """Every page, in order."""
    return [picture(content, page, dpi) for page in range(page_count(content))]


def page_count(content: bytes) -> int:
    """How many pages there are."""
    with _opened(content) as document:
        return len(document)


def text_of(content: bytes) -> list[str]:
    """The text of each page as a reader would copy it."""
    with _opened(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()

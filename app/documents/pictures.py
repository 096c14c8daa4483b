"""Pages of a PDF as pictures for the screen and the printer, and the text they hold."""

from __future__ import annotations

import pypdfium2

from app.documents.pdfium import opened
from app.domain.page_picture import PagePicture

POINTS_PER_INCH = 72


def picture(content: bytes, page: int, dpi: int) -> PagePicture:
    """One page of our own PDF, counted from 0."""
    with opened(content) as document:
        document.init_forms()
        return _drawn(document[page], dpi)


def pictures(content: bytes, dpi: int) -> list[PagePicture]:
    """Every page, in order."""
    with opened(content) as document:
        document.init_forms()  # the signature is a form field, and is not drawn without
        return [_drawn(page, dpi) for page in document]


def page_count(content: bytes) -> int:
    """How many pages there are."""
    with opened(content) as document:
        return len(document)


def text_of(content: bytes) -> list[str]:
    """The text of each page as a reader would copy it."""
    with opened(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def _drawn(page: pypdfium2.PdfPage, dpi: int) -> PagePicture:
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
    return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))

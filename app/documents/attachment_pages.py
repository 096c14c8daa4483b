"""The pages of an attachment: how many there are, and one of them as a picture."""

from __future__ import annotations

import warnings
from typing import BinaryIO

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from app.documents.attachment_kinds import PDF, FileKind
from app.documents.pages import PICTURES, picture_pages
from app.documents.pdfium import opened
from app.domain.attachment_errors import AttachmentBrokenError, AttachmentProtectedError
from app.domain.errors import ScanUnreadableError
from app.domain.page_picture import PagePicture

LONGEST_SIDE = 2400  # pixels of a page on the screen; a plan of a town is no larger in memory
_NEEDS_PASSWORD = 4  # FPDF_ERR_PASSWORD


def count_pages(untrusted: BinaryIO, kind: FileKind, file_name: str) -> int:
    """How many pages the PDF or picture has.

    Raises AttachmentBrokenError, AttachmentProtectedError.
    """
    if kind is not PDF:
        try:
            return picture_pages(untrusted, file_name)
        except ScanUnreadableError as error:
            raise AttachmentBrokenError(file_name) from error
    try:
        with opened(untrusted) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _NEEDS_PASSWORD:
            raise AttachmentProtectedError(file_name) from error
        raise AttachmentBrokenError(file_name) from error
    if not pages:
        raise AttachmentBrokenError(file_name)
    return pages


def page_picture(content: BinaryIO, kind: FileKind, page: int, title: str) -> PagePicture:
    """One page, counted from nought, small enough for a screen.

    Raises AttachmentBrokenError.
    """
    try:
        return _pdf_page(content, page) if kind is PDF else _picture(content, page)
    except (
        pypdfium2.PdfiumError,
        UnidentifiedImageError,
        OSError,
        ValueError,
        TypeError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
    ) as error:
        raise AttachmentBrokenError(title) from error


def _pdf_page(content: BinaryIO, number: int) -> PagePicture:
    with opened(content) as document:
        document.init_forms()
        page = document[number]
        longest = max(page.get_size())
        bitmap = page.render(scale=min(2.0, LONGEST_SIDE / max(longest, 1)), rev_byteorder=True)
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def _picture(content: BinaryIO, number: int) -> PagePicture:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # notes on damage that it can read past
        with Image.open(content, formats=PICTURES) as image:
            image.seek(number)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    shown = _on_white(upright.convert("L") if upright.mode in ("1", "I;16") else upright)
    return PagePicture(shown.width, shown.height, shown.width * 3, shown.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent is white on paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    sheet = Image.new("RGBA", image.size, "white")
    sheet.alpha_composite(image.convert("RGBA"))
    return sheet.convert("RGB")

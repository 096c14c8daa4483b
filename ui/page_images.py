"""Page pictures of a PDF as Qt can paint them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtGui import QImage

from app.domain.page_picture import PagePicture

SCREEN_DPI = 120


class Papers(Protocol):
    """A service whose papers can be looked at."""

    def pictures(self, pdf: bytes, dpi: int) -> list[PagePicture]:
        """All pages of the PDF, in order."""


def page_images(papers: Papers, pdf: bytes, dpi: int = SCREEN_DPI) -> list[QImage]:
    """All pages of the PDF; may be called on any lane."""
    return images_of(papers.pictures(pdf, dpi))


def images_of(pages: Iterable[PagePicture]) -> list[QImage]:
    """The pages as Qt's own pictures; they keep no hold on the bytes they were made from."""
    return [
        QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888).copy()
        for page in pages
    ]

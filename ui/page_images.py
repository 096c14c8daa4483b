"""Page pictures of a PDF as Qt can paint them."""

from __future__ import annotations

from PySide6.QtGui import QImage

from app.services.minutes import MinutesPapers

SCREEN_DPI = 120


def page_images(papers: MinutesPapers, pdf: bytes, dpi: int = SCREEN_DPI) -> list[QImage]:
    """All pages of the PDF; may be called on any lane."""
    return [
        QImage(
            page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888
        ).copy()  # the picture keeps no hold on the bytes it was made from
        for page in papers.pictures(pdf, dpi)
    ]

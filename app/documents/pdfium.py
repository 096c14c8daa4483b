"""The one door to PDFium, which breaks when two threads are inside at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2

_INSIDE = RLock()


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed again at the end. Raises pypdfium2.PdfiumError."""
    with _INSIDE:
        document = pypdfium2.PdfDocument(content)
        try:
            yield document
        finally:
            document.close()

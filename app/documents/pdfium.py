"""The one door to PDFium, which breaks when two threads are inside at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import BinaryIO

import pypdfium2

_INSIDE = RLock()


@contextmanager
def opened(content: bytes | BinaryIO) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed again at the end; of a file only what is asked for is read.

    Raises pypdfium2.PdfiumError, and whatever the file's own reading raises.
    """
    source = content if isinstance(content, bytes) else _Watched(content)
    with _INSIDE:
        try:
            document = pypdfium2.PdfDocument(source)
            try:
                yield document
            finally:
                document.close()
        finally:
            if isinstance(source, _Watched) and source.fault is not None:
                raise source.fault


class _Watched:
    """A file whose failures are kept: PDFium calls it, and an error would not find its way back."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.fault: Exception | None = None

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to that place."""
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        """The place of the next byte."""
        return self._source.tell()

    def read(self, wanted: int = -1) -> bytes:
        """So many bytes."""
        return self._source.read(wanted)

    def readinto(self, buffer: object) -> int:
        """Fill the buffer; 0 when the file failed."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type] # any buffer of C's
        try:
            piece = self._source.read(len(view))
        except Exception as error:  # noqa: BLE001 — raised again once PDFium is left
            self.fault = error
            return 0
        view[: len(piece)] = piece
        return len(piece)

"""Looks through a workbook's parts before anything opens it: sizes, document types, wide ranges."""

from __future__ import annotations

import zipfile
from io import BytesIO

from app.domain.errors import FileTooLargeError, WrongFileKindError
from app.domain.prompt_errors import WorkbookLockedError, WorkbookOutdatedError

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_UNPACKED = 48 * 1024 * 1024  # of all parts together; opening takes ten times as much memory
MOST_PARTS = 2_000
MOST_RANGED_CELLS = 500_000  # merged or linked: openpyxl makes an object of each such cell
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_RANGED = ("mergeCell", "hyperlink")
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # how files of the time before XLSX begin


def look_through(file_name: str, untrusted_content: bytes) -> None:
    """See that the content is an XLSX of honest size.

    Raises FileTooLargeError, WrongFileKindError, WorkbookLockedError, WorkbookOutdatedError.
    """
    if len(untrusted_content) > LARGEST_FILE:
        raise FileTooLargeError(file_name, len(untrusted_content), LARGEST_FILE)
    _refuse_compound(file_name, untrusted_content)
    try:
        with zipfile.ZipFile(BytesIO(untrusted_content)) as archive:
            is_known = _look_at_parts(archive, file_name)
    except FileTooLargeError:
        raise
    except Exception as error:  # zipfile, zlib and expat raise many kinds
        raise WrongFileKindError(file_name, "XLSX") from error
    if not is_known:
        raise WrongFileKindError(file_name, "XLSX")


def _refuse_compound(file_name: str, content: bytes) -> None:
    """Tell a workbook that is locked by a password, or of the kind before XLSX, from other files.

    Both are compound files; their streams are named in UTF-16 (MS-CFB 2.6.1, MS-OFFCRYPTO 1.3.2).
    """
    if not content.startswith(_COMPOUND):
        return
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise WorkbookLockedError(file_name)
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise WorkbookOutdatedError(file_name)


def _look_at_parts(archive: zipfile.ZipFile, file_name: str) -> bool:
    parts = archive.infolist()
    left = LARGEST_UNPACKED
    ranged = 0
    for part in parts[: MOST_PARTS + 1]:
        # the directory may lie about sizes, so each part is measured as it unpacks
        with archive.open(part) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left >= 0 and part.filename.lower().endswith((".xml", ".rels")):
            _refuse_document_type(content)
            ranged += _ranged_cells(content)
        if left < 0 or len(parts) > MOST_PARTS or ranged > MOST_RANGED_CELLS:
            raise FileTooLargeError(file_name, LARGEST_UNPACKED - left, LARGEST_UNPACKED)
    return any(part.filename == "[Content_Types].xml" for part in parts)


def _holds(content: bytes, word: str) -> bool:
    return any(word.encode(encoding) in content for encoding in _ENCODINGS)


def _refuse_document_type(content: bytes) -> None:
    if _holds(content, "<!DOCTYPE") or _holds(content, "<!ENTITY"):
        raise ValueError("a workbook has no document type")


def _ranged_cells(content: bytes) -> int:
    """How many cells the part merges or links over."""
    if not any(_holds(content, word) for word in _RANGED):
        return 0
    # both take 100 ms to load and only workbooks with merged cells need them: to start faster
    from defusedxml.ElementTree import iterparse
    from openpyxl.utils import range_boundaries

    count = 0
    for _, element in iterparse(BytesIO(content), forbid_dtd=True):
        if element.tag.rpartition("}")[2] in _RANGED and ":" in (ref := element.get("ref", "")):
            left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(ref))
            count += (abs(right - left) + 1) * (abs(bottom - top) + 1)
        element.clear()
    return count

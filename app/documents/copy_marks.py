"""What tells one copy of a document from another: the 份号 on every page, under the text.

The archived file is never touched; the marks go into a copy of it from which every signature is
taken out, for a changed file with a signature in it would look forged. Solid grey, no transparency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, String

from app.documents.archive import archived
from app.documents.fonts import FontRole, chain_of
from app.documents.page_frame import LEFT, MM, PAGE, qr_squares
from app.documents.sheet import Imprint, Sheet, written
from app.domain.copies import written_number
from app.domain.copy_errors import CopyUnreadableError
from app.domain.scan_marks import PageMark, copy_code

GREY = 0.9
CODE_SIDE = 14 * MM
CODE_TOP = 11 * MM  # from the upper edge of the paper
LINE_SIZE = 10.5
SMALL_SIZE = 9.0
IS_COPY = "复制件，不含电子签名"
_MARK_SIZE = 66
_TURN = (0.6428, 0.7660)  # cosine and sine of fifty degrees, as the mark of a draft
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # of the sheet of marks, which is never a file
_OF_SIGNED = ("/AcroForm", "/Perms", "/DSS", "/Extensions", "/AF", "/OpenAction")
_OF_TAGGED = ("/StructTreeRoot", "/MarkInfo", "/Metadata")


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What is put on a copy: its 份号; number and digest as the document's own code says them."""

    number: int
    document_number: str
    digest: str
    title: str


def marked(content: bytes, mark: CopyMark) -> bytes:
    """The document as a copy for somebody else's files, PDF/A-2b; same copy, same bytes.

    Raises CopyUnreadableError, ArchiveRuleError.
    """
    with _marked(content, mark, IS_COPY) as pdf:
        return archived(pdf)


def marked_for_print(content: bytes, mark: CopyMark) -> bytes:
    """The pages as they go to paper, whose signatures are then given by hand.

    Raises CopyUnreadableError.
    """
    with _marked(content, mark, "") as pdf:
        return written(pdf)


def _marked(content: bytes, mark: CopyMark, says: str) -> Pdf:
    try:
        pdf = pikepdf.open(BytesIO(content))
        _take_out_signatures(pdf)
        with _underlay(pdf, mark, says) as under:
            for number, (page, below) in enumerate(zip(pdf.pages, under.pages, strict=True), 1):
                form = pdf.copy_foreign(under.make_indirect(below.as_form_xobject()))
                _put_under(pdf, page, form, f"/CopyMark{number}")
    except PdfError as error:
        raise CopyUnreadableError(mark.title) from error
    # as the document calls itself: what the register calls it may name a person
    own = str(pdf.docinfo.get(Name.Title, ""))
    pdf.docinfo[Name.Subject] = String(f"{own}　份号 {written_number(mark.number)}")
    return pdf


def _take_out_signatures(pdf: Pdf) -> None:
    """What a signature shows stays as a picture on the page; what it proves is gone."""
    pdf.flatten_annotations("all")
    for key in (*_OF_SIGNED, *_OF_TAGGED):
        if key in pdf.Root:
            del pdf.Root[key]
    if "/Names" in pdf.Root and "/EmbeddedFiles" in pdf.Root.Names:
        del pdf.Root.Names["/EmbeddedFiles"]
    for page in pdf.pages:
        for key in ("/StructParents", "/Tabs", "/Annots"):
            if key in page.obj:
                del page.obj[key]


def _put_under(pdf: Pdf, page: pikepdf.Page, form: Object, name: str) -> None:
    # the pages share their resources: each page gets its own, or all marks would be named in all
    resources = Dictionary()
    for key, value in page.resources.items():
        resources[key] = value
    drawings = Dictionary()
    for key, value in resources.get("/XObject", Dictionary()).items():
        drawings[key] = value
    drawings[name] = form
    resources.XObject = drawings
    page.obj.Resources = pdf.make_indirect(resources)
    operators = f"/Artifact BMC q {name} Do Q EMC\n".encode("ascii")
    page.contents_add(pdf.make_stream(operators), prepend=True)


def _underlay(pdf: Pdf, mark: CopyMark, says: str) -> Pdf:
    """A page of marks for each page of the document, as large as that one."""
    first = Sheet(PAGE)
    sizes = [_size(page) for page in pdf.pages]
    for number, size in enumerate(sizes, 1):
        first.begin_page()
        _draw(first, mark, says, (number, size))
    made = first.pdf(Imprint(mark.title, "", _UNDATED))
    for page, (width, height) in zip(made.pages, sizes, strict=True):
        page.MediaBox = Array([0, 0, round(width, 3), round(height, 3)])
    return made


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, foot, right, top = (float(side) for side in page.mediabox)
    return right - left, top - foot


def _draw(sheet: Sheet, mark: CopyMark, says: str, page: tuple[int, tuple[float, float]]) -> None:
    number, (width, height) = page
    written_as = f"份号　{written_number(mark.number)}"
    heading = chain_of(FontRole.HEADING)
    cosine, sine = _TURN
    middle = f"{width / 2:.2f} {height / 2:.2f}"
    sheet.put(f"q {GREY} g {cosine} {sine} {-sine} {cosine} {middle} cm")
    sheet.write_words(written_as, heading, _MARK_SIZE, (0, -_MARK_SIZE * 0.38), 0.5)
    sheet.put("Q")
    # at the left, for the office's signature stands at the right
    base, left = height - CODE_TOP - CODE_SIDE, LEFT
    if mark.digest:
        said = copy_code(PageMark(mark.document_number, mark.digest, mark.number, number))
        sheet.put(f"q 1 0 0 1 {left:.2f} {base:.2f} cm {qr_squares(said, CODE_SIDE)} Q")
        left += CODE_SIDE + 2.5 * MM
    lines = (says, written_as) if says else (written_as,)
    for above, words in enumerate(lines):
        size = LINE_SIZE if words == written_as else SMALL_SIZE
        sheet.write_words(words, heading, size, (left, base + above * LINE_SIZE * 1.5))

"""Pages being drawn: text in our fonts, rules, shapes; and the PDF they become.

reportlab writes the pages; pikepdf takes them over for what reportlab does not know of (language,
metadata of PDF/A) and compresses once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, ObjectStreamMode, Pdf, String
from reportlab.pdfbase.pdfdoc import (
    BasicFonts,
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFPage,
    PDFStream,
)

from app.documents.composite_font import CompositeFont
from app.documents.font_file import FontFile
from app.documents.fonts import FontChain
from app.documents.line_breaking import Line
from app.documents.tagging import Structure, Tag, spoken

CENTRE = 0.38  # of the size: the middle of a Chinese square above its baseline
PROGRAM = "谈心簿"
PDF_VERSION = "1.7"
PictureEntry = tuple[dict[str, str], bytes]  # what a file says of a picture, and its points, packed


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a document says of itself; made_at is aware and given, so that bytes repeat."""

    title: str
    subject: str
    made_at: datetime
    keywords: str = ""


class Sheet:
    """A document in the making; all measures in points, y upward from the foot of the page.

    A tagged one tells its readers what is a heading, a paragraph, a cell: text written inside an
    element is its content, everything else is ornament.
    """

    def __init__(self, size: tuple[float, float], is_tagged: bool = False) -> None:
        self._size = size
        self._structure = Structure() if is_tagged else None
        self._pages: list[list[str]] = []
        self._fonts: dict[FontFile, CompositeFont] = {}
        self._marks: dict[int, dict[str, tuple[str, str, float]]] = {}
        self._stamps: dict[str, str] = {}
        self._shown: dict[str, PictureEntry] = {}

    def begin_page(self) -> None:
        """Start the next page."""
        self._end_page()
        self._pages.append([])
        if self._structure:
            self._structure.begin_page()

    def put(self, operators: str, is_text: bool = False) -> None:
        """Draw by PDF operators."""
        page = self._pages[-1]
        if self._structure:
            turn = self._structure.turn(is_text)
            if turn:
                page.append(turn)
        page.append(operators)

    @contextmanager
    def element(self, tag: Tag, mark: object) -> Iterator[None]:
        """What is written meanwhile belongs to the element with that mark, begun or gone on with.

        A paragraph in a cell of a table is the cell's own text.
        """
        if self._structure:
            self._structure.enter(tag, mark)
        yield
        if self._structure:
            self._structure.leave()

    @contextmanager
    def figure(self, said: str, box: tuple[float, float, float, float]) -> Iterator[None]:
        """What is drawn meanwhile is one picture, told in those words to who cannot see it."""
        if self._structure:
            self._structure.enter(Tag.FIGURE, object(), spoken(said, box))
        yield
        if self._structure:
            self._structure.leave()

    @contextmanager
    def ornament(self) -> Iterator[None]:
        """What is written meanwhile is no content: it is told elsewhere already."""
        if self._structure:
            self._structure.enter_ornament()
        yield
        if self._structure:
            self._structure.leave()

    def has(self, mark: object) -> bool:
        """Whether the element with that mark was begun before; never in a document without tags."""
        return self._structure is not None and self._structure.knows(mark)

    def rule(self, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
        """Draw a straight line."""
        self.put(f"{width:g} w {start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l S")

    def stamp(self, name: str, operators: str) -> None:
        """Draw what is the same on every page; it goes into the file once."""
        self._stamps[name] = operators
        self.put(f"/{name} Do")

    def show(self, name: str, entry: Callable[[], PictureEntry]) -> None:
        """Draw a picture in the unit square; it goes into the file once, as its entry says."""
        if name not in self._shown:
            self._shown[name] = entry()
        self.put(f"/{name} Do")

    def write(self, line: Line, chain: FontChain, size: float, at: tuple[float, float]) -> None:
        """Set one line of text with its left end at that point of the baseline."""
        if not line.text:
            return
        marks = self._marks.setdefault(id(chain), {})
        left, base = at
        pen = line.places[0]
        out = [f"BT {line.step:.3f} Tc 1 0 0 1 {left + pen:.2f} {base:.2f} Tm"]
        shown: list[str] = []
        current, per_em = "", 1000 / size
        for character, place in zip(line.text, line.places, strict=True):
            font, code, width = marks.get(character) or self._mark(marks, chain, character)
            if font != current:
                if shown:
                    out.append(f"[{''.join(shown)}]TJ")
                    shown = []
                out.append(f"/{font} {size:g} Tf")
                current = font
            move = round((pen - place) * per_em)
            if move:
                shown.append(str(move))
                pen -= move / per_em
            shown.append(code)
            pen += width * size + line.step
        out.append(f"[{''.join(shown)}]TJ ET")
        self.put(" ".join(out).replace("><", ""), is_text=True)

    def write_words(
        self, text: str, chain: FontChain, size: float, at: tuple[float, float], align: float = 0
    ) -> None:
        """Set words on one line, unspread; align 0 begins at the point, 1 ends there."""
        places, pen = list[float](), 0.0
        for character in text:
            places.append(pen)
            pen += chain.width(character) * size
        line = Line(text, tuple(places), pen, 0.0)
        self.write(line, chain, size, (at[0] - align * pen, at[1]))

    def pdf(self, imprint: Imprint) -> Pdf:
        """The document, its fonts cut down to what is used."""
        document = PDFDocument(compression=0, invariant=1, pdfVersion=(1, 7))
        # reportlab keeps Helvetica ready, which is not carried and may not be named
        fonts = document.idToObject[BasicFonts].dict
        fonts.clear()
        for font in self._fonts.values():
            font.embed(document)
        resources = {"Font": PDFObjectReference(BasicFonts), "XObject": self._stamped(document)}
        shared = document.Reference(PDFDictionary(resources))
        self._end_page()
        pages = []
        for number, operators in enumerate(self._pages):
            page = _TaggedPage(number) if self._structure else PDFPage()
            page.MediaBox = PDFArray([0, 0, *(round(side, 3) for side in self._size)])
            page.Resources = shared
            page.Contents = PDFStream(None, "\n".join(operators).encode("ascii"), [])
            document.addPage(page)
            pages.append(page)
        if self._structure:
            self._structure.embed(document, pages)
        pdf = pikepdf.open(BytesIO(document.GetPDFData(None)))
        pdf.Root.Lang = String("zh-CN")
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        _describe(pdf, imprint, self.fonts_used())
        return pdf

    def _end_page(self) -> None:
        if self._structure and self._pages and (end := self._structure.close_page()):
            self._pages[-1].append(end)

    def _stamped(self, document: PDFDocument) -> PDFDictionary:
        box = PDFArray([0, 0, *(round(side, 3) for side in self._size)])
        kind = {"Type": PDFName("XObject"), "Subtype": PDFName("Form"), "BBox": box}
        streams = {
            name: PDFStream(PDFDictionary(kind), operators.encode("ascii"), [])
            for name, operators in sorted(self._stamps.items())
        }
        for name, (said, packed) in sorted(self._shown.items()):
            streams[name] = PDFStream(PDFDictionary(said), packed, [])
        return PDFDictionary({n: document.Reference(one) for n, one in streams.items()})

    def fonts_used(self) -> tuple[str, ...]:
        """The fonts used so far with their editions, in order of first use."""
        return tuple(font.said for font in self._fonts)

    def _mark(
        self, marks: dict[str, tuple[str, str, float]], chain: FontChain, character: str
    ) -> tuple[str, str, float]:
        glyph = chain.glyph(character)
        font = self._fonts.get(glyph.font)
        if font is None:
            font = self._fonts[glyph.font] = CompositeFont(glyph.font, f"T{len(self._fonts) + 1}")
        code = font.code(character, glyph.number, glyph.width)
        found = marks[character] = (font.name, f"<{code:04X}>", glyph.width)
        return found


class _TaggedPage(PDFPage):  # type: ignore[misc]  # it has no types
    """A page that says which elements its marks belong to."""

    __NoDefault__ = (*PDFPage.__NoDefault__, "StructParents", "Tabs")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.StructParents = number
        self.Tabs = PDFName("S")


def written(pdf: Pdf) -> bytes:
    """The document as it is, for a draft that is not kept; same document, same bytes."""
    out = BytesIO()
    pdf.save(
        out,
        min_version=PDF_VERSION,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.disable,
    )
    return out.getvalue()


def _describe(pdf: Pdf, imprint: Imprint, fonts: tuple[str, ...]) -> None:
    set_in = f"字体 {'、'.join(fonts)}" if fonts else ""
    stamp = imprint.made_at.strftime("D:%Y%m%d%H%M%S%z")
    moment = f"{stamp[:-2]}'{stamp[-2:]}'" if imprint.made_at.utcoffset() else f"{stamp[:-5]}Z"
    told = (
        ("/Title", imprint.title),
        ("/Subject", imprint.subject),
        ("/Keywords", "；".join(filter(None, (set_in, imprint.keywords)))),
        ("/Creator", PROGRAM),
        ("/Producer", PROGRAM),
        ("/CreationDate", moment),
        ("/ModDate", moment),
    )
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({key: String(value) for key, value in told if value})
    )

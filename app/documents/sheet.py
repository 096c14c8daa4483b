"""Pages being drawn: text in our fonts, rules, shapes; and the PDF they become.

pikepdf writes the file, so that it is put together once and made PDF/A in the same pass. Each font
goes in as one composite font with two-byte codes, one code for one character: text is copied and
searched exactly, beyond the BMP too, and no font is cut into pieces of 256 characters.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from app.documents.font_file import FontFile
from app.documents.fonts import FontChain
from app.documents.line_breaking import Line

PDF_VERSION = "1.7"
CENTRE = 0.38  # of the size: the middle of a Chinese square above its baseline
PROGRAM = "谈心簿"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a document says of itself; made_at is aware and given, so that bytes repeat."""

    title: str
    subject: str
    made_at: datetime
    keywords: str = ""


@dataclass(slots=True)
class _FontInUse:
    name: str
    codes: dict[str, int] = field(default_factory=dict)
    glyphs: list[int] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def code(self, character: str, glyph: int, width: float) -> int:
        known = self.codes.get(character)
        if known is None:
            known = self.codes[character] = len(self.codes) + 1
            self.glyphs.append(glyph)
            self.widths.append(width)
        return known


class Sheet:
    """A document in the making; all measures in points, y upward from the foot of the page."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.size = size
        self._pages: list[list[str]] = []
        self._ops: list[str] = []
        self._fonts: dict[FontFile, _FontInUse] = {}
        self._marks: dict[int, dict[str, tuple[str, str, float]]] = {}
        self._stamps: dict[str, str] = {}

    def begin_page(self) -> None:
        """Start the next page."""
        self._ops = []
        self._pages.append(self._ops)

    def put(self, operators: str) -> None:
        """Draw by PDF operators."""
        self._ops.append(operators)

    def rule(self, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
        """Draw a straight line."""
        self.put(f"{width:g} w {start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l S")

    def stamp(self, name: str, operators: str) -> None:
        """Draw what is the same on every page; it goes into the file once."""
        self._stamps[name] = operators
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
        self._ops.append(" ".join(out).replace("><", ""))

    def write_words(
        self, text: str, chain: FontChain, size: float, at: tuple[float, float], align: float = 0
    ) -> None:
        """Set words on one line, unspread; align 0 begins at the point, 1 ends there."""
        places, pen = list[float](), 0.0
        for character in text:
            places.append(pen)
            pen += chain.width(character) * size
        line = Line(text, tuple(places), pen, 0.0, is_last=True)
        self.write(line, chain, size, (at[0] - align * pen, at[1]))

    def pdf(self, imprint: Imprint) -> Pdf:
        """The document, its fonts cut down to what is used."""
        pdf = pikepdf.new()
        resources = Dictionary(
            Font=Dictionary({f"/{use.name}": _embed(pdf, f, use) for f, use in self._used()}),
            XObject=Dictionary({f"/{n}": _form(pdf, self.size, o) for n, o in self._drawn_once()}),
        )
        shared = pdf.make_indirect(resources)
        for operators in self._pages:
            content = pdf.make_stream(" \n".join(operators).encode("ascii"))
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, *(round(side, 3) for side in self.size)]),
                Resources=shared,
                Contents=content,
            )
            pdf.pages.append(pikepdf.Page(page))
        pdf.Root.Lang = String("zh-CN")
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        _describe(pdf, imprint)
        return pdf

    def fonts_used(self) -> tuple[str, ...]:
        """The names of the fonts used so far, in order of first use."""
        return tuple(font.name for font in self._fonts)

    def _used(self) -> list[tuple[FontFile, _FontInUse]]:
        return list(self._fonts.items())

    def _drawn_once(self) -> list[tuple[str, str]]:
        return sorted(self._stamps.items())

    def _mark(
        self, marks: dict[str, tuple[str, str, float]], chain: FontChain, character: str
    ) -> tuple[str, str, float]:
        glyph = chain.glyph(character)
        use = self._fonts.get(glyph.font)
        if use is None:
            use = self._fonts[glyph.font] = _FontInUse(f"F{len(self._fonts) + 1}")
        code = use.code(character, glyph.number, glyph.width)
        found = marks[character] = (use.name, f"<{code:04X}>", glyph.width)
        return found


def _form(pdf: Pdf, size: tuple[float, float], operators: str) -> pikepdf.Object:
    return pdf.make_indirect(
        pdf.make_stream(
            operators.encode("ascii"),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, *(round(side, 3) for side in size)]),
        )
    )


def _embed(pdf: Pdf, font: FontFile, use: _FontInUse) -> pikepdf.Object:
    content = font.subset(use.glyphs)
    text = "".join(use.codes)
    base = Name(f"/{_tag(font.name + text)}+{font.name}")
    per_unit = 1000 / font.units
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=4,
        FontBBox=Array([round(side * per_unit) for side in font.box]),
        ItalicAngle=0,
        Ascent=round(font.ascent * per_unit),
        Descent=round(font.descent * per_unit),
        CapHeight=round(font.ascent * per_unit),
        StemV=80,
        FontFile2=pdf.make_stream(content, Length1=len(content)),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=Array([1, Array([round(width * 1000, 2) for width in use.widths])]),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(text)),
        )
    )


def _tag(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_unicode(text: str) -> bytes:
    rows = [
        f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(text, 1)
    ]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        some = rows[start : start + 100]
        parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    parts += ["endcmap CMapName currentdict /CMap defineresource pop end end"]
    return "\n".join(parts).encode("ascii")


def _describe(pdf: Pdf, imprint: Imprint) -> None:
    stamp = imprint.made_at.strftime("D:%Y%m%d%H%M%S%z")
    moment = f"{stamp[:-2]}'{stamp[-2:]}'" if imprint.made_at.utcoffset() else f"{stamp[:-5]}Z"
    for key, value in (
        ("/Title", imprint.title),
        ("/Subject", imprint.subject),
        ("/Keywords", imprint.keywords),
        ("/Creator", PROGRAM),
        ("/Producer", PROGRAM),
        ("/CreationDate", moment),
        ("/ModDate", moment),
    ):
        if value:
            pdf.docinfo[key] = String(value)

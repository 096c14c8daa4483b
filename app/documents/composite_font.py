"""A carried font inside a document: one composite font with one code for one character.

reportlab's own TrueType embedding cuts a font into pieces of 256 characters, writes wrong widths
where the em is not 1000 units and breaks the text of characters beyond the BMP when it is copied
out. So the font brings its own objects.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from app.documents.font_file import FontFile

CODES_A_BLOCK = 100  # the most that one block of a character map may hold


@dataclass(slots=True)
class CompositeFont:
    """The characters of one font that a document has used so far, in order of first use."""

    file: FontFile
    name: str
    codes: dict[str, int] = field(default_factory=dict)
    glyphs: list[int] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def code(self, character: str, glyph: int, width: float) -> int:
        """The code that stands for the character in this document; width in ems."""
        known = self.codes.get(character)
        if known is None:
            known = self.codes[character] = len(self.codes) + 1
            self.glyphs.append(glyph)
            self.widths.append(width)
        return known

    def embed(self, document: pdfdoc.PDFDocument) -> None:
        """Put the font, cut to what was used, into the finished document."""
        text = "".join(self.codes)
        base = PDFName(f"{_tag(self.file.name + text)}+{self.file.name}")
        descriptor = document.Reference(PDFDictionary(self._descriptor(base)))
        widths = " ".join(f"{width * 1000:g}" for width in self.widths)
        descendant = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType2"),
            "BaseFont": base,
            "CIDSystemInfo": PDFDictionary(
                {
                    "Registry": PDFString("Adobe"),
                    "Ordering": PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "CIDToGIDMap": PDFName("Identity"),
            "FontDescriptor": descriptor,
            "DW": 1000,
            "W": f"[1 [{widths}]]",
        }
        font = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": base,
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArray([document.Reference(PDFDictionary(descendant))]),
            "ToUnicode": _stream(document, _to_unicode(text)),
        }
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        fonts[self.name] = document.Reference(PDFDictionary(font))

    def _descriptor(self, base: object) -> dict[str, object]:
        content = self.file.cut(self.glyphs)
        per_unit = 1000 / self.file.units
        return {
            "Type": PDFName("FontDescriptor"),
            "FontName": base,
            "Flags": 4,
            "FontBBox": PDFArray([round(side * per_unit) for side in self.file.box]),
            "ItalicAngle": 0,
            "Ascent": round(self.file.ascent * per_unit),
            "Descent": round(self.file.descent * per_unit),
            "CapHeight": round(self.file.ascent * per_unit),
            "StemV": 80,
            "FontFile2": PDFStream(PDFDictionary({"Length1": len(content)}), content, []),
        }


def _stream(document: pdfdoc.PDFDocument, content: bytes) -> object:
    return document.Reference(PDFStream(None, content, []))


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
    for start in range(0, len(rows), CODES_A_BLOCK):
        some = rows[start : start + CODES_A_BLOCK]
        parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    parts += ["endcmap CMapName currentdict /CMap defineresource pop end end"]
    return "\n".join(parts).encode("ascii")

"""What a page says to those who cannot see it: headings, paragraphs, tables, in reading order.

Structure after ISO 32000-1, 14.7 and 14.8; what PDF/A-2a and PDF/UA-1 (ISO 14289-1) ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFObject

ARTIFACT = "/Artifact BMC"
SCOPE = "/A<</O/Table/Scope/{}>>"


class Tag(Enum):
    """What a piece of a document is, in the standard's words."""

    DOCUMENT = "Document"
    TITLE = "H1"
    HEADING = "H2"
    SECTION = "H3"
    SUBSECTION = "H4"
    PARAGRAPH = "P"
    TABLE = "Table"
    ROW = "TR"
    COLUMN_HEAD = "TH column"
    ROW_HEAD = "TH row"
    CELL = "TD"
    FIGURE = "Figure"
    LIST = "L"
    ITEM = "LI"
    LABEL = "Lbl"
    BODY = "LBody"


CELLS = frozenset({Tag.COLUMN_HEAD, Tag.ROW_HEAD, Tag.CELL})
_ATTRIBUTES = {Tag.COLUMN_HEAD: SCOPE.format("Column"), Tag.ROW_HEAD: SCOPE.format("Row")}


@dataclass(eq=False, slots=True)
class Element:
    """One element of the structure; marks are the places where it stands: page and number."""

    tag: Tag
    parent: Element | None
    extra: str = ""
    kids: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)


class Structure:
    """The elements of a document while it is drawn, and whose the stroke being drawn is."""

    def __init__(self) -> None:
        self._root = Element(Tag.DOCUMENT, None)
        self._stack: list[Element | None] = [self._root]
        self._known: dict[int, tuple[Element, object]] = {}
        self._owners: list[list[Element]] = []
        self._open: Element | None = None
        self._is_open = False

    def begin_page(self) -> None:
        """Count the marks of the next page from 0."""
        self._owners.append([])

    def enter(self, tag: Tag, mark: object, extra: str = "") -> None:
        """What follows belongs to the element known by that mark; it is made when it is new."""
        parent = self._stack[-1]
        if parent is None or (tag is Tag.PARAGRAPH and parent.tag in CELLS):
            self._stack.append(parent)
            return
        known = self._known.get(id(mark))
        if known is None:
            element = Element(tag, parent, extra or _ATTRIBUTES.get(tag, ""))
            parent.kids.append(element)
            # the mark is kept, so that no other object comes to its number
            known = self._known[id(mark)] = (element, mark)
        self._stack.append(known[0])

    def enter_ornament(self) -> None:
        """What follows is no content: rules, page numbers, a head that is repeated."""
        self._stack.append(None)

    def leave(self) -> None:
        """Go back to the element around."""
        self._stack.pop()

    def knows(self, mark: object) -> bool:
        """Whether the element with that mark has been met."""
        return id(mark) in self._known

    def turn(self, is_text: bool) -> str:
        """The operators that must stand before the next stroke, so that it is its element's."""
        owner = self._stack[-1]
        if owner is self._root or (not is_text and owner and owner.tag is not Tag.FIGURE):
            owner = None
        if self._is_open and owner is self._open:
            return ""
        closing = self.close_page()
        self._open, self._is_open = owner, True
        if owner is None:
            return closing + ARTIFACT
        owners = self._owners[-1]
        owner.marks.append((len(self._owners) - 1, len(owners)))
        owners.append(owner)
        return f"{closing}/{owner.tag.value.split()[0]} <</MCID {len(owners) - 1}>> BDC"

    def close_page(self) -> str:
        """The operator that ends what is open, if anything is."""
        was_open, self._is_open = self._is_open, False
        return "EMC " if was_open else ""

    def embed(self, document: PDFDocument, pages: Sequence[PDFObject]) -> None:
        """Put the tree into the finished document; pages are those drawn, in their order."""
        at = [_number(document, page) for page in pages]
        root = _Text()
        numbers: dict[Element, str] = {}
        texts: list[tuple[Element, _Text]] = []
        for element in _walked(self._root):
            text = _Text()
            texts.append((element, text))
            numbers[element] = _number(document, text)
        above = _number(document, root)
        for element, text in texts:
            parent = numbers[element.parent] if element.parent else above
            text.content = _written(element, parent, numbers, at)
        nums = "".join(
            f"{page}[{' '.join(numbers[owner] for owner in owners)}]"
            for page, owners in enumerate(self._owners)
        )
        root.content = (
            f"<</Type/StructTreeRoot/K {numbers[self._root]}"
            f"/ParentTree<</Nums[{nums}]>>/ParentTreeNextKey {len(pages)}>>"
        )
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def spoken(text: str, box: tuple[float, float, float, float]) -> str:
    """What a figure says in words, and where it stands on its page."""
    words = text.encode("utf-16-be").hex().upper()
    corners = " ".join(f"{side:.2f}" for side in box)
    return f"/Alt<FEFF{words}>/A<</O/Layout/BBox[{corners}]/Placement/Block>>"


class _Text(PDFObject):  # type: ignore[misc]  # it has no types
    """An object of the file whose text is found once all numbers are known."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.content = ""

    def format(self, _: PDFDocument) -> bytes:
        return self.content.encode("ascii")


def _number(document: PDFDocument, thing: PDFObject) -> str:
    written: bytes = document.Reference(thing).format(document)
    return written.decode("ascii")


def _walked(element: Element) -> list[Element]:
    found = [element]
    for kid in element.kids:
        found += _walked(kid)
    return found


def _written(element: Element, parent: str, numbers: dict[Element, str], pages: list[str]) -> str:
    first = element.marks[0][0] if element.marks else 0
    kids = [
        str(number) if page == first else f"<</Type/MCR/Pg {pages[page]}/MCID {number}>>"
        for page, number in element.marks
    ]
    kids += [numbers[kid] for kid in element.kids]
    where = f"/Pg {pages[first]}" if element.marks else ""
    name = element.tag.value.split()[0]
    return f"<</Type/StructElem/S/{name}/P {parent}{where}/K[{' '.join(kids)}]{element.extra}>>"

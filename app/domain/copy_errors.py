"""How taking, printing, giving back and recognising a copy can be refused."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import DocumentError, RefusedError, SurroundingsError


@dataclass(eq=False)
class CopyGoneError(RefusedError):
    """The copy was destroyed before: its entry in the register is closed."""

    number: int


@dataclass(eq=False)
class CopyNumberTakenError(RefusedError):
    """Somebody took this 份号 meanwhile."""

    number: int


@dataclass(eq=False)
class CopyUnreadableError(DocumentError):
    """The document cannot be taken apart to be marked as a copy."""

    title: str


@dataclass(eq=False)
class PrinterNotReadyError(SurroundingsError):
    """The printer says that it cannot print: hindrance is one of app.domain.printing.Hindrance."""

    printer: str
    hindrance: str


@dataclass(eq=False)
class PrinterWaitsError(SurroundingsError):
    """The printer has the pages and cannot go on: hindrance says what it waits for."""

    printer: str
    hindrance: str


@dataclass(eq=False)
class PrintBrokenOffError(SurroundingsError):
    """The printer took so many pages and then no more; pages is how many there were to be."""

    printed: int
    pages: int


@dataclass(eq=False)
class ScanOfOtherRecordError(RefusedError):
    """A page of the scan belongs to another document: page counts from 1, number is that one's."""

    page: int
    number: str
    wanted: str


@dataclass(eq=False)
class ScanOfOtherTextError(RefusedError):
    """A page of the scan has the right number, and was printed from another version of the text."""

    page: int
    number: str


@dataclass(eq=False)
class ScanOrderError(RefusedError):
    """The pages of the scan do not stand in their order: at that place stands that page."""

    place: int
    page: int


@dataclass(eq=False)
class ScanPageTwiceError(RefusedError):
    """A page stands twice in the scan, and another is missing."""

    page: int
    missing: int

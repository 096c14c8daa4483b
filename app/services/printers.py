"""What the window needs to know before it prints: the pages one by one, and the printer's state."""

from __future__ import annotations

from app.domain.page_picture import PagePicture
from app.domain.printing import Hindrance
from app.system import printers


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    # starts faster
    from app.documents import pictures

    return pictures.page_count(pdf)


def page_picture(pdf: bytes, page: int, dpi: int) -> PagePicture:
    """One page of a PDF of ours, counted from 0, as a picture; may be called on any lane."""
    # starts faster
    from app.documents import pictures

    return pictures.picture(pdf, page, dpi)


def stay_on_this_machine() -> None:
    """Have no printer be looked for over a network; to be called before Qt is asked for any."""
    printers.stay_on_this_machine()


def hindrance_of(printer: str) -> Hindrance | None:
    """What keeps that printer from printing now, if it says so; asked of the machine alone."""
    return printers.hindrance_of(printer)

"""How choosing fonts of this machine can fail."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import DocumentError, RefusedError


@dataclass(eq=False)
class FontGoneError(DocumentError):
    """The font chosen for documents is no longer on this machine, or is another edition.

    role is the word for what it was chosen for, such as 仿宋.
    """

    name: str
    role: str


@dataclass(eq=False)
class FontUnusableError(RefusedError):
    """The font may not be put into documents, or cannot be; fault is the value of a FontFault."""

    name: str
    fault: str

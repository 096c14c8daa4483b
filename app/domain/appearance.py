"""What the machine's user asked of every program for the sake of the eyes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Appearance:
    """Wishes for the whole desktop; None where the machine says nothing of it.

    wants_stillness: nothing on the screen is to move by itself.
    """

    is_dark: bool | None = None
    wants_contrast: bool | None = None
    wants_stillness: bool | None = None

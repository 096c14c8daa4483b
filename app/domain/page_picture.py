"""A page as a picture, for the screen and the printer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as rows of red, green, blue bytes, stride bytes to a row."""

    width: int
    height: int
    stride: int
    rgb: bytes

"""Positions in a text as Qt counts them: a rare character takes two of its units."""

from __future__ import annotations


def units(text: str) -> int:
    """How many units of UTF-16 the text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

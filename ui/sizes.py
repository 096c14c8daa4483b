"""Sizes of files as people say them."""

from __future__ import annotations


def size_text(count: int) -> str:
    """A number of bytes as people say it."""
    for limit, unit in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")):
        if count >= limit:
            return f"{count / limit:.1f} {unit}"
    return f"{count} 字节"

"""What can be refused about receipts and about waiting for them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError


@dataclass(eq=False)
class OverdueDaysError(RefusedError):
    """The days after which an answer is overdue are outside what makes sense."""

    found: int
    longest: int

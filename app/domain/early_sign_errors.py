"""What can be refused about the rules of early signs."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError


@dataclass(eq=False)
class SignLimitError(RefusedError):
    """A number of a rule is out of bounds: field is "count" or "months"."""

    kind: str
    field: str
    found: int
    lowest: int
    highest: int

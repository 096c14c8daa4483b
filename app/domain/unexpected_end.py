"""An earlier run of the program that did not take its leave while a vault was open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class UnexpectedEnd:
    """report is where it is written down, without content; is_failure: the program itself failed.

    Otherwise nobody knows why it ended: the power went, or it was ended from outside.
    """

    report: Path
    is_failure: bool

"""What the machine's user asked of every program for the sake of the eyes."""

from __future__ import annotations

from app.domain.appearance import Appearance
from app.system import appearance


def appearance_of_machine() -> Appearance:
    """What the system tells at once; what it does not tell is None."""
    return appearance.appearance_of_machine()

"""What this machine can be asked about its looks, without waiting for anybody."""

from __future__ import annotations

import sys

from app.domain.appearance import Appearance
from app.system import appearance_windows


def appearance_of_machine() -> Appearance:
    """What the system tells at once; Linux desktops tell it on the user's bus instead."""
    if sys.platform == "win32":
        return appearance_windows.appearance_of_windows()
    return Appearance()

"""A message in three parts; without Qt, so that the terminal can say it too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """NOTE tells, REFUSED says no, PROVEN is kept for what was checked."""

    NOTE = "note"
    REFUSED = "brick"
    PROVEN = "green"


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what is safe, what to do.

    act names something the window itself can do about it; the message bar offers it as a button.
    """

    what: str
    safe: str = ""
    remedy: str = ""
    tone: Tone = Tone.REFUSED
    act: str = ""

    def text(self) -> str:
        """All of it as one paragraph."""
        parts = filter(None, (self.what, self.safe, self.remedy))
        return "".join(part if part.endswith(("。", "？", "！")) else f"{part}。" for part in parts)

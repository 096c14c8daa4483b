"""What the program finds out about itself and this machine: part by part, good, doubtful or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """OK: as it should be. CAUTION: one can work, and something is to be seen to. FAULT: not so."""

    OK = "ok"
    CAUTION = "caution"
    FAULT = "fault"


class ProbedPart(Enum):
    """What is looked at, in the order it is shown."""

    AES = "aes"
    SHA2 = "sha2"
    ARGON2 = "argon2"
    HKDF = "hkdf"
    ED25519 = "ed25519"
    X25519 = "x25519"
    DATABASE = "database"
    FONTS = "fonts"
    VALIDATORS = "validators"
    PAGES = "pages"
    KEY_STORE = "key_store"
    PRINTER = "printer"
    INPUT = "input"
    FOLDER = "folder"
    ROOM = "room"
    DISK = "disk"
    CLOCK = "clock"
    MEMORY = "memory"
    SCREEN = "screen"


class ProbeReason(Enum):
    """What was found; each belongs to one grade, see GRADES."""

    AS_PUBLISHED = "as_published"
    DIFFERS = "differs"
    OPENED = "opened"
    NOT_OPENED = "not_opened"
    NOT_CLOSED = "not_closed"
    FONTS_WHOLE = "fonts_whole"
    FONT_MISSING = "font_missing"
    FONT_CHANGED = "font_changed"
    BOTH_CONTENT = "both_content"
    OBJECTED = "objected"
    DRAWN = "drawn"
    BLANK = "blank"
    KEEPS = "keeps"
    NO_STORE = "no_store"
    STORE_REFUSES = "store_refuses"
    STORE_FORGETS = "store_forgets"
    PRINTER_READY = "printer_ready"
    NO_PRINTER = "no_printer"
    PRINTER_HINDERED = "printer_hindered"
    NO_PRINT_SYSTEM = "no_print_system"
    INPUT_FOUND = "input_found"
    INPUT_OF_SYSTEM = "input_of_system"
    NO_INPUT = "no_input"
    WRITABLE = "writable"
    NOT_WRITABLE = "not_writable"
    FOLDER_GONE = "folder_gone"
    ROOM_ENOUGH = "room_enough"
    ROOM_LITTLE = "room_little"
    ROOM_NONE = "room_none"
    DISK_QUICK = "disk_quick"
    DISK_SLOW = "disk_slow"
    CLOCK_SANE = "clock_sane"
    CLOCK_BEFORE_BUILD = "clock_before_build"
    CLOCK_BEFORE_TRAIL = "clock_before_trail"
    CLOCK_FAR_AHEAD = "clock_far_ahead"
    OTHER_ZONE = "other_zone"
    MEMORY_CLOSED = "memory_closed"
    DUMPS_OPEN = "dumps_open"
    MEMORY_SWAPS = "memory_swaps"
    SCREEN_FITS = "screen_fits"
    SCREEN_SMALL = "screen_small"
    BROKEN = "broken"


_CAUTIONS = frozenset(
    {
        ProbeReason.STORE_REFUSES,
        ProbeReason.STORE_FORGETS,
        ProbeReason.NO_PRINTER,
        ProbeReason.PRINTER_HINDERED,
        ProbeReason.NO_PRINT_SYSTEM,
        ProbeReason.NO_INPUT,
        ProbeReason.ROOM_LITTLE,
        ProbeReason.DISK_SLOW,
        ProbeReason.CLOCK_FAR_AHEAD,
        ProbeReason.OTHER_ZONE,
        ProbeReason.DUMPS_OPEN,
        ProbeReason.MEMORY_SWAPS,
        ProbeReason.SCREEN_SMALL,
    }
)
_FAULTS = frozenset(
    {
        ProbeReason.DIFFERS,
        ProbeReason.NOT_OPENED,
        ProbeReason.NOT_CLOSED,
        ProbeReason.FONT_MISSING,
        ProbeReason.FONT_CHANGED,
        ProbeReason.OBJECTED,
        ProbeReason.BLANK,
        ProbeReason.NOT_WRITABLE,
        ProbeReason.FOLDER_GONE,
        ProbeReason.ROOM_NONE,
        ProbeReason.CLOCK_BEFORE_BUILD,
        ProbeReason.CLOCK_BEFORE_TRAIL,
        ProbeReason.BROKEN,
    }
)
GRADES = {
    reason: Grade.CAUTION if reason in _CAUTIONS else Grade.FAULT if reason in _FAULTS else Grade.OK
    for reason in ProbeReason
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one part; detail is a number or a name of a file or a rule, never a person.

    What detail holds is told by the sentence of the reason: see self_test_words.
    """

    part: ProbedPart
    reason: ProbeReason
    detail: str = ""

    @property
    def grade(self) -> Grade:
        """How that stands."""
        return GRADES[self.reason]


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """The screen in points of the program's own measure, and how many dots an inch has."""

    width: int
    height: int
    dpi: int


def worst(found: Iterable[Found]) -> Grade:
    """The gravest grade of them; OK when there are none."""
    grades = {one.grade for one in found}
    return next((one for one in (Grade.FAULT, Grade.CAUTION) if one in grades), Grade.OK)

"""The self-test: ciphers, fonts, documents, and what of this machine the program depends on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.input_standing import InputWay
from app.domain.progress import CancelledError, Progress
from app.domain.self_test import Found, ProbedPart, ProbeReason, ScreenFacts
from app.services import self_test_ciphers, self_test_machine
from app.services.door import Devices
from app.system.clock import Clock

RELEASED = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock of an honest machine shows an earlier time; raised when a version comes out."""

_FAR = timedelta(days=3653)
_AT_HOME = timedelta(hours=8)
_WHOLE_PAGE = (1366, 720)
_KNOWN = Path(__file__).resolve().parents[2] / "resources" / "selftest" / "known.db"


@dataclass(frozen=True, slots=True)
class Around:
    """What the one who asks knows: where the vault stands, its last entry, the screen."""

    folder: Path
    last_entry_at: datetime | None = None
    screen: ScreenFacts | None = None


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Looks at each part in turn; nothing of it needs an open vault."""

    clock: Clock
    devices: Devices

    def run(self, around: Around, progress: Progress) -> tuple[Found, ...]:
        """Look at everything; takes a few seconds. What cannot be looked at is told as broken.

        The machine's key store may ask its user to open it. Raises CancelledError.
        """
        looks = tuple(self._looks(around))
        found: list[Found] = []
        for number, (part, look) in enumerate(looks):
            progress.step(number, len(looks))
            if (one := _guarded(part, look)) is not None:
                found.append(one)
        progress.step(len(looks), len(looks))
        return tuple(found)

    def _looks(self, around: Around) -> Iterator[tuple[ProbedPart, Callable[[], Found | None]]]:
        for part in self_test_ciphers.CIPHERS:
            yield part, partial(self_test_ciphers.known_answers, part)
        yield ProbedPart.DATABASE, _database
        yield ProbedPart.FONTS, _fonts
        papers = _Papers(self.clock.local(self.clock.now()))
        yield ProbedPart.VALIDATORS, papers.validators
        yield ProbedPart.PAGES, papers.pages
        yield ProbedPart.KEY_STORE, partial(self_test_machine.key_store, self.devices)
        yield ProbedPart.PRINTER, self_test_machine.printer
        yield ProbedPart.INPUT, _input
        yield ProbedPart.FOLDER, partial(self_test_machine.folder, around.folder)
        yield ProbedPart.ROOM, partial(self_test_machine.room, around.folder)
        yield ProbedPart.DISK, partial(self_test_machine.disk, around.folder)
        yield ProbedPart.CLOCK, partial(self._clock, around.last_entry_at)
        yield ProbedPart.MEMORY, self_test_machine.memory
        yield ProbedPart.SCREEN, partial(_screen, around.screen)

    def _clock(self, last_entry_at: datetime | None) -> Found:
        now = self.clock.now()
        local = self.clock.local(now)
        day = f"{local:%Y-%m-%d}"
        if now < RELEASED:
            return Found(ProbedPart.CLOCK, ProbeReason.CLOCK_BEFORE_BUILD, day)
        if last_entry_at is not None and now < last_entry_at:
            return Found(
                ProbedPart.CLOCK, ProbeReason.CLOCK_BEFORE_TRAIL, f"{local:%Y-%m-%d %H:%M}"
            )
        if now > RELEASED + _FAR:
            return Found(ProbedPart.CLOCK, ProbeReason.CLOCK_FAR_AHEAD, day)
        if local.utcoffset() != _AT_HOME:
            return Found(ProbedPart.CLOCK, ProbeReason.OTHER_ZONE, f"UTC{local:%z}")
        return Found(ProbedPart.CLOCK, ProbeReason.CLOCK_SANE)


class _Papers:
    """Two pages, made once: judged by the validators, then drawn."""

    def __init__(self, made_at: datetime) -> None:
        self._made_at = made_at
        self._pdf = b""

    def validators(self) -> Found:
        """Whether both are content with what is made here."""
        # starts faster: the fonts and the PDF libraries are needed for documents alone
        from app.documents.trial_page import trial_page
        from app.domain.errors import ArchiveRuleError

        try:
            self._pdf = trial_page("", self._made_at)  # asks both before it gives anything out
        except ArchiveRuleError as error:
            return Found(ProbedPart.VALIDATORS, ProbeReason.OBJECTED, error.rule)
        return Found(ProbedPart.VALIDATORS, ProbeReason.BOTH_CONTENT)

    def pages(self) -> Found | None:
        """Whether they can be drawn; None when there are none."""
        # starts faster, as above
        from app.documents import pictures

        if not self._pdf:
            return None
        drawn = pictures.picture(self._pdf, 0, 36)
        is_blank = len(set(drawn.rgb)) < 2
        return Found(ProbedPart.PAGES, ProbeReason.BLANK if is_blank else ProbeReason.DRAWN)


def _guarded(part: ProbedPart, look: Callable[[], Found | None]) -> Found | None:
    try:
        return look()
    except CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 — what cannot be looked at is what a self-test is for
        return Found(part, ProbeReason.BROKEN, type(error).__name__)


def _database() -> Found:
    # starts faster: the database is wanted once a vault is opened
    from app.store import known_file

    if not known_file.is_closed(_KNOWN):
        return Found(ProbedPart.DATABASE, ProbeReason.NOT_CLOSED)
    if not known_file.reads_right(_KNOWN):
        return Found(ProbedPart.DATABASE, ProbeReason.NOT_OPENED, "known")
    with TemporaryDirectory(prefix="tanxinbu-") as name:
        is_sealed = known_file.seals_anew(Path(name))
    if not is_sealed:
        return Found(ProbedPart.DATABASE, ProbeReason.NOT_OPENED, "made")
    return Found(ProbedPart.DATABASE, ProbeReason.OPENED)


def _fonts() -> Found:
    # starts faster: as above
    from app.documents import known_fonts

    if missing := known_fonts.missing():
        return Found(ProbedPart.FONTS, ProbeReason.FONT_MISSING, "、".join(missing))
    if changed := known_fonts.changed():
        return Found(ProbedPart.FONTS, ProbeReason.FONT_CHANGED, "、".join(changed))
    return Found(ProbedPart.FONTS, ProbeReason.FONTS_WHOLE, str(len(known_fonts.known_digests())))


def _input() -> Found | None:
    # starts faster: the window asks it anyhow, the terminal only here
    from app.services.input_methods import HERE
    from app.system.input_methods import has_screen

    if not has_screen(os.environ):
        return None
    standing = HERE.look()
    if standing.way is InputWay.SYSTEM:
        return Found(ProbedPart.INPUT, ProbeReason.INPUT_OF_SYSTEM)
    if not standing.is_found:
        return Found(ProbedPart.INPUT, ProbeReason.NO_INPUT)
    return Found(
        ProbedPart.INPUT, ProbeReason.INPUT_FOUND, standing.framework or standing.way.value
    )


def _screen(screen: ScreenFacts | None) -> Found | None:
    if screen is None:
        return None
    told = f"{screen.width}×{screen.height}，每英寸 {screen.dpi} 点"
    is_small = screen.width < _WHOLE_PAGE[0] or screen.height < _WHOLE_PAGE[1]
    return Found(
        ProbedPart.SCREEN, ProbeReason.SCREEN_SMALL if is_small else ProbeReason.SCREEN_FITS, told
    )

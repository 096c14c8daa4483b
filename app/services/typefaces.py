"""公文字体: which fonts of this machine documents are set in, chosen by the office."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.domain.canonical import canonical, digest_of
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.typeface_errors import FontUnusableError
from app.domain.typefaces import (
    CARRIED,
    USUAL_NAMES,
    FontProfile,
    FontRole,
    InstalledFont,
    Typeface,
)
from app.services.trail import Trail
from app.store import settings
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.installed_fonts import font_files, font_folders

SETTING = "documents.fonts"
_STEP = 20  # files between two words to whoever waits


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The commands and queries about the fonts of documents; folders are where fonts are looked
    for, those of this machine unless others are given.
    """

    vault: Vault
    trail: Trail
    folders: tuple[Path, ...] = ()

    def chosen(self) -> FontProfile:
        """What was chosen; nothing: the fonts that the program carries."""
        with self.vault.reading() as connection:
            return read_profile(connection)

    def gone(self) -> tuple[tuple[FontRole, Typeface], ...]:
        """Which of the chosen fonts are not on this machine any more."""
        # starts faster: the fonts are opened for documents alone
        from app.documents.fonts import is_there

        return tuple((role, face) for role, face in self.chosen().chosen if not is_there(face))

    def offered(self, progress: Progress) -> tuple[InstalledFont, ...]:
        """Fonts of this machine that are usual in official documents, by role, best first.

        Those that cannot be used are told with their reason. Touches no vault: it may be asked
        from any lane. Raises CancelledError.
        """
        # starts faster: the fonts are opened for documents alone
        from app.documents.font_names import described

        found: list[InstalledFont] = []
        files = list(font_files(self.folders or font_folders()))
        for number, path in enumerate(files):
            if number % _STEP == 0:
                progress.step(number, len(files))
            for font in described(path):
                found += [
                    InstalledFont(role, font.face, font.fault)
                    for role, names in USUAL_NAMES.items()
                    if font.names.intersection(names)
                ]
        progress.step(len(files), len(files))
        return tuple(sorted(found, key=_rank))

    def choose(self, profile: FontProfile) -> Changes:
        """Have documents set in those fonts from now on; finished ones stay as they are.

        Raises FontUnusableError naming the font, RoleRefusedError.
        """
        # starts faster: the fonts are opened for documents alone
        from app.documents.fonts import fault_in

        for _, face in profile.chosen:
            fault = fault_in(face)
            if fault is not None:
                raise FontUnusableError(face.name, fault.value)
        with self.vault.transaction() as connection:
            text = _written(profile)
            settings.keep(connection, SETTING, text)
            self.trail.write(connection, "office.fonts", content=digest_of(text))
        return Changes.SETTINGS

    def sample(self, profile: FontProfile) -> bytes:
        """A page set in those fonts, as a PDF, to be looked at before they are chosen.

        Raises FontGoneError, FontMissingError.
        """
        # starts faster: the fonts are opened for documents alone
        from app.documents.font_sample import font_sample

        with fonts_of(profile):
            return font_sample(self.trail.clock.local(self.trail.clock.now()))


def read_profile(connection: Connection) -> FontProfile:
    """The chosen fonts, inside a transaction of the caller's."""
    kept = settings.get(connection, SETTING)
    return _read(kept) if kept else CARRIED


@contextmanager
def fonts_of(profile: FontProfile) -> Iterator[None]:
    """Have what is set in this block, on this thread, set in those fonts.

    Raises FontGoneError when one of them is not on this machine any more, FontMissingError.
    """
    # starts faster: the fonts are opened for documents alone
    from app.documents.fonts import set_in

    with set_in(profile):
        yield


def _rank(font: InstalledFont) -> tuple[int, bool, int, str]:
    names = USUAL_NAMES[font.role]
    usual = [place for place, name in enumerate(names) if name in (font.face.name,)]
    return (
        tuple(FontRole).index(font.role),
        font.fault is not None,
        usual[0] if usual else len(names),
        font.face.said,
    )


def _written(profile: FontProfile) -> str:
    plain = {role.name: asdict(face) for role, face in profile.chosen}
    return canonical(plain).decode()


def _read(kept: str) -> FontProfile:
    plain: dict[str, dict[str, Any]] = json.loads(kept)
    return FontProfile(
        tuple((role, Typeface(**plain[role.name])) for role in FontRole if role.name in plain)
    )

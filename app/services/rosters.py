"""Taking persons in from rosters and appointment forms: first a preview, then the user's word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.intake.lrmx import read_lrmx
from app.documents.intake.roster import read_roster
from app.documents.intake.roster_template import roster_template
from app.domain.changes import Changes
from app.domain.errors import (
    FileUnreadableError,
    ImportHasFaultsError,
    InputError,
    RowsUndecidedError,
    WrongFileKindError,
)
from app.domain.roster import (
    Choice,
    Decision,
    IntakeOptions,
    RefusedFile,
    RosterEntry,
    RosterPreview,
    Standing,
)
from app.services.roster_matching import Matcher
from app.services.roster_taking import RosterWriter
from app.services.trail import Trail
from app.store import people
from app.store.vault import Vault

MOST_FILES = 2_000
_ROSTERS = frozenset({".xlsx", ".xlsm"})
_FORMS = frozenset({".lrmx"})
_WANTED = "XLSX、LRMX"
_BY_ITSELF = {
    Standing.NEW: Decision(Choice.ADD),
    Standing.SAME: Decision(Choice.SKIP),
    Standing.FAULTY: Decision(Choice.SKIP),
}


@dataclass(frozen=True, slots=True)
class Rosters:
    """Reads files that name persons, and takes them into the register once the user agreed."""

    vault: Vault
    trail: Trail

    def read(self, paths: Sequence[Path], options: IntakeOptions | None = None) -> RosterPreview:
        """What the files, and the files in the folders, say; nothing is written.

        One file that cannot be read is refused with its error; of several it is named in the
        preview. Raises FileUnreadableError, FileTooLargeError, WrongFileKindError,
        HeadingMissingError, FormDamagedError.
        """
        files = _files(paths)
        with self.vault.reading() as connection:
            known = frozenset(unit.name for unit in people.units(connection))
        entries: list[RosterEntry] = []
        refused: list[RefusedFile] = []
        for path in files:
            try:
                entries += _entries(path, options or IntakeOptions(), known)
            except InputError as error:
                if len(files) == 1:
                    raise
                refused.append(RefusedFile(path.name, error))
        with self.vault.reading() as connection:
            matcher = Matcher(connection)
            for entry in entries:
                matcher.add(entry)
        return RosterPreview(tuple(matcher.rows), tuple(refused))

    def take(self, preview: RosterPreview, decisions: Mapping[int, Decision]) -> Changes:
        """Write the preview as it was decided: all of it, or nothing.

        New persons are added and known ones left alone without a decision; every other row needs
        one. Raises ImportHasFaultsError, RowsUndecidedError.
        """
        if faulty := preview.faulty(decisions):
            raise ImportHasFaultsError(len(faulty))
        if undecided := preview.undecided(decisions):
            raise RowsUndecidedError(len(undecided))
        today = self.trail.clock.local(self.trail.clock.now()).date()
        with self.vault.transaction() as connection:
            writer = RosterWriter(connection, self.trail, today)
            for row in preview.rows:
                decided = decisions.get(row.number) or _BY_ITSELF[row.standing]
                writer.take(row, decided)
            if writer.made:
                self.trail.write(connection, "roster.take", str(len(writer.made)))
        return Changes.PEOPLE if writer.made else Changes.NONE

    def template(self) -> bytes:
        """An empty roster in XLSX, with headings and one example that is never taken in."""
        return roster_template()


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files meant: a folder stands for the rosters and forms in it."""
    files: list[Path] = []
    for path in paths:
        files += _in_folder(path) if path.is_dir() else [path]
    if not files:
        raise WrongFileKindError(paths[0].name if paths else "", _WANTED)
    return files[:MOST_FILES]


def _in_folder(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise FileUnreadableError(folder.name) from error
    # ~$ begins the lock file a spreadsheet program leaves beside an open workbook
    return [
        path
        for path in found
        if path.suffix.lower() in _ROSTERS | _FORMS and not path.name.startswith(("~$", "."))
    ]


def _entries(
    path: Path, options: IntakeOptions, known_units: Collection[str]
) -> tuple[RosterEntry, ...]:
    kind = path.suffix.lower()
    if kind in _FORMS:
        return (read_lrmx(path, options, known_units),)
    if kind in _ROSTERS:
        return read_roster(path, known_units)
    raise WrongFileKindError(path.name, _WANTED)

"""How carrying a year's papers out of the vault can fail."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError, SurroundingsError


@dataclass(eq=False)
class ExportEmptyError(RefusedError):
    """No minutes of that year can go out: none there are is at the step that is wanted."""

    year: int


@dataclass(eq=False)
class ExportInsideVaultError(RefusedError):
    """The folder lies in that of the vault, where nothing may stand in clear."""

    folder: str


@dataclass(eq=False)
class ExportPlaceGoneError(SurroundingsError):
    """The folder, or the stick it is on, went away; done files of total stand there whole."""

    done: int
    total: int


@dataclass(eq=False)
class ExportPlaceFullError(SurroundingsError):
    """The place has too little room; done files stand there whole."""

    needed_bytes: int
    free_bytes: int
    done: int


@dataclass(eq=False)
class ExportPlaceReadOnlyError(SurroundingsError):
    """Nothing can be written in the folder."""

    folder: str

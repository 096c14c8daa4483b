"""What can be wrong with what is noted before a talk; errors carry facts, never a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InputError, RefusedError


class FactTextMissingError(InputError):
    """A fact without words."""


class FactOwnerMissingError(InputError):
    """A fact that is about nobody and no unit."""


@dataclass(eq=False)
class PetitionDetailError(RefusedError):
    """Of 信访 only the category and the matter are kept; found is what goes beyond them."""

    found: str


@dataclass(eq=False)
class FactTooLongError(InputError):
    """A fact of more characters than one fact has."""

    length: int
    longest: int


class FigureNameMissingError(InputError):
    """A figure without a name."""


@dataclass(eq=False)
class FigureYearError(InputError):
    """A year in which no figure can lie."""

    year: int


@dataclass(eq=False)
class FigureRankError(InputError):
    """A place that cannot be among so many; nought stands for a part that was not given."""

    place: int
    out_of: int


@dataclass(eq=False)
class PortraitTooLongError(InputError):
    """A part of a portrait that no page could hold."""

    length: int
    longest: int


@dataclass(eq=False)
class NoteTooLongError(InputError):
    """A private note longer than the vault keeps."""

    length: int
    longest: int

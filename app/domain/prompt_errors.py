"""Failures around prompt sets: what keeps a version from being kept, retired or read."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InputError, RefusedError


@dataclass(eq=False)
class SetNotWholeError(RefusedError):
    """The draft of a prompt set has faults; count says how many."""

    count: int


class SetUnchangedError(RefusedError):
    """The draft says the same as the set in force; a new version would be a copy."""


@dataclass(eq=False)
class LastPromptSetError(RefusedError):
    """The only prompt set in force cannot be retired."""

    version: int


@dataclass(eq=False)
class SetRetiredError(RefusedError):
    """The prompt set is retired already."""

    version: int


@dataclass(eq=False)
class PromptsMissingError(InputError):
    """No sheet of the workbook has a row of headings that prompts stand under."""

    file_name: str


@dataclass(eq=False)
class WorkbookLockedError(InputError):
    """The workbook opens only with a password."""

    file_name: str


@dataclass(eq=False)
class WorkbookOutdatedError(InputError):
    """The workbook is of the kind before XLSX (.xls, .et)."""

    file_name: str

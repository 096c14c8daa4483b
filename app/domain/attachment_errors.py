"""Every way an attachment can fail to be taken, shown or given out."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InputError, RefusedError, SurroundingsError

# ── what was brought cannot be taken ─────────────────────────────────────────────────────────────


@dataclass(eq=False)
class AttachmentEmptyError(InputError):
    """The file has no content."""

    file_name: str


@dataclass(eq=False)
class AttachmentFolderError(InputError):
    """What was brought is a folder, or no ordinary file."""

    file_name: str


@dataclass(eq=False)
class AttachmentKindError(InputError):
    """By its content the file is of no kind that is taken; found names a known one, or nothing."""

    file_name: str
    found: str = ""


@dataclass(eq=False)
class AttachmentTooLargeError(InputError):
    """The file is larger than its kind may be."""

    file_name: str
    size_bytes: int
    limit_bytes: int


@dataclass(eq=False)
class AttachmentBrokenError(InputError):
    """The file is of a known kind, and its pages or sounds cannot be read."""

    file_name: str


@dataclass(eq=False)
class AttachmentProtectedError(InputError):
    """The PDF opens with a password only: nobody could read it out of the vault later."""

    file_name: str


@dataclass(eq=False)
class AttachmentChangedError(InputError):
    """The file was being written while it was read."""

    file_name: str


class NothingToPasteError(InputError):
    """The clipboard holds neither files nor a picture."""


# ── the medium it came from ──────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class AttachmentVanishedError(SurroundingsError):
    """The file, or the stick it lies on, went away while it was read."""

    file_name: str
    read_bytes: int


# ── a rule says no ───────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class AttachmentTwiceError(RefusedError):
    """The very same file belongs to this talk already, under that title."""

    file_name: str
    title: str


@dataclass(eq=False)
class AttachmentStaysError(RefusedError):
    """Minutes, scans and amendments are neither renamed nor taken away here."""

    title: str


class AttachmentTitleError(RefusedError):
    """An attachment without a name could not be found again."""


@dataclass(eq=False)
class AttachmentGoneError(RefusedError):
    """Somebody took the attachment away meanwhile."""

    title: str

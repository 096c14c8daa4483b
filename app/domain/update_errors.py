"""Why an update is not taken, or the way back not gone; what runs stays whole in every case."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InputError, PackageError, RefusedError, SurroundingsError
from app.domain.release import InstallationKind


@dataclass(eq=False)
class UpdateElsewhereError(RefusedError):
    """This program does not exchange itself; kind tells how it stands here."""

    kind: InstallationKind


@dataclass(eq=False)
class NotAnUpdateError(InputError):
    """The file is no update file."""

    file_name: str


@dataclass(eq=False)
class UpdateCutError(InputError):
    """The file begins as an update file and ends too early."""

    file_name: str


@dataclass(eq=False)
class UpdateUnsignedError(PackageError):
    """The list of files bears no signature, or one that does not fit it."""

    file_name: str


@dataclass(eq=False)
class UpdateForeignKeyError(PackageError):
    """It was signed with another key than the program that runs; both by their key numbers."""

    found: str
    wanted: str


@dataclass(eq=False)
class UpdateAlteredError(PackageError):
    """A file in it is not what the signed list says."""

    file_name: str


@dataclass(eq=False)
class UpdateHostileError(PackageError):
    """The file is built as no honest one is: what names how.

    extra, lacking, twice, link, path, huge, locked, packed or manifest.
    """

    what: str


@dataclass(eq=False)
class UpdatePlatformError(InputError):
    """The release is for machines of another kind."""

    found: str
    wanted: str


@dataclass(eq=False)
class UpdateOlderError(RefusedError):
    """The release is older than what runs."""

    found: str
    current: str


@dataclass(eq=False)
class UpdateSameError(RefusedError):
    """The release is the one that runs, or that is in its place already."""

    version: str


@dataclass(eq=False)
class UpdateBusyError(RefusedError):
    """Another window or terminal is exchanging the program just now."""


@dataclass(eq=False)
class UpdateNoRoomError(SurroundingsError):
    """The program's disk has no room for it."""

    needed_bytes: int
    free_bytes: int


@dataclass(eq=False)
class UpdateMediumError(SurroundingsError):
    """The stick went away, or its file cannot be read to the end."""

    file_name: str


@dataclass(eq=False)
class UpdateChangedError(PackageError):
    """The file is another one than the one that was looked at."""

    file_name: str


@dataclass(eq=False)
class UpdateFolderError(SurroundingsError):
    """The program's folder cannot be written to."""

    folder: str


@dataclass(eq=False)
class UpdateReadBackError(SurroundingsError):
    """What the disk gives back is not what was written."""

    file_name: str


@dataclass(eq=False)
class NoOtherVersionError(RefusedError):
    """No other version is kept here."""


@dataclass(eq=False)
class OtherVersionDamagedError(SurroundingsError):
    """The other version is not whole any more; file_name is the first file that is amiss."""

    version: str
    file_name: str


@dataclass(eq=False)
class VaultTooNewForItError(RefusedError):
    """The older version cannot open this vault, and no backup of before is there.

    found is the number of the vault's schema, supported the newest one the older version knows.
    """

    version: str
    found: int
    supported: int


@dataclass(eq=False)
class NoGoodBackupError(SurroundingsError):
    """The vault could not be backed up and read back, so nothing was exchanged."""

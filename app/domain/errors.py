"""Every way the application can fail that is not a bug: each error carries facts, never a sentence.

RefusedError       a rule of the trade says no; the user can choose otherwise (refusals.py)
InputError         what came in from a file or a form cannot be taken as it is
AccessError        the vault stays closed (keys, backups and rescue: vault_errors.py)
SurroundingsError  the machine, the disk or the stick is at fault
DocumentError      a document cannot be made, or is not what it should be
PackageError       a package or receipt cannot be believed
Anything else that is raised is a bug and ends in the crash report.
"""

from __future__ import annotations

from dataclasses import dataclass


class AppError(Exception):
    """Base of every expected failure."""


class RefusedError(AppError):
    """A rule of the trade forbids what was asked."""


class InputError(AppError):
    """What came in cannot be taken as it is; names the place and the remedy."""


class AccessError(AppError):
    """The vault stays closed."""


class SurroundingsError(AppError):
    """The machine or the medium failed."""


class DocumentError(AppError):
    """A document cannot be made or trusted."""


class PackageError(AppError):
    """A package or receipt cannot be believed."""


# ── what came in cannot be taken ─────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class FileUnreadableError(InputError):
    """The file is not there, or cannot be read."""

    file_name: str


@dataclass(eq=False)
class WrongFileKindError(InputError):
    """The file is not of the expected kind: wanted names it, such as XLSX or LRMX."""

    file_name: str
    wanted: str


@dataclass(eq=False)
class FileTooLargeError(InputError):
    """The file is larger than any honest one."""

    file_name: str
    size_bytes: int
    limit_bytes: int


@dataclass(eq=False)
class HeadingMissingError(InputError):
    """The roster has no row of headings with at least a name and a unit."""

    file_name: str
    wanted: str


@dataclass(eq=False)
class FormDamagedError(InputError):
    """The form's XML is broken or hostile."""

    file_name: str
    line: int
    what: str


@dataclass(eq=False)
class ImportHasFaultsError(InputError):
    """The preview still holds faults; nothing was written."""

    count: int


@dataclass(eq=False)
class RowsUndecidedError(InputError):
    """Rows of the preview may speak of somebody already known, and nobody has said so or not."""

    count: int


@dataclass(eq=False)
class ScanUnreadableError(InputError):
    """The scan cannot be opened as a picture or PDF."""

    file_name: str


@dataclass(eq=False)
class PromptSetDamagedError(InputError):
    """A prompt set file does not hold what a prompt set must."""

    place: str
    what: str


# ── the vault stays closed ───────────────────────────────────────────────────────────────────────


class WrongPassphraseError(AccessError):
    """The passphrase opens no slot of this vault."""


@dataclass(eq=False)
class TooManyTriesError(AccessError):
    """After several wrong passphrases the door waits a little."""

    wait_seconds: int


@dataclass(eq=False)
class PassphraseTooWeakError(AccessError):
    """The passphrase is shorter or simpler than is safe."""

    length: int
    needed: int


class PassphrasesDifferError(AccessError):
    """The two entries of the new passphrase differ."""


@dataclass(eq=False)
class VaultMissingError(AccessError):
    """There is no vault in this folder."""

    folder: str


@dataclass(eq=False)
class VaultExistsError(AccessError):
    """A vault is already in this folder; it is not overwritten."""

    folder: str


@dataclass(eq=False)
class FolderNotEmptyError(AccessError):
    """A new vault needs an empty folder; other files are in this one."""

    folder: str


@dataclass(eq=False)
class VaultInUseError(AccessError):
    """Another window of the program has this vault open; since is a local time, or empty."""

    since: str


@dataclass(eq=False)
class VaultTooNewError(AccessError):
    """The vault was written by a later version of the program."""

    found: int
    supported: int


class VaultDamagedError(AccessError):
    """The vault's file holds no readable database although the passphrase was right."""


class VaultEmptyError(AccessError):
    """The vault's file has no content at all: zero bytes, or no table."""


class KeyFileMissingError(AccessError):
    """The vault is there, its key file and the second copy are not."""


@dataclass(eq=False)
class KeyFileDamagedError(AccessError):
    """The key file is not what it was: what names the fault (json, mac, bounds, slot, database)."""

    what: str


class VaultBehindError(AccessError):
    """The vault is older than its last known head: an older copy, or commits are lost."""


# ── the machine or the medium ────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class DiskFullError(SurroundingsError):
    """The disk of the vault has no room left."""

    free_bytes: int


@dataclass(eq=False)
class FolderUnusableError(SurroundingsError):
    """The folder cannot be made or written."""

    folder: str


@dataclass(eq=False)
class SettingRefusedError(SurroundingsError):
    """The database did not take a setting that safety needs."""

    name: str
    wanted: str
    found: str


@dataclass(eq=False)
class AttachmentDamagedError(SurroundingsError):
    """An attachment in the vault does not match its digest."""

    title: str


class StickMissingError(SurroundingsError):
    """No stick or folder to write to."""


@dataclass(eq=False)
class StickFullError(SurroundingsError):
    """The stick has too little room for the package."""

    needed_bytes: int
    free_bytes: int


class StickReadOnlyError(SurroundingsError):
    """The stick cannot be written."""


@dataclass(eq=False)
class StickRemovedError(SurroundingsError):
    """The stick went away, or failed, while it was written."""

    written_bytes: int


@dataclass(eq=False)
class ReadBackError(SurroundingsError):
    """What was read back from the stick is not what was written."""

    file_name: str


@dataclass(eq=False)
class NameTakenError(SurroundingsError):
    """A file of this name is already on the stick; nothing is overwritten."""

    file_name: str


class PrinterMissingError(SurroundingsError):
    """No printer is set up on this machine."""


# ── documents ────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class MissingGlyphError(DocumentError):
    """No font can print this character; nothing was written."""

    character: str
    code_point: str
    field: str


@dataclass(eq=False)
class FontMissingError(DocumentError):
    """A font of the program is not where it belongs."""

    file_name: str


@dataclass(eq=False)
class ArchiveRuleError(DocumentError):
    """The finished page breaks a rule of PDF/A; it is not signed."""

    rule: str


@dataclass(eq=False)
class NotAPdfError(DocumentError):
    """The file to verify is not a PDF."""

    file_name: str


class CertificateMissingError(DocumentError):
    """The unit's own certificate is not in the vault."""


# ── packages and receipts ────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class RecipientUnreadableError(PackageError):
    """The registry's identity card is not what it should be."""

    what: str


@dataclass(eq=False)
class OfficeKeyDiffersError(PackageError):
    """An office of this code is trusted with another key; replacing it must be said."""

    code: str


class RecipientMissingError(PackageError):
    """No registry has been named as the receiver yet."""


@dataclass(eq=False)
class PackageRejectedError(PackageError):
    """The package is not believed; reason is one of app.domain.package.Rejection's names."""

    reason: str
    detail: str


@dataclass(eq=False)
class ReceiptRejectedError(PackageError):
    """The receipt is not believed; reason is one of app.domain.package.Rejection's names."""

    reason: str
    detail: str

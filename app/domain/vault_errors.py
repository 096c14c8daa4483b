"""What can go wrong with the vault's keys, backups, rotation and rescue; facts, never sentences."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import AccessError, InputError, RefusedError, SurroundingsError

# ── who may what ─────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class RoleRefusedError(RefusedError):
    """The key holder's role does not cover this act; both are named by their values."""

    role: str
    act: str


class LastAdministratorError(RefusedError):
    """Without this key holder nobody could look after the vault's keys any more."""


class OwnSlotError(RefusedError):
    """A key holder cannot take away the slot that is in use."""


@dataclass(eq=False)
class HolderNameTakenError(RefusedError):
    """Another key holder has this name; the trail could not tell them apart."""

    name: str


class PassphraseTakenError(RefusedError):
    """The passphrase opens another slot already: the trail would name the wrong person."""


@dataclass(eq=False)
class HolderPassphraseWrongError(RefusedError):
    """What was typed for this key holder, who is to stay, does not open the holder's slot."""

    name: str


@dataclass(eq=False)
class TooManyHoldersError(RefusedError):
    """The key file holds no more key holders."""

    limit: int


# ── the vault stays closed ───────────────────────────────────────────────────────────────────────


class VaultLockedError(AccessError):
    """Something was asked of a vault that was locked in the meantime."""


class KeyFileRolledBackError(AccessError):
    """An older key file was put back, and its slot is no longer one of this vault."""


@dataclass(eq=False)
class DeviceSecretMissingError(AccessError):
    """The slot wants the secret of the machine it was bound to, and this machine has not got it.

    store names the key store that was asked, or is empty when there is none.
    """

    store: str


class RecoveryMissingError(AccessError):
    """No recovery cards were ever made for this vault."""


@dataclass(eq=False)
class RecoveryCardUnreadableError(InputError):
    """A card was not typed as it is printed; group is the first wrong one, nought for the whole."""

    group: int


class RecoveryCardForeignError(AccessError):
    """The card is well written, but none of those in force: of another vault, or replaced."""


class RecoveryCardsSameError(AccessError):
    """The same card was given twice; two different ones are needed."""


@dataclass(eq=False)
class ClockBackError(AccessError):
    """The clock shows a time before the last entry of the trail; latest is a local time."""

    latest: str


# ── the machine's key store ──────────────────────────────────────────────────────────────────────


class DeviceStoreMissingError(SurroundingsError):
    """This machine has no key store that the program knows and trusts."""


@dataclass(eq=False)
class DeviceStoreUntrueError(SurroundingsError):
    """The key store did not give back what it was given."""

    store: str


@dataclass(eq=False)
class DeviceStoreRefusedError(SurroundingsError):
    """The key store is locked, or somebody said no when it asked."""

    store: str


# ── backups, rotation, rescue ────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class BackupDamagedError(SurroundingsError):
    """A backup is not what it was when it was made; what names the part."""

    what: str


class BackupMissingError(SurroundingsError):
    """There is no backup in this folder."""


@dataclass(eq=False)
class BackupPlaceMissingError(SurroundingsError):
    """The second medium for backups is not there."""

    folder: str


class NothingToRescueError(AccessError):
    """Not one row of the damaged vault could be read."""

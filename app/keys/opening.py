"""Opening a vault's keys from its two key files: which of them is believed, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.errors import KeyFileDamagedError, WrongPassphraseError
from app.keys import slots
from app.keys.derivation import wipe
from app.keys.key_file import KeyFile, parse
from app.keys.slots import KeySlot


@dataclass(frozen=True, slots=True)
class Opened:
    """What a right passphrase gives: the data key, the slot it opened, the key file to believe."""

    data_key: bytearray = field(repr=False)
    slot: KeySlot
    owner: str
    file: KeyFile


def open_keys(copies: tuple[bytes, ...], passphrase: str, device_secret: bytes = b"") -> Opened:
    """Open the first slot that this passphrase fits; a damaged copy is passed over for the other.

    An older copy under an older passphrase opens nothing while a newer one stands beside it.
    Raises WrongPassphraseError, KeyFileDamagedError, VaultTooNewError.
    """
    files, damage = _readable(copies)
    for file in files:
        for slot in file.slots:
            data_key = slots.opened(slot, file.database, passphrase, device_secret)
            if data_key is None:
                continue
            owner = slots.owner_of(slot, data_key)
            if owner is not None and file.is_sealed_by(data_key):
                _refuse_outdated(file, files, data_key)
                return Opened(data_key, slot, owner, file)
            wipe(data_key)
            damage = KeyFileDamagedError(what="mac")
    if damage and (damage.what == "mac" or not files):
        raise damage
    raise WrongPassphraseError


def _readable(copies: tuple[bytes, ...]) -> tuple[list[KeyFile], KeyFileDamagedError | None]:
    """The copies that can be read, newest first, each once; and what is wrong with the first."""
    files: list[KeyFile] = []
    damage: KeyFileDamagedError | None = None
    for untrusted in copies:
        try:
            file = parse(untrusted)
        except KeyFileDamagedError as error:
            damage = damage or error
            continue
        if file not in files:
            files.append(file)
    files.sort(key=lambda file: file.generation, reverse=True)
    return files, damage


def _refuse_outdated(file: KeyFile, files: list[KeyFile], data_key: bytearray) -> None:
    is_outdated = any(
        other.generation > file.generation and other.is_sealed_by(data_key) for other in files
    )
    if is_outdated:
        wipe(data_key)
        raise WrongPassphraseError

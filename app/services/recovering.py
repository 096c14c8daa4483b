"""Opening a vault by two cards of paper, for a holder who no longer knows the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import KeyFileDamagedError
from app.domain.holders import KeyHolder
from app.domain.progress import Progress
from app.domain.recovery import read_groups
from app.domain.vault_errors import KeyFileRolledBackError
from app.keys import slots
from app.keys.derivation import Cost, wipe
from app.keys.opening import Opened, OpenedByCards, open_by_cards, refuse_taken
from app.keys.slots import KeySlot, Words
from app.services import key_files, new_passphrase
from app.services.door import STEPS, Door
from app.services.session import Session
from app.services.trail import Trail
from app.store import settings
from app.store.vault import Vault

MUST_RENEW = "recovery.must_renew"


@dataclass(frozen=True, slots=True)
class CardsAccepted:
    """Two cards that open the vault in the folder, and who holds a key of it."""

    folder: Path
    holders: tuple[KeyHolder, ...]
    secret: OpenedByCards = field(repr=False)

    def forget(self) -> None:
        """Wipe what the cards opened; called when nobody goes on."""
        wipe(self.secret.data_key)


@dataclass(frozen=True, slots=True)
class NewWords:
    """Whose passphrase is made new, and the passphrase, twice."""

    slot_id: str
    passphrase: str = field(repr=False)
    repeated: str = field(repr=False)


def accepted(folder: Path, codes: Sequence[str]) -> CardsAccepted:
    """See that two cards, as typed, open the vault in the folder.

    Raises KeyFileMissingError, FolderUnusableError, RecoveryMissingError,
    RecoveryCardUnreadableError, RecoveryCardsSameError, RecoveryCardForeignError,
    KeyFileDamagedError, VaultTooNewError.
    """
    found = opened_by_codes(key_files.read(folder), codes)
    holders = tuple(_holder(slot, found.data_key) for slot in found.file.slots)
    return CardsAccepted(folder.absolute(), holders, found)


def opened_by_codes(copies: Sequence[bytes], codes: Sequence[str]) -> OpenedByCards:
    """The data key by two cards as they were typed; wipe it after use.

    Raises RecoveryMissingError, RecoveryCardUnreadableError, RecoveryCardsSameError,
    RecoveryCardForeignError, KeyFileDamagedError, VaultTooNewError.
    """
    secrets: list[bytearray] = []
    try:
        for code in codes:
            secrets.append(read_groups(code))
        return open_by_cards(copies, secrets)
    finally:
        for secret in secrets:
            wipe(secret)


@dataclass(frozen=True, slots=True)
class Recovering:
    """Lets a holder in by cards, under a new passphrase."""

    door: Door
    cost: Callable[[], Cost]

    def recover(self, accepted: CardsAccepted, new: NewWords, progress: Progress) -> Session:
        """Open the vault, and put the holder's slot under the new passphrase.

        Raises PassphrasesDifferError, PassphraseTooWeakError, PassphraseTakenError,
        KeyFileRolledBackError, and what the door raises of the vault itself.
        """
        new_passphrase.accept(new.passphrase, new.repeated)
        found = accepted.secret
        slot = found.file.slot(new.slot_id)
        if slot is None:
            raise KeyFileRolledBackError
        secret = self.door.device_secret
        refuse_taken(found.file, new.passphrase, slot.id, secret, lambda: progress.step(0, STEPS))
        owner = _holder(slot, found.data_key).name
        keys = Opened(bytearray(found.data_key), slot, owner, found.file, by_cards=True)

        def renewal(opened: Vault, trail: Trail, keys: Opened) -> Opened:
            return self._renewed(opened, trail, keys, new.passphrase)

        session = self.door.enter_renewed(accepted.folder, keys, renewal, progress)
        accepted.forget()
        return session

    def _renewed(self, opened: Vault, trail: Trail, keys: Opened, passphrase: str) -> Opened:
        """The keys under the new passphrase, written down beforehand: cards were used."""
        cost = keys.slot.cost.dearer(self.cost())
        slot = slots.renewed(keys.slot, keys.file.key(keys.data_key), Words(passphrase), cost)
        renewed = Opened(keys.data_key, slot, keys.owner, keys.file.with_slot(slot, keys.data_key))
        with opened.transaction() as connection:
            settings.keep(connection, MUST_RENEW, "1")
            trail.write(connection, "recovery.use", slot.id)
        key_files.write(opened.folder, renewed.file)
        return renewed


def _holder(slot: KeySlot, data_key: bytearray) -> KeyHolder:
    name = slots.owner_of(slot, data_key)
    if name is None:
        raise KeyFileDamagedError(what="slot")
    return KeyHolder(slot.id, name, slot.current_role, slot.has_device_secret)

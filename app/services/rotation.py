"""A new data key for the vault: what an old key file and an old passphrase open is history then."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.errors import (
    AppError,
    DiskFullError,
    FolderUnusableError,
    KeyFileDamagedError,
)
from app.domain.progress import Progress, Share
from app.domain.recovery import CardSet
from app.domain.vault_errors import HolderPassphraseWrongError
from app.keys import slots
from app.keys.derivation import KEY_LENGTH, wipe
from app.keys.key_file import KeyFile
from app.keys.opening import Opened
from app.keys.slots import KeySlot, VaultKey, Words
from app.services.key_ring import KeyRing
from app.services.recovery import wrapped_cards
from app.services.rewriting import ACT, Rewriting
from app.services.session import ATTACHMENTS
from app.services.tries import Seen
from app.store import turnover
from app.store.vault import FILE_NAME

_SLACK = 16 << 20


@dataclass(frozen=True, slots=True)
class RotationRoom:
    """How many bytes a rotation needs beside the vault while it runs, and how many are free."""

    needed: int
    free: int

    @property
    def is_enough(self) -> bool:
        """Whether a rotation would not stop on a full disk."""
        return self.free >= self.needed


@dataclass(frozen=True, slots=True)
class _Staying:
    """A holder who stays, with the words that open the slot."""

    slot: KeySlot
    name: str
    words: Words = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyRotation:
    """Writes the whole vault anew under a new data key, and locks it."""

    ring: KeyRing

    def room(self) -> RotationRoom:
        """What a rotation needs now. A query.

        Raises FolderUnusableError.
        """
        folder = self.ring.session.folder
        try:
            files = [folder / FILE_NAME, *(folder / ATTACHMENTS).glob("*")]
            needed = sum(path.stat().st_size for path in files) + _SLACK
            return RotationRoom(needed, shutil.disk_usage(folder).free)
        except OSError as error:
            raise FolderUnusableError(folder=str(folder)) from error

    def rotate(
        self, own: str, others: Mapping[str, str], cards: CardSet | None, progress: Progress
    ) -> None:
        """Exchange the data key; afterwards the vault is locked and opens by the same passphrases.

        own is the passphrase of who sits here; others holds the passphrases of remaining holders
        by slot id: who is not among them loses the slot. Recovery cards are void unless new ones,
        typed back from paper before, are given. Runs on the vault lane; can be cancelled up to the
        last step, and then nothing has changed.
        Raises RoleRefusedError, TooManyTriesError, WrongPassphraseError,
        HolderPassphraseWrongError, DeviceSecretMissingError, DeviceStoreRefusedError,
        AttachmentDamagedError, VaultDamagedError, VaultInUseError, DiskFullError,
        FolderUnusableError, CancelledError.
        """
        room = self.room()
        with self.ring.opened(own, ACT) as keys:
            staying = self._staying(keys, own, others)
            if not room.is_enough:
                raise DiskFullError(free_bytes=room.free)
            data_key = bytearray(secrets.token_bytes(KEY_LENGTH))
            try:
                file = _file(keys.file, staying, cards, data_key)
                _refuse_closed(file, staying, data_key)
                self._rewrite(Rewriting(self.ring, file, data_key, cards), progress)
            finally:
                wipe(data_key)
        self._lock(Seen.of(keys.slot.id, file))

    def _staying(self, keys: Opened, own: str, others: Mapping[str, str]) -> list[_Staying]:
        """Who keeps a slot, each seen to know the passphrase of it."""
        staying = [_Staying(keys.slot, keys.owner, self.ring.words(keys.slot, own))]
        for slot in keys.file.slots:
            if slot.id == keys.slot.id or slot.id not in others:
                continue
            name = self.ring.name_of(slot)
            words = self.ring.words(slot, others[slot.id])
            data_key = slots.opened(slot, keys.file.database, keys.file.epoch, words)
            if data_key is None:
                raise HolderPassphraseWrongError(name=name)
            wipe(data_key)
            staying.append(_Staying(slot, name, words))
        return staying

    def _rewrite(self, rewriting: Rewriting, progress: Progress) -> None:
        folder = self.ring.session.folder
        fresh = turnover.begin(folder)
        try:
            rewriting.fill(fresh, Share(progress, 0, 99))
            for stop in list(self.ring.session.at_close):
                stop()
            self.ring.session.vault.refuse_readers()
            progress.step(99, 100)  # the last moment at which it can be stopped
            turnover.commit(folder)
        except BaseException:
            turnover.discard(folder)
            raise

    def _lock(self, seen: Seen) -> None:
        """The new files count: whatever happens now, the old vault is not written any more."""
        session = self.ring.session

        def exchange() -> None:
            # what cannot take its place now does so at the next unlocking
            with contextlib.suppress(AppError):
                turnover.finish(session.folder)
            self.ring.door.count(session.folder).passed(seen)

        session.give_way(exchange)


def _file(
    old: KeyFile, staying: list[_Staying], cards: CardSet | None, data_key: bytearray
) -> KeyFile:
    """The key file of the next epoch, with the slots of those who stay in their old order."""
    key = VaultKey(old.database, old.epoch + 1, data_key)
    moved = {one.slot.id: slots.moved(one.slot, one.name, key, one.words) for one in staying}
    kept = tuple(moved[slot.id] for slot in old.slots if slot.id in moved)
    return old.rotated(kept, wrapped_cards(key, cards) if cards else None, data_key)


def _refuse_closed(file: KeyFile, staying: list[_Staying], data_key: bytearray) -> None:
    """See that each who stays will be let in: the old slots are gone afterwards."""
    for one in staying:
        slot = file.slot(one.slot.id)
        found = slots.opened(slot, file.database, file.epoch, one.words) if slot else None
        if found is None or found != data_key:
            raise KeyFileDamagedError(what="slot")
        wipe(found)

"""The keys of the open vault: whoever changes them says the own passphrase again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.domain.errors import (
    AppError,
    KeyFileDamagedError,
    SurroundingsError,
    VaultDamagedError,
    WrongPassphraseError,
)
from app.keys import slots
from app.keys.derivation import Cost, wipe
from app.keys.key_file import KeyFile
from app.keys.key_file_reading import parse
from app.keys.opening import Opened, refuse_taken
from app.keys.slots import KeySlot, Words
from app.services import key_files, new_passphrase
from app.services.door import Door
from app.services.session import Session
from app.services.tries import Seen
from app.store.connection import Connection

Note = Callable[[Connection], None]


def _nothing_more(_connection: Connection) -> None:
    """The note of a change that leaves none."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The key file of an open vault, and the one way to change it.

    cost tells what a try of a new passphrase is to cost on this machine.
    """

    session: Session = field(repr=False)
    door: Door
    cost: Callable[[], Cost]

    def file(self) -> KeyFile:
        """The key file in force, as the vault keeps it. Raises VaultDamagedError."""
        with self.session.vault.reading() as connection:
            kept = key_files.kept(connection)
        if kept is None:
            raise VaultDamagedError
        return kept

    def name_of(self, slot: KeySlot) -> str:
        """The name of the slot's holder. Raises KeyFileDamagedError."""
        name = slots.named_by(slot, self.session.keys.owner)
        if name is None:
            raise KeyFileDamagedError(what="slot")
        return name

    @contextmanager
    def opened(self, own: str, act: str) -> Iterator[Opened]:
        """The data key for an act that changes keys, by the passphrase of who sits here; wiped.

        Raises RoleRefusedError, TooManyTriesError, WrongPassphraseError, DeviceSecretMissingError,
        DeviceStoreRefusedError.
        """
        self.session.trail.refuse_early(act)
        keys = self._asked_again(own)
        try:
            yield keys
        finally:
            wipe(keys.data_key)

    def ask_again(self, own: str) -> None:
        """See that the one who opened the vault sits here.

        Raises TooManyTriesError, WrongPassphraseError, DeviceSecretMissingError,
        DeviceStoreRefusedError.
        """
        wipe(self._asked_again(own).data_key)

    def change_passphrase(self, old: str, new: str, repeated: str) -> None:
        """Open the vault by other words from now on; the database itself is not written anew.

        Raises PassphrasesDifferError, PassphraseTooWeakError, PassphraseTakenError,
        TooManyTriesError, WrongPassphraseError, DeviceSecretMissingError, DeviceStoreRefusedError,
        DiskFullError, FolderUnusableError.
        """
        new_passphrase.accept(new, repeated)
        with self.opened(old, "passphrase.change") as keys:
            self.refuse_taken(new, keys.file, but=keys.slot.id)
            words = self.words(keys.slot, new)
            cost = keys.slot.cost.dearer(self.cost())
            slot = slots.renewed(keys.slot, keys.file.key(keys.data_key), words, cost)
            file = keys.file.with_slot(slot, keys.data_key)
            self.keep(file, "passphrase.change", slot.id)

    def words(self, slot: KeySlot, passphrase: str) -> Words:
        """The passphrase with the machine's secret, if the slot wants one.

        Raises DeviceSecretMissingError, DeviceStoreRefusedError.
        """
        if not slot.has_device_secret:
            return Words(passphrase)
        return Words(passphrase, self.door.device_secret(self.session.heads.database))

    def refuse_taken(self, passphrase: str, file: KeyFile, but: str = "") -> None:
        """See that no slot but one opens by this passphrase. Raises PassphraseTakenError."""
        refuse_taken(file, passphrase, but, self.door.device_secret)

    def keep(
        self, file: KeyFile, act: str, which: str, content: str = "", note: Note = _nothing_more
    ) -> None:
        """Put the key file in force: beside the vault first, then inside it with its entry.

        A disk that is too full for the entry does not undo the change: the next unlocking finds the
        newer key file and writes that down. Raises DiskFullError, FolderUnusableError.
        """
        key_files.write(self.session.folder, file)
        with (
            contextlib.suppress(SurroundingsError),
            self.session.vault.transaction() as connection,
        ):
            key_files.keep(connection, file)
            self.session.trail.write(connection, act, which, content)
            note(connection)

    def _asked_again(self, own: str) -> Opened:
        count = self.door.count(self.session.folder)
        count.refuse_early()
        try:
            keys = self._own(own)
        except WrongPassphraseError:
            count.failed()
            raise
        count.passed(Seen.of(keys.slot.id, keys.file))
        return keys

    def _own(self, own: str) -> Opened:
        """The own slot of the newest key file, which may be newer than what the vault keeps."""
        for file in self._files():
            slot = file.slot(self.session.holder.slot_id)
            if slot is None:
                continue
            data_key = self._data_key(file, slot, own)
            if data_key is None:
                continue
            if file.is_sealed_by(data_key):
                return Opened(data_key, slot, self.session.holder.name, file)
            wipe(data_key)
        raise WrongPassphraseError

    def _data_key(self, file: KeyFile, slot: KeySlot, passphrase: str) -> bytearray | None:
        words = self.words(slot, passphrase)
        # a forged slot in a file beside the vault opens nothing; the vault has its own
        with contextlib.suppress(KeyFileDamagedError):
            return slots.opened(slot, file.database, file.epoch, words)
        return None

    def _files(self) -> list[KeyFile]:
        kept = self.file()
        files = [kept]
        with contextlib.suppress(AppError):
            for untrusted in key_files.read(self.session.folder):
                with contextlib.suppress(AppError):
                    files.append(parse(untrusted))
        newer = [file for file in files if file.generation > kept.generation]
        return [*sorted(newer, key=lambda file: -file.generation), kept]

"""Opening a backup set by what lies in it alone, as on the day when all else is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.backup import BackupRecord
from app.domain.errors import WrongPassphraseError
from app.domain.vault_errors import BackupDamagedError, BackupMissingError
from app.keys import backup_note
from app.keys.backup_note import BackupFacts, BackupSecret
from app.keys.derivation import key_for, wipe
from app.keys.key_file import KeyFile
from app.keys.opening import open_keys
from app.services.backup_places import KEYS, Place, read_note, read_small
from app.services.door import Door
from app.services.recovering import opened_by_codes
from app.services.tries import Seen, TryCount
from app.store.vault import FILE_NAME as DATABASE

BY_CARDS = "恢复单"  # who acts when cards do: they name no holder


@dataclass(frozen=True, slots=True)
class OpenedSet:
    """A set that lies open: what it says of itself, its own key, and the vault's data key."""

    folder: Path
    facts: BackupFacts
    secret: BackupSecret = field(repr=False)
    data_key: bytearray = field(repr=False)
    holder: str

    @property
    def database(self) -> Path:
        """The set's database, which stands under the set's own key."""
        return self.folder / DATABASE

    @property
    def attachments(self) -> Path:
        """Where the attachments of the set lie, shared with the other sets of its place."""
        return Place(self.folder.parent).attachments(self.facts.epoch)


@contextmanager
def opened_by_words(
    record: BackupRecord, words: str, door: Door, count: TryCount, between: Callable[[], None]
) -> Iterator[OpenedSet]:
    """The set, opened by a passphrase of its own key file; its keys are wiped afterwards.

    between is called before each further slot is tried, which takes long. Raises
    BackupMissingError, BackupDamagedError, VaultTooNewError, TooManyTriesError,
    WrongPassphraseError, KeyFileDamagedError, DeviceSecretMissingError, DeviceStoreRefusedError.
    """
    facts, content = _read(record)
    count.refuse_early()
    try:
        keys = open_keys((content,), words, door.device_secret, count.seen().slot_id, between)
    except WrongPassphraseError:
        count.failed()
        raise
    count.passed(Seen.of(keys.slot.id, keys.file))
    with _unsealed(record, facts, keys.file, keys.data_key, keys.owner) as opened:
        yield opened


@contextmanager
def opened_by_cards(record: BackupRecord, cards: tuple[str, str]) -> Iterator[OpenedSet]:
    """The set, opened by two recovery cards as they were typed; its keys are wiped afterwards.

    Raises BackupMissingError, BackupDamagedError, VaultTooNewError, KeyFileDamagedError,
    RecoveryMissingError, RecoveryCardUnreadableError, RecoveryCardsSameError,
    RecoveryCardForeignError.
    """
    facts, content = _read(record)
    keys = opened_by_codes((content,), cards)
    with _unsealed(record, facts, keys.file, keys.data_key, BY_CARDS) as opened:
        yield opened


def _read(record: BackupRecord) -> tuple[BackupFacts, bytes]:
    if not record.folder.is_dir():
        raise BackupMissingError
    note, _ = read_note(record.folder)
    if KEYS not in note.facts.files or DATABASE not in note.facts.files:
        raise BackupDamagedError(what=backup_note.FILE_NAME)
    return note.facts, read_small(record.folder, KEYS, note.facts.files[KEYS])


@contextmanager
def _unsealed(
    record: BackupRecord, facts: BackupFacts, file: KeyFile, data_key: bytearray, holder: str
) -> Iterator[OpenedSet]:
    secret: BackupSecret | None = None
    try:
        if (file.database, file.epoch) != (facts.database, facts.epoch):
            raise BackupDamagedError(what=KEYS)
        note, _ = read_note(record.folder)
        backup_key = key_for("backup", data_key)
        try:
            secret = note.opened(backup_key)
        finally:
            wipe(backup_key)
        if secret is None or note.facts != facts:
            raise BackupDamagedError(what=backup_note.FILE_NAME)
        yield OpenedSet(record.folder, facts, secret, data_key, holder)
    finally:
        wipe(data_key)
        if secret is not None:
            wipe(secret.key)

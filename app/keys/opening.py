"""Opening a vault's keys from its two key files: which of them is believed, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.domain.errors import AppError, KeyFileDamagedError, WrongPassphraseError
from app.domain.vault_errors import (
    DeviceSecretMissingError,
    DeviceStoreRefusedError,
    PassphraseTakenError,
    RecoveryCardForeignError,
    RecoveryCardsSameError,
    RecoveryMissingError,
)
from app.keys import cards, slots
from app.keys.derivation import wipe
from app.keys.key_file import KeyFile
from app.keys.key_file_reading import parse
from app.keys.slots import KeySlot, Words

DeviceSecret = Callable[[str], bytearray]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a right passphrase gives: the data key, the slot it opened, the key file to believe.

    by_cards: cards opened the data key, for the holder of the slot.
    """

    data_key: bytearray = field(repr=False)
    slot: KeySlot
    owner: str
    file: KeyFile
    by_cards: bool = False


@dataclass(frozen=True, slots=True)
class OpenedByCards:
    """What two cards give: the data key, the letters of the cards, the key file to believe."""

    data_key: bytearray = field(repr=False)
    letters: str
    file: KeyFile


def no_machine(_database: str) -> bytearray:
    """The secret of a machine that keeps none. Raises DeviceSecretMissingError."""
    raise DeviceSecretMissingError(store="")


def open_keys(
    copies: Sequence[bytes],
    passphrase: str,
    device_secret: DeviceSecret = no_machine,
    first: str = "",
    between: Callable[[], None] = lambda: None,
) -> Opened:
    """Open the first slot that this passphrase fits; a damaged copy is passed over for the other.

    device_secret is asked once, and only when a slot wants it; first is the id of the slot to begin
    with, and between is called before each further try, which takes long. An older copy under an
    older passphrase opens nothing while a newer one stands beside it.
    Raises WrongPassphraseError, KeyFileDamagedError, VaultTooNewError, and when nothing fits but
    some slot could not be tried, DeviceSecretMissingError or DeviceStoreRefusedError.
    """
    files, damage = _readable(copies)
    tries = _Tries(passphrase, device_secret, between)
    try:
        for file in files:
            for slot in sorted(file.slots, key=lambda slot: slot.id != first):
                data_key = tries.open(file, slot)
                if data_key is None:
                    continue
                owner = slots.owner_of(slot, data_key)
                if owner is not None and file.is_sealed_by(data_key):
                    _refuse_outdated(file, files, data_key, WrongPassphraseError())
                    return Opened(data_key, slot, owner, file)
                wipe(data_key)
                tries.forged = KeyFileDamagedError(what="mac")
    finally:
        tries.forget()
    raise tries.forged or tries.withheld or (not files and damage) or WrongPassphraseError()


def refuse_taken(
    file: KeyFile,
    passphrase: str,
    but: str = "",
    device_secret: DeviceSecret = no_machine,
    between: Callable[[], None] = lambda: None,
) -> None:
    """See that no slot but one opens by this passphrase: the trail would name the wrong person.

    A slot that is bound to another machine cannot be asked. Raises PassphraseTakenError.
    """
    tries = _Tries(passphrase, device_secret, between)
    try:
        for slot in file.slots:
            data_key = tries.open(file, slot) if slot.id != but else None
            if data_key is not None:
                wipe(data_key)
                raise PassphraseTakenError
    finally:
        tries.forget()


def open_by_cards(copies: Sequence[bytes], secrets: Sequence[bytearray]) -> OpenedByCards:
    """Open the data key by two cards.

    Raises RecoveryMissingError, RecoveryCardForeignError, RecoveryCardsSameError,
    KeyFileDamagedError, VaultTooNewError.
    """
    first, second = secrets
    if first == second:
        raise RecoveryCardsSameError
    files, damage = _readable(copies)
    if not any(file.recovery for file in files):
        raise (not files and damage) or RecoveryMissingError()
    failure: AppError = RecoveryCardForeignError()
    for file in files:
        try:
            found = _by_cards(file, first, second)
        except KeyFileDamagedError as error:
            failure = error
            continue
        if found:
            _refuse_outdated(file, files, found.data_key, RecoveryCardForeignError())
            return found
    raise failure


def _by_cards(file: KeyFile, first: bytearray, second: bytearray) -> OpenedByCards | None:
    if file.recovery is None:
        return None
    held = {
        letter: secret
        for secret in (first, second)
        if (letter := cards.letter_of(file.recovery, secret, file.database))
    }
    if len(held) < 2:
        return None
    data_key = cards.opened(file.recovery, held, file.database, file.epoch)
    if data_key is None:
        raise KeyFileDamagedError(what="recovery")
    if not file.is_sealed_by(data_key):
        wipe(data_key)
        raise KeyFileDamagedError(what="mac")
    return OpenedByCards(data_key, "".join(sorted(held)), file)


@dataclass(slots=True)
class _Tries:
    """One passphrase on one slot after another, and what kept it from being tried."""

    passphrase: str = field(repr=False)
    device_secret: DeviceSecret
    between: Callable[[], None]
    forged: KeyFileDamagedError | None = None
    withheld: AppError | None = None
    _secret: bytearray | None = field(default=None, repr=False)
    _failed: set[tuple[str, int, KeySlot]] = field(default_factory=set)
    _count: int = 0

    def open(self, file: KeyFile, slot: KeySlot) -> bytearray | None:
        """The data key, or None; a slot that did not open in one copy is not tried in the other."""
        mark = (file.database, file.epoch, slot)
        if mark in self._failed:
            return None
        if self._count:
            self.between()
        self._count += 1
        secret = self._asked(file.database) if slot.has_device_secret else b""
        try:
            words = Words(self.passphrase, secret)
            data_key = slots.opened(slot, file.database, file.epoch, words)
        except KeyFileDamagedError as error:
            self.forged = error
            data_key = None
        if data_key is None:
            self._failed.add(mark)
        return data_key

    def forget(self) -> None:
        """Wipe the machine's secret."""
        wipe(self._secret or bytearray())

    def _asked(self, database: str) -> bytes | bytearray:
        """The machine's secret; without it the slot is tried all the same.

        It does not open then, but if only its mark was forged, that is told.
        """
        if self._secret is None and self.withheld is None:
            try:
                self._secret = self.device_secret(database)
            except (DeviceSecretMissingError, DeviceStoreRefusedError) as error:
                self.withheld = error
        return self._secret or b""


def _readable(copies: Sequence[bytes]) -> tuple[list[KeyFile], KeyFileDamagedError | None]:
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


def _refuse_outdated(
    file: KeyFile, files: list[KeyFile], data_key: bytearray, refusal: AppError
) -> None:
    is_outdated = any(
        other.generation > file.generation and other.is_sealed_by(data_key) for other in files
    )
    if is_outdated:
        wipe(data_key)
        raise refusal

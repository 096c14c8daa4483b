"""From a passphrase, or two cards, to an open session: the same way for office and registry."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.audit import AuditHead
from app.domain.calendar import written_time
from app.domain.clock_reading import ClockReading
from app.domain.errors import KeyFileDamagedError, VaultDamagedError, WrongPassphraseError
from app.domain.holders import KeyHolder
from app.domain.progress import Progress
from app.domain.standing import VaultStanding
from app.domain.vault_errors import (
    DeviceSecretMissingError,
    DeviceStoreRefusedError,
    KeyFileRolledBackError,
)
from app.keys import chain
from app.keys.derivation import Cost, calibrated, key_for, slot_key, wipe
from app.keys.key_file import KeyFile
from app.keys.opening import Opened, open_keys
from app.services import key_files
from app.services.heads import HeadKeeper
from app.services.known_heads import KnownHeads
from app.services.session import ATTACHMENTS, DATABASE_SETTING, Session, SessionKeys
from app.services.trail import Trail
from app.services.tries import Seen, TryCount
from app.store import audit, credentials, settings, turnover
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.migrate import OFFICE, Schema
from app.store.upgrade import UpgradeCare
from app.store.vault import Vault, look_at, open_vault
from app.system import process
from app.system.clock import Clock
from app.system.ids import new_id
from app.system.locks import InstanceLock

if TYPE_CHECKING:
    from app.system.device_store import DeviceStore

STEPS = 4
Devices = Callable[[], "DeviceStore | None"]
Renewal = Callable[[Vault, Trail, Opened], Opened]
_REFUSALS = (WrongPassphraseError, DeviceSecretMissingError, DeviceStoreRefusedError)


def no_devices() -> DeviceStore | None:
    """The key store of a machine that has none, or of a desk that is never bound to one."""
    return None


def as_it_is(_vault: Vault, _trail: Trail, keys: Opened) -> Opened:
    """The renewal of keys that stay as they are."""
    return keys


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whose keys fit: what is needed to let them in; between may stop long work."""

    folder: Path
    keys: Opened = field(repr=False)
    count: TryCount
    instance: InstanceLock
    between: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in whoever knows the passphrase, and writes down that they came.

    Wrong passphrases are counted in counts_folder; sweep removes files that no row names; devices
    gives the machine's key store.
    """

    clock: Clock
    counts_folder: Path
    sweep: Callable[[Session], None]
    schema: Schema = OFFICE
    devices: Devices = no_devices

    def enter(self, folder: Path, words: str, progress: Progress) -> Session:
        """Open the vault in the folder; may be stopped between the slots that are tried.

        Raises VaultMissingError, VaultEmptyError, KeyFileMissingError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, KeyFileRolledBackError,
        DeviceSecretMissingError, DeviceStoreRefusedError, VaultDamagedError, VaultTooNewError,
        DiskFullError, SettingRefusedError, CancelledError.
        """

        def open_here(copies: tuple[bytes, ...], count: TryCount) -> Opened:
            return self._opened(copies, words, count, lambda: progress.step(1, STEPS))

        return self._let_in(folder, open_here, as_it_is, progress)

    def enter_renewed(
        self, folder: Path, keys: Opened, renewal: Renewal, progress: Progress
    ) -> Session:
        """Open the vault by keys that cards opened; the renewal is done before anybody is let in.

        Raises what enter raises but what concerns passphrases. The keys are wiped.
        """
        try:
            return self._let_in(folder, lambda _copies, _count: keys, renewal, progress)
        finally:
            wipe(keys.data_key)

    def finish_turnover(self, folder: Path) -> None:
        """Bring an exchange of files to its end that a crash cut off, before the key file is read.

        Raises VaultInUseError, FolderUnusableError.
        """
        folder = folder.absolute()
        if turnover.is_under_way(folder):
            instance = InstanceLock(folder, written_time(self.clock.local(self.clock.now())))
            try:
                turnover.finish(folder)
            finally:
                instance.release()

    def count(self, folder: Path) -> TryCount:
        """The count of wrong passphrases for the vault in the folder."""
        return TryCount(self.counts_folder, folder, self.clock)

    def device_secret(self, database: str) -> bytearray:
        """The secret this machine keeps for the vault.

        Raises DeviceSecretMissingError, DeviceStoreRefusedError.
        """
        store = self.devices()
        secret = store.get(database) if store else None
        if secret is None:
            raise DeviceSecretMissingError(store=store.name if store else "")
        return secret

    def _let_in(
        self,
        folder: Path,
        open_here: Callable[[tuple[bytes, ...], TryCount], Opened],
        renewal: Renewal,
        progress: Progress,
    ) -> Session:
        folder = folder.absolute()
        if not turnover.is_under_way(folder):
            look_at(folder)  # before a lock is left in a folder where no vault is
        since = written_time(self.clock.local(self.clock.now()))
        instance = InstanceLock(folder, since)
        try:
            progress.step(1, STEPS)
            turnover.finish(folder)
            look_at(folder)
            count = self.count(folder)
            keys = open_here(key_files.read(folder), count)
            try:
                progress.step(2, STEPS)
                between = partial(progress.step, 2, STEPS)
                return self._entered(Arrival(folder, keys, count, instance, between), renewal)
            finally:
                wipe(keys.data_key)
        except BaseException:
            instance.release()
            raise

    def _opened(
        self, copies: tuple[bytes, ...], words: str, count: TryCount, between: Callable[[], None]
    ) -> Opened:
        count.refuse_early()
        try:
            return open_keys(copies, words, self.device_secret, count.seen().slot_id, between)
        except _REFUSALS as error:
            seen = count.seen()
            count.failed()
            # a passphrase that no longer fits a file somebody changed was not wrong
            if any(map(seen.is_forged, copies)):
                raise KeyFileDamagedError(what="mac") from error
            raise

    def _entered(self, arrival: Arrival, renewal: Renewal) -> Session:
        keys = arrival.keys
        key = key_for("sqlcipher", keys.data_key)
        try:
            opened = open_vault(arrival.folder, key, self.schema, self._care(arrival))
        except VaultDamagedError as error:
            # the key of before an exchange of keys opens nothing that stands here now
            if keys.file.generation < arrival.count.seen().generation:
                raise KeyFileRolledBackError from error
            raise
        try:
            chain_key = _chain_key(opened, keys.file)
            known = KnownHeads(self.counts_folder)
            heads = HeadKeeper(opened, keys.file.database, chain_key, known)
            standing, noted = heads.standing()
            with opened.reading() as connection:
                said = ""
                if not key_files.is_kept(connection, keys.file):
                    keys, said = key_files.believed(keys, key_files.kept(connection))
            trail = Trail(self.clock, keys.owner, new_id, heads.written, keys.slot.current_role)
            keys = renewal(opened, trail, keys)
            session = self._session(arrival, heads, trail, keys, standing)
            try:
                self._arrive(session, keys, arrival.count, said, noted)
            except BaseException:
                session.keys.wipe()
                raise
        except BaseException:
            opened.close()
            raise
        return session

    def _session(
        self,
        arrival: Arrival,
        heads: HeadKeeper,
        trail: Trail,
        keys: Opened,
        standing: VaultStanding,
    ) -> Session:
        slot, key = keys.slot, key_for("attachments", keys.data_key)
        return Session(
            vault=heads.vault,
            trail=trail,
            files=AttachmentFiles(arrival.folder / ATTACHMENTS, key),
            heads=heads,
            holder=KeyHolder(slot.id, keys.owner, trail.role, slot.has_device_secret, is_self=True),
            keys=SessionKeys.of(keys.data_key, keys.file.epoch),
            standing=standing,
            instance=arrival.instance,
            clock=self._clock_beside(heads.vault),
        )

    def _care(self, arrival: Arrival) -> UpgradeCare:
        """A backup set is kept of an older vault, and whoever waits may stop its migration."""

        def back_up() -> None:
            # to start faster: only an older vault needs it
            from app.services.migrating import back_up_before

            back_up_before(arrival.folder, arrival.keys, self.clock, arrival.between)

        return UpgradeCare(back_up, arrival.between)

    def _clock_beside(self, opened: Vault) -> ClockReading:
        with opened.reading() as connection:
            newest = audit.newest(connection, limit=1)
        return ClockReading(self.clock.now(), newest[0].at if newest else None)

    def _arrive(
        self, session: Session, keys: Opened, count: TryCount, said: str, noted: AuditHead
    ) -> None:
        is_mended = key_files.repair(session.folder, keys.file)
        with session.vault.transaction() as connection:
            if not key_files.is_kept(connection, keys.file):
                key_files.keep(connection, keys.file)
            if session.vault.migrated_from:
                session.trail.write(connection, "vault.migrate", str(session.vault.migrated_from))
            session.trail.write(connection, "vault.unlock", keys.slot.id)
            if failed := count.kept().count:
                session.trail.write(connection, "vault.wrong_passphrase", str(failed))
            if said:
                session.trail.write(connection, said, str(keys.file.generation))
            elif is_mended:
                session.trail.write(connection, "keys.mend")
            _write_what_is_odd(connection, session, noted)
        count.passed(Seen.of(keys.slot.id, keys.file))
        session.vault.after_commit(session.heads.after_commit)
        if session.standing is VaultStanding.AGREES:
            # a vault that went back in time does not know its newest files: none may be swept away
            self.sweep(session)
        # the new files were opened: what they took the place of is not needed any more
        turnover.forget_previous(session.folder)


def cost_here() -> Cost:
    """What one try of a passphrase should cost on this machine; measuring takes a second."""
    return calibrated(_seconds_of, process.memory_bytes())


def _write_what_is_odd(connection: Connection, session: Session, noted: AuditHead) -> None:
    write = session.trail.write
    if session.clock.act and session.clock.latest:
        write(connection, session.clock.act, session.clock.latest.isoformat())
    if session.standing is not VaultStanding.AGREES:
        act = f"vault.{session.standing.value}"
        write(connection, act, str(noted.sequence), noted.digest if noted.sequence else "")


def _chain_key(opened: Vault, file: KeyFile) -> chain.ChainKey:
    with opened.reading() as connection:
        kept = credentials.get(connection, chain.PURPOSE)
        named = settings.get(connection, DATABASE_SETTING)
    if named != file.database:
        raise KeyFileDamagedError(what="database")
    if kept is None:
        raise VaultDamagedError
    return chain.ChainKey(kept.private, kept.public)


def _seconds_of(cost: Cost) -> float:
    began = time.perf_counter()
    wipe(slot_key("measure", bytes(16), cost))
    return time.perf_counter() - began

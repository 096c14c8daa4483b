"""From a passphrase to an open session: the same way for an office's vault and a registry's."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.audit import AuditHead
from app.domain.calendar import written_time
from app.domain.clock_reading import ClockReading
from app.domain.errors import KeyFileDamagedError, VaultDamagedError, WrongPassphraseError
from app.domain.progress import Progress
from app.domain.standing import VaultStanding
from app.keys import chain
from app.keys.derivation import Cost, calibrated, key_for, slot_key, wipe
from app.keys.key_file import KeyFile
from app.keys.opening import Opened, open_keys
from app.services import key_files
from app.services.heads import HeadKeeper
from app.services.known_heads import KnownHeads
from app.services.session import ATTACHMENTS, DATABASE_SETTING, Session
from app.services.trail import Trail
from app.services.tries import TryCount
from app.store import audit, credentials, settings
from app.store.attachment_files import AttachmentFiles
from app.store.migrate import OFFICE, Schema
from app.store.vault import Vault, look_at, open_vault
from app.system import process
from app.system.clock import Clock
from app.system.ids import new_id
from app.system.locks import InstanceLock

STEPS = 4


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in whoever knows the passphrase, and writes down that they came.

    Wrong passphrases are counted in counts_folder; sweep removes files that no row names.
    """

    clock: Clock
    counts_folder: Path
    sweep: Callable[[Session], None]
    schema: Schema = OFFICE

    def enter(self, folder: Path, words: str, progress: Progress) -> Session:
        """Open the vault in the folder.

        Raises VaultMissingError, VaultEmptyError, KeyFileMissingError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, VaultDamagedError,
        VaultTooNewError, DiskFullError, SettingRefusedError.
        """
        folder = folder.absolute()
        look_at(folder)
        copies = key_files.read(folder)
        since = written_time(self.clock.local(self.clock.now()))
        instance = InstanceLock(folder, since)
        try:
            progress.step(1, STEPS)
            count = TryCount(self.counts_folder, folder, self.clock)
            keys = _opened(copies, words, count)
            progress.step(2, STEPS)
            return self._entered(folder, keys, count, instance)
        except BaseException:
            instance.release()
            raise

    def ask_again(self, folder: Path, words: str) -> Opened:
        """The keys once more, for an act that needs the passphrase itself; wipe the data key.

        Raises TooManyTriesError, WrongPassphraseError, KeyFileDamagedError, KeyFileMissingError.
        """
        count = TryCount(self.counts_folder, folder, self.clock)
        keys = _opened(key_files.read(folder), words, count)
        count.passed()
        return keys

    def _entered(
        self, folder: Path, keys: Opened, count: TryCount, instance: InstanceLock
    ) -> Session:
        try:
            opened = open_vault(folder, key_for("sqlcipher", keys.data_key), self.schema)
            try:
                heads = HeadKeeper(
                    opened,
                    keys.file.database,
                    _chain_key(opened, keys.file),
                    KnownHeads(self.counts_folder),
                )
                standing, noted = heads.standing()
                trail = Trail(self.clock, keys.owner, new_id, heads.written)
                attachments_key = key_for("attachments", keys.data_key)
                files = AttachmentFiles(folder / ATTACHMENTS, attachments_key)
                clock = self._clock_beside(opened)
                session = Session(opened, trail, files, heads, standing, instance, clock)
                self._arrive(session, keys, count, noted)
            except BaseException:
                opened.close()
                raise
        finally:
            wipe(keys.data_key)
        return session

    def _clock_beside(self, opened: Vault) -> ClockReading:
        with opened.reading() as connection:
            newest = audit.newest(connection, limit=1)
        return ClockReading(self.clock.now(), newest[0].at if newest else None)

    def _arrive(self, session: Session, keys: Opened, count: TryCount, noted: AuditHead) -> None:
        standing = session.standing
        failed = count.kept().count
        is_mended = key_files.repair(session.folder, keys.file)
        with session.vault.transaction() as connection:
            session.trail.write(connection, "vault.unlock", keys.slot.id)
            if failed:
                session.trail.write(connection, "vault.wrong_passphrase", str(failed))
            if is_mended:
                session.trail.write(connection, "keys.mend")
            if session.clock.act and session.clock.latest:
                session.trail.write(connection, session.clock.act, session.clock.latest.isoformat())
            if standing is not VaultStanding.AGREES:
                session.trail.write(
                    connection, f"vault.{standing.value}", str(noted.sequence), _known(noted)
                )
        count.passed()
        session.vault.after_commit(session.heads.after_commit)
        if standing is VaultStanding.AGREES:
            # a vault that went back in time does not know its newest files: none may be swept away
            self.sweep(session)


def cost_here() -> Cost:
    """What one try of a passphrase should cost on this machine; measuring takes a second."""
    return calibrated(_seconds_of, process.memory_bytes())


def _opened(copies: tuple[bytes, ...], words: str, count: TryCount) -> Opened:
    count.refuse_early()
    try:
        return open_keys(copies, words)
    except WrongPassphraseError:
        count.failed()
        raise


def _chain_key(opened: Vault, file: KeyFile) -> chain.ChainKey:
    with opened.reading() as connection:
        kept = credentials.get(connection, chain.PURPOSE)
        named = settings.get(connection, DATABASE_SETTING)
    if named != file.database:
        raise KeyFileDamagedError(what="database")
    if kept is None:
        raise VaultDamagedError
    return chain.ChainKey(kept.private, kept.public)


def _known(noted: AuditHead) -> str:
    return noted.digest if noted.sequence else ""


def _seconds_of(cost: Cost) -> float:
    began = time.perf_counter()
    wipe(slot_key("measure", bytes(16), cost))
    return time.perf_counter() - began

"""A vault written anew in another folder under a new data key, looked through before it counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.errors import AttachmentDamagedError
from app.domain.progress import Progress, Share
from app.domain.recovery import CardSet
from app.keys.derivation import key_for, wipe
from app.keys.key_file import KeyFile
from app.services import key_files
from app.services.heads import HeadKeeper
from app.services.key_ring import KeyRing
from app.services.recovery import note_kept
from app.services.session import ATTACHMENTS
from app.store import backup, copying, kept_files
from app.store.attachment_files import AttachmentFiles
from app.store.vault import FILE_NAME, Vault, open_vault

ACT, LAST_ACT = "keys.rotate", "vault.lock"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The old vault's session, and the key file and data key of the new one."""

    ring: KeyRing
    file: KeyFile
    data_key: bytearray = field(repr=False)
    cards: CardSet | None = field(repr=False)

    def fill(self, fresh: Path, progress: Progress) -> None:
        """Write the whole vault into the folder, with the entry of it in the new trail.

        Raises AttachmentDamagedError, VaultDamagedError, DiskFullError, FolderUnusableError,
        CancelledError; what was written then is the caller's to remove.
        """
        key = key_for("sqlcipher", self.data_key)
        try:
            pages = Share(progress, 0, 45)
            self.ring.session.vault.copy_to(fresh / FILE_NAME, key, pages.step)
            self._bring_attachments(fresh / ATTACHMENTS, Share(progress, 45, 85))
            self._write_last_words(fresh, bytearray(key))
            key_files.write(fresh, self.file)
            progress.step(85, 100)
            with backup.standing(fresh / FILE_NAME, key) as connection:
                copying.refuse_damaged(connection, lambda: progress.step(85, 100))
            progress.step(100, 100)
        finally:
            wipe(key)

    def _bring_attachments(self, target: Path, progress: Progress) -> None:
        """Encrypt every attachment anew under its old name.

        A file that no row names is brought along as well, since the rows may have gone back in
        time; as it is, when it does not hang on this key. One that is lacking stays lacking. One
        that is damaged stops all: what is left of it can be read by the old key alone.
        """
        source = self.ring.session.files
        with self.ring.session.vault.reading() as connection:
            known = {file.id: file.sha256 for file in kept_files.files(connection)}
        names = source.names()
        key = key_for("attachments", self.data_key)
        try:
            brought = AttachmentFiles(target, key)
            for number, name in enumerate(names):
                progress.step(number, len(names))
                if name not in known:
                    brought.take_stray(source, name)
                elif brought.take_over(source, name).sha256 != known[name]:
                    raise AttachmentDamagedError(title=name)
        finally:
            wipe(key)

    def _write_last_words(self, fresh: Path, key: bytearray) -> None:
        """What the trail and the settings of the new vault say; the old one is not written."""
        opened = open_vault(fresh, key, self.ring.door.schema)
        try:
            self._say(opened)
        finally:
            opened.close()

    def _say(self, opened: Vault) -> None:
        old = self.ring.session
        # this machine's own note is not touched: what is said here does not count yet
        heads = HeadKeeper(opened, old.heads.database, old.heads.key)
        trail = replace(old.trail, written=heads.written)
        left = [slot.id for slot in self.ring.file().slots if self.file.slot(slot.id) is None]
        with opened.transaction() as connection:
            key_files.keep(connection, self.file)
            trail.write(connection, ACT, str(self.file.epoch))
            for slot_id in left:
                trail.write(connection, "holder.remove", slot_id)
            if self.cards:
                note_kept(connection, self.cards.number, trail.clock.now())
                trail.write(connection, "recovery.make", str(self.cards.number))
            trail.write(connection, LAST_ACT)
        heads.write()

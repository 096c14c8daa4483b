"""The last known head beside the vault, so that a vault that went back in time is noticed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from app.domain.audit import AuditEntry, AuditHead
from app.domain.errors import AppError
from app.domain.standing import VaultStanding
from app.keys import chain, head_note
from app.keys.chain import ChainKey
from app.keys.head_note import HeadNote
from app.store import audit
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.files import write_safely

FILE_NAME = "head.json"
_LARGEST = 4097
_CHECKPOINT_EVERY = 100
# acts after which others hold something of this vault: its head is noted at once, not only at lock
_IMPORTANT = frozenset({"talk.seal", "minutes.confirm", "package.write", "receipt.take"})


@dataclass(slots=True)
class HeadKeeper:
    """Writes the note of the head at important acts and at locking."""

    vault: Vault
    database: str
    key: ChainKey
    is_due: bool = False

    def written(self, connection: Connection, entry: AuditEntry) -> None:
        """Hear of an entry: sign every hundredth, and note important ones once they are kept."""
        if entry.sequence % _CHECKPOINT_EVERY == 0:
            audit.add_checkpoint(connection, self._signed(entry))
        self.is_due = self.is_due or entry.what in _IMPORTANT

    def after_commit(self) -> None:
        """Write the note when an important act was kept."""
        if self.is_due:
            self.write()

    def write(self) -> None:
        """Note where the trail ends now; a disk that refuses is tried again at the next act."""
        with contextlib.suppress(OSError, AppError):
            with self.vault.reading() as connection:
                head = audit.head(connection)
            note = head_note.note_of(self.key, self.database, head)
            write_safely(self.vault.folder / FILE_NAME, note.written())
            self.is_due = False

    def has_signed(self, checkpoint: audit.Checkpoint) -> bool:
        """Whether the signed head in the trail is this vault's own."""
        return chain.is_signed(
            self.key.public, self.database, checkpoint.head, checkpoint.signature
        )

    def standing(self) -> tuple[VaultStanding, AuditHead]:
        """How the vault stands to its note, and the head that was noted."""
        untrusted = _content(self.vault.folder / FILE_NAME)
        if untrusted is None:
            return VaultStanding.NOTE_MISSING, AuditHead()
        note = head_note.read_note(untrusted, self.key.public, self.database)
        if note is None:
            return VaultStanding.NOTE_FORGED, AuditHead()
        return self._compared(note), note.head

    def _signed(self, entry: AuditEntry) -> audit.Checkpoint:
        head = AuditHead(entry.sequence, entry.digest)
        return audit.Checkpoint(head, chain.signed(self.key.private, self.database, head))

    def _compared(self, note: HeadNote) -> VaultStanding:
        with self.vault.reading() as connection:
            found = audit.head_at(connection, note.head.sequence)
        return VaultStanding.AGREES if found == note.head else VaultStanding.BEHIND


def _content(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        return None

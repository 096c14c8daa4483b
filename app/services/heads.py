"""The last known head beside the vault, so that a vault that went back in time is noticed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from app.domain.audit import AuditEntry, AuditHead
from app.domain.errors import AppError
from app.domain.standing import VaultStanding
from app.keys import chain, head_note
from app.keys.chain import ChainKey
from app.keys.head_note import HeadNote
from app.services.known_heads import KnownHeads, content_of
from app.store import audit, receipts
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.files import write_safely

FILE_NAME = "head.json"
_CHECKPOINT_EVERY = 100
# acts after which others hold something of this vault, or which an intruder would like undone: its
# head is noted at once, not only at lock
_IMPORTANT = frozenset(
    {
        "talk.seal",
        "minutes.confirm",
        "signature.sign",
        "package.write",
        "receipt.take",
        "passphrase.change",
    }
)
_IMPORTANT_KINDS = ("backup.", "device.", "holder.", "keys.", "recovery.", "role.")
# whoever puts a backup in the place of a vault says so in its trail: that one is older on purpose
_OLDER_ON_PURPOSE = frozenset({"vault.restore", "vault.rescue"})


@dataclass(slots=True)
class HeadKeeper:
    """Writes the note of the head at important acts, from time to time, and at locking.

    known keeps the same note on this machine, where there is a place for it.
    """

    vault: Vault
    database: str
    key: ChainKey
    known: KnownHeads | None = None
    is_due: bool = False
    _noted: AuditHead | None = field(default=None, init=False)

    def written(self, connection: Connection, entry: AuditEntry) -> None:
        """Hear of an entry: sign every hundredth, and note important ones once they are kept."""
        if entry.sequence % _CHECKPOINT_EVERY == 0:
            audit.add_checkpoint(connection, self._signed(entry))
        is_important = entry.what in _IMPORTANT or entry.what.startswith(_IMPORTANT_KINDS)
        self.is_due = self.is_due or is_important or entry.what in _OLDER_ON_PURPOSE

    def after_commit(self) -> None:
        """Write the note when an important act was kept."""
        if self.is_due:
            self.write()

    def refresh(self) -> None:
        """Write the note if the trail has gone on since; called every few minutes of work."""
        with contextlib.suppress(AppError):
            with self.vault.reading() as connection:
                head = audit.head(connection)
            if head != self._noted:
                self.write()

    def write(self) -> None:
        """Note where the trail ends now; a disk that refuses is tried again at the next act."""
        with contextlib.suppress(OSError, AppError):
            note = self.note()
            write_safely(self.vault.folder / FILE_NAME, note.written())
            self.is_due, self._noted = False, note.head
            if self.known:
                self.known.keep(note)
                self._anchor(self.known)

    def note(self) -> HeadNote:
        """Where the trail ends now, signed. Raises VaultDamagedError, FolderUnusableError."""
        with self.vault.reading() as connection:
            head = audit.head(connection)
        return head_note.note_of(self.key, self.database, head)

    def fingerprint(self) -> tuple[str, ...]:
        """The digits that name the key heads are signed with."""
        return chain.fingerprint(self.key.public)

    def has_signed(self, checkpoint: audit.Checkpoint) -> bool:
        """Whether the signed head in the trail is this vault's own."""
        return chain.is_signed(
            self.key.public, self.database, checkpoint.head, checkpoint.signature
        )

    def standing(self) -> tuple[VaultStanding, AuditHead]:
        """How the vault stands to its note and to this machine's, and the head that was noted.

        The machine's note counts only when the vault is behind it: a vault may come from elsewhere,
        and one that was restored on purpose says so itself.
        """
        beside = self._standing_to(content_of(self.vault.folder / FILE_NAME))
        if beside[0] is VaultStanding.BEHIND or self.known is None:
            return beside
        if not self._is_restored():
            here = self._standing_to(self.known.content(self.database))
            if here[0] is VaultStanding.BEHIND:
                return here
        lost = self.lost_anchor()
        return (VaultStanding.BEHIND, lost) if lost and not self._is_told(lost) else beside

    def lost_anchor(self) -> AuditHead | None:
        """The head that a registry has countersigned and that is not in this trail; None without.

        The registry holds packages this vault knows nothing of: it went back behind them, on
        purpose or not.
        """
        untrusted = self.known.anchor(self.database) if self.known else None
        note = head_note.read_note(untrusted or b"", self.key.public, self.database)
        if note is None:
            return None
        with self.vault.reading() as connection:
            found = audit.head_at(connection, note.head.sequence)
        return None if found == note.head else note.head

    def _standing_to(self, untrusted: bytes | None) -> tuple[VaultStanding, AuditHead]:
        if untrusted is None:
            return VaultStanding.NOTE_MISSING, AuditHead()
        note = head_note.read_note(untrusted, self.key.public, self.database)
        if note is None:
            return VaultStanding.NOTE_FORGED, AuditHead()
        with self.vault.reading() as connection:
            found = audit.head_at(connection, note.head.sequence)
        standing = VaultStanding.AGREES if found == note.head else VaultStanding.BEHIND
        return standing, note.head

    def _anchor(self, known: KnownHeads) -> None:
        """Note on this machine what the registry countersigned last; an older one takes no place.

        Not even that of a head this trail has lost: it stays until a registry countersigns anew.
        """
        with self.vault.reading() as connection:
            head = receipts.last_anchor(connection)
        kept = head_note.read_note(
            known.anchor(self.database) or b"", self.key.public, self.database
        )
        if head and (kept is None or head.sequence > kept.head.sequence):
            known.keep_anchor(head_note.note_of(self.key, self.database, head))

    def _is_told(self, lost: AuditHead) -> bool:
        """Whether it was said at an earlier opening that this head is missing."""
        with self.vault.reading() as connection:
            told = audit.latest(connection, "vault.behind")
        return told is not None and (told.which, told.content) == (str(lost.sequence), lost.digest)

    def _is_restored(self) -> bool:
        with self.vault.reading() as connection:
            newest = audit.newest(connection, limit=1)
        return bool(newest) and newest[0].what in _OLDER_ON_PURPOSE

    def _signed(self, entry: AuditEntry) -> audit.Checkpoint:
        head = AuditHead(entry.sequence, entry.digest)
        return audit.Checkpoint(head, chain.signed(self.key.private, self.database, head))

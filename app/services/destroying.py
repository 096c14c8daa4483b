"""The end of records in two steps: a list is proposed; approved on paper, it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.errors import FolderUnusableError
from app.domain.ids import DestructionId, RecordId, TalkId
from app.domain.retention import (
    LONGEST_REASON,
    MOST_ITEMS,
    Approval,
    Destruction,
    DestructionItem,
    DueRecord,
)
from app.domain.retention_errors import (
    DestructionWordMissingError,
    NothingToDestroyError,
    RecordNotDueError,
    TooManyToDestroyError,
)
from app.domain.retention_kinds import NeededWord, Obstacle
from app.services.last_place import PREFIX
from app.services.settings import read_office
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store import destroying, destructions, leaf_retention, retention, settings
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.files import write_safely

MOST_LISTS = 100


@dataclass(frozen=True, slots=True)
class Destroying:
    """The commands and queries about lists of records to be destroyed.

    holders tells how many can open the vault.
    """

    vault: Vault
    trail: Trail
    files: AttachmentFiles
    holders: Callable[[], int]

    def lists(self) -> list[Destruction]:
        """The lists with what stands on them, the newest first; moments are the wall clock's."""
        with self.vault.reading() as connection:
            found = destructions.newest(connection, MOST_LISTS)
        return [_in_local_time(one, self.trail.clock.local) for one in found]

    def get(self, destruction_id: DestructionId) -> Destruction:
        """One list; moments are the wall clock's. KeyError when there is none."""
        with self.vault.reading() as connection:
            return _in_local_time(
                destructions.get(connection, destruction_id), self.trail.clock.local
            )

    # ── the first step ───────────────────────────────────────────────────────────────────────────

    def propose(
        self, record_ids: tuple[RecordId, ...], reason: str
    ) -> tuple[DestructionId, Changes]:
        """Put records whose term is over on a list; nothing of them is touched yet.

        Raises NothingToDestroyError, TooManyToDestroyError, DestructionWordMissingError,
        RecordNotDueError, RoleRefusedError.
        """
        said = reason.strip()[:LONGEST_REASON]
        if not said:
            raise DestructionWordMissingError(NeededWord.REASON)
        if not record_ids:
            raise NothingToDestroyError
        if len(record_ids) > MOST_ITEMS:
            raise TooManyToDestroyError(len(record_ids), MOST_ITEMS)
        with self.vault.transaction() as connection:
            records = self._free(connection, record_ids)
            one = Destruction(
                id=DestructionId(self.trail.new_id()),
                serial=destructions.next_serial(connection),
                proposed_at=self.trail.clock.now(),
                proposed_by=self.trail.who,
                reason=said,
                items=tuple(_item(connection, record) for record in records),
            )
            destructions.add(connection, one)
            self._trace(connection, "destruction.propose", one)
        return one.id, Changes.RETENTION

    def withdraw(self, destruction_id: DestructionId) -> Changes:
        """Let a proposed list drop; its records stay. Raises DestructionStateError, KeyError."""
        with self.vault.transaction() as connection:
            one = destructions.get(connection, destruction_id).withdrawn()
            destructions.keep(connection, one)
            self._trace(connection, "destruction.withdraw", one)
        return Changes.RETENTION

    # ── the second step ──────────────────────────────────────────────────────────────────────────

    def begin(self, destruction_id: DestructionId, approval: Approval) -> Changes:
        """The list was approved in ink; from now on it is carried out, record by record.

        Raises DestructionStateError, DestructionDayError, DestructionWordMissingError,
        DestroyerIsProposerError, DestructionTooSoonError, RecordNotDueError, RoleRefusedError,
        KeyError.
        """
        now, local, holders = self.trail.clock.now(), self.trail.clock.local, self.holders()
        with self.vault.transaction() as connection:
            one = _in_local_time(destructions.get(connection, destruction_id), local)
            one = one.begun(approval, self.trail.who, local(now), holders)
            self._free(connection, (item.record_id for item in one.items), Obstacle.LISTED)
            destructions.keep(connection, one)
            self._trace(connection, "destruction.begin", one)
        return Changes.RETENTION

    def carry_on(self, destruction_id: DestructionId) -> tuple[int, Changes]:
        """Destroy the next record of a list that is under way; how many are left after it.

        With the last one the list is done. What was broken off goes on where it stopped; records
        that were held meanwhile wait until they are let go, all others go first. Raises
        DestructionStateError, RecordNotDueError, RoleRefusedError.
        """
        with self.vault.transaction() as connection:
            one = destructions.get(connection, destruction_id).going_on()
            item = self._next(connection, one)
            gone: tuple[str, ...] = ()
            if item is not None:
                gone = self._destroy(connection, item.record_id)
                now = self.trail.clock.now()
                destructions.note_done(connection, one.id, item.record_id, now)
                digest = digest_of(plain(item))
                self.trail.write(connection, "destruction.record", item.record_id, digest)
            left = max(len(one.left) - 1, 0)
            if not left:
                done = one.ended(self.trail.clock.now())
                destructions.keep(connection, done)
                self._trace(connection, "destruction.end", done)
        for file_id in gone:  # killed before this, they are swept at the next unlocking
            self.files.remove(file_id)
        everything = Changes.RETENTION | Changes.TALKS | Changes.FINDINGS | Changes.PACKAGES
        everything |= Changes.ARCHIVES
        return left, everything

    # ── on paper ─────────────────────────────────────────────────────────────────────────────────

    def paper(self, destruction_id: DestructionId) -> tuple[bytes, Changes]:
        """The list for the ink of who approves, or, once it is done, the certificate; a PDF/A.

        Raises MissingGlyphError, FontMissingError, KeyError, RoleRefusedError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.record_destruction import destruction_paper

        self.trail.refuse_early("destruction.print")
        local = self.trail.clock.local
        with self.vault.reading() as connection:
            one = destructions.get(connection, destruction_id)
            office, profile = read_office(connection).name, read_profile(connection)
        shown = _in_local_time(one, local)
        with fonts_of(profile):
            pdf = destruction_paper(shown, office, local(self.trail.clock.now()))
        self._note(destruction_id, "destruction.print", pdf)
        return pdf, Changes.NONE

    def save(self, destruction_id: DestructionId, pdf: bytes, path: Path) -> Changes:
        """Write the paper to a file outside the vault. Raises FolderUnusableError."""
        self.trail.refuse_early("destruction.save")
        try:
            write_safely(path, pdf)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        self._note(destruction_id, "destruction.save", pdf)
        return Changes.NONE

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _free(
        self,
        connection: Connection,
        record_ids: Iterable[RecordId],
        but_for: Obstacle | None = None,
    ) -> list[DueRecord]:
        """The records, all due and with nothing against their end. Raises RecordNotDueError."""
        wanted = list(record_ids)
        found = retention.given(connection, wanted, self.trail.clock.local)
        found += leaf_retention.given(connection, wanted)
        today = self.trail.clock.local(self.trail.clock.now()).date()
        for record in found:
            if record.due_on > today:
                raise RecordNotDueError(record.number, Obstacle.NOT_DUE)
            if record.obstacle not in (None, but_for):
                raise RecordNotDueError(record.number, record.obstacle)
        if len(found) < len(set(wanted)):
            raise RecordNotDueError("", Obstacle.GONE)
        return found

    def _destroy(self, connection: Connection, record_id: RecordId) -> tuple[str, ...]:
        """Take the record out of the vault; the files that hung on it are told."""
        # where people were may quote it: a form half filled in, a list narrowed to a name
        settings.forget_all(connection, PREFIX)
        if leaf_retention.is_leaf(connection, record_id):
            gone = leaf_retention.files_of(connection, record_id)
            leaf_retention.destroy(connection, record_id)
            return gone
        talk_id = TalkId(record_id)
        gone = destroying.files_of(connection, talk_id)
        destroying.destroy(connection, talk_id, self.trail.new_id)
        return gone

    def _next(self, connection: Connection, one: Destruction) -> DestructionItem | None:
        """The next record nothing is against. Raises RecordNotDueError when all are hindered."""
        refused: RecordNotDueError | None = None
        for item in one.left:
            try:
                self._free(connection, (item.record_id,), Obstacle.LISTED)
            except RecordNotDueError as error:
                refused = refused or error
            else:
                return item
        if refused is not None:
            raise refused
        return None

    def _trace(self, connection: Connection, act: str, one: Destruction) -> None:
        self.trail.write(connection, act, one.id, digest_of(plain(one)))

    def _note(self, destruction_id: DestructionId, act: str, pdf: bytes) -> None:
        with self.vault.transaction() as connection:
            self.trail.write(connection, act, destruction_id, sha256(pdf).hexdigest())


def _in_local_time(one: Destruction, local: Callable[[datetime], datetime]) -> Destruction:
    """The same with every moment by the clock on the wall, which its number goes by too."""

    def told(at: datetime | None) -> datetime | None:
        return local(at) if at else None

    return replace(
        one,
        proposed_at=local(one.proposed_at),
        begun_at=told(one.begun_at),
        ended_at=told(one.ended_at),
        items=tuple(replace(item, destroyed_at=told(item.destroyed_at)) for item in one.items),
    )


def _item(connection: Connection, record: DueRecord) -> DestructionItem:
    pages, files, digest = destructions.extent(connection, record.record_id)
    return DestructionItem(
        record_id=record.record_id,
        number=record.number,
        day=record.day,
        kind_title=record.kind_title,
        class_title=record.class_title,
        due_on=record.due_on,
        pages=pages,
        files=files,
        text_digest=digest,
    )

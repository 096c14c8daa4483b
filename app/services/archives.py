"""Archives of persons (一人一档): taken out with a reason, kept up leaf by leaf.

What one took out stays open until the vault is locked; each taking out is in the trail and in the
archive itself. Bringing the papers of a leaf takes two steps: the long one needs no connection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.domain.archive_errors import (
    ArchiveClosedError,
    ArchiveReasonTooLongError,
    LeafGoneError,
)
from app.domain.archive_leaves import (
    LONGEST_REASON,
    ArchiveAccess,
    Leaf,
    LeafEntry,
)
from app.domain.archive_timeline import TimelineYear
from app.domain.archives import ArchiveLeaf, ArchiveView
from app.domain.attachment import Attachment, Purpose, Removal
from app.domain.attachment_errors import AttachmentGoneError, AttachmentTwiceError
from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import AttachmentId, LeafId, PersonId, TalkId
from app.domain.paper_errors import ArchiveReasonMissingError
from app.domain.progress import Progress
from app.domain.refusals import ReasonMissingError
from app.services.archive_reading import ArchiveReading
from app.services.attachment_taking import Brought, Taken, taken_from
from app.services.trail import Trail
from app.store import archive_leaves, attachments
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.vault import Vault

_NO_TALK = TalkId("")


@dataclass(frozen=True, slots=True)
class Archives:
    """The commands and queries about archives; opened ones are remembered while it lives."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles
    _opened: dict[PersonId, str] = field(default_factory=dict, repr=False)

    # ── taking out ───────────────────────────────────────────────────────────────────────────────

    def opened(self, person_id: PersonId) -> bool:
        """Whether somebody's archive was taken out since the vault was unlocked."""
        return person_id in self._opened

    def reason(self, person_id: PersonId) -> str:
        """Why it was taken out, or nothing when it was not."""
        return self._opened.get(person_id, "")

    def open(self, person_id: PersonId, reason: str) -> tuple[ArchiveView, Changes]:
        """Take somebody's archive out; who, when and why is kept.

        Raises ArchiveReasonMissingError, ArchiveReasonTooLongError, RoleRefusedError; KeyError
        when there is no such person.
        """
        why = " ".join(reason.split())
        if not why:
            raise ArchiveReasonMissingError
        if len(why) > LONGEST_REASON:
            raise ArchiveReasonTooLongError(len(why), LONGEST_REASON)
        now = self.trail.clock.now()
        access = ArchiveAccess(self.trail.new_id(), person_id, now, self.trail.who, why)
        with self.vault.transaction() as connection:
            archive_leaves.add_access(connection, access)
            self.trail.write(connection, "archive.open", person_id, digest_of(plain(access)))
            view = self._reading(connection).view(person_id, why)
        self._opened[person_id] = why
        return view, Changes.ARCHIVES

    # ── reading what is open ─────────────────────────────────────────────────────────────────────

    def view(self, person_id: PersonId) -> ArchiveView:
        """An archive that was taken out, as it is now. Raises ArchiveClosedError."""
        self._refuse_closed(person_id)
        with self.vault.reading() as connection:
            return self._reading(connection).view(person_id, self._opened[person_id])

    def leaves(self, person_id: PersonId) -> tuple[ArchiveLeaf, ...]:
        """The leaves of an archive, newest first. Raises ArchiveClosedError."""
        self._refuse_closed(person_id)
        with self.vault.reading() as connection:
            return self._reading(connection).leaves(person_id)

    def timeline(self, person_id: PersonId) -> tuple[TimelineYear, ...]:
        """What happened to somebody, year by year. Raises ArchiveClosedError."""
        return self.view(person_id).years

    def accesses(self, person_id: PersonId) -> tuple[ArchiveAccess, ...]:
        """Who took an archive out, and why, the newest first. Raises ArchiveClosedError."""
        self._refuse_closed(person_id)
        with self.vault.reading() as connection:
            return self._reading(connection).accesses(person_id)

    # ── leaves ───────────────────────────────────────────────────────────────────────────────────

    def add_leaf(self, person_id: PersonId, entry: LeafEntry) -> tuple[LeafId, Changes]:
        """Put a leaf into somebody's archive. Raises what LeafEntry.checked raises."""
        leaf_id, now = LeafId(self.trail.new_id()), self.trail.clock.now()
        leaf = Leaf(leaf_id, person_id, entry.checked(), now)
        with self.vault.transaction() as connection:
            archive_leaves.add(connection, leaf)
            self.trail.write(connection, "archive.leaf_add", leaf.id, digest_of(plain(leaf)))
        return leaf.id, Changes.ARCHIVES

    def change_leaf(self, leaf_id: LeafId, entry: LeafEntry) -> Changes:
        """Put right what a leaf says; whose it is and of which kind stays.

        Raises what LeafEntry.checked raises, LeafGoneError.
        """
        with self.vault.transaction() as connection:
            old = _standing(connection, leaf_id)
            leaf = replace(old, entry=replace(entry, kind=old.entry.kind).checked())
            archive_leaves.keep(connection, leaf)
            self.trail.write(connection, "archive.leaf_change", leaf.id, digest_of(plain(leaf)))
        return Changes.ARCHIVES

    def remove_leaf(self, leaf_id: LeafId, reason: str) -> Changes:
        """Take a leaf out of the archive; it is kept with the reason, and so are its papers.

        Raises ReasonMissingError, LeafGoneError.
        """
        if not reason.strip():
            raise ReasonMissingError("archive.leaf_remove")
        now = self.trail.clock.now()
        with self.vault.transaction() as connection:
            old = _standing(connection, leaf_id)
            leaf = replace(old, removed_at=now, removed_reason=reason.strip())
            archive_leaves.keep(connection, leaf)
            self.trail.write(connection, "archive.leaf_remove", leaf.id, digest_of(plain(leaf)))
        return Changes.ARCHIVES

    # ── papers of a leaf ─────────────────────────────────────────────────────────────────────────

    def take(self, brought: Brought, progress: Progress) -> Taken:
        """Look at what was brought and write it encrypted beside the vault, piece by piece.

        Whoever takes must add_paper() or discard(). Raises CancelledError, every error of
        attachment_errors that speaks of a file, FileUnreadableError, DiskFullError,
        FolderUnusableError, RoleRefusedError.
        """
        self.trail.refuse_early("archive.paper_add")
        return taken_from(brought, self.files, progress)

    def add_paper(self, leaf_id: LeafId, taken: Taken) -> tuple[Attachment, Changes]:
        """Add what was taken to a leaf; upon a refusal the file is gone again.

        Raises LeafGoneError, AttachmentTwiceError, RoleRefusedError.
        """
        try:
            with self.vault.transaction() as connection:
                leaf = _standing(connection, leaf_id)
                _refuse_twice(attachments.of_leaf(connection, leaf_id), taken)
                paper = self._paper(leaf.id, taken)
                attachments.add(connection, paper)
                content = digest_of(plain(paper))
                self.trail.write(connection, "archive.paper_add", paper.id, content)
        except BaseException:
            self.discard(taken)
            raise
        return paper, Changes.ARCHIVES

    def discard(self, taken: Taken) -> None:
        """Remove a file that is not to be kept after all."""
        self.files.remove(taken.file.id)

    def remove_paper(self, attachment_id: AttachmentId, reason: str) -> Changes:
        """Take a paper away from its leaf; title, digest and reason stay, its file is swept.

        Raises ReasonMissingError, AttachmentGoneError, LeafGoneError.
        """
        if not reason.strip():
            raise ReasonMissingError("archive.paper_remove")
        with self.vault.transaction() as connection:
            gone = attachments.get(connection, attachment_id)
            if gone is None or gone.leaf_id is None:
                raise AttachmentGoneError("附件")
            _standing(connection, gone.leaf_id)
            removal = Removal(gone.title, gone.purpose, reason.strip(), self.trail.clock.now())
            attachments.add_paper_removal(connection, gone, removal)
            attachments.remove(connection, attachment_id)
            content = digest_of([plain(gone), plain(removal)])
            self.trail.write(connection, "archive.paper_remove", attachment_id, content)
        return Changes.ARCHIVES

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _reading(self, connection: Connection) -> ArchiveReading:
        return ArchiveReading(connection, self.trail.clock)

    def _refuse_closed(self, person_id: PersonId) -> None:
        if person_id not in self._opened:
            raise ArchiveClosedError

    def _paper(self, leaf_id: LeafId, taken: Taken) -> Attachment:
        return Attachment(
            id=AttachmentId(taken.file.id),
            talk_id=_NO_TALK,
            purpose=Purpose.AUDIO if taken.is_sound else Purpose.OTHER,
            media_type=taken.media_type,
            title=taken.name,
            size=taken.file.size,
            sha256=taken.file.sha256,
            pages=taken.pages,
            made_at=self.trail.clock.now(),
            leaf_id=leaf_id,
        )


def _standing(connection: Connection, leaf_id: LeafId) -> Leaf:
    """A leaf that was not taken out."""
    leaf = archive_leaves.get(connection, leaf_id)
    if leaf.removed_at is not None:
        raise LeafGoneError(leaf.entry.title)
    return leaf


def _refuse_twice(papers: Iterable[Attachment], taken: Taken) -> None:
    for paper in papers:
        if paper.sha256 == taken.file.sha256:
            raise AttachmentTwiceError(taken.name, paper.title)

"""What users do with attachments: bring, look at, name, take away, and give out a copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from app.domain.attachment import Attachment, Purpose, Removal, title_from
from app.domain.attachment_errors import (
    AttachmentBrokenError,
    AttachmentGoneError,
    AttachmentStaysError,
    AttachmentTitleError,
    AttachmentTwiceError,
)
from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.errors import AttachmentDamagedError
from app.domain.ids import AttachmentId, TalkId
from app.domain.page_picture import PagePicture
from app.domain.progress import Progress
from app.domain.refusals import ReasonMissingError, TalkSealedError
from app.domain.talk import Talk, TalkStatus
from app.services.attachment_taking import Brought as Brought
from app.services.attachment_taking import Taken as Taken
from app.services.attachment_taking import taken_from
from app.services.trail import Trail
from app.store import attachments, talks
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.disk import disk_faults_named
from app.store.vault import Vault
from app.system.files import write_pieces_safely


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept, and the numbers of other talks that have the very same file."""

    attachment: Attachment
    also_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkAttachments:
    """All attachments of a talk, what was taken away again, and whether it may still change."""

    items: tuple[Attachment, ...]
    removals: tuple[Removal, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Attaching:
    """The commands and queries about attachments; what takes long needs no connection."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def of(self, talk_id: TalkId) -> TalkAttachments:
        """The attachments of a talk, oldest first.

        Minutes to which signatures were added are told of once: what they were before is the
        beginning of what they are.
        """
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
            newest = attachments.newest(connection, talk_id, Purpose.MINUTES)
            found = attachments.of(connection, talk_id)
            return TalkAttachments(
                tuple(a for a in found if a.purpose is not Purpose.MINUTES or a == newest),
                tuple(attachments.removals(connection, talk_id)),
                talk.status is not TalkStatus.SEALED,
            )

    def page(self, attachment: Attachment, page: int) -> PagePicture:
        """One page, counted from nought, as a picture; only what it needs is decrypted.

        Raises AttachmentDamagedError.
        """
        # starts faster: PDFium and Pillow are needed for looking alone
        from app.documents.attachment_kinds import KINDS
        from app.documents.attachment_pages import page_picture

        kind = KINDS[attachment.media_type]
        with self._inside(attachment) as content:
            return page_picture(content, kind, page, attachment.title)

    def seconds(self, attachment: Attachment) -> int:
        """How long a recording is. Raises AttachmentDamagedError."""
        # starts faster
        from app.documents.attachment_kinds import KINDS
        from app.documents.sound_length import seconds_of

        with self._inside(attachment) as content:
            return seconds_of(content, KINDS[attachment.media_type], attachment.title)

    # ── bringing, in two steps: the long one without the vault's connection ──────────────────────

    def take(self, brought: Brought, progress: Progress) -> Taken:
        """Look at what was brought and write it encrypted beside the vault, piece by piece.

        Whoever takes must keep() or discard(). Raises CancelledError, every error of
        attachment_errors that speaks of a file, FileUnreadableError, DiskFullError,
        FolderUnusableError.
        """
        self.trail.refuse_early("attachment.add")
        return taken_from(brought, self.files, progress)

    def keep(self, talk_id: TalkId, taken: Taken, purpose: Purpose) -> tuple[Kept, Changes]:
        """Add what was taken to the talk; a recording is always kept as one.

        Upon a refusal the file is gone again. Raises TalkSealedError, AttachmentTwiceError,
        RoleRefusedError.
        """
        try:
            with self.vault.transaction() as connection:
                _open_talk(connection, talk_id)
                same = attachments.with_digest(connection, taken.file.sha256)
                _refuse_twice(same, talk_id, taken.name)
                kept = self._attachment(talk_id, taken, purpose)
                attachments.add(connection, kept)
                self.trail.write(connection, "attachment.add", kept.id, digest_of(plain(kept)))
        except BaseException:
            self.discard(taken)
            raise
        numbers = tuple(dict.fromkeys(number for _, number in same))
        return Kept(kept, numbers), Changes.ATTACHMENTS

    def discard(self, taken: Taken) -> None:
        """Remove a file that is not to be kept after all."""
        self.files.remove(taken.file.id)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def rename(self, attachment_id: AttachmentId, title: str) -> Changes:
        """Put right the name under which it is found.

        Raises AttachmentTitleError, AttachmentStaysError, AttachmentGoneError, TalkSealedError.
        """
        named = title_from(title)
        if not named:
            raise AttachmentTitleError
        with self.vault.transaction() as connection:
            renamed = replace(self._brought(connection, attachment_id), title=named)
            attachments.rename(connection, renamed)
            content = digest_of(plain(renamed))
            self.trail.write(connection, "attachment.rename", attachment_id, content)
        return Changes.ATTACHMENTS

    def remove(self, attachment_id: AttachmentId, reason: str) -> Changes:
        """Take it away again before sealing; title, digest and reason stay, its file is swept.

        Raises ReasonMissingError, AttachmentStaysError, AttachmentGoneError, TalkSealedError.
        """
        if not reason.strip():
            raise ReasonMissingError("attachment.remove")
        with self.vault.transaction() as connection:
            gone = self._brought(connection, attachment_id)
            removal = Removal(gone.title, gone.purpose, reason.strip(), self.trail.clock.now())
            attachments.add_removal(connection, gone, removal)
            attachments.remove(connection, attachment_id)
            content = digest_of([plain(gone), plain(removal)])
            self.trail.write(connection, "attachment.remove", attachment_id, content)
        return Changes.ATTACHMENTS

    # ── giving out a copy, in two steps: no copy without its trace ───────────────────────────────

    def allow_copy(self, attachment: Attachment) -> Changes:
        """Leave the trace of a copy that is about to be written. Raises RoleRefusedError."""
        with self.vault.transaction() as connection:
            self.trail.write(connection, "attachment.copy", attachment.id, attachment.sha256)
        return Changes.NONE

    def write_copy(self, attachment: Attachment, path: Path, progress: Progress) -> None:
        """Write the decrypted content to a file outside the vault; half a copy is never left.

        Raises CancelledError, AttachmentDamagedError, DiskFullError, FolderUnusableError.
        """
        with disk_faults_named(path.parent):
            pieces = self.files.open_stream(attachment.id, attachment.sha256)
            write_pieces_safely(path, _told(pieces, attachment.size, progress))

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _inside(self, attachment: Attachment) -> Iterator[BinaryIO]:
        """The content as a file; it was whole when it was taken, so any fault is damage since."""
        try:
            with self.files.open(attachment.id, attachment.size) as content:
                yield content
        except (AttachmentDamagedError, AttachmentBrokenError) as error:
            raise AttachmentDamagedError(attachment.title) from error

    def _attachment(self, talk_id: TalkId, taken: Taken, purpose: Purpose) -> Attachment:
        return Attachment(
            id=AttachmentId(taken.file.id),
            talk_id=talk_id,
            purpose=Purpose.AUDIO if taken.is_sound else purpose,
            media_type=taken.media_type,
            title=taken.name,
            size=taken.file.size,
            sha256=taken.file.sha256,
            pages=taken.pages,
            made_at=self.trail.clock.now(),
        )

    def _brought(self, connection: Connection, attachment_id: AttachmentId) -> Attachment:
        """An attachment that somebody brought, of a talk that is not sealed."""
        found = attachments.get(connection, attachment_id)
        if found is None:
            raise AttachmentGoneError("附件")
        if not found.talk_id:
            raise AttachmentStaysError(found.title)  # Rectifying and Archives take theirs away
        _open_talk(connection, found.talk_id)
        if not found.purpose.is_brought:
            raise AttachmentStaysError(found.title)
        return found


def _open_talk(connection: Connection, talk_id: TalkId) -> Talk:
    talk = talks.get(connection, talk_id)
    if talk.status is TalkStatus.SEALED:
        raise TalkSealedError(talk.number)
    return talk


def _refuse_twice(same: list[tuple[Attachment, str]], talk_id: TalkId, name: str) -> None:
    for other, _ in same:
        if other.talk_id == talk_id:
            raise AttachmentTwiceError(name, other.title)


def _told(pieces: Iterator[bytes], size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        progress.step(done, size)
        yield piece
        done += len(piece)
    progress.step(size, size)

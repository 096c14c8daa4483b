"""A sealed record that turns out wrong: a 补正记录 is made, signed and kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.amendment import (
    Amendment,
    AmendmentEntry,
    AmendmentId,
    amendment_number,
    checked_entry,
)
from app.domain.attachment import Attachment, Purpose
from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import AttachmentId, TalkId
from app.domain.progress import Progress
from app.domain.record_text import Passage, passages_of
from app.domain.retention_errors import RecordDestroyedError
from app.domain.talk import Talk
from app.services.local_talk import in_local_time
from app.services.office_signing import Hand, signed_by, signing_pair
from app.services.settings import read_office
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store import amendments, attachments, audit, destructions, set_in, talks
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.credentials import Credential
from app.store.vault import Vault

STEPS = 5
PDF = "application/pdf"
TITLE = "补正记录"
REASON = "谈话补正记录"


@dataclass(frozen=True, slots=True)
class _Ready:
    """What an amendment is made from, read at one moment; the talk in local times."""

    talk: Talk
    serial: int
    entry: AmendmentEntry
    office: str
    audit_head: str


@dataclass(frozen=True, slots=True)
class Amending:
    """The commands and queries about amendments of sealed talks."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def of(self, talk_id: TalkId) -> tuple[Amendment, ...]:
        """The amendments of a talk in their order."""
        with self.vault.reading() as connection:
            return amendments.of(connection, talk_id)

    def places(self, talk_id: TalkId) -> tuple[Passage, ...]:
        """The passages of the sealed record that can be amended, in the order of reading."""
        with self.vault.reading() as connection:
            return tuple(passages_of(talks.get(connection, talk_id)))

    def draft(self, talk_id: TalkId, entry: AmendmentEntry) -> bytes:
        """The pages as they would be, marked 草稿; kept nowhere.

        Raises what checked_entry raises, MissingGlyphError, FontMissingError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.amendment import AmendmentPaper, typeset
        from app.documents.sheet import written

        with self.vault.reading() as connection:
            ready = self._ready(connection, talk_id, entry)
            profile = read_profile(connection)
        paper = AmendmentPaper(
            ready.talk, ready.serial, ready.entry, ready.office, self._local_now(), is_draft=True
        )
        with fonts_of(profile):
            return written(typeset(paper)[0])

    def pdf(self, talk_id: TalkId, serial: int) -> bytes:
        """The signed amendment out of the archive, the only form that is printed.

        Raises AttachmentDamagedError; KeyError when there is none with that serial.
        """
        with self.vault.reading() as connection:
            found = {one.serial: one for one in amendments.of(connection, talk_id)}[serial]
            kept = {one.id: one for one in attachments.of(connection, talk_id)}
        attachment = kept[found.attachment_id]
        return self.files.read(attachment.id, attachment.sha256)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def amend(
        self, talk_id: TalkId, entry: AmendmentEntry, progress: Progress
    ) -> tuple[AmendmentId, Changes]:
        """Make, sign and keep an amendment; the sealed record stays as it is, byte for byte.

        Raises what checked_entry raises, RecordDestroyedError, MissingGlyphError,
        FontMissingError, ArchiveRuleError,
        CertificateMissingError, DiskFullError.
        """
        self.trail.refuse_early("amendment.add")
        with self.vault.reading() as connection:
            ready = self._ready(connection, talk_id, entry)
            pair, profile = signing_pair(connection), read_profile(connection)
        with fonts_of(profile):
            content, pages, fonts = self._finished(ready, pair, progress)
        attachment = self._stored(talk_id, content, pages)
        amendment = Amendment(
            id=AmendmentId(self.trail.new_id()),
            talk_id=talk_id,
            serial=ready.serial,
            made_at=attachment.made_at,
            reason=ready.entry.reason,
            lines=ready.entry.lines,
            attachment_id=attachment.id,
        )
        try:
            with self.vault.transaction() as connection:
                attachments.add(connection, attachment)
                set_in.keep(connection, attachment.id, fonts)
                amendments.add(connection, amendment)
                content_kept = digest_of([plain(amendment), attachment.sha256])
                self.trail.write(connection, "amendment.add", talk_id, content_kept)
        except BaseException:
            self.files.remove(attachment.id)
            raise
        progress.step(STEPS, STEPS)
        return amendment.id, Changes.TALKS | Changes.MINUTES | Changes.ATTACHMENTS

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _ready(self, connection: Connection, talk_id: TalkId, entry: AmendmentEntry) -> _Ready:
        talk = talks.get(connection, talk_id)
        if destructions.is_destroyed(connection, talk_id):
            raise RecordDestroyedError(talk.number)
        earlier = amendments.of(connection, talk_id)
        return _Ready(
            talk=in_local_time(talk, self.trail.clock),
            serial=len(earlier) + 1,
            entry=checked_entry(talk, entry, earlier),
            office=read_office(connection).name,
            audit_head=audit.head(connection).digest,
        )

    def _finished(
        self, ready: _Ready, pair: Credential, progress: Progress
    ) -> tuple[bytes, int, tuple[str, ...]]:
        # starts faster: the largest libraries of all
        from app.documents.amendment import AmendmentPaper, typeset

        at = self._local_now()
        progress.step(1, STEPS)
        paper = AmendmentPaper(
            ready.talk, ready.serial, ready.entry, ready.office, at, ready.audit_head
        )
        pdf, pages, fonts = typeset(paper)
        hand = Hand(ready.office, pair, at, REASON)
        content = signed_by(hand, pdf, lambda done: progress.step(1 + done, STEPS))
        return content, pages, fonts

    def _stored(self, talk_id: TalkId, content: bytes, pages: int) -> Attachment:
        file = self.files.write(content)
        return Attachment(
            id=AttachmentId(file.id),
            talk_id=talk_id,
            purpose=Purpose.AMENDMENT,
            media_type=PDF,
            title=TITLE,
            size=file.size,
            sha256=file.sha256,
            pages=pages,
            made_at=self.trail.clock.now(),
        )

    def _local_now(self) -> datetime:
        return self.trail.clock.local(self.trail.clock.now())


def file_name(talk: Talk, serial: int) -> str:
    """What a copy is called: the number of the amendment, no name of a person or unit."""
    return f"{amendment_number(talk, serial)}.pdf"

"""What users do with minutes: read them, confirm and sign, print, take the scan, verify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from app.domain.attachment import Attachment, Purpose
from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.ids import AttachmentId, TalkId
from app.domain.minutes import Minutes, minutes_of
from app.domain.page_picture import PagePicture
from app.domain.progress import Progress
from app.domain.refusals import MinutesMissingError, TextChangedMeanwhileError
from app.domain.retention_errors import RecordDestroyedError
from app.domain.scan_marks import PageMark, ScanMatch, matched
from app.domain.signer import FieldState, SignatureField
from app.domain.talk import Talk
from app.domain.verdict import Verdict
from app.services import sign_fields
from app.services.checking import keep_paragraphs, refuse_unchecked
from app.services.local_talk import in_local_time
from app.services.office_signing import Hand, signed_by, signing_pair
from app.services.settings import read_attaching, read_office
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.services.verifying import Verifying
from app.store import attachments, audit, destructions, kinds, prompts, set_in, talks
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.credentials import Credential
from app.store.vault import Vault

STEPS = 5
PDF = "application/pdf"
TITLES = {Purpose.MINUTES: "谈话记录", Purpose.SCAN: "签字扫描件"}
REASON = "谈话记录定稿"


@dataclass(frozen=True, slots=True)
class _Draft:
    """A talk's minutes with what stands around them, read at one moment."""

    talk: Talk
    minutes: Minutes
    audit_head: str
    has_record: bool


@dataclass(frozen=True, slots=True)
class MinutesPapers:
    """The commands and queries about minutes as documents."""

    vault: Vault
    trail: Trail
    files: AttachmentFiles

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def text(self, talk_id: TalkId) -> Minutes:
        """What the minutes say as things stand, for reading on the screen; times are local."""
        with self.vault.reading() as connection:
            return self._draft(connection, talk_id).minutes

    def draft(self, talk_id: TalkId) -> bytes:
        """The pages as they would be, marked 草稿; kept nowhere.

        Raises MissingGlyphError, FontMissingError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.minutes import Edition, typeset
        from app.documents.sheet import written

        with self.vault.reading() as connection:
            draft, profile = self._draft(connection, talk_id), read_profile(connection)
        edition = Edition(self._local_now(), is_draft=True)
        with fonts_of(profile):
            return written(typeset(draft.minutes, edition).pdf)

    def pdf(self, talk_id: TalkId) -> bytes:
        """The signed minutes out of the archive, the only form that is printed.

        Raises MinutesMissingError, RecordDestroyedError, AttachmentDamagedError.
        """
        with self.vault.reading() as connection:
            found = attachments.newest(connection, talk_id, Purpose.MINUTES)
            if found is None:
                number = talks.get(connection, talk_id).number
                if destructions.is_destroyed(connection, talk_id):
                    raise RecordDestroyedError(number)
                raise MinutesMissingError(number)
        return self.files.read(found.id, found.sha256)

    def pictures(self, pdf: bytes, dpi: int) -> list[PagePicture]:
        """Every page of a PDF of ours as a picture."""
        # starts faster
        from app.documents import pictures

        return pictures.pictures(pdf, dpi)

    def picture(self, pdf: bytes, page: int, dpi: int) -> PagePicture:
        """One page of a PDF of ours, counted from 0, as a picture."""
        # starts faster
        from app.documents import pictures

        return pictures.picture(pdf, page, dpi)

    def certificate(self) -> bytes:
        """The office's certificate as a text file, by which others can verify its minutes.

        Raises CertificateMissingError.
        """
        # starts faster
        from app.signing.credentials import as_pem

        with self.vault.reading() as connection:
            return as_pem(signing_pair(connection).public)

    def fingerprint(self) -> str:
        """SHA-256 of the office's certificate in hex, by which it can be read over the telephone.

        Raises CertificateMissingError.
        """
        with self.vault.reading() as connection:
            return sha256(signing_pair(connection).public).hexdigest()

    def verify(self, path: Path) -> Verdict:
        """Whether that file is one of this vault's minutes, and nobody touched it.

        Raises FileUnreadableError, FileTooLargeError.
        """
        return Verifying(self.vault, self.trail).verify(path)

    def verify_kept(self, talk_id: TalkId) -> Verdict:
        """Whether the minutes in the archive are still what was signed.

        Raises MinutesMissingError, AttachmentDamagedError.
        """
        return Verifying(self.vault, self.trail).verdict_on(self.pdf(talk_id))

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def confirm(
        self, talk_id: TalkId, progress: Progress, fields: tuple[SignatureField, ...] = ()
    ) -> Changes:
        """Freeze the text: set it, archive it, sign it, keep it; now it waits for ink.

        The fields are left open in the file, to be signed electronically beside the paper.
        Nothing is changed unless everything succeeds. Raises WrongStatusError, TalkSealedError,
        FieldUnknownError, CertificateExpiredError, CertificateNotYetError,
        PlaceholderLeftError, HomophoneLeftError, RemarksOpenError and what check_people raises,
        MissingGlyphError, FontMissingError,
        ArchiveRuleError, CertificateMissingError, TextChangedMeanwhileError, DiskFullError.
        """
        with self.vault.reading() as connection:
            draft = self._draft(connection, talk_id)
            pair = signing_pair(connection)
            draft.talk.confirmed("", 0)  # refuses before any work is done
            refuse_unchecked(connection, draft.talk, self.trail.clock)
            states = sign_fields.chosen(connection, draft.talk, fields)
            profile = read_profile(connection)
        with fonts_of(profile):
            content, pages, fonts = self._finished(draft, pair, states, progress)
        kept = self._stored(talk_id, Purpose.MINUTES, content, PDF, pages)
        try:
            self._keep_confirmed(draft, kept, states, fonts)
        except BaseException:
            self.files.remove(kept.id)
            raise
        progress.step(STEPS, STEPS)
        return Changes.TALKS | Changes.MINUTES

    def attach_scan(self, talk_id: TalkId, path: Path, *more: Path) -> tuple[ScanMatch, Changes]:
        """Take the scan of the paper signed in ink; it has as many pages as the minutes.

        The codes on its pages are read: what belongs to another record, another text or another
        place is refused, a page whose code cannot be read is told.

        A scanner that makes a file of each page gives several: they are bound in this order.
        Raises FileUnreadableError, FileTooLargeError, ScanUnreadableError, ScanPagesDifferError,
        WrongStatusError, TalkSealedError, ScanOfOtherRecordError, ScanOfOtherTextError,
        ScanOrderError, ScanPageTwiceError, DiskFullError.
        """
        # starts faster
        from app.documents import scan_match
        from app.documents.scan_binding import read_scans

        scan = read_scans([path, *more])
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
            talk.signed(scan.pages)
        marks = scan_match.read(scan.untrusted_content, path.name)
        match = matched(marks, PageMark(talk.number, talk.text_digest))
        kept = self._stored(
            talk_id, Purpose.SCAN, scan.untrusted_content, scan.media_type, scan.pages
        )
        try:
            with self.vault.transaction() as connection:
                talk = talks.get(connection, talk_id).signed(scan.pages)
                attachments.add(connection, kept)
                talks.keep(connection, talk)
                self.trail.write(connection, "minutes.scan", talk.id, kept.sha256)
        except BaseException:
            self.files.remove(kept.id)
            raise
        return match, Changes.TALKS | Changes.MINUTES

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _draft(self, connection: Connection, talk_id: TalkId) -> _Draft:
        talk = talks.get(connection, talk_id)
        areas = {}
        if talk.prompt_set_id:
            used = prompts.get(connection, talk.prompt_set_id)
            areas = {area.key: area.title for area in used.areas}
        office = read_office(connection).name
        minutes = minutes_of(
            in_local_time(talk, self.trail.clock), kinds.of(connection, talk.kind), areas, office
        )
        head = audit.head(connection).digest
        return _Draft(talk, minutes, head, read_attaching(connection))

    def _finished(
        self, draft: _Draft, pair: Credential, states: tuple[FieldState, ...], progress: Progress
    ) -> tuple[bytes, int, tuple[str, ...]]:
        # starts faster: the largest libraries of all
        from app.documents.attached import record_of
        from app.documents.minutes import Edition, typeset

        at = self._local_now()
        progress.step(1, STEPS)
        pages = typeset(draft.minutes, Edition(at, draft.audit_head))
        hand = Hand(draft.minutes.office, pair, at, REASON)
        fields = sign_fields.open_fields(pages.boxes, states)
        attached = (record_of(draft.minutes),) if draft.has_record else ()
        content = signed_by(
            hand, pages.pdf, lambda done: progress.step(1 + done, STEPS), fields, attached
        )
        return content, pages.pages, pages.fonts

    def _keep_confirmed(
        self,
        draft: _Draft,
        kept: Attachment,
        states: tuple[FieldState, ...],
        fonts: tuple[str, ...],
    ) -> None:
        with self.vault.transaction() as connection:
            now = self._draft(connection, draft.talk.id)
            if now.minutes != draft.minutes:
                raise TextChangedMeanwhileError(draft.talk.number)
            talk = now.talk.confirmed(draft.minutes.digest(), kept.pages)
            attachments.add(connection, kept)
            set_in.keep(connection, kept.id, fonts)
            talks.keep(connection, talk)
            sign_fields.keep_open(connection, talk, states)
            keep_paragraphs(connection, talk)
            content = digest_of([plain(talk), kept.sha256])
            self.trail.write(connection, "minutes.confirm", talk.id, content)

    def _stored(
        self, talk_id: TalkId, purpose: Purpose, content: bytes, media_type: str, pages: int
    ) -> Attachment:
        file = self.files.write(content)
        return Attachment(
            id=AttachmentId(file.id),
            talk_id=talk_id,
            purpose=purpose,
            media_type=media_type,
            title=TITLES[purpose],
            size=file.size,
            sha256=file.sha256,
            pages=pages,
            made_at=self.trail.clock.now(),
        )

    def _local_now(self) -> datetime:
        return self.trail.clock.local(self.trail.clock.now())

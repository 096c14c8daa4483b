"""Rehearsing a restore: a backup set is opened as if all else were lost, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.audit import AuditHead
from app.domain.backup import BackupRecord, RehearsalCheck, RehearsalReport
from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.errors import AttachmentDamagedError, VaultDamagedError
from app.domain.progress import Progress, Share
from app.domain.vault_errors import BackupMissingError
from app.keys.derivation import key_for, wipe
from app.services.backup_opening import OpenedSet, opened_by_words
from app.services.door import Door
from app.services.session import Session
from app.services.settings import read_office
from app.store import backup, kept_files
from app.store.attachment_files import AttachmentFiles, StoredFile
from app.store.backup import Findings


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The drill that shows a backup would serve."""

    session: Session = field(repr=False)
    door: Door

    def rehearse(self, record: BackupRecord, words: str, progress: Progress) -> RehearsalReport:
        """Open the set with a passphrase of its own key file and look at all of it; work lane.

        What is amiss is told in the report. Raises RoleRefusedError, BackupMissingError,
        BackupDamagedError when it cannot be opened at all, VaultTooNewError, TooManyTriesError,
        WrongPassphraseError, DeviceSecretMissingError, DeviceStoreRefusedError, CancelledError.
        """
        self.session.trail.refuse_early("backup.rehearse")
        clock = self.session.trail.clock
        began = clock.now()
        count = self.door.count(record.folder)
        keys_share = Share(progress, 0, 10)
        with opened_by_words(
            record, words, self.door, count, lambda: keys_share.step(0, 1)
        ) as opened:
            keys_share.step(1, 1)
            findings = backup.look_through(opened.database, opened.secret.key)
            progress.step(50, 100)
            number, damaged = _attachments(opened, findings, Share(progress, 50, 100))
            if not record.folder.is_dir():
                raise BackupMissingError  # the medium was taken away meanwhile: nothing is known
            found = findings.contents
            return RehearsalReport(
                record=record,
                holder=opened.holder,
                began_at=began,
                ended_at=clock.now(),
                failed=_failed(opened, findings, damaged),
                head=found.head if found else AuditHead(),
                counts=found.counts if found else {},
                attachments=number,
                damaged=damaged,
            )

    def sheet(self, report: RehearsalReport) -> bytes:
        """The record of a rehearsal as PDF, to be printed and signed by hand; vault lane.

        Raises MissingGlyphError, FontMissingError.
        """
        # to start faster: pages are drawn long after the vault was opened
        from app.documents.rehearsal_record import RehearsalFacts, rehearsal_record

        with self.session.vault.reading() as connection:
            office = read_office(connection).name
        local = self.session.trail.clock.local
        times = map(local, (report.record.made_at, report.began_at, report.ended_at))
        return rehearsal_record(RehearsalFacts(office, report, *times))

    def note(self, report: RehearsalReport) -> Changes:
        """Write into the trail that the set was rehearsed, and with what outcome; vault lane."""
        outcome = digest_of(
            {
                "set": report.record.digest,
                "failed": sorted(check.value for check in report.failed),
                "attachments": report.attachments,
                "damaged": report.damaged,
            }
        )
        with self.session.vault.transaction() as connection:
            self.session.trail.write(connection, "backup.rehearse", report.record.name, outcome)
        return Changes.SETTINGS


def _attachments(opened: OpenedSet, findings: Findings, progress: Progress) -> tuple[int, int]:
    """How many attachments the set names, and how many of them are lacking or do not decrypt."""
    if findings.contents is None:
        return opened.facts.attachments, opened.facts.attachments
    try:
        with backup.standing(opened.database, opened.secret.key) as connection:
            named = kept_files.files(connection)
    except VaultDamagedError:
        return opened.facts.attachments, opened.facts.attachments
    key = key_for("attachments", opened.data_key)
    files = AttachmentFiles(opened.attachments, key)
    damaged = 0
    try:
        for done, file in enumerate(named, 1):
            damaged += not is_readable(files, file)
            progress.step(done, len(named))
    finally:
        wipe(key)
    return len(named), damaged


def is_readable(files: AttachmentFiles, file: StoredFile) -> bool:
    """Whether the attachment decrypts to what its row says."""
    try:
        return sum(len(piece) for piece in files.open_stream(file.id, file.sha256)) == file.size
    except AttachmentDamagedError:
        return False


def _failed(opened: OpenedSet, findings: Findings, damaged: int) -> frozenset[RehearsalCheck]:
    found, facts = findings.contents, opened.facts
    passed = {
        RehearsalCheck.KEYS: True,
        RehearsalCheck.PAGES: findings.has_whole_pages,
        RehearsalCheck.STRUCTURE: findings.has_sound_structure,
        RehearsalCheck.COUNTS: found is not None
        and (found.schema, found.counts) == (facts.schema, opened.secret.counts),
        RehearsalCheck.HEAD: found is not None and found.head == facts.head,
        RehearsalCheck.ATTACHMENTS: not damaged,
    }
    return frozenset(check for check, is_good in passed.items() if not is_good)

"""Reading the audit trail, checking that nothing in it was changed, and printing its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from app.domain.audit import EVERY_ENTRY, AuditEntry, AuditFilter, AuditHead, first_break
from app.domain.changes import Changes
from app.domain.clock_reading import ClockReading
from app.domain.errors import ReceiptRejectedError
from app.domain.page_picture import PagePicture
from app.domain.progress import NoProgress, Progress
from app.handover.schemas import Schemas
from app.services import receipts
from app.services.heads import HeadKeeper
from app.services.settings import read_office
from app.services.trail import Trail
from app.store import audit
from app.store import receipts as kept_receipts
from app.store.connection import Connection
from app.store.vault import Vault

_ENTRIES_A_STEP = 1_000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking the whole trail found: the first entry that does not fit, if any.

    checkpoints are the signed heads in the trail, receipts those a registry countersigned; each
    was held against the chain. set_back counts the places where the clock went backwards: entries
    follow each other by number, so these are told and break nothing. lost_anchor is the head that a
    registry countersigned on this machine's word and that this trail does not hold: it went back
    behind it, as after a restore from an older backup, which is told too.
    """

    count: int
    first_break: int | None
    head: AuditHead
    checkpoints: int = 0
    receipts: int = 0
    set_back: int = 0
    lost_anchor: AuditHead | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every entry follows from the one before, and every witness agrees."""
        return self.first_break is None


@dataclass(frozen=True, slots=True)
class Audit:
    """The queries about the audit trail, and the paper its end is printed on."""

    vault: Vault
    heads: HeadKeeper
    trail: Trail
    schemas: Schemas = field(repr=False)

    def page(
        self,
        after: AuditEntry | None = None,
        limit: int = 100,
        wanted: AuditFilter = EVERY_ENTRY,
    ) -> list[AuditEntry]:
        """The next wanted entries, newest first."""
        with self.vault.reading() as connection:
            return audit.newest(connection, after.sequence if after else None, limit, wanted)

    def people(self) -> list[str]:
        """Everybody who ever did something, by name."""
        with self.vault.reading() as connection:
            return audit.people(connection)

    def last_check(self) -> AuditEntry | None:
        """When the whole trail was last found whole, and by whom; None when it never was."""
        with self.vault.reading() as connection:
            return audit.latest(connection, "audit.check")

    def check(self, progress: Progress | None = None) -> ChainReport:
        """Go through the whole chain, every signed head in it, and every receipt.

        Raises CancelledError, VaultDamagedError.
        """
        with self.vault.reading() as connection:
            head = audit.head(connection)
            walk = _Walk(head.sequence, progress or NoProgress())
            breaks = [first_break(walk.through(audit.every(connection)))]
            checkpoints = audit.checkpoints(connection)
            breaks.append(self._first_forged(connection, checkpoints))
            files = kept_receipts.files(connection)
            breaks.append(self._first_contradicted(connection, files))
        found = [number for number in breaks if number is not None]
        return ChainReport(
            count=head.sequence,
            first_break=min(found, default=None),
            head=head,
            checkpoints=len(checkpoints),
            receipts=len(files),
            set_back=walk.set_back,
            lost_anchor=self.heads.lost_anchor(),
        )

    def note_check(self, report: ChainReport) -> Changes:
        """Write down that the trail was found whole; what was found broken is told, not written.

        A trail that does not fit is to be left just as it is.
        """
        if report.is_whole:
            with self.vault.transaction() as connection:
                self.trail.write(connection, "audit.check", str(report.count), report.head.digest)
        return Changes.NONE

    def leads_to(self, untrusted_receipt: bytes) -> bool:
        """Whether the chain goes through the head that a trusted registry countersigned.

        Raises ReceiptRejectedError.
        """
        with self.vault.reading() as connection:
            receipt, _ = receipts.signed(connection, untrusted_receipt, self.schemas)
            head = receipt.audit_head
            return audit.head_at(connection, head.sequence) == head

    def holds(self, digest: str) -> bool:
        """Whether an entry's digest begins as it is printed on a sheet or below some minutes."""
        with self.vault.reading() as connection:
            return audit.with_digest(connection, digest) is not None

    # ── the end of the trail, outside the vault ──────────────────────────────────────────────────

    def head_paper(self) -> tuple[bytes, Changes]:
        """The head as a PDF of one page, to be printed, signed by hand and kept elsewhere.

        Raises VaultDamagedError, DiskFullError, MissingGlyphError.
        """
        # starts faster: every unlocking would load what makes PDFs
        from app.documents.head_sheet import HeadFacts, head_sheet

        clock = self.trail.clock
        with self.vault.transaction() as connection:
            # the entry of this very printing is the last one on the paper
            self.trail.write(connection, "audit.print")
            head, office = audit.head(connection), read_office(connection).name
        facts = HeadFacts(
            office=office,
            database=self.heads.database,
            head=head,
            fingerprint=self.heads.fingerprint(),
            printed_by=self.trail.who,
            printed_at=clock.local(clock.now()),
        )
        return head_sheet(facts), Changes.NONE

    def pictures(self, pdf: bytes, dpi: int) -> list[PagePicture]:
        """The pages of the paper as pictures, for the screen and the printer."""
        # starts faster
        from app.documents import pictures

        return pictures.pictures(pdf, dpi)

    def now(self) -> datetime:
        """This moment."""
        return self.trail.clock.now()

    def local(self, moment: datetime) -> datetime:
        """The moment as the clock on the wall shows it."""
        return self.trail.clock.local(moment)

    def midnight(self, day: date) -> datetime:
        """The moment at which that day begins on the wall."""
        moment = datetime.combine(day, time(), UTC)
        return moment - (self.local(moment).utcoffset() or timedelta())

    # ── witnesses ────────────────────────────────────────────────────────────────────────────────

    def _first_forged(
        self, connection: Connection, checkpoints: list[audit.Checkpoint]
    ) -> int | None:
        for kept in checkpoints:
            found = audit.head_at(connection, kept.head.sequence)
            if found != kept.head or not self.heads.has_signed(kept):
                return kept.head.sequence
        return None

    def _first_contradicted(self, connection: Connection, files: list[bytes]) -> int | None:
        """The earliest entry that a registry countersigned otherwise than it stands here."""
        breaks: list[int] = []
        for file in files:
            try:
                receipt, _ = receipts.signed(connection, file, self.schemas)
            except ReceiptRejectedError:
                breaks.append(1)  # a receipt that was believed once and is not now: nothing holds
                continue
            head = receipt.audit_head
            if audit.head_at(connection, head.sequence) != head:
                breaks.append(max(head.sequence, 1))
        return min(breaks, default=None)


@dataclass(slots=True)
class _Walk:
    """Going through all entries: tells how far it is, and counts where the clock was set back."""

    total: int
    progress: Progress
    set_back: int = 0

    def through(self, entries: Iterable[AuditEntry]) -> Iterator[AuditEntry]:
        """The entries as they come."""
        before: datetime | None = None
        for entry in entries:
            if entry.sequence % _ENTRIES_A_STEP == 0:
                self.progress.step(min(entry.sequence, self.total), self.total)
            self.set_back += ClockReading(entry.at, before).is_back
            before = entry.at
            yield entry

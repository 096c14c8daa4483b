"""Backups: sets made of a vault, when the next one is due, which are kept, and their rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path

from app.domain.audit import AuditHead
from app.domain.errors import AppError

EVERY_HOURS = 24
CLOCK_SLACK = timedelta(minutes=5)  # clocks of one machine agree better than that


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """One backup set: its folder, when it was made, and where the trail ended then.

    size is in bytes, without the attachments beside the set. flaw names the part that is not what
    was written, as far as that can be seen without a key; a set with a flaw counts for nothing.
    """

    folder: Path
    made_at: datetime
    sequence: int
    schema: int
    size: int
    is_second: bool = False
    database: str = ""
    epoch: int = 0
    digest: str = ""
    attachments: int = 0
    lacking: int = 0
    flaw: str = ""

    @property
    def name(self) -> str:
        """The set's name, which names no person and no unit."""
        return self.folder.name

    @property
    def is_whole(self) -> bool:
        """Whether everything that can be seen without a key is as it was written."""
        return not self.flaw


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where the second copy goes, if anywhere, and after how many hours a backup is due."""

    second: Path | None = None
    hours: int = EVERY_HOURS


@dataclass(frozen=True, slots=True)
class BackupState:
    """The newest whole set in each place, and whether another one is due there.

    is_second_here tells whether the second place can be reached just now; on_same_disk that it
    would be lost together with the vault's own disk.
    """

    latest: BackupRecord | None
    latest_second: BackupRecord | None
    plan: BackupPlan
    is_due: bool
    is_second_due: bool
    is_second_here: bool = False
    is_on_same_disk: bool = False


@dataclass(frozen=True, slots=True)
class BackupsMade:
    """The sets that were made, and what kept the others from being made."""

    records: tuple[BackupRecord, ...]
    missed: tuple[AppError, ...] = ()


class RehearsalCheck(Enum):
    """What a rehearsal looks at, in this order."""

    KEYS = "keys"  # the passphrase opens the key file that lies in the set
    PAGES = "pages"  # every page is what was written
    STRUCTURE = "structure"  # tables and indexes agree
    COUNTS = "counts"  # as many rows of everything as when it was made
    HEAD = "head"  # the trail ends where it ended then
    ATTACHMENTS = "attachments"  # every attachment decrypts to what its row says


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """What a rehearsal of one backup set found; times are aware, in UTC.

    damaged counts attachments that are lacking or do not decrypt; counts are rows by table.
    """

    record: BackupRecord
    holder: str
    began_at: datetime
    ended_at: datetime
    failed: frozenset[RehearsalCheck]
    head: AuditHead
    counts: Mapping[str, int] = field(hash=False)
    attachments: int = 0
    damaged: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the vault would come back from this set with nothing lacking."""
        return not self.failed

    def passed(self, check: RehearsalCheck) -> bool:
        """Whether this was found in order."""
        return check not in self.failed


@dataclass(frozen=True, slots=True)
class Restored:
    """The folder a vault was restored into, and how many attachments could not be brought back."""

    folder: Path
    lacking: int = 0


def newest(records: Iterable[BackupRecord]) -> BackupRecord | None:
    """The newest whole set, or None; a damaged one is never counted."""
    whole = [record for record in records if record.is_whole]
    return max(whole, key=_age, default=None)


def is_due(records: Iterable[BackupRecord], now: datetime, hours: int) -> bool:
    """Whether the next backup should be made.

    A set of the future was made while the clock was wrong, and puts off nothing.
    """
    limit = now + CLOCK_SLACK
    latest = newest(record for record in records if record.made_at <= limit)
    return latest is None or now - latest.made_at >= timedelta(hours=hours)


def kept(records: Iterable[BackupRecord], local: Callable[[datetime], datetime]) -> frozenset[Path]:
    """The folders of the sets that stay: the last of 7 days, of 4 weeks and of 12 months.

    Days, weeks and months without a set do not count, so that a long absence costs nothing. A
    damaged set takes no place among them, nor is it removed: something may still be read from it.
    """
    ordered = sorted(records, key=_age, reverse=True)
    stays = {record.folder for record in ordered if not record.is_whole}
    for span_of, count in _ROTATION:
        spans: dict[object, Path] = {}
        for record in ordered:
            if record.is_whole:
                spans.setdefault(span_of(local(record.made_at).date()), record.folder)
        stays.update(list(spans.values())[:count])
    return frozenset(stays)


def _age(record: BackupRecord) -> tuple[datetime, int, str]:
    return record.made_at, record.sequence, record.name


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month


_ROTATION = ((_day, 7), (_week, 4), (_month, 12))

"""What the vault wants to have done for its own safety, and when it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

OLD_BACKUP = timedelta(days=7)


class NoticeKind(Enum):
    """One thing that is to be done; in the order in which it is said, the most pressing first."""

    CARDS_USED = "cards_used"
    CERTIFICATE_OVER = "certificate_over"
    BACKUP_OLD = "backup_old"
    PACKAGE_MISSED = "package_missed"
    CARDS_MISSING = "cards_missing"
    ANSWER_LATE = "answer_late"
    SECOND_MISSING = "second_missing"
    SECOND_OLD = "second_old"
    CHECK_DUE = "check_due"
    DRILL_DUE = "drill_due"
    CERTIFICATE_ENDS = "certificate_ends"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that is to be done; days is how long it has waited, nought when it never was done,
    and of a certificate how long it still lasts. numbers are those of the packages it is about.

    act is the verb of the trail that doing it will leave: who may not do it is not asked for it.
    """

    kind: NoticeKind
    act: str
    days: int = 0
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Care:
    """What is known of the care a vault was given; moments in UTC, None when it never happened.

    began is when the vault was made: nothing is overdue in a vault that is younger than its limit.
    certificate_ends is when the first of the certificates ends that are watched. missed are the
    packages that the registry waits for, late those whose answer is overdue, the oldest for
    late_days; unreceipted counts all that have no answer yet.
    """

    began: datetime
    has_cards: bool = False
    must_renew_cards: bool = False
    is_drill_due: bool = False
    backed_up_at: datetime | None = None
    has_second_place: bool = False
    second_at: datetime | None = None
    is_check_due: bool = False
    certificate_ends: datetime | None = None
    missed: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    late_days: int = 0
    unreceipted: int = 0

    def notices(self, now: datetime) -> tuple[Notice, ...]:
        """Everything that is to be done at this moment, the most pressing first."""
        days_without = _days(now, self.backed_up_at or self.began)
        days_second = _days(now, self.second_at) if self.second_at else 0
        is_old = days_without > OLD_BACKUP.days
        lacks_cards = not self.has_cards and not self.must_renew_cards
        # first a backup at all, then a second place for it
        lacks_second = not self.has_second_place and self.backed_up_at is not None and not is_old
        is_second_old = self.has_second_place and (
            self.second_at is None or days_second > OLD_BACKUP.days
        )
        ends = self.certificate_ends
        is_over = ends is not None and ends < now
        days_left = _days(ends, now) if ends else 0
        asked = (
            (is_over, Notice(NoticeKind.CERTIFICATE_OVER, "signer.renew")),
            (self.must_renew_cards, Notice(NoticeKind.CARDS_USED, "recovery.make")),
            (is_old, Notice(NoticeKind.BACKUP_OLD, "backup.make", days_without)),
            (
                bool(self.missed),
                Notice(NoticeKind.PACKAGE_MISSED, "package.write", numbers=self.missed),
            ),
            (lacks_cards, Notice(NoticeKind.CARDS_MISSING, "recovery.make")),
            (
                bool(self.late),
                Notice(NoticeKind.ANSWER_LATE, "receipt.take", self.late_days, self.late),
            ),
            (lacks_second, Notice(NoticeKind.SECOND_MISSING, "backup.plan")),
            (is_second_old, Notice(NoticeKind.SECOND_OLD, "backup.make", days_second)),
            (self.is_check_due, Notice(NoticeKind.CHECK_DUE, "health.check")),
            (self.is_drill_due, Notice(NoticeKind.DRILL_DUE, "recovery.drill")),
            (
                ends is not None and not is_over,
                Notice(NoticeKind.CERTIFICATE_ENDS, "signer.renew", days_left),
            ),
        )
        return tuple(notice for is_due, notice in asked if is_due)


@dataclass(frozen=True, slots=True)
class CareGlance:
    """What the first page shows of the care of a vault."""

    notices: tuple[Notice, ...] = ()
    backed_up_at: datetime | None = None
    unreceipted: int = 0


def _days(now: datetime, then: datetime) -> int:
    return max(0, (now - then).days)

"""What an open vault wants to have done for its own safety, and what is done without asking."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.errors import AppError, CertificateMissingError
from app.domain.holders import may
from app.domain.notices import Care, CareGlance, Notice
from app.services.backups import Backups
from app.services.integrity import Integrity
from app.services.receipts import Receipts
from app.services.recovery import Recovery
from app.services.session import Session
from app.services.signers import expiring
from app.store import audit, settings
from app.store.ballast import Ballast

_SECOND_SEEN = "backup.second_seen"


def give_room(folder: Path) -> int:
    """Give up the spare room beside a vault; how many bytes that were, nought without any."""
    return Ballast(folder).release()


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The care of one open vault; everything here runs on the vault lane."""

    session: Session = field(repr=False)
    backups: Backups
    recovery: Recovery
    integrity: Integrity
    receipts: Receipts

    def notices(self) -> tuple[Notice, ...]:
        """What is to be done by the one who sits here, the most pressing first."""
        return self.glance().notices

    def glance(self) -> CareGlance:
        """The notices, when the last backup was made, and how many packages have no answer."""
        role, care = self.session.trail.role, self._care()
        found = care.notices(self.session.trail.clock.now())
        mine = tuple(notice for notice in found if may(role, notice.act))
        return CareGlance(mine, care.backed_up_at, care.unreceipted)

    def round(self) -> bool:
        """What is done every few minutes of work; True when a backup should be made now.

        The note of the head beside the vault is brought up to date. Nothing here is refused.
        """
        self.session.heads.refresh()
        with contextlib.suppress(AppError):
            state = self.backups.state()
            if state.latest_second is not None:
                self._remember_second(state.latest_second.made_at)
            return state.is_due or (state.is_second_due and state.is_second_here)
        return False

    def keep_room(self) -> bool:
        """Hold spare room back again where the disk has some; whether it is there."""
        return Ballast(self.session.folder).keep()

    def give_room(self) -> int:
        """Give the spare room up to a full disk; how many bytes that were."""
        return give_room(self.session.folder)

    def _care(self) -> Care:
        backups, cards = self.backups.state(), self.recovery.state()
        standing = self.receipts.standing()
        late = standing.overdue
        return Care(
            began=self._began(),
            has_cards=cards.has_cards,
            must_renew_cards=cards.must_renew,
            is_drill_due=cards.has_cards and cards.is_drill_due,
            backed_up_at=backups.latest.made_at if backups.latest else None,
            has_second_place=backups.plan.second is not None,
            second_at=backups.latest_second.made_at if backups.latest_second else self._second_at(),
            is_check_due=self.integrity.state().is_due,
            certificate_ends=self._certificate_ends(),
            missed=standing.missing_at_registry,
            late=tuple(one.number for one in late),
            unreceipted=len(standing.unreceipted),
            late_days=max((one.days for one in late), default=0),
        )

    def _certificate_ends(self) -> datetime | None:
        """When the first of the certificates ends that must be told of; None when there is none."""
        with contextlib.suppress(CertificateMissingError), self.session.vault.reading() as found:
            told = expiring(found, self.session.trail.clock.now())
            return told[0].not_after if told else None
        return None

    def _second_at(self) -> datetime | None:
        """When the second place, which is not here just now, last got a backup that was seen."""
        with self.session.vault.reading() as connection:
            kept = settings.get(connection, _SECOND_SEEN)
        return datetime.fromisoformat(kept) if kept else None

    def _remember_second(self, made_at: datetime) -> None:
        known = self._second_at()
        if known is None or known < made_at:
            with self.session.vault.transaction() as connection:
                settings.keep(connection, _SECOND_SEEN, made_at.isoformat())

    def _began(self) -> datetime:
        with self.session.vault.reading() as connection:
            oldest = audit.entries(connection, limit=1)
        return oldest[0].at if oldest else self.session.trail.clock.now()

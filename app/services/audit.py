"""Reading the audit trail, and checking that nothing in it was changed."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.audit import AuditEntry, AuditHead, first_break
from app.services.heads import HeadKeeper
from app.store import audit
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking the whole trail found: the first entry that does not fit, if any."""

    count: int
    first_break: int | None
    head: AuditHead

    @property
    def is_whole(self) -> bool:
        """Whether every entry follows from the one before."""
        return self.first_break is None


@dataclass(frozen=True, slots=True)
class Audit:
    """The queries about the audit trail."""

    vault: Vault
    heads: HeadKeeper

    def page(self, after: AuditEntry | None = None, limit: int = 100) -> list[AuditEntry]:
        """The next entries, newest first."""
        with self.vault.reading() as connection:
            return audit.newest(connection, after.sequence if after else None, limit)

    def check(self) -> ChainReport:
        """Go through the whole chain and every signed head in it."""
        with self.vault.reading() as connection:
            head = audit.head(connection)
            found = first_break(audit.every(connection))
            forged = next(
                (
                    kept.head.sequence
                    for kept in audit.checkpoints(connection)
                    if audit.head_at(connection, kept.head.sequence) != kept.head
                    or not self.heads.has_signed(kept)
                ),
                None,
            )
        breaks = [number for number in (found, forged) if number is not None]
        return ChainReport(head.sequence, min(breaks, default=None), head)

"""What every service needs to write: the time, who is at work, new ids, and the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.audit import Act, AuditEntry
from app.domain.holders import HolderRole, may
from app.domain.vault_errors import RoleRefusedError
from app.store import audit
from app.store.connection import Connection
from app.system.clock import Clock


def _nobody_listens(_connection: Connection, _entry: AuditEntry) -> None:
    """The listener of a trail that keeps no head beside the vault."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The hand that writes: each change leaves one entry in the transaction of the change.

    What the role of who is at work does not cover is refused, and the change with it.
    """

    clock: Clock
    who: str
    new_id: Callable[[], str]
    written: Callable[[Connection, AuditEntry], None] = _nobody_listens
    role: HolderRole = HolderRole.ADMINISTRATOR

    def refuse_early(self, what: str) -> None:
        """See that the role covers an act before something is done that no rollback takes back.

        Raises RoleRefusedError.
        """
        if not may(self.role, what):
            raise RoleRefusedError(role=self.role.value, act=what)

    def write(
        self,
        connection: Connection,
        what: str,
        which: str = "",
        content: str = "",
    ) -> None:
        """Write one entry; what is a verb such as talk.seal, content a digest, never a text.

        Raises RoleRefusedError, upon which the transaction is rolled back.
        """
        self.refuse_early(what)
        entry = audit.add(connection, Act(self.clock.now(), self.who, what, which, content))
        self.written(connection, entry)

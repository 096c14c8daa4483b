"""What holding a vault's head against its witnesses came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.audit import AuditHead


class HeadFault(Enum):
    """Why the head is not believed, or the vault is not what its head says."""

    NO_NOTE = "no_note"
    NOT_A_NOTE = "not_a_note"
    OLD_FORM = "old_form"  # written by 0.1.0, which did not name its key
    OTHER_VAULT = "other_vault"  # the note belongs to another vault than the key file beside it
    SIGNATURE = "signature"
    KEY_DIFFERS = "key_differs"
    KEY_UNKNOWN = "key_unknown"
    OLDER_THAN_KNOWN = "older_than_known"  # this machine has seen a later head
    OLDER_THAN_RECEIPT = "older_than_receipt"
    REWRITTEN = "rewritten"  # the same number, another digest
    VAULT_BEHIND = "vault_behind"
    CHAIN_BROKEN = "chain_broken"
    RECEIPT_NOT_IN_CHAIN = "receipt_not_in_chain"
    PAPER_NOT_IN_CHAIN = "paper_not_in_chain"


@dataclass(frozen=True, slots=True)
class HeadVerdict:
    """The head beside a vault and what was found about it; good only without any fault.

    key_is_known: the signing key is the one on paper, or the one this machine has seen before.
    """

    database: str = ""
    head: AuditHead | None = None
    fingerprint: tuple[str, ...] = ()
    key_is_known: bool = False
    faults: tuple[HeadFault, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against the head."""
        return not self.faults

"""What can be said of a signed document: one of five outcomes, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Outcome(Enum):
    """The five answers; only the first is a yes."""

    GENUINE = "genuine"
    FOREIGN = "foreign"
    ALTERED = "altered"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


class Reason(Enum):
    """Why a document is not genuine."""

    NOT_A_PDF = "not_a_pdf"
    CANNOT_BE_READ = "cannot_be_read"
    NO_SIGNATURE = "no_signature"
    FIELD_UNSIGNED = "field_unsigned"
    UNEXPECTED_FIELD = "unexpected_field"
    SIGNATURE_BROKEN = "signature_broken"
    CHANGED_AFTER_SIGNING = "changed_after_signing"
    NOT_WHOLE_FILE = "not_whole_file"
    BYTES_AFTER_END = "bytes_after_end"
    SIGNATURE_PADDED = "signature_padded"
    NOT_CERTIFIED = "not_certified"
    DIGEST_DIFFERS = "digest_differs"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    CERTIFICATE_OUT_OF_DATE = "certificate_out_of_date"
    NOT_IN_VAULT = "not_in_vault"


OUTCOMES = {
    Reason.NOT_A_PDF: Outcome.UNREADABLE,
    Reason.CANNOT_BE_READ: Outcome.UNREADABLE,
    Reason.NO_SIGNATURE: Outcome.INCOMPLETE,
    Reason.FIELD_UNSIGNED: Outcome.INCOMPLETE,
    Reason.UNEXPECTED_FIELD: Outcome.ALTERED,
    Reason.SIGNATURE_BROKEN: Outcome.ALTERED,
    Reason.CHANGED_AFTER_SIGNING: Outcome.ALTERED,
    Reason.NOT_WHOLE_FILE: Outcome.ALTERED,
    Reason.BYTES_AFTER_END: Outcome.ALTERED,
    Reason.SIGNATURE_PADDED: Outcome.ALTERED,
    Reason.NOT_CERTIFIED: Outcome.ALTERED,
    Reason.DIGEST_DIFFERS: Outcome.ALTERED,
    Reason.CERTIFICATE_UNKNOWN: Outcome.FOREIGN,
    Reason.CERTIFICATE_OUT_OF_DATE: Outcome.FOREIGN,
    Reason.NOT_IN_VAULT: Outcome.FOREIGN,
}
# the gravest outcome speaks for the document
GRAVEST_FIRST = (Outcome.UNREADABLE, Outcome.ALTERED, Outcome.INCOMPLETE, Outcome.FOREIGN)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: its field, when it says it was made, by which certificate."""

    field: str
    signed_at: datetime | None
    fingerprint: str
    is_intact: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; talk_number names the talk when the file is in this vault."""

    sha256: str
    size: int
    reasons: tuple[Reason, ...] = ()
    signatures: tuple[Signature, ...] = ()
    talk_number: str = ""

    @property
    def outcome(self) -> Outcome:
        """The gravest of what the reasons amount to; genuine when there is none."""
        found = {OUTCOMES[reason] for reason in self.reasons}
        return next((outcome for outcome in GRAVEST_FIRST if outcome in found), Outcome.GENUINE)

    @property
    def is_genuine(self) -> bool:
        """Whether every rule holds."""
        return not self.reasons

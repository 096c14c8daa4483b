"""What can be said of a signed document: one of five outcomes, with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.errors import AppError


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
    OTHER_STRUCTURE = "other_structure"
    TOO_MANY_REVISIONS = "too_many_revisions"
    NO_SIGNATURE = "no_signature"
    FIELD_UNSIGNED = "field_unsigned"
    UNEXPECTED_FIELD = "unexpected_field"
    SIGNATURE_BROKEN = "signature_broken"
    CHANGED_AFTER_SIGNING = "changed_after_signing"
    NOT_WHOLE_FILE = "not_whole_file"
    BESIDE_SIGNATURES = "beside_signatures"
    BYTES_AFTER_END = "bytes_after_end"
    SIGNATURE_PADDED = "signature_padded"
    NOT_CERTIFIED = "not_certified"
    OFFICE_NOT_FIRST = "office_not_first"
    DIGEST_DIFFERS = "digest_differs"
    WEAK_SIGNATURE = "weak_signature"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    KEY_OF_A_PERSON = "key_of_a_person"
    CERTIFICATE_NOT_FOR_SIGNING = "certificate_not_for_signing"
    CERTIFICATE_OUT_OF_DATE = "certificate_out_of_date"
    NEWER_IN_VAULT = "newer_in_vault"
    NOT_IN_VAULT = "not_in_vault"


OUTCOMES = {
    Reason.NOT_A_PDF: Outcome.UNREADABLE,
    Reason.CANNOT_BE_READ: Outcome.UNREADABLE,
    Reason.OTHER_STRUCTURE: Outcome.UNREADABLE,
    Reason.TOO_MANY_REVISIONS: Outcome.ALTERED,
    Reason.NO_SIGNATURE: Outcome.INCOMPLETE,
    Reason.FIELD_UNSIGNED: Outcome.INCOMPLETE,
    Reason.UNEXPECTED_FIELD: Outcome.ALTERED,
    Reason.SIGNATURE_BROKEN: Outcome.ALTERED,
    Reason.CHANGED_AFTER_SIGNING: Outcome.ALTERED,
    Reason.NOT_WHOLE_FILE: Outcome.ALTERED,
    Reason.BESIDE_SIGNATURES: Outcome.ALTERED,
    Reason.BYTES_AFTER_END: Outcome.ALTERED,
    Reason.SIGNATURE_PADDED: Outcome.ALTERED,
    Reason.NOT_CERTIFIED: Outcome.ALTERED,
    Reason.OFFICE_NOT_FIRST: Outcome.ALTERED,
    Reason.DIGEST_DIFFERS: Outcome.ALTERED,
    Reason.WEAK_SIGNATURE: Outcome.UNREADABLE,
    Reason.CERTIFICATE_UNKNOWN: Outcome.FOREIGN,
    Reason.KEY_OF_A_PERSON: Outcome.FOREIGN,
    Reason.CERTIFICATE_NOT_FOR_SIGNING: Outcome.FOREIGN,
    Reason.CERTIFICATE_OUT_OF_DATE: Outcome.FOREIGN,
    Reason.NEWER_IN_VAULT: Outcome.INCOMPLETE,
    Reason.NOT_IN_VAULT: Outcome.FOREIGN,
}
# the gravest outcome speaks for the document
GRAVEST_FIRST = (Outcome.UNREADABLE, Outcome.ALTERED, Outcome.INCOMPLETE, Outcome.FOREIGN)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: its field, when it says it was made, by which certificate.

    covers is how many bytes of the file it answers for, from the first on; it certifies when it
    limits every later change, and locks when it forbids them all. method names its algorithms.
    name and has_ink are what the vault knows: whose key it is, and that a hand wrote on a pad.
    """

    field: str
    signed_at: datetime | None
    fingerprint: str
    is_intact: bool
    covers: int = 0
    certifies: bool = False
    locks: bool = False
    method: str = ""
    valid_to: datetime | None = None
    name: str = ""
    has_ink: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; talk_number names the talk when the file is in this vault.

    open_fields stand in the file without a signature; of these, waived were given up with a
    reason, as the vault knows.
    """

    sha256: str
    size: int
    reasons: tuple[Reason, ...] = ()
    signatures: tuple[Signature, ...] = ()
    talk_number: str = ""
    open_fields: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The gravest of what the reasons amount to; genuine when there is none."""
        found = {OUTCOMES[reason] for reason in self.reasons}
        return next((outcome for outcome in GRAVEST_FIRST if outcome in found), Outcome.GENUINE)

    @property
    def is_genuine(self) -> bool:
        """Whether every rule holds."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Examined:
    """One file of several that were verified; error tells why it could not even be read."""

    name: str
    verdict: Verdict | None
    error: AppError | None = None

    @property
    def outcome(self) -> Outcome:
        """What was found; a file that cannot be read is unreadable."""
        return self.verdict.outcome if self.verdict else Outcome.UNREADABLE


def counted(files: Iterable[Examined]) -> dict[Outcome, int]:
    """How many files have each outcome; all five are named."""
    found = Counter(one.outcome for one in files)
    return {outcome: found[outcome] for outcome in Outcome}

"""A document of ours made fit to last, and signed with the office's certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from app.domain.errors import CertificateMissingError
from app.domain.signer import SignatureField
from app.domain.signer_errors import SignatureDoubtedError
from app.domain.verdict import Reason
from app.store import credentials
from app.store.connection import Connection
from app.store.credentials import Credential

if TYPE_CHECKING:
    from pikepdf import Pdf

    from app.documents.attached import Attached
    from app.signing.sign import OpenField

SIGNING = "signing.certificate"
EARLIER = "signing.earlier."


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand signs: the office's name, its certificate, the local moment, what for."""

    office: str
    pair: Credential
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Signed:
    """When something was signed, and by their fingerprints whose signatures belong on it."""

    offices: frozenset[str]
    at: datetime
    persons: frozenset[str] = frozenset()


def signing_pair(connection: Connection) -> Credential:
    """The office's certificate with its key. Raises CertificateMissingError."""
    pair = credentials.get(connection, SIGNING)
    if pair is None:
        raise CertificateMissingError
    return pair


def earlier_certificates(connection: Connection) -> tuple[bytes, ...]:
    """The certificates the office had before it renewed them; what they signed stays good."""
    return tuple(one.public for one in credentials.beginning(connection, EARLIER))


def office_fingerprints(connection: Connection) -> frozenset[str]:
    """SHA-256 in hex of every certificate the office signs or signed with.

    Raises CertificateMissingError.
    """
    every = (signing_pair(connection).public, *earlier_certificates(connection))
    return frozenset(sha256(one).hexdigest() for one in every)


def renewed(connection: Connection, private: bytes, public: bytes) -> None:
    """Take another certificate into use; of the old one only the certificate is kept.

    Raises CertificateMissingError.
    """
    old = signing_pair(connection).public
    credentials.keep(connection, EARLIER + sha256(old).hexdigest(), b"", old)
    credentials.keep(connection, SIGNING, private, public)


def signed_by(
    hand: Hand,
    pdf: Pdf,
    step: Callable[[int], None],
    fields: tuple[OpenField, ...] = (),
    attached: tuple[Attached, ...] = (),
) -> bytes:
    """The pages as an archived, signed and checked file; step tells how far: 1 to 3.

    The fields are left open for persons to sign in; the attached files travel inside.
    Raises ArchiveRuleError, CertificateExpiredError, CertificateNotYetError,
    SignatureDoubtedError.
    """
    # starts faster: the largest libraries of all
    from app.documents import archive
    from app.documents.signature_look import BOX, signature_look
    from app.signing.credentials import refuse_out_of_date
    from app.signing.keys import MemoryKey
    from app.signing.sign import OFFICE_FIELD, OpenField, Signing, signed

    pair = hand.pair
    refuse_out_of_date(pair.public, hand.office, hand.at)
    look = signature_look(hand.office, hand.at, sha256(pair.public).hexdigest())
    step(1)
    archived = archive.archived(pdf, attached)
    step(2)
    signing = Signing(MemoryKey.loaded(pair.private, pair.public), hand.at, look, hand.reason)
    content = signed(archived, signing, OpenField(OFFICE_FIELD, 0, BOX), fields)
    archive.check_signed(content)
    offices = frozenset([sha256(pair.public).hexdigest()])
    refuse_doubtful(content, SignatureField.OFFICE, Signed(offices, hand.at))
    step(3)
    return content


def refuse_doubtful(content: bytes, field: SignatureField, signed: Signed) -> None:
    """See that our own verification finds the field signed, and nothing wrong but that others
    are still open. Raises SignatureDoubtedError."""
    # starts faster
    from app.signing.verify import Trust, verified

    trust = Trust(signed.offices, persons=signed.persons)
    verdict = verified(content, trust, signed.at)
    doubts = [reason for reason in verdict.reasons if reason is not Reason.FIELD_UNSIGNED]
    intact = {one.field for one in verdict.signatures if one.is_intact}
    if doubts or field.value not in intact:
        raise SignatureDoubtedError((doubts[0] if doubts else Reason.FIELD_UNSIGNED).value)

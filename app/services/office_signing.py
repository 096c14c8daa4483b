"""A document of ours made fit to last, and signed with the office's certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from app.domain.errors import CertificateMissingError
from app.store import credentials
from app.store.connection import Connection
from app.store.credentials import Credential

if TYPE_CHECKING:
    from pikepdf import Pdf

SIGNING = "signing.certificate"


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand signs: the office's name, its certificate, the local moment, what for."""

    office: str
    pair: Credential
    at: datetime
    reason: str


def signing_pair(connection: Connection) -> Credential:
    """The office's certificate with its key. Raises CertificateMissingError."""
    pair = credentials.get(connection, SIGNING)
    if pair is None:
        raise CertificateMissingError
    return pair


def signed_by(hand: Hand, pdf: Pdf, step: Callable[[int], None]) -> bytes:
    """The pages as an archived, signed and checked file; step tells how far: 1 to 3.

    Raises ArchiveRuleError.
    """
    # starts faster: the largest libraries of all
    from app.documents import archive
    from app.documents.signature_look import BOX, signature_look
    from app.signing.sign import Signing, signed

    pair = hand.pair
    look = signature_look(hand.office, hand.at, sha256(pair.public).hexdigest())
    step(1)
    archived = archive.archived(pdf)
    step(2)
    signing = Signing(pair.private, pair.public, hand.at, 0, BOX, look, hand.reason)
    content = signed(archived, signing)
    archive.check_signed(content)
    step(3)
    return content

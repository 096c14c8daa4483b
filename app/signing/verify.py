"""Decides whether a signed PDF is what was signed: every rule must hold, each has its reason.

Ordinary readers call a file valid after something was drawn over it; here the signature must cover
the whole file, nothing may follow it, and its bytes must be the only ones that could stand there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from asn1crypto.algos import DigestAlgorithm, SignedDigestAlgorithm
from asn1crypto.cms import (
    CMSAttributes,
    ContentInfo,
    IssuerAndSerialNumber,
    SignedData,
    SignerIdentifier,
    SignerInfo,
)
from asn1crypto.core import OctetString
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.domain.verdict import Reason, Signature, Verdict
from app.signing.quiet_loop import completed
from app.signing.sign import OFFICE_FIELD

BEGINNING = b"%PDF-"
ENDING = b"%%EOF"
HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


@dataclass(frozen=True, slots=True)
class Trust:
    """What the document is held against.

    fingerprints are those of certificates that are trusted; is_kept tells by its digest whether
    a file is in the vault, when there is one to ask.
    """

    fingerprints: frozenset[str] = frozenset()
    is_kept: Callable[[str], bool] | None = None
    fields: tuple[str, ...] = (OFFICE_FIELD,)


@dataclass(frozen=True, slots=True)
class _Case:
    reader: PdfFileReader
    names: set[str]
    content: bytes
    trust: Trust
    now: datetime


@dataclass(slots=True)
class _Findings:
    reasons: list[Reason] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)

    def add(self, reason: Reason) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)


def verified(untrusted_content: bytes, trust: Trust, now: datetime) -> Verdict:
    """The verdict on a file from anywhere; it never fails, it says why."""
    found = _Findings()
    if not untrusted_content.startswith(BEGINNING):
        found.add(Reason.NOT_A_PDF)
    else:
        _examine(untrusted_content, trust, now, found)
    digest = hashlib.sha256(untrusted_content).hexdigest()
    if trust.is_kept is not None and not trust.is_kept(digest):
        found.add(Reason.NOT_IN_VAULT)
    return Verdict(digest, len(untrusted_content), tuple(found.reasons), tuple(found.signatures))


def _examine(content: bytes, trust: Trust, now: datetime, found: _Findings) -> None:
    if not content.rstrip(b"\r\n").endswith(ENDING):
        found.add(Reason.BYTES_AFTER_END)
    try:
        reader = PdfFileReader(BytesIO(content))
        names = {name for name, _, _ in enumerate_sig_fields(reader)}
    except Exception:  # noqa: BLE001 — a file from outside may break a parser anywhere
        found.add(Reason.CANNOT_BE_READ)
        return
    try:
        _judge(_Case(reader, names, content, trust, now), found)
    except Exception:  # noqa: BLE001 — as above; what can be read no further is no signature
        found.add(Reason.SIGNATURE_BROKEN)


def _judge(case: _Case, found: _Findings) -> None:
    signatures = case.reader.embedded_regular_signatures
    signed = {signature.field_name for signature in signatures}
    if not signed:
        found.add(Reason.NO_SIGNATURE)
    elif set(case.trust.fields) - signed:
        found.add(Reason.FIELD_UNSIGNED)
    if case.names - set(case.trust.fields):
        found.add(Reason.UNEXPECTED_FIELD)
    for signature in signatures:
        status = _status(signature, case.now)
        found.signatures.append(_described(signature, status))
        for reason in _about(signature, status, case):
            found.add(reason)
    if signatures and signatures[-1].coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        found.add(Reason.NOT_WHOLE_FILE)


def _status(signature: EmbeddedPdfSignature, now: datetime) -> PdfSignatureStatus:
    # who is trusted is decided by fingerprint; the signer is his own anchor for everything else
    context = ValidationContext(
        trust_roots=[signature.signer_cert],
        allow_fetching=False,
        moment=signature.self_reported_timestamp or now,
    )
    return completed(async_validate_pdf_signature(signature, context))


def _about(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, case: _Case
) -> Iterator[Reason]:
    if not (status.intact and status.valid):
        yield Reason.SIGNATURE_BROKEN
    if status.modification_level not in HARMLESS or not status.docmdp_ok:
        yield Reason.CHANGED_AFTER_SIGNING
    if not _is_exact(signature, case.content):
        yield Reason.SIGNATURE_PADDED
    if signature.field_name == case.trust.fields[0] and signature.docmdp_level is None:
        yield Reason.NOT_CERTIFIED
    certificate = signature.signer_cert
    if certificate.sha256.hex() not in case.trust.fingerprints:
        yield Reason.CERTIFICATE_UNKNOWN
    at = signature.self_reported_timestamp
    if at is None or not certificate.not_valid_before <= at <= certificate.not_valid_after:
        yield Reason.CERTIFICATE_OUT_OF_DATE


def _is_exact(signature: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether the place of the signature holds what we write there and nothing besides.

    It is the one place no signature covers. What is proven in it — the certificate by its
    fingerprint, the signed attributes and the signature by each other — determines all the rest.
    """
    start, length, rest, _ = map(int, signature.byte_range)
    gap = content[start + length : rest]
    signer = signature.signer_info
    wanted = _container(signature.signer_cert, signer["signed_attrs"], signer["signature"])
    zeros = b"0" * (len(gap) - 2 - 2 * len(wanted))
    return gap == b"<" + wanted.hex().upper().encode() + zeros + b">"


def _container(certificate: Certificate, attributes: CMSAttributes, proof: OctetString) -> bytes:
    """A signature by one signer over a content that lies elsewhere, with his certificate."""
    sha256 = DigestAlgorithm({"algorithm": "sha256"})
    signer = SignerInfo(
        {
            "version": "v1",
            "sid": SignerIdentifier("issuer_and_serial_number", _identity(certificate)),
            "digest_algorithm": sha256,
            "signature_algorithm": SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signed_attrs": attributes,
            "signature": proof,
        }
    )
    signed = SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _identity(certificate: Certificate) -> IssuerAndSerialNumber:
    return IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )


def _described(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> Signature:
    certificate: Certificate = signature.signer_cert
    return Signature(
        field=signature.field_name,
        signed_at=signature.self_reported_timestamp,
        fingerprint=certificate.sha256.hex(),
        is_intact=bool(status.intact and status.valid),
    )

"""Certificates: the office's own and those of persons, made here or read from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.domain.signer import CertificateFacts
from app.domain.signer_errors import (
    CertificateExpiredError,
    CertificateNotForSigningError,
    CertificateNotYetError,
    SigningCertificateMissingError,
)
from app.signing.keys import kind_of

Extension = TypeVar("Extension", x509.BasicConstraints, x509.KeyUsage)

VALID_FOR = timedelta(days=30 * 365)
PERSON_VALID_FOR = timedelta(days=10 * 365)
CLOCK_SLACK = timedelta(days=1)


def new_office_certificate(now: datetime) -> tuple[bytes, bytes]:
    """A new EC P-256 key and a certificate it signs itself: PKCS#8 DER and certificate DER.

    The name is of plain letters and digits: some readers stumble over rare characters in names,
    and who the office is stands in the visible appearance.
    """
    return _made("office", now, VALID_FOR)


def new_personal_certificate(now: datetime) -> tuple[bytes, bytes]:
    """The same for somebody who signs by an own key; whose it is, the vault knows."""
    return _made("signer", now, PERSON_VALID_FOR)


def facts_of(certificate: bytes, place: str = "") -> CertificateFacts:
    """What a certificate says, in DER. Raises ValueError, SigningKeyUnsuitableError."""
    loaded = x509.load_der_x509_certificate(certificate)
    return CertificateFacts(
        subject=loaded.subject.rfc4514_string(),
        issuer=loaded.issuer.rfc4514_string(),
        key=kind_of(loaded, place),
        not_before=loaded.not_valid_before_utc,
        not_after=loaded.not_valid_after_utc,
        fingerprint=loaded.fingerprint(hashes.SHA256()).hex(),
    )


def examined(certificate: bytes, place: str) -> CertificateFacts:
    """What a certificate says that documents are to be signed with.

    Raises CertificateNotForSigningError, SigningKeyUnsuitableError, SigningCertificateMissingError.
    """
    try:
        facts = facts_of(certificate, place)
        is_for_signing = _may_sign(x509.load_der_x509_certificate(certificate))
    except ValueError as error:
        raise SigningCertificateMissingError(place) from error
    if not is_for_signing:
        raise CertificateNotForSigningError(place)
    return facts


def refuse_out_of_date(certificate: bytes, name: str, now: datetime) -> None:
    """See that a certificate's time has come and is not over.

    Raises CertificateExpiredError, CertificateNotYetError.
    """
    loaded = x509.load_der_x509_certificate(certificate)
    if now > loaded.not_valid_after_utc:
        raise CertificateExpiredError(name, loaded.not_valid_after_utc.date())
    if now < loaded.not_valid_before_utc:
        raise CertificateNotYetError(name, loaded.not_valid_before_utc.date())


def _may_sign(certificate: x509.Certificate) -> bool:
    """Whether the certificate lets documents be signed (RFC 5280, 4.2.1.3 and 4.2.1.9)."""
    constraints = _extension(certificate, x509.BasicConstraints)
    if constraints is not None and constraints.ca:
        return False
    usage = _extension(certificate, x509.KeyUsage)
    return usage is None or usage.digital_signature or usage.content_commitment


def _extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _made(role: str, now: datetime, lasting: timedelta) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Tanxinbu"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{role}-{identity.digest[:8].hex()}"),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SLACK)
        .not_valid_after(now + lasting)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(identity, critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private, certificate.public_bytes(serialization.Encoding.DER)


def fingerprint_of(certificate: bytes) -> str:
    """SHA-256 of a certificate in DER, in hex."""
    return x509.load_der_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex()


def read_certificate(untrusted_content: bytes) -> bytes:
    """The DER of an exported certificate, which may be PEM. ValueError when it is neither."""
    if b"-----BEGIN" in untrusted_content:
        certificate = x509.load_pem_x509_certificate(untrusted_content)
    else:
        certificate = x509.load_der_x509_certificate(untrusted_content)
    return certificate.public_bytes(serialization.Encoding.DER)


def as_pem(certificate: bytes) -> bytes:
    """The certificate as a text file for another machine."""
    loaded = x509.load_der_x509_certificate(certificate)
    return loaded.public_bytes(serialization.Encoding.PEM)


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )

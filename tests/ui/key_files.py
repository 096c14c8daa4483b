"""A key file somebody brings, as an issuer of certificates would have made it."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_der_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from app.signing.credentials import new_personal_certificate


def key_file(passphrase: str, now: datetime) -> bytes:
    """A PKCS#12 file with a new key of its own."""
    private, certificate = new_personal_certificate(now)
    return serialize_key_and_certificates(
        b"key",
        load_der_private_key(private, None),
        x509.load_der_x509_certificate(certificate),
        None,
        BestAvailableEncryption(passphrase.encode()),
    )

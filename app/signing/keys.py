"""A key that signs: wherever it is kept, it gives a signature over SHA-256 of what it is shown.

EC keys sign by ECDSA in DER, RSA keys by PKCS#1 v1.5 (RFC 8017, 8.2): what every reader knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from app.domain.signer_errors import SigningKeyUnsuitableError

SIGNING_CURVES = (ec.SECP256R1.name, ec.SECP384R1.name, ec.SECP521R1.name)
LEAST_RSA_BITS = 2048
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class Key(Protocol):
    """A private half with its certificate; it may lie where nobody can read it."""

    @property
    def certificate(self) -> bytes:
        """The certificate in DER."""

    def sign(self, content: bytes) -> bytes:
        """The signature over SHA-256 of the content."""


@dataclass(frozen=True, slots=True)
class MemoryKey:
    """A key that was read; it is examined once, not at every signature."""

    certificate: bytes
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = field(repr=False)

    @classmethod
    def loaded(cls, private: bytes, certificate: bytes) -> MemoryKey:
        """The key of a PKCS#8 DER of this program's own making."""
        # it was made here and lay encrypted: to try it out anew costs as much as to sign
        key = load_der_private_key(private, None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
            raise TypeError(type(key).__name__)
        return cls(certificate, key)

    def sign(self, content: bytes) -> bytes:
        """The signature over SHA-256 of the content."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(content, ec.ECDSA(hashes.SHA256()))
        return self.private.sign(content, padding.PKCS1v15(), hashes.SHA256())


def kind_of(certificate: x509.Certificate, place: str) -> str:
    """Its kind and strength, such as EC P-256 or RSA-3072.

    Raises SigningKeyUnsuitableError for what minutes are not signed with; place names where it is.
    """
    try:
        key = certificate.public_key()
    except Exception as error:  # curves and kinds that the library does not know, such as SM2
        raise SigningKeyUnsuitableError(place, _told(certificate)) from error
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in SIGNING_CURVES:
        return f"EC P-{key.curve.key_size}"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA_BITS:
        return f"RSA-{key.key_size}"
    raise SigningKeyUnsuitableError(place, _told(certificate))


def _told(certificate: x509.Certificate) -> str:
    try:
        key = certificate.public_key()
    except Exception:  # noqa: BLE001 — as above
        return certificate.public_key_algorithm_oid.dotted_string
    size = getattr(key, "key_size", "")
    return f"{type(key).__name__.removesuffix('PublicKey').lstrip('_')}-{size}".rstrip("-")

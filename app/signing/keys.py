"""A key that signs: wherever it is kept, it gives a signature over SHA-256 of what it is shown.

EC keys sign by ECDSA in DER, RSA keys by PKCS#1 v1.5 (RFC 8017, 8.2): what every reader knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from cryptography.x509.oid import PublicKeyAlgorithmOID

from app.domain.signer_errors import SigningKeyUnsuitableError

SIGNING_CURVES = (ec.SECP256R1.name, ec.SECP384R1.name, ec.SECP521R1.name)
LEAST_RSA_BITS = 2048
SM2_CURVE = "1.2.156.10197.1.301"
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


def is_curved(certificate: bytes) -> bool:
    """Whether a certificate's key signs by ECDSA; the others sign by RSA."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    return isinstance(key, ec.EllipticCurvePublicKey)


def kind_of(certificate: x509.Certificate, place: str) -> str:
    """Its kind and strength, such as EC P-256 or RSA-3072.

    Raises SigningKeyUnsuitableError for what minutes are not signed with; place names where it is.
    """
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError) as error:
        raise SigningKeyUnsuitableError(place, unknown_kind(str(error))) from error
    if isinstance(key, ec.EllipticCurvePublicKey):
        kind, is_good = f"EC {key.curve.name}", key.curve.name in SIGNING_CURVES
        kind = f"EC P-{key.curve.key_size}" if is_good else kind
    elif certificate.public_key_algorithm_oid == PublicKeyAlgorithmOID.RSASSA_PSS:
        kind, is_good = "RSASSA-PSS", False  # such a key may sign in no other way (RFC 4055, 1.2)
    elif isinstance(key, rsa.RSAPublicKey):
        kind, is_good = f"RSA-{key.key_size}", key.key_size >= LEAST_RSA_BITS
    else:
        kind, is_good = type(key).__name__.removesuffix("PublicKey").lstrip("_"), False
    if not is_good:
        raise SigningKeyUnsuitableError(place, kind)
    return kind


def unknown_kind(said: str) -> str:
    """The name of a kind of key that the library only knows by number."""
    return "SM2" if SM2_CURVE in said else "不认识的一种"

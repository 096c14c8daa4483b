"""Key files (PKCS#12, .p12 and .pfx): a private key with its certificate under a passphrase."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
)

from app.domain.signer_errors import (
    SigningCertificateMissingError,
    SigningFilePassphraseError,
    SigningFileUnreadableError,
    SigningKeyMissingError,
    SigningKeyUnsuitableError,
)
from app.signing.credentials import examined
from app.signing.keys import MemoryKey, PublicKey, unknown_kind

LARGEST = 1_000_000


def key_in(untrusted_content: bytes, passphrase: str, file_name: str) -> MemoryKey:
    """The key of a key file with the certificate that belongs to it.

    Raises SigningFileUnreadableError, SigningFilePassphraseError,
    SigningKeyMissingError, SigningCertificateMissingError, SigningKeyUnsuitableError,
    CertificateNotForSigningError.
    """
    _refuse_shapeless(untrusted_content, file_name)
    found = _opened(untrusted_content, passphrase, file_name)
    key = found.key
    if key is None:
        raise SigningKeyMissingError(file_name)
    if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise SigningKeyUnsuitableError(file_name, type(key).__name__.removesuffix("PrivateKey"))
    certificate = _belonging(found, key.public_key())
    if certificate is None:
        raise SigningCertificateMissingError(file_name)
    content = certificate.public_bytes(serialization.Encoding.DER)
    examined(content, file_name)
    return MemoryKey(content, key)


def _refuse_shapeless(content: bytes, file_name: str) -> None:
    if len(content) > LARGEST:
        raise SigningFileUnreadableError(file_name)
    try:
        file = Pfx.load(content, strict=True)
        is_one = file["version"].native == "v3" and file["auth_safe"]["content"].native is not None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SigningFileUnreadableError(file_name) from error
    if not is_one:
        raise SigningFileUnreadableError(file_name)


def _opened(content: bytes, passphrase: str, file_name: str) -> PKCS12KeyAndCertificates:
    fault: Exception | None = None
    for words in _spellings(passphrase):
        try:
            return load_pkcs12(content, words)
        except UnsupportedAlgorithm as error:
            raise SigningKeyUnsuitableError(file_name, unknown_kind(str(error))) from error
        except ValueError as error:
            fault = error
    raise SigningFilePassphraseError(file_name) from fault


def _spellings(passphrase: str) -> Iterator[bytes | None]:
    """The ways in which programs have written a passphrase, the proper one first.

    The library takes UTF-8 alone: other bytes make it fail with a TypeError.
    """
    seen: set[bytes] = set()
    forms = [passphrase, *(unicodedata.normalize(form, passphrase) for form in ("NFC", "NFKC"))]
    for words in [one.encode() for one in forms]:
        if words not in seen:
            seen.add(words)
            yield words
    if not passphrase:
        yield None


def _belonging(found: PKCS12KeyAndCertificates, key: PublicKey) -> x509.Certificate | None:
    """The certificate of the key; some programs put it among the others."""
    listed = [one.certificate for one in (found.cert, *found.additional_certs) if one is not None]
    return next((one for one in listed if _public(one) == key), None)


def _public(certificate: x509.Certificate) -> object:
    try:
        return certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return None

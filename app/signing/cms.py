"""The container of a signature (CMS, RFC 5652; PAdES B-B, EN 319 142-1), written byte by byte.

One signer, his certificate and no other, three signed attributes: nothing in it is left to choice,
so that what stands in a file can be told to be all that could stand there. A library that models
every form of CMS takes longer for one signature than everything else together.
"""

from __future__ import annotations

from hashlib import sha256

from app.signing.keys import Key, is_curved

INTEGER_1 = bytes.fromhex("020101")
_SEQUENCE, _SET, _OCTETS = 0x30, 0x31, 0x04
_CONTENT, _ATTRIBUTES = 0xA0, 0xA0
_DIRECTORY = 0xA4
_LONG_FORM = 0x80

# object identifiers in DER, with their names in the standards
_DATA = bytes.fromhex("06092a864886f70d010701")  # id-data
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # id-signedData
_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")  # id-contentType
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")  # id-messageDigest
_SIGNING_CERTIFICATE = bytes.fromhex("060b2a864886f70d010910022f")  # id-aa-signingCertificateV2
_SHA256 = bytes.fromhex("0609608648016503040201")  # id-sha256
_ECDSA = bytes.fromhex("06082a8648ce3d040302")  # ecdsa-with-SHA256
_RSA = bytes.fromhex("06092a864886f70d01010b")  # sha256WithRSAEncryption
_NULL = bytes.fromhex("0500")


def signature_container(key: Key, digest: bytes) -> bytes:
    """A signature over a document whose SHA-256 that is, with the certificate of the key."""
    serial, issuer = _identity(key.certificate)
    attributes = sorted(
        (
            _attribute(_CONTENT_TYPE, _DATA),
            _attribute(_MESSAGE_DIGEST, _told(_OCTETS, digest)),
            _attribute(_SIGNING_CERTIFICATE, _certificate_named(key.certificate, serial, issuer)),
        )
    )
    proof = key.sign(_told(_SET, *attributes))
    mechanism = (
        _told(_SEQUENCE, _ECDSA) if is_curved(key.certificate) else _told(_SEQUENCE, _RSA, _NULL)
    )
    algorithm = _told(_SEQUENCE, _SHA256, _NULL)
    signer = _told(
        _SEQUENCE,
        INTEGER_1,
        _told(_SEQUENCE, issuer, serial),
        algorithm,
        _told(_ATTRIBUTES, *attributes),
        mechanism,
        _told(_OCTETS, proof),
    )
    signed = _told(
        _SEQUENCE,
        INTEGER_1,
        _told(_SET, algorithm),
        _told(_SEQUENCE, _DATA),
        _told(_CONTENT, key.certificate),
        _told(_SET, signer),
    )
    return _told(_SEQUENCE, _SIGNED_DATA, _told(_CONTENT, signed))


def _attribute(name: bytes, value: bytes) -> bytes:
    return _told(_SEQUENCE, name, _told(_SET, value))


def _certificate_named(certificate: bytes, serial: bytes, issuer: bytes) -> bytes:
    """By which certificate is signed (RFC 5035, 3); SHA-256 is understood and not written."""
    names = _told(_SEQUENCE, _told(_DIRECTORY, issuer))
    one = (_told(_OCTETS, sha256(certificate).digest()), _told(_SEQUENCE, names, serial))
    return _told(_SEQUENCE, _told(_SEQUENCE, _told(_SEQUENCE, *one)))


def _identity(certificate: bytes) -> tuple[bytes, bytes]:
    """Serial number and issuer as they stand in a certificate (RFC 5280, 4.1), byte for byte."""
    outer, _ = _span(certificate, 0)
    at, _ = _span(certificate, outer)
    if certificate[at] == _CONTENT:  # the version, which old certificates lack
        at = _span(certificate, at)[1]
    serial_end = _span(certificate, at)[1]
    algorithm_end = _span(certificate, serial_end)[1]
    issuer_end = _span(certificate, algorithm_end)[1]
    return certificate[at:serial_end], certificate[algorithm_end:issuer_end]


def _span(content: bytes, at: int) -> tuple[int, int]:
    """Where the value that begins there has its content, and where it ends."""
    length, inner = content[at + 1], at + 2
    if length >= _LONG_FORM:
        more = length - _LONG_FORM
        length, inner = int.from_bytes(content[inner : inner + more], "big"), inner + more
    return inner, inner + length


def _told(tag: int, *parts: bytes) -> bytes:
    """One value in DER: what it is, how long it is, and its content."""
    content = b"".join(parts)
    if len(content) < _LONG_FORM:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG_FORM | len(length))) + length + content

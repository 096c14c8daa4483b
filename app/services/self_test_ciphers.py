"""The ciphers held against the answers their standards publish; a wrong one must not be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256, sha512

from app.domain.self_test import Found, ProbedPart, ProbeReason

# FIPS 180-4, the message "abc" (NIST, Example Values for SHA-256 and SHA-512)
_SHA = (
    (sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        sha512,
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ),
)
# NIST SP 800-38D as proposed by McGrew and Viega, "The Galois/Counter Mode of Operation", case 16
_GCM_KEY = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
_GCM_NONCE = "cafebabefacedbaddecaf888"
_GCM_TEXT = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)
_GCM_BESIDE = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
_GCM_SEALED = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b"
)
# RFC 9106, section 5.3
_ARGON2 = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
# RFC 5869, appendix A.1
_HKDF = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
# RFC 8032, section 7.1, test 2
_ED_OURS = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
_ED_PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
_ED_SIGNED = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
# RFC 7748, section 6.1
_X_OURS = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"
_X_PUBLIC = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
_X_THEIRS = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
_X_SHARED = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"

Answers = Iterator[tuple[str, bool]]


def known_answers(part: ProbedPart) -> Found:
    """One of the ciphers; what differs is named when it does."""
    wrong = next((name for name, is_right in _ANSWERS[part]() if not is_right), "")
    return Found(part, ProbeReason.DIFFERS if wrong else ProbeReason.AS_PUBLISHED, wrong)


def _aes() -> Answers:
    # starts faster: no cipher is wanted before somebody asks for this
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce, beside = (bytes.fromhex(one) for one in (_GCM_KEY, _GCM_NONCE, _GCM_BESIDE))
    text, sealed = bytes.fromhex(_GCM_TEXT), bytes.fromhex(_GCM_SEALED)
    cipher = AESGCM(key)
    yield "encrypt", cipher.encrypt(nonce, text, beside) == sealed
    yield "decrypt", cipher.decrypt(nonce, sealed, beside) == text
    try:
        cipher.decrypt(nonce, sealed[:-1] + bytes([sealed[-1] ^ 1]), beside)
    except InvalidTag:
        yield "altered", True
    else:
        yield "altered", False


def _sha() -> Answers:
    for digest, expected in _SHA:
        yield digest().name, digest(b"abc").hexdigest() == expected


def _argon2() -> Answers:
    # starts faster, as above
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    made = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    ).derive(b"\x01" * 32)
    yield "derive", made.hex() == _ARGON2


def _hkdf() -> Answers:
    # starts faster, as above
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = HKDF(hashes.SHA256(), 42, bytes(range(13)), bytes(range(0xF0, 0xFA)))
    yield "derive", made.derive(b"\x0b" * 22).hex() == _HKDF


def _ed25519() -> Answers:
    # starts faster, as above
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(_ED_OURS))
    public, signed = key.public_key(), bytes.fromhex(_ED_SIGNED)
    yield "public", public.public_bytes_raw().hex() == _ED_PUBLIC
    yield "sign", key.sign(b"\x72") == signed
    try:
        public.verify(signed, b"\x73")
    except InvalidSignature:
        yield "verify", True
    else:
        yield "verify", False


def _x25519() -> Answers:
    # starts faster, as above
    from cryptography.hazmat.primitives.asymmetric.x25519 import (
        X25519PrivateKey,
        X25519PublicKey,
    )

    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(_X_OURS))
    theirs = X25519PublicKey.from_public_bytes(bytes.fromhex(_X_THEIRS))
    yield "public", key.public_key().public_bytes_raw().hex() == _X_PUBLIC
    yield "exchange", key.exchange(theirs).hex() == _X_SHARED


_ANSWERS: dict[ProbedPart, Callable[[], Answers]] = {
    ProbedPart.AES: _aes,
    ProbedPart.SHA2: _sha,
    ProbedPart.ARGON2: _argon2,
    ProbedPart.HKDF: _hkdf,
    ProbedPart.ED25519: _ed25519,
    ProbedPart.X25519: _x25519,
}
CIPHERS = tuple(_ANSWERS)

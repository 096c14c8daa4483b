"""Signing where the audit trail ends, with the vault's own Ed25519 key."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.audit import AuditHead
from app.domain.canonical import canonical

PURPOSE = "audit.checkpoint"
_LABEL = b"tanxinbu audit head 1\n"
_FINGERPRINT_LABEL = b"tanxinbu audit key 1\n"
_GROUPS = 8


@dataclass(frozen=True, slots=True)
class ChainKey:
    """The raw halves of the key that signs heads."""

    private: bytes = field(repr=False)
    public: bytes


def new_chain_key() -> ChainKey:
    """A new key."""
    private = Ed25519PrivateKey.generate()
    return ChainKey(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def signed(private: bytes, database: str, head: AuditHead) -> bytes:
    """The signature over the head of that vault."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(_message(database, head))


def is_signed(public: bytes, database: str, head: AuditHead, signature: bytes) -> bool:
    """Whether the signature is the vault's own, over just this head."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _message(database, head))
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> tuple[str, ...]:
    """Eight groups of five digits that name the key: read from paper or over the telephone."""
    digest = hashlib.sha256(_FINGERPRINT_LABEL + public).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10 ** (5 * _GROUPS):0{5 * _GROUPS}}"
    return tuple(digits[at : at + 5] for at in range(0, len(digits), 5))


def _message(database: str, head: AuditHead) -> bytes:
    return _LABEL + canonical({"database": database, **asdict(head)})

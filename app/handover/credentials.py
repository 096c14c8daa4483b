"""The keys of one desk: an Ed25519 pair that signs, an age pair that opens."""

from __future__ import annotations

from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


@dataclass(frozen=True, slots=True, repr=False)
class DeskKeys:
    """Raw Ed25519 keys, and an age identity with its recipient, as they are kept in a vault.

    An office signs packages with the first and can open its own packages with the second;
    a registry signs receipts with the first and opens packages with the second.
    """

    signing_key: bytes
    public_key: bytes
    identity: bytes
    recipient: bytes

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature of a message, 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_key).sign(message)


def new_office_keys() -> DeskKeys:
    """Fresh keys for an office's hand-over: for signing packages, and for its own archive."""
    return _new_keys()


def new_registry_keys() -> DeskKeys:
    """Fresh keys for a registry's desk: for signing receipts, and for opening packages."""
    return _new_keys()


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature of the message was made with the key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_recipient(untrusted_text: str) -> bool:
    """Whether the text is an age recipient that packages can be sealed to."""
    try:
        pyrage.x25519.Recipient.from_str(untrusted_text)
    except pyrage.RecipientError:
        return False
    return True


def _new_keys() -> DeskKeys:
    signing = Ed25519PrivateKey.generate()
    identity = pyrage.x25519.Identity.generate()
    return DeskKeys(
        signing_key=signing.private_bytes_raw(),
        public_key=signing.public_key().public_bytes_raw(),
        identity=str(identity).encode(),
        recipient=str(identity.to_public()).encode(),
    )

"""Signatures in the form of minisign, so that its stock tool can check an index or receipt."""

from __future__ import annotations

import base64
import binascii
import hashlib

from app.handover.credentials import DeskKeys, is_signed

_PURE, _HASHED = b"Ed", b"ED"
_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "
LONGEST_FILE = 4096


def public_key_text(public_key: bytes) -> str:
    """The key as `minisign -P` takes it; begins with RW."""
    return base64.b64encode(_PURE + _key_id(public_key) + public_key).decode()


def public_key_from(untrusted_text: str) -> bytes:
    """The raw key out of minisign's text. Raises ValueError."""
    raw = base64.b64decode(untrusted_text.encode("ascii", "strict"), validate=True)
    if len(raw) != 42 or raw[:2] != _PURE or raw[2:10] != _key_id(raw[10:]):
        raise ValueError("not a key of this program")
    return raw[10:]


def key_number(public_key: bytes) -> str:
    """The number of the key as minisign shows it; it tells keys apart and proves nothing."""
    return _key_id(public_key)[::-1].hex().upper()


def signer_of(untrusted_file: bytes) -> str:
    """The number of the key that a .minisig says it was made with; empty when it is none."""
    try:
        raw = base64.b64decode(untrusted_file[: LONGEST_FILE + 1].split(b"\n")[1], validate=True)
    except (IndexError, binascii.Error):
        return ""
    return raw[2:10][::-1].hex().upper() if len(raw) == 74 else ""


def signature_file(keys: DeskKeys, content: bytes, comment: str) -> bytes:
    """The .minisig that belongs beside a file of this content; comment is one plain line."""
    signature = keys.sign(hashlib.blake2b(content).digest())
    whole = keys.sign(signature + comment.encode())
    lines = (
        f"{_UNTRUSTED}tanxinbu",
        base64.b64encode(_HASHED + _key_id(keys.public_key) + signature).decode(),
        f"{_TRUSTED}{comment}",
        base64.b64encode(whole).decode(),
    )
    return ("\n".join(lines) + "\n").encode()


def is_signature_of(untrusted_file: bytes, content: bytes, public_key: bytes) -> bool:
    """Whether the .minisig was made over this content with this key."""
    try:
        lines = untrusted_file[: LONGEST_FILE + 1].decode().split("\n")
        untrusted, head, trusted, tail, end = lines
        raw = base64.b64decode(head, validate=True)
        whole = base64.b64decode(tail, validate=True)
    except (UnicodeDecodeError, ValueError, binascii.Error):
        return False
    if end or not untrusted.startswith(_UNTRUSTED) or not trusted.startswith(_TRUSTED):
        return False
    if len(raw) != 74 or raw[:10] != _HASHED + _key_id(public_key):
        return False
    signature, comment = raw[10:], trusted.removeprefix(_TRUSTED).encode()
    return is_signed(public_key, signature, hashlib.blake2b(content).digest()) and is_signed(
        public_key, whole, signature + comment
    )


def _key_id(public_key: bytes) -> bytes:
    return hashlib.blake2b(public_key, digest_size=8).digest()

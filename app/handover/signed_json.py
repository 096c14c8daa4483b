"""Signed files: one canonical JSON line that carries its content and an Ed25519 signature."""

from __future__ import annotations

import hashlib

from app.domain.canonical import canonical
from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.handover.credentials import DeskKeys, is_signed
from app.handover.strict_json import canonical_json

LONGEST_FILE = 1 << 20


def signed_file(content: dict[str, object], keys: DeskKeys) -> bytes:
    """The file for a content whose "format" and "version" name the context of the signature."""
    signature = keys.sign(_message(content)).hex()
    return canonical({"content": content, "signature": signature}) + b"\n"


def unsigned_content(untrusted_bytes: bytes) -> dict[str, object]:
    """The content of a signed file, not yet believed. Raises PackageRejectedError(JSON)."""
    envelope = canonical_json(untrusted_bytes, LONGEST_FILE)
    content = envelope.get("content")
    if set(envelope) != {"content", "signature"} or not isinstance(content, dict):
        raise PackageRejectedError(Rejection.JSON.value, "not a signed file")
    return content


def check_signature(untrusted_bytes: bytes, public_key: bytes) -> None:
    """Whether the file is signed with this key. Raises PackageRejectedError(SIGNATURE)."""
    envelope = canonical_json(untrusted_bytes, LONGEST_FILE)
    content, text = envelope["content"], envelope["signature"]
    try:
        signature = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        signature = b""
    if not isinstance(content, dict) or not is_signed(public_key, signature, _message(content)):
        raise PackageRejectedError(Rejection.SIGNATURE.value, "")


def file_digest(content: bytes) -> str:
    """SHA-256 of a file as sha256sum prints it."""
    return hashlib.sha256(content).hexdigest()


def _message(content: dict[str, object]) -> bytes:
    context = f"{content.get('format')}-v{content.get('version')}\0".encode()
    return context + canonical(content)

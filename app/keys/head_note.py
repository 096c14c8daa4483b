"""The note beside the vault of where its audit trail last ended, signed by the vault's own key."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass

from app.domain.audit import AuditHead
from app.domain.canonical import canonical
from app.keys import chain

FORMAT = "tanxinbu-head"
_FIELDS = frozenset({"format", "version", "sequence", "digest", "signature"})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LARGEST = 4096


@dataclass(frozen=True, slots=True)
class HeadNote:
    """A head and the signature over it."""

    head: AuditHead
    signature: bytes

    def written(self) -> bytes:
        """The note's bytes."""
        return canonical(
            {
                "format": FORMAT,
                "version": 1,
                "sequence": self.head.sequence,
                "digest": self.head.digest,
                "signature": base64.b64encode(self.signature).decode(),
            }
        )


def note_of(key: chain.ChainKey, database: str, head: AuditHead) -> HeadNote:
    """The signed note of this head."""
    return HeadNote(head, chain.signed(key.private, database, head))


def read_note(untrusted: bytes, public: bytes, database: str) -> HeadNote | None:
    """The note, or None when it is not one this vault signed."""
    note = _parsed(untrusted)
    if note and chain.is_signed(public, database, note.head, note.signature):
        return note
    return None


def _parsed(untrusted: bytes) -> HeadNote | None:
    if len(untrusted) > _LARGEST:
        return None
    try:
        content = json.loads(untrusted.decode())
        if not isinstance(content, dict) or set(content) != _FIELDS:
            return None
        sequence, digest = content["sequence"], content["digest"]
        is_head = type(sequence) is int and sequence >= 0 and isinstance(digest, str)
        if content["format"] != FORMAT or not is_head or not _DIGEST.fullmatch(digest):
            return None
        signature = base64.b64decode(str(content["signature"]), validate=True)
    except (ValueError, RecursionError, binascii.Error):
        return None
    return HeadNote(AuditHead(sequence, digest), signature)

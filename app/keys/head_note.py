"""The note of where a vault's audit trail last ended, signed by the vault's own key.

It stands beside the vault and is readable without any passphrase. Version 2 names the database and
the public key, so that anybody can check the signature; version 1 named neither.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass

from app.domain.audit import AuditHead
from app.domain.canonical import canonical
from app.keys import chain

FORMAT, VERSION = "tanxinbu-head", 2
_FIELDS = {
    1: frozenset({"format", "version", "sequence", "digest", "signature"}),
    2: frozenset({"format", "version", "database", "public", "sequence", "digest", "signature"}),
}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DATABASE = re.compile(r"[0-9a-f]{32}")
_LARGEST = 4096
_KEY_LENGTH = 32
_LARGEST_SEQUENCE = 2**53


@dataclass(frozen=True, slots=True)
class HeadNote:
    """A head and the signature over it; database and public are empty in a note of version 1."""

    head: AuditHead
    signature: bytes
    database: str = ""
    public: bytes = b""

    def written(self) -> bytes:
        """The note's bytes."""
        return canonical(
            {
                "format": FORMAT,
                "version": VERSION,
                "database": self.database,
                "public": base64.b64encode(self.public).decode(),
                "sequence": self.head.sequence,
                "digest": self.head.digest,
                "signature": base64.b64encode(self.signature).decode(),
            }
        )

    @property
    def names_its_key(self) -> bool:
        """Whether its signature can be checked by whoever reads it."""
        return bool(self.public)

    @property
    def is_signed(self) -> bool:
        """Whether the signature was made by the key the note itself names.

        Whose key that is, is another question: anybody can make a key.
        """
        return self.names_its_key and chain.is_signed(
            self.public, self.database, self.head, self.signature
        )


def note_of(key: chain.ChainKey, database: str, head: AuditHead) -> HeadNote:
    """The signed note of this head."""
    return HeadNote(head, chain.signed(key.private, database, head), database, key.public)


def read_note(untrusted: bytes, public: bytes, database: str) -> HeadNote | None:
    """The note, or None when it is not one this vault signed."""
    note = parsed(untrusted)
    if note is None or not chain.is_signed(public, database, note.head, note.signature):
        return None
    if note.names_its_key and (note.public, note.database) != (public, database):
        return None
    return note


def parsed(untrusted: bytes) -> HeadNote | None:
    """What a note says, not yet believed; None when it is no note at all."""
    if len(untrusted) > _LARGEST:
        return None
    try:
        content = json.loads(untrusted.decode())
        if not isinstance(content, dict) or not _has_form(content):
            return None
        signature = base64.b64decode(content["signature"], validate=True)
        public = base64.b64decode(content.get("public", ""), validate=True)
    except (ValueError, RecursionError, binascii.Error):
        return None
    if content["version"] > 1 and len(public) != _KEY_LENGTH:
        return None
    head = AuditHead(content["sequence"], content["digest"])
    return HeadNote(head, signature, content.get("database", ""), public)


def _has_form(content: dict[str, object]) -> bool:
    version, sequence = content.get("version"), content.get("sequence")
    if type(version) is not int or version not in _FIELDS:
        return False
    if set(content) != _FIELDS[version]:
        return False
    texts = {name for name in content if name not in {"version", "sequence"}}
    if not all(isinstance(content[name], str) for name in texts):
        return False
    is_numbered = type(sequence) is int and 0 <= sequence <= _LARGEST_SEQUENCE
    is_named = version == 1 or bool(_DATABASE.fullmatch(str(content["database"])))
    has_digest = bool(_DIGEST.fullmatch(str(content["digest"])))
    return content["format"] == FORMAT and is_numbered and is_named and has_digest

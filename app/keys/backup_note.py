"""backup.json: what a backup set says of itself, and the key of its database, sealed.

The set's database stands under a random key of its own. That key lies in the note, wrapped by the
data key's use for backups, together with what only the owner is to read: how many rows of what
there are. All that can be read without a key is bound to it: nothing in it can be exchanged. digest
needs no key and tells a damaged note from a foreign one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.audit import AuditHead
from app.domain.canonical import canonical
from app.domain.errors import VaultTooNewError
from app.domain.vault_errors import BackupDamagedError
from app.keys.derivation import KEY_LENGTH

FILE_NAME = "backup.json"
FORMAT, VERSION = "tanxinbu-backup", 1
CIPHER = "AES-256-GCM"
_LARGEST = 1 << 16
_NONCE_LENGTH = 12
_LEAST_SEALED = KEY_LENGTH + 16 + 2
_FIELDS = frozenset(
    {
        "format",
        "version",
        "database",
        "epoch",
        "schema",
        "made_at",
        "head",
        "files",
        "attachments",
        "key",
        "digest",
    }
)
_DATABASE = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LARGEST_NUMBER = 2**53


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of the set as it was written: its bytes and their SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a set says of itself to anybody. lacking attachments were not there to be taken along.

    made_at is in UTC, to the second; epoch is the number of rotations of the data key before.
    """

    database: str
    epoch: int
    schema: int
    made_at: datetime
    head: AuditHead
    files: Mapping[str, FileFacts] = field(hash=False)
    attachments: int = 0
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class BackupSecret:
    """What only the owner of the data key learns: the set's own key, and its rows by table."""

    key: bytearray = field(repr=False)
    counts: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class BackupNote:
    """The facts of a set and its sealed secret."""

    facts: BackupFacts
    nonce: bytes
    sealed: bytes

    def written(self) -> bytes:
        """The note's bytes."""
        content = {
            **_content(self.facts),
            "key": {"cipher": CIPHER, "nonce": _text(self.nonce), "sealed": _text(self.sealed)},
        }
        return canonical({**content, "digest": _digest(content)})

    def opened(self, backup_key: bytearray) -> BackupSecret | None:
        """The secret, or None when this key does not open it or the facts were exchanged."""
        try:
            plain = AESGCM(backup_key).decrypt(self.nonce, self.sealed, _bound(self.facts))
        except InvalidTag:
            return None
        counts = json.loads(plain[KEY_LENGTH:])
        return BackupSecret(bytearray(plain[:KEY_LENGTH]), counts)


def new_note(facts: BackupFacts, secret: BackupSecret, backup_key: bytearray) -> BackupNote:
    """The note of a set; whoever has the backup key opens it."""
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    plain = bytes(secret.key) + canonical(dict(secret.counts))
    return BackupNote(facts, nonce, AESGCM(backup_key).encrypt(nonce, plain, _bound(facts)))


def parse(untrusted: bytes) -> BackupNote:
    """Read a note; whether the vault's owner wrote it only the backup key tells.

    Raises BackupDamagedError, VaultTooNewError.
    """
    try:
        return _parsed(untrusted)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise BackupDamagedError(what=FILE_NAME) from error


def _parsed(untrusted: bytes) -> BackupNote:
    if len(untrusted) > _LARGEST:
        raise ValueError("longer than any note")
    content = _object(json.loads(untrusted.decode(), object_pairs_hook=_without_doubles))
    rest = {name: value for name, value in content.items() if name != "digest"}
    if content["format"] != FORMAT or content["digest"] != _digest(rest):
        raise ValueError("no note, or not as it was written")
    version = _number(content["version"])
    if version > VERSION:
        raise VaultTooNewError(found=version, supported=VERSION)
    key = _object(content["key"])
    if set(content) != _FIELDS or set(key) != {"cipher", "nonce", "sealed"}:
        raise ValueError("other fields")
    nonce, sealed = _bytes(key["nonce"]), _bytes(key["sealed"])
    if key["cipher"] != CIPHER or len(nonce) != _NONCE_LENGTH or len(sealed) < _LEAST_SEALED:
        raise ValueError("another seal")
    return BackupNote(_facts(content), nonce, sealed)


def _facts(content: dict[str, Any]) -> BackupFacts:
    head, attachments = _object(content["head"]), _object(content["attachments"])
    if set(head) != {"sequence", "digest"} or set(attachments) != {"count", "lacking"}:
        raise ValueError("other fields")
    return BackupFacts(
        database=_matching(content["database"], _DATABASE),
        epoch=_number(content["epoch"]),
        schema=_number(content["schema"]),
        made_at=_moment(content["made_at"]),
        head=AuditHead(_number(head["sequence"]), _matching(head["digest"], _DIGEST)),
        files={name: _file(_object(file)) for name, file in _object(content["files"]).items()},
        attachments=_number(attachments["count"]),
        lacking=_number(attachments["lacking"]),
    )


def _file(content: dict[str, Any]) -> FileFacts:
    if set(content) != {"size", "sha256"}:
        raise ValueError("other fields")
    return FileFacts(_number(content["size"]), _matching(content["sha256"], _DIGEST))


def _content(facts: BackupFacts) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "database": facts.database,
        "epoch": facts.epoch,
        "schema": facts.schema,
        "made_at": facts.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "head": asdict(facts.head),
        "files": {name: asdict(file) for name, file in facts.files.items()},
        "attachments": {"count": facts.attachments, "lacking": facts.lacking},
    }


def _bound(facts: BackupFacts) -> bytes:
    return canonical({**_content(facts), "cipher": CIPHER})


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field stands twice")
    return found


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST_NUMBER:
        raise ValueError("no count")
    return value


def _matching(value: object, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError("not in its form")
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("a time of no zone")
    return moment.astimezone(UTC)


def _bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise TypeError("no text")
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError("not Base64") from error


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()

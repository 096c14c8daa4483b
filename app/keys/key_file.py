"""The key file beside the vault: its slots, bound to one database and sealed as a whole.

Two checks stand in it. digest needs no key and tells a damaged file from a wrong passphrase; mac
needs the data key and tells whether somebody changed the file on purpose.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from typing import Any, cast

from app.domain.canonical import canonical
from app.domain.errors import KeyFileDamagedError, VaultTooNewError
from app.keys import slots
from app.keys.derivation import KEY_LENGTH, Cost, key_for
from app.keys.slots import KeySlot

FORMAT = "tanxinbu-keys"
VERSION = 1
_LARGEST = 1 << 20
_MOST_SLOTS = 64
_FIELDS = frozenset({"format", "version", "database", "generation", "slots", "mac", "digest"})
_SLOT_FIELDS = frozenset(
    {"id", "kind", "role", "device", "owner", "kdf", "cipher", "nonce", "wrapped"}
)
_KDF_FIELDS = frozenset({"name", "memory_kib", "passes", "lanes", "salt"})


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The slots of one vault. mac is empty until the file is sealed."""

    database: str
    generation: int
    slots: tuple[KeySlot, ...]
    mac: bytes = b""

    def sealed(self, data_key: bytearray) -> KeyFile:
        """The same file with the seal of the data key on it."""
        return replace(self, mac=_mac(self, data_key))

    def is_sealed_by(self, data_key: bytearray) -> bool:
        """Whether the data key's own seal is on the file."""
        return hmac.compare_digest(self.mac, _mac(self, data_key))

    def with_slot(self, slot: KeySlot, data_key: bytearray) -> KeyFile:
        """The next generation, with the slot in place of the one of the same id."""
        kept = tuple(slot if old.id == slot.id else old for old in self.slots)
        return KeyFile(self.database, self.generation + 1, kept).sealed(data_key)

    def written(self) -> bytes:
        """The file's bytes."""
        content = {**_content(self), "mac": _text(self.mac)}
        return canonical({**content, "digest": hashlib.sha256(canonical(content)).hexdigest()})


def parse(untrusted: bytes) -> KeyFile:
    """Read a key file; its seal is still to be checked with the data key.

    Raises KeyFileDamagedError naming what is wrong, VaultTooNewError.
    """
    content = _json(untrusted)
    if content.get("format") != FORMAT:
        raise KeyFileDamagedError(what="format")
    rest = {key: value for key, value in content.items() if key != "digest"}
    if content.get("digest") != _digest(rest):
        raise KeyFileDamagedError(what="digest")
    version = _number(content, "version", "version")
    if version > VERSION:
        raise VaultTooNewError(found=version, supported=VERSION)
    if version < VERSION or set(content) != _FIELDS:
        raise KeyFileDamagedError(what="format")
    return KeyFile(
        database=_hex(content, "database", 16),
        generation=_number(content, "generation", "format"),
        slots=_slots(content["slots"]),
        mac=_bytes(content, "mac", "mac", KEY_LENGTH),
    )


def _json(untrusted: bytes) -> dict[str, Any]:
    if len(untrusted) > _LARGEST:
        raise KeyFileDamagedError(what="json")
    try:
        content = json.loads(untrusted.decode(), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise KeyFileDamagedError(what="json") from error
    if not isinstance(content, dict):
        raise KeyFileDamagedError(what="json")
    return cast("dict[str, Any]", content)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field stands twice")
    return found


def _digest(content: dict[str, Any]) -> str:
    try:
        return hashlib.sha256(canonical(content)).hexdigest()
    except (ValueError, RecursionError) as error:  # NaN, or half a surrogate pair
        raise KeyFileDamagedError(what="json") from error


def _slots(untrusted: Any) -> tuple[KeySlot, ...]:  # noqa: ANN401 — whatever stood in the file
    if not isinstance(untrusted, list) or not 0 < len(untrusted) <= _MOST_SLOTS:
        raise KeyFileDamagedError(what="slot")
    read = tuple(_slot(one) for one in untrusted)
    if len({slot.id for slot in read}) != len(read):
        raise KeyFileDamagedError(what="slot")
    return read


def _slot(untrusted: Any) -> KeySlot:  # noqa: ANN401 — whatever stood in the file
    if not isinstance(untrusted, dict) or set(untrusted) != _SLOT_FIELDS:
        raise KeyFileDamagedError(what="slot")
    kdf = untrusted["kdf"]
    is_known = (
        untrusted["kind"] == slots.KIND
        and untrusted["cipher"] == slots.CIPHER
        and isinstance(untrusted["device"], bool)
        and isinstance(untrusted["role"], str)
        and isinstance(kdf, dict)
        and set(kdf) == _KDF_FIELDS
        and kdf["name"] == slots.KDF
    )
    if not is_known:
        raise KeyFileDamagedError(what="slot")
    return KeySlot(
        id=_hex(untrusted, "id", 8),
        role=untrusted["role"],
        has_device_secret=untrusted["device"],
        owner=_bytes(untrusted, "owner", "slot"),
        cost=_cost(kdf),
        salt=_bytes(kdf, "salt", "slot", slots.SALT_LENGTH),
        nonce=_bytes(untrusted, "nonce", "slot", slots.NONCE_LENGTH),
        wrapped=_bytes(untrusted, "wrapped", "slot", KEY_LENGTH + slots.TAG_LENGTH),
    )


def _cost(kdf: dict[str, Any]) -> Cost:
    cost = Cost(*(_number(kdf, name, "bounds") for name in ("memory_kib", "passes", "lanes")))
    if not cost.is_within_bounds:
        raise KeyFileDamagedError(what="bounds")
    return cost


def _number(content: dict[str, Any], name: str, what: str) -> int:
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise KeyFileDamagedError(what=what)
    return value


def _hex(content: dict[str, Any], name: str, length: int) -> str:
    value = content[name]
    try:
        is_hex = isinstance(value, str) and bytes.fromhex(value).hex() == value
    except ValueError:
        is_hex = False
    if not is_hex or len(value) != 2 * length:
        raise KeyFileDamagedError(what=name if name == "database" else "slot")
    return str(value)


def _bytes(content: dict[str, Any], name: str, what: str, length: int | None = None) -> bytes:
    value = content[name]
    try:
        decoded = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError) as error:
        raise KeyFileDamagedError(what=what) from error
    is_long_enough = len(decoded) == length if length else len(decoded) >= _SHORTEST_OWNER
    if not is_long_enough or _text(decoded) != value:
        raise KeyFileDamagedError(what=what)
    return decoded


_SHORTEST_OWNER = slots.NONCE_LENGTH + slots.TAG_LENGTH


def _content(file: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "database": file.database,
        "generation": file.generation,
        "slots": [_slot_content(slot) for slot in file.slots],
    }


def _slot_content(slot: KeySlot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "kind": slots.KIND,
        "role": slot.role,
        "device": slot.has_device_secret,
        "owner": _text(slot.owner),
        "kdf": {
            "name": slots.KDF,
            "memory_kib": slot.cost.memory_kib,
            "passes": slot.cost.passes,
            "lanes": slot.cost.lanes,
            "salt": _text(slot.salt),
        },
        "cipher": slots.CIPHER,
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }


def _mac(file: KeyFile, data_key: bytearray) -> bytes:
    return hmac.digest(bytes(key_for("key-file", data_key)), canonical(_content(file)), "sha256")


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()

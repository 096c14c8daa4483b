"""The key file beside the vault: its slots, bound to one database and sealed as a whole.

Two checks stand in it. digest needs no key and tells a damaged file from a wrong passphrase; mac
needs the data key and tells whether somebody changed the file on purpose.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.canonical import canonical
from app.keys import cards, slots
from app.keys.cards import PAIRS, RecoveryPart
from app.keys.derivation import key_for, wipe
from app.keys.slots import KeySlot, VaultKey

FORMAT = "tanxinbu-keys"
VERSION = 2


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The slots of one vault, and its recovery cards. mac is empty until the file is sealed.

    epoch counts how often the data key was exchanged. version is the one the file was read in; what
    is changed is written in the newest.
    """

    database: str
    generation: int
    slots: tuple[KeySlot, ...]
    epoch: int = 0
    recovery: RecoveryPart | None = None
    version: int = VERSION
    mac: bytes = field(default=b"", repr=False)

    def sealed(self, data_key: bytearray) -> KeyFile:
        """The same file with the seal of the data key on it."""
        return replace(self, mac=_mac(self, data_key))

    def is_sealed_by(self, data_key: bytearray) -> bool:
        """Whether the data key's own seal is on the file."""
        return hmac.compare_digest(self.mac, _mac(self, data_key))

    def key(self, data_key: bytearray) -> VaultKey:
        """The data key with what it belongs to."""
        return VaultKey(self.database, self.epoch, data_key)

    def slot(self, slot_id: str) -> KeySlot | None:
        """The slot of that id, or None."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def with_slot(self, slot: KeySlot, data_key: bytearray) -> KeyFile:
        """The next generation, with the slot in place of the one of the same id, or added."""
        kept = tuple(slot if old.id == slot.id else old for old in self.slots)
        return _next(self, data_key, kept if self.slot(slot.id) else (*kept, slot))

    def without_slot(self, slot_id: str, data_key: bytearray) -> KeyFile:
        """The next generation, without that slot."""
        kept = tuple(slot for slot in self.slots if slot.id != slot_id)
        return _next(self, data_key, kept)

    def with_recovery(self, part: RecoveryPart | None, data_key: bytearray) -> KeyFile:
        """The next generation, with these recovery cards in place of the earlier ones."""
        return _next(replace(self, recovery=part), data_key, self.slots)

    def rotated(
        self, kept: tuple[KeySlot, ...], part: RecoveryPart | None, data_key: bytearray
    ) -> KeyFile:
        """The next generation under another data key; slots and part are wrapped to it already."""
        return _next(replace(self, epoch=self.epoch + 1, recovery=part), data_key, kept)

    def written(self) -> bytes:
        """The file's bytes."""
        content = {**_content(self), "mac": _text(self.mac)}
        return canonical({**content, "digest": hashlib.sha256(canonical(content)).hexdigest()})


def _next(file: KeyFile, data_key: bytearray, kept: tuple[KeySlot, ...]) -> KeyFile:
    following = replace(file, generation=file.generation + 1, slots=kept, version=VERSION)
    return following.sealed(data_key)


def _content(file: KeyFile) -> dict[str, Any]:
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": file.version,
        "database": file.database,
        "generation": file.generation,
        "slots": [_slot_content(slot, file.version) for slot in file.slots],
    }
    if file.version > 1:
        content["epoch"] = file.epoch
        content["recovery"] = _recovery_content(file.recovery) if file.recovery else None
    return content


def _slot_content(slot: KeySlot, version: int) -> dict[str, Any]:
    content: dict[str, Any] = {
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
    if version > 1:
        content |= {"check": _text(slot.check), "reassigned": slot.reassigned}
    return content


def _recovery_content(part: RecoveryPart) -> dict[str, Any]:
    return {
        "number": part.number,
        "made_at": part.made_at,
        "kdf": cards.KDF,
        "cipher": slots.CIPHER,
        "cards": [digest.hex() for digest in part.digests],
        "pairs": [
            {"cards": letters, "nonce": _text(pair.nonce), "wrapped": _text(pair.wrapped)}
            for letters, pair in zip(PAIRS, part.pairs, strict=True)
        ],
    }


def _mac(file: KeyFile, data_key: bytearray) -> bytes:
    key = key_for("key-file", data_key)
    try:
        return hmac.digest(bytes(key), canonical(_content(file)), "sha256")
    finally:
        wipe(key)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()

"""A key slot: the vault's data key, wrapped under one person's passphrase."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.canonical import canonical
from app.keys.derivation import KEY_LENGTH, Cost, key_for, slot_key, wipe

KIND = "passphrase"
CIPHER = "AES-256-GCM"
KDF = "Argon2id"
SALT_LENGTH = 16
NONCE_LENGTH = 12
TAG_LENGTH = 16
_OWNER_BINDING = b"tanxinbu slot owner 1 "


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One way into the vault. owner is itself encrypted: the key file tells no name."""

    id: str
    role: str
    has_device_secret: bool
    owner: bytes
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a slot belongs to, and what the program lets them do."""

    owner: str
    role: str


def new_slot(
    database: str,
    data_key: bytearray,
    holder: Holder,
    passphrase: str,
    cost: Cost,
) -> KeySlot:
    """A slot for the holder that this passphrase opens."""
    slot_id = secrets.token_hex(8)
    bare = KeySlot(
        id=slot_id,
        role=holder.role,
        has_device_secret=False,
        owner=_sealed_owner(slot_id, holder.owner, data_key),
        cost=cost,
        salt=secrets.token_bytes(SALT_LENGTH),
        nonce=secrets.token_bytes(NONCE_LENGTH),
        wrapped=b"",
    )
    return _wrapped(bare, database, data_key, passphrase)


def renewed(
    slot: KeySlot, database: str, data_key: bytearray, passphrase: str, cost: Cost
) -> KeySlot:
    """The same slot under a new passphrase, with salt and nonce of its own."""
    fresh = replace(
        slot,
        cost=cost,
        salt=secrets.token_bytes(SALT_LENGTH),
        nonce=secrets.token_bytes(NONCE_LENGTH),
    )
    return _wrapped(fresh, database, data_key, passphrase)


def opened(
    slot: KeySlot, database: str, passphrase: str, device_secret: bytes = b""
) -> bytearray | None:
    """The data key, or None when the passphrase does not open this slot.

    Raises KeyFileDamagedError for a cost outside the bounds.
    """
    key = slot_key(
        passphrase, slot.salt, slot.cost, device_secret if slot.has_device_secret else b""
    )
    data_key = bytearray(KEY_LENGTH)
    try:
        AESGCM(key).decrypt_into(slot.nonce, slot.wrapped, _bound(slot, database), data_key)
    except InvalidTag:
        return None
    finally:
        wipe(key)
    return data_key


def owner_of(slot: KeySlot, data_key: bytearray) -> str | None:
    """The name of the slot's owner, or None when it was forged."""
    nonce, sealed = slot.owner[:NONCE_LENGTH], slot.owner[NONCE_LENGTH:]
    try:
        name = AESGCM(key_for("owner", data_key)).decrypt(
            nonce, sealed, _OWNER_BINDING + slot.id.encode()
        )
    except InvalidTag:
        return None
    return name.decode()


def _wrapped(slot: KeySlot, database: str, data_key: bytearray, passphrase: str) -> KeySlot:
    key = slot_key(passphrase, slot.salt, slot.cost)
    try:
        sealed = AESGCM(key).encrypt(slot.nonce, data_key, _bound(slot, database))
    finally:
        wipe(key)
    return replace(slot, wrapped=sealed)


def _sealed_owner(slot_id: str, owner: str, data_key: bytearray) -> bytes:
    nonce = secrets.token_bytes(NONCE_LENGTH)
    cipher = AESGCM(key_for("owner", data_key))
    return nonce + cipher.encrypt(nonce, owner.encode(), _OWNER_BINDING + slot_id.encode())


def _bound(slot: KeySlot, database: str) -> bytes:
    """What the slot's tag vouches for beside the key: nothing in it can be exchanged."""
    return canonical(
        {
            "database": database,
            "version": 1,
            "slot": slot.id,
            "kind": KIND,
            "role": slot.role,
            "device": slot.has_device_secret,
            "owner": slot.owner.hex(),
            "kdf": {"name": KDF, **asdict(slot.cost), "salt": slot.salt.hex()},
            "cipher": CIPHER,
        }
    )

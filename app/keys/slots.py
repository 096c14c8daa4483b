"""A key slot: the vault's data key, wrapped under one person's passphrase."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass, field, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.canonical import canonical
from app.domain.errors import KeyFileDamagedError
from app.domain.holders import HolderRole
from app.keys.derivation import KEY_LENGTH, Cost, key_for, slot_check, slot_key, wipe

KIND = "passphrase"
CIPHER = "AES-256-GCM"
KDF = "Argon2id"
SALT_LENGTH = 16
NONCE_LENGTH = 12
TAG_LENGTH = 16
_OWNER_BINDING = b"tanxinbu slot owner 1 "


@dataclass(frozen=True, slots=True)
class VaultKey:
    """The data key, the vault it opens, and its epoch: how often it was exchanged before."""

    database: str
    epoch: int
    data_key: bytearray = field(repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """What opens a slot: the passphrase, and the machine's secret where the slot wants one."""

    passphrase: str = field(repr=False)
    device_secret: bytes | bytearray = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One way into the vault. owner is itself encrypted: the key file tells no name.

    check tells a passphrase that is right from a slot that was tampered with; slots of version 1
    have none. role is the one the slot was wrapped with, reassigned the one given since, or empty:
    only the holder's own passphrase can wrap the slot anew.
    """

    id: str
    role: str
    has_device_secret: bool
    owner: bytes
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes
    check: bytes = b""
    reassigned: str = ""

    @property
    def current_role(self) -> HolderRole:
        """What the holder may do now."""
        return HolderRole(self.reassigned or self.role)

    def is_wrapped_like(self, other: KeySlot) -> bool:
        """Whether the two open by the same passphrase; the role may have been reassigned."""
        return replace(self, reassigned="") == replace(other, reassigned="")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a slot belongs to, and what the program lets them do."""

    owner: str
    role: str


def new_slot(key: VaultKey, holder: Holder, words: Words, cost: Cost) -> KeySlot:
    """A slot for the holder that this passphrase opens."""
    bare = KeySlot(
        id=secrets.token_hex(8),
        role=holder.role,
        has_device_secret=False,
        owner=b"",
        cost=cost,
        salt=b"",
        nonce=b"",
        wrapped=b"",
    )
    return moved(bare, holder.owner, key, words)


def moved(slot: KeySlot, owner: str, key: VaultKey, words: Words) -> KeySlot:
    """The holder's slot with the same id, role and cost under another data key."""
    return renewed(
        replace(slot, owner=_sealed_owner(slot.id, owner, key.data_key)), key, words, slot.cost
    )


def renewed(slot: KeySlot, key: VaultKey, words: Words, cost: Cost) -> KeySlot:
    """The same slot under these words, with salt and nonce of its own."""
    fresh = replace(
        slot,
        role=slot.current_role.value,
        reassigned="",
        has_device_secret=bool(words.device_secret),
        cost=cost,
        salt=secrets.token_bytes(SALT_LENGTH),
        nonce=secrets.token_bytes(NONCE_LENGTH),
    )
    derived = slot_key(words.passphrase, fresh.salt, cost, words.device_secret)
    try:
        bound = _bound(fresh, key.database, key.epoch)
        sealed = AESGCM(derived).encrypt(fresh.nonce, key.data_key, bound)
        return replace(fresh, wrapped=sealed, check=slot_check(derived))
    finally:
        wipe(derived)


def opened(slot: KeySlot, database: str, epoch: int, words: Words) -> bytearray | None:
    """The data key, or None when the words do not open this slot.

    Raises KeyFileDamagedError for a cost outside the bounds, and for a slot that was tampered with
    although the words are right.
    """
    secret = words.device_secret if slot.has_device_secret else b""
    derived = slot_key(words.passphrase, slot.salt, slot.cost, secret)
    data_key = bytearray(KEY_LENGTH)
    try:
        AESGCM(derived).decrypt_into(
            slot.nonce, slot.wrapped, _bound(slot, database, epoch), data_key
        )
    except InvalidTag as error:
        if slot.check and hmac.compare_digest(slot.check, slot_check(derived)):
            raise KeyFileDamagedError(what="slot") from error
        return None
    finally:
        wipe(derived)
    return data_key


def owner_of(slot: KeySlot, data_key: bytearray) -> str | None:
    """The name of the slot's owner, or None when it was forged."""
    key = key_for("owner", data_key)
    try:
        return named_by(slot, key)
    finally:
        wipe(key)


def named_by(slot: KeySlot, owner_key: bytearray) -> str | None:
    """The name of the slot's owner by the key for names alone, or None when it was forged."""
    nonce, sealed = slot.owner[:NONCE_LENGTH], slot.owner[NONCE_LENGTH:]
    try:
        name = AESGCM(owner_key).decrypt(nonce, sealed, _OWNER_BINDING + slot.id.encode())
    except InvalidTag:
        return None
    return name.decode()


def _sealed_owner(slot_id: str, owner: str, data_key: bytearray) -> bytes:
    nonce = secrets.token_bytes(NONCE_LENGTH)
    cipher = AESGCM(key_for("owner", data_key))
    return nonce + cipher.encrypt(nonce, owner.encode(), _OWNER_BINDING + slot_id.encode())


def _bound(slot: KeySlot, database: str, epoch: int) -> bytes:
    """What the slot's tag vouches for beside the key: nothing in it can be exchanged.

    The first epoch is bound as version 1 bound it, so that slots of version 1 need not be wrapped
    anew, which only their holders could do.
    """
    facts = {
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
    return canonical({**facts, "version": 2, "epoch": epoch} if epoch else facts)

"""From a passphrase to the key of a slot, and from the data key to the key of each use."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import KeyFileDamagedError

KEY_LENGTH = 32
_CHECK_LENGTH = 16
_KDF_BINDING = b"tanxinbu slot 1"
_WITH_DEVICE = b"tanxinbu slot with device secret 1"
_CHECK = b"tanxinbu slot check 1"
_CARD_PAIR = b"tanxinbu card pair 1"
_LABEL = b"tanxinbu data key 1 "
USES = ("sqlcipher", "attachments", "key-file", "owner", "backup", "audit")
# Parameters from a file reach the allocator, so a forged one must not ask for the whole machine.
_MEMORY_KIB = range(16 * 1024, 1024 * 1024 + 1)
_PASSES = range(1, 17)
_LANES = range(1, 9)
_STEPS_KIB = (64 * 1024, 128 * 1024, 256 * 1024)
_GOAL_SECONDS = 0.75


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs with Argon2id: memory in KiB, passes, lanes."""

    memory_kib: int = _STEPS_KIB[0]
    passes: int = 3
    lanes: int = 1

    @property
    def is_within_bounds(self) -> bool:
        """Whether an honest key file could hold this."""
        return self.memory_kib in _MEMORY_KIB and self.passes in _PASSES and self.lanes in _LANES

    def dearer(self, other: Cost) -> Cost:
        """The dearer of the two: a machine that is busy today must not weaken a slot."""
        return max(self, other, key=lambda cost: cost.memory_kib * cost.passes)


def calibrated(seconds_of: Callable[[Cost], float], memory_bytes: int) -> Cost:
    """The dearest of the three costs that takes about three quarters of a second here.

    seconds_of measures one derivation. A sixteenth of the machine's memory is the most it takes.
    """
    cost = Cost()
    seconds = seconds_of(cost)
    for memory_kib in _STEPS_KIB[1:]:
        # twice the memory takes twice the time
        if seconds * 2 > _GOAL_SECONDS * 1.2 or memory_kib * 1024 * 16 > memory_bytes:
            break
        cost = Cost(memory_kib)
        seconds = seconds_of(cost)
    return cost


def slot_key(
    passphrase: str, salt: bytes, cost: Cost, device_secret: bytes | bytearray = b""
) -> bytearray:
    """The key that opens a slot; a device secret, where there is one, is mixed in.

    Raises KeyFileDamagedError for a cost outside the bounds.
    """
    if not cost.is_within_bounds:
        raise KeyFileDamagedError(what="bounds")
    words = bytearray(unicodedata.normalize("NFC", passphrase).encode())
    derived = bytearray(KEY_LENGTH)
    try:
        Argon2id(
            salt=salt,
            length=KEY_LENGTH,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
            ad=_KDF_BINDING,
        ).derive_into(words, derived)  # type: ignore[arg-type]  # any buffer; bytes stay
        if device_secret:
            mixed = bytearray(KEY_LENGTH)
            _hkdf(_WITH_DEVICE).derive_into(derived + device_secret, mixed)
            wipe(derived)
            derived = mixed
    except MemoryError as error:
        raise KeyFileDamagedError(what="bounds") from error
    finally:
        wipe(words)
    return derived


def slot_check(key: bytearray) -> bytes:
    """A value that tells whether a slot's key is the right one, and nothing more of it."""
    return _hkdf(_CHECK).derive(key)[:_CHECK_LENGTH]


def pair_key(first: bytearray, second: bytearray) -> bytearray:
    """The key of two recovery cards together, in the order of their letters."""
    derived = bytearray(KEY_LENGTH)
    both = first + second
    try:
        _hkdf(_CARD_PAIR).derive_into(both, derived)
    finally:
        wipe(both)
    return derived


def key_for(use: str, data_key: bytearray) -> bytearray:
    """The key for one of the USES, from the data key."""
    if use not in USES:
        raise ValueError(f"no such use: {use}")
    derived = bytearray(KEY_LENGTH)
    _hkdf(_LABEL + use.encode()).derive_into(data_key, derived)
    return derived


def wipe(secret: bytearray) -> None:
    """Overwrite a secret; as far as Python lets us, not a promise about every copy."""
    secret[:] = bytes(len(secret))


def _hkdf(label: bytes) -> HKDF:
    return HKDF(hashes.SHA256(), KEY_LENGTH, None, label)

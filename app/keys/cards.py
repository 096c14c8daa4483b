"""Recovery cards in the key file: three secrets, any two of which open the data key together.

A card has 128 random bits, so nothing slow is needed to keep anybody from guessing it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.canonical import canonical
from app.domain.errors import KeyFileDamagedError
from app.domain.recovery import LETTERS, SECRET_BYTES
from app.keys.derivation import KEY_LENGTH, pair_key, wipe
from app.keys.slots import CIPHER, NONCE_LENGTH, VaultKey

KDF = "HKDF-SHA256"
PAIRS = tuple("".join(pair) for pair in combinations(LETTERS, 2))
_DIGEST_LABEL = "tanxinbu card 1"


@dataclass(frozen=True, slots=True)
class Pair:
    """The data key wrapped under two cards."""

    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class RecoveryPart:
    """A set of cards as the key file knows it: digests in the order of LETTERS, pairs of PAIRS."""

    number: int
    made_at: str
    digests: tuple[bytes, ...]
    pairs: tuple[Pair, ...]


def new_secrets() -> tuple[bytearray, ...]:
    """The secrets of three new cards."""
    return tuple(bytearray(secrets.token_bytes(SECRET_BYTES)) for _ in LETTERS)


def wrapped(
    key: VaultKey, number: int, made_at: str, cards: Mapping[str, bytearray]
) -> RecoveryPart:
    """The part of the key file that lets any two of the cards open the data key; tried at once."""
    digests = tuple(_digest(cards[letter], letter, number, key.database) for letter in LETTERS)
    bare = RecoveryPart(number, made_at, digests, ())
    pairs = []
    for letters in PAIRS:
        nonce = secrets.token_bytes(NONCE_LENGTH)
        together = pair_key(*(cards[letter] for letter in letters))
        try:
            bound = _bound(bare, letters, key.database, key.epoch)
            pairs.append(Pair(nonce, AESGCM(together).encrypt(nonce, key.data_key, bound)))
        finally:
            wipe(together)
    part = replace(bare, pairs=tuple(pairs))
    for letters in PAIRS:  # cards that do not open must never lie in a safe
        held = {letter: cards[letter] for letter in letters}
        found = opened(part, held, key.database, key.epoch)
        if found != key.data_key:
            raise KeyFileDamagedError(what="recovery")
        wipe(found)
    return part


def letter_of(part: RecoveryPart, secret: bytearray, database: str) -> str | None:
    """Which card of the set this is, or None when it is none."""
    for letter, known in zip(LETTERS, part.digests, strict=True):
        if hmac.compare_digest(known, _digest(secret, letter, part.number, database)):
            return letter
    return None


def opened(
    part: RecoveryPart, cards: Mapping[str, bytearray], database: str, epoch: int
) -> bytearray | None:
    """The data key by two cards of the set, under their letters; None when the pair was forged."""
    letters = "".join(sorted(cards))
    pair = part.pairs[PAIRS.index(letters)]
    together = pair_key(*(cards[letter] for letter in letters))
    data_key = bytearray(KEY_LENGTH)
    try:
        bound = _bound(part, letters, database, epoch)
        AESGCM(together).decrypt_into(pair.nonce, pair.wrapped, bound, data_key)
    except InvalidTag:
        return None
    finally:
        wipe(together)
    return data_key


def _digest(secret: bytearray, letter: str, number: int, database: str) -> bytes:
    facts = f"{_DIGEST_LABEL} {database} {number} {letter} "
    return hashlib.sha256(facts.encode() + secret).digest()


def _bound(part: RecoveryPart, letters: str, database: str, epoch: int) -> bytes:
    return canonical(
        {
            "kind": "cards",
            "version": 2,
            "database": database,
            "epoch": epoch,
            "number": part.number,
            "made_at": part.made_at,
            "cards": [digest.hex() for digest in part.digests],
            "pair": letters,
            "kdf": KDF,
            "cipher": CIPHER,
        }
    )

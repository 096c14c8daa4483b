"""Recovery cards: what is printed on paper, and how what is typed from paper is read.

A card is 128 random bits and 12 bits that check them, written as seven groups. A group is four
characters that carry and one that checks them and their place, so that a slip is told at once and a
group in the wrong place is too. There is no I, L, O or U on a card.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.vault_errors import RecoveryCardUnreadableError

LETTERS = ("A", "B", "C")
GROUPS, GROUP_LENGTH = 7, 5
SECRET_BYTES = 16
DRILL_EVERY = timedelta(days=365)
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's thirty-two
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = str.maketrans(dict.fromkeys(" -–—_·.,/\t\r\n　", None))
_CARRIERS = GROUP_LENGTH - 1
_CHECK_BITS = 12
_CHECK_LABEL = b"tanxinbu card check 1 "
_POLYNOMIAL = 0b100101  # the field of thirty-two elements: x^5 + x^2 + 1


@dataclass(frozen=True, slots=True)
class RecoveryCard:
    """One sheet of paper; any two different ones of a set open the vault."""

    letter: str
    groups: tuple[str, ...] = field(repr=False)

    @property
    def code(self) -> str:
        """All groups in a row, as they are typed or stand in the picture code."""
        return "-".join(self.groups)


@dataclass(frozen=True, slots=True)
class CardSet:
    """The three cards A, B and C that were made together; number counts the sets of this vault."""

    number: int
    made_at: datetime
    cards: tuple[RecoveryCard, RecoveryCard, RecoveryCard] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """How the vault stands to its cards.

    must_renew: cards were used, so new ones are to be made. number and made_at are of the set in
    force; drilled_at is when cards were last typed right.
    """

    has_cards: bool
    number: int = 0
    made_at: datetime | None = None
    drilled_at: datetime | None = None
    is_drill_due: bool = False
    must_renew: bool = False


def is_drill_due(drilled_at: datetime | None, now: datetime) -> bool:
    """Whether a year has gone by since the cards were last typed."""
    return drilled_at is None or now - drilled_at >= DRILL_EVERY


def written_groups(secret: bytes | bytearray) -> tuple[str, ...]:
    """The secret of a card in its seven groups."""
    number = int.from_bytes(secret, "big") << _CHECK_BITS | _check(secret)
    values = [number >> 5 * place & 31 for place in reversed(range(GROUPS * _CARRIERS))]
    groups = (values[_CARRIERS * n : _CARRIERS * (n + 1)] for n in range(GROUPS))
    return tuple(
        "".join(_SIGNS[value] for value in (*group, _sign(group, place)))
        for place, group in enumerate(groups, 1)
    )


def check_group(text: str, place: int) -> bool:
    """Whether this can be the group at that place, counted from one, of some card."""
    values = _values(_normal(text))
    if len(values) != GROUP_LENGTH or -1 in values or not 1 <= place <= GROUPS:
        return False
    return _sign(values[:_CARRIERS], place) == values[-1]


def read_groups(text: str) -> bytearray:
    """The secret of the card that was typed; wipe it after use.

    Raises RecoveryCardUnreadableError naming the first wrong group, or nought for the whole.
    """
    signs = _normal(text)
    groups = [signs[at : at + GROUP_LENGTH] for at in range(0, len(signs), GROUP_LENGTH)]
    for place, group in enumerate(groups[:GROUPS], 1):
        if len(group) == GROUP_LENGTH and not check_group(group, place):
            raise RecoveryCardUnreadableError(group=place)
    if len(signs) != GROUPS * GROUP_LENGTH:
        raise RecoveryCardUnreadableError(group=0)
    number = 0
    for group in groups:
        for value in _values(group)[:_CARRIERS]:
            number = number << 5 | value
    secret = bytearray((number >> _CHECK_BITS).to_bytes(SECRET_BYTES, "big"))
    if _check(secret) != number & (1 << _CHECK_BITS) - 1:
        raise RecoveryCardUnreadableError(group=0)
    return secret


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return folded.translate(_IGNORED).translate(_FORGIVEN)


def _values(signs: str) -> list[int]:
    """Each sign's value; minus one for what is on no card."""
    return [_SIGNS.find(sign) for sign in signs]


def _sign(values: Sequence[int], place: int) -> int:
    """The fifth character: changes with every slip, every two signs exchanged, and the place."""
    total = place
    for power, value in enumerate(reversed(values), 1):
        for _ in range(power):
            value = value << 1 ^ (_POLYNOMIAL if value & 16 else 0)
        total ^= value
    return total


def _check(secret: bytes | bytearray) -> int:
    digest = hashlib.sha256(_CHECK_LABEL + secret).digest()
    return int.from_bytes(digest[:2], "big") >> 16 - _CHECK_BITS

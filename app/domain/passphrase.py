"""How good a passphrase is, told honestly: the number of guesses it stands, as a power of two."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

SHORTEST = 12
GENERATED_WORDS = 5
ENOUGH_BITS = 36.0


class Advice(Enum):
    """What would make the passphrase better."""

    LONGER = "longer"
    LESS_REGULAR = "less_regular"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Strength:
    """An estimate for one passphrase: bits of guessing, whether it may be used, and advice."""

    bits: float
    is_enough: bool
    advice: Advice

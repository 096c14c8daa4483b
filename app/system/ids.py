"""New identifiers: UUID version 7 by RFC 9562, so that ids sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import time
from uuid import UUID

_RANDOM_BITS = 74
_guard = threading.Lock()
_latest = 0


def new_id() -> str:
    """A new identifier, larger than every one this process made before."""
    global _latest  # the order of ids belongs to the whole process, RFC 9562 §6.2
    with _guard:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        # a clock set back, or two ids in one millisecond: count on from the last one
        _latest = fresh if fresh > _latest else _latest + 1 + secrets.randbits(32)
        return str(_uuid7(_latest))


def _uuid7(value: int) -> UUID:
    milliseconds = value >> _RANDOM_BITS
    upper = value >> 62 & 0xFFF
    lower = value & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | upper << 64 | 0b10 << 62 | lower)

"""One byte form for one content, so that digests mean something."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.domain.calendar import PartialDate

# made once: every entry of the trail is encoded when it is written and whenever it is checked
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical(content: Any) -> bytes:  # noqa: ANN401 — whatever JSON can say
    """The content as JSON with sorted keys, no spaces, UTF-8; floats and NaN are refused."""
    return _ENCODER.encode(content).encode()


def digest_of(content: Any) -> str:  # noqa: ANN401 — whatever JSON can say
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def plain(value: Any) -> Any:  # noqa: ANN401 — whatever the domain's values hold
    """A value of the domain in what JSON can say: enums by value, dates as ISO, sets in order."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, frozenset):
        return sorted(map(plain, value))
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value

"""One byte form for one content, so that digests mean something."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(content: Any) -> bytes:  # noqa: ANN401 — whatever JSON can say
    """The content as JSON with sorted keys, no spaces, UTF-8; floats and NaN are refused."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest_of(content: Any) -> str:  # noqa: ANN401 — whatever JSON can say
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()

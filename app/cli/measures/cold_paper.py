"""Setting minutes in a process of its own, which loads nothing but what makes paper.

Told as JSON in a file, so that no vault and no story has to be loaded for them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.documents.minutes import Edition, typeset
from app.documents.sheet import written
from app.domain.minutes import Attendance, Block, BlockKind, Minutes

_AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def as_json(told: Minutes) -> str:
    """The minutes as the other process reads them."""
    blocks = [[block.kind.value, block.text, block.field] for block in told.blocks]
    return json.dumps(asdict(told) | {"blocks": blocks})


def read(text: str) -> Minutes:
    """The minutes that as_json wrote."""
    told: Mapping[str, Any] = json.loads(text)
    blocks = tuple(Block(BlockKind(kind), text, field) for kind, text, field in told["blocks"])
    fields = tuple((label, value) for label, value in told["fields"])
    attendance = tuple(Attendance(**one) for one in told["attendance"])
    return Minutes(**{**told, "blocks": blocks, "fields": fields, "attendance": attendance})


if __name__ == "__main__":
    made = written(typeset(read(Path(sys.argv[1]).read_text("utf-8")), Edition(_AT)).pdf)
    sys.exit(0 if made.startswith(b"%PDF") else 1)

"""How `tanxinbu registry` speaks: sentences for refusals, JSON for scripts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from app.domain.errors import AppError

DONE, REFUSED = 0, 1


def said(error: AppError, arguments: argparse.Namespace) -> str:
    """What the windows would say of it."""
    return str(arguments.sentence(error)) if arguments.sentence else type(error).__name__


def as_json(content: object) -> None:
    """A JSON document on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=2))


def numbers(found: Sequence[int]) -> str:
    """Numbers in one line, or 无."""
    return "、".join(map(str, found)) or "无"
